"""With how many threads a run computes beside other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.training.threads import Threads, requested_threads, usable_cores, waiting_seconds


class Machine:
    """A clock, and a processor on which another program may keep one of two cores."""

    def __init__(self) -> None:
        self.seconds = self.waited = 0.0
        self.busy = False
        self.used: list[int] = []

    def step(self, threads: Threads, number: int) -> None:
        threads.step_begins(number)
        self.used.append(threads.now)
        self.seconds += 1 / 16
        self.waited += 0.9 / 16 if self.busy and threads.now > 1 else 0.0
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
    return Threads(waiting=lambda: machine.waited, clock=lambda: machine.seconds, **options)


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
    for number in range(200, 1400):
        machine.step(threads, number)
    assert machine.used[-500:] == [2] * 500
    assert threads.settled == 2


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


def test_where_waiting_is_not_known_the_number_stays(machine: Machine) -> None:
    threads = Threads(waiting=lambda: None, clock=lambda: machine.seconds)
    machine.busy = True
    for number in range(100):
        machine.step(threads, number)
    assert set(machine.used) == {2}


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "max 100000\n"}, 4),
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4),
        ({"cpu.max": "nonsense"}, 4),
        ({}, 4),
    ],
)
def test_a_containers_share_of_the_processor_counts(
    files: dict[str, str], cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {0, 1, 2, 3}, raising=False)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert usable_cores(tmp_path) == cores


def test_waiting_is_read_for_all_threads(tmp_path: Path) -> None:
    for number, text in enumerate(("5 1500000000 3", "5 500000000 3")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "schedstat").write_text(text)
    (tmp_path / "9").mkdir()  # a thread that has ended meanwhile
    assert waiting_seconds(tmp_path) in (2.0, None)  # None: not Linux
    assert waiting_seconds(tmp_path / "missing") is None


@pytest.mark.parametrize(
    ("asked", "threads"),
    [("3", 3), ("2,1", 2), (" 4 , 2", 4), ("", 0), ("many", 0), ("-1", 0), (",2", 0), (None, 0)],
)
def test_the_first_number_of_threads_counts(
    asked: str | None, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if asked is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert requested_threads() == threads
