"""With how many threads a run computes beside other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.training.threads import Threads, idle_seconds, waiting_seconds


class Machine:
    """A clock, and a processor on which another program may keep one of two cores."""

    def __init__(self) -> None:
        self.seconds = self.waited = self.idle = 0.0
        self.busy = self.others_are_idle = False
        self.used: list[int] = []

    def step(self, threads: Threads, number: int) -> None:
        threads.step_begins(number)
        self.used.append(threads.now)
        self.seconds += 1 / 16
        self.waited += 0.9 / 16 if self.busy and threads.now > 1 else 0.0
        self.idle += (2 - threads.now if not self.busy else 0) / 16 + self.others_are_idle
        threads.step_done(number + 1)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    counts = [2]
    monkeypatch.setattr(torch, "get_num_threads", lambda: counts[0])
    monkeypatch.setattr(torch, "set_num_threads", lambda count: counts.__setitem__(0, count))
    monkeypatch.setattr("digitpad.training.threads.usable_cores", lambda: 2)
    return Machine()


def threads_of(machine: Machine, **options: Any) -> Threads:
    return Threads(
        waiting=lambda: machine.waited, idle=lambda: machine.idle, clock=lambda: machine.seconds, **options
    )


def test_on_an_idle_machine_nothing_changes(machine: Machine) -> None:
    threads = threads_of(machine)
    for number in range(1000):
        machine.step(threads, number)
    assert set(machine.used) == {2}
    assert threads.changes == []


def test_beside_a_busy_program_it_computes_with_one_and_tries_two_ever_less_often(machine: Machine) -> None:
    threads = threads_of(machine)
    machine.busy = True
    for number in range(3200):  # 200 s
        machine.step(threads, number)
        assert threads.settled == 1 or number < 8
    assert machine.used[:8] == [2] * 8
    assert machine.used.count(2) < 40
    assert threads.changes[0] == (8, 1)


def test_it_goes_back_once_the_other_program_ends(machine: Machine) -> None:
    threads = threads_of(machine)
    machine.busy = True
    for number in range(200):
        machine.step(threads, number)
    machine.busy = False
    for number in range(200, 300):
        machine.step(threads, number)
    assert machine.used[216:] == [2] * 84  # within a second, as a core has nothing to do
    assert threads.settled == 2


def test_where_idle_cores_are_not_known_it_goes_back_later(machine: Machine) -> None:
    threads = Threads(waiting=lambda: machine.waited, idle=lambda: None, clock=lambda: machine.seconds)
    machine.busy = True
    for number in range(200):
        machine.step(threads, number)
    machine.busy = False
    for number in range(200, 1400):
        machine.step(threads, number)
    assert 2 not in machine.used[200:210]
    assert machine.used[-500:] == [2] * 500


def test_idle_cores_that_are_others_are_believed_once(machine: Machine) -> None:
    """In a container with a quota the computer's other cores have nothing to do, and are not for it."""
    threads = threads_of(machine)
    machine.busy = machine.others_are_idle = True
    for number in range(3200):  # 200 s
        machine.step(threads, number)
    assert machine.used.count(2) < 45


def test_short_bursts_of_another_program_do_not_make_it_change_all_the_time(machine: Machine) -> None:
    threads = threads_of(machine)
    for number in range(3200):
        machine.busy = number // 16 % 2 == 0  # a second each
        machine.step(threads, number)
    assert len(threads.changes) <= 100  # down and up once in two bursts at most


def test_a_number_that_was_asked_for_stays(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    threads = threads_of(machine)
    machine.busy = True
    for number in range(100):
        machine.step(threads, number)
    assert set(machine.used) == {2}


def test_a_resumed_run_goes_on_with_as_many_as_it_had(machine: Machine) -> None:
    threads = threads_of(machine)
    machine.busy = True
    for number in range(20):
        machine.step(threads, number)
    state = threads.state_dict()
    assert (state["threads"], state["threads_now"], state["thread_changes"]) == (2, 1, [(8, 1)])
    resumed = threads_of(machine)
    resumed.load_state_dict(state)
    assert (resumed.most, resumed.now, torch.get_num_threads()) == (2, 1, 1)
    older = threads_of(machine)
    older.load_state_dict({"threads": 2})
    assert (older.most, older.now, torch.get_num_threads()) == (2, 2, 2)


def test_after_a_run_its_thread_computes_as_before(machine: Machine) -> None:
    for _ in range(2):  # the second begins with all again
        threads = threads_of(machine)
        machine.busy = True
        for number in range(20):
            machine.step(threads, number)
        assert (threads.most, threads.now, torch.get_num_threads()) == (2, 1, 1)
        threads.give_back()
        assert torch.get_num_threads() == 2
    machine.step(threads, 20)  # one that goes on has its own number
    assert machine.used[-1] == 1


def test_where_waiting_is_not_known_the_number_stays(machine: Machine) -> None:
    threads = Threads(waiting=lambda: None, clock=lambda: machine.seconds)
    machine.busy = True
    for number in range(100):
        machine.step(threads, number)
    assert set(machine.used) == {2}


def test_waiting_is_read_for_all_threads(tmp_path: Path) -> None:
    for number, text in enumerate(("5 1500000000 3", "5 500000000 3")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "schedstat").write_text(text)
    (tmp_path / "9").mkdir()  # a thread that has ended meanwhile
    assert waiting_seconds(tmp_path) in (2.0, None)  # None: not Linux
    assert waiting_seconds(tmp_path / "missing") is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_idle_time_is_that_of_all_cores(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text("cpu  5 1 2 300 100 0 0 0 0 0\ncpu0 5 1 2 150 50 0 0 0 0 0\n")
    assert idle_seconds(tmp_path / "stat") == 400 / os.sysconf("SC_CLK_TCK")
    (tmp_path / "stat").write_text("nothing of the kind\n")
    assert idle_seconds(tmp_path / "stat") is None
    assert idle_seconds(tmp_path / "missing") is None
