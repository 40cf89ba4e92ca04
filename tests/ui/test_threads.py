"""The threads' kit: what is asked of a thread, and what comes back to the GUI thread."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

import digitpad.ui
from digitpad.errors import Cancelled, DigitpadError
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.process import lower_priority
from digitpad.ui.threads.task import Stream, Task
from digitpad.ui.threads.torch_loader import TorchLoader
from digitpad.ui.threads.worker import IMPORTS_ENDED, shut_down_workers


@pytest.fixture
def owner() -> Iterator[QObject]:
    """What the workers of a test belong to; none of their threads is left behind."""
    owner = QObject()
    yield owner
    shut_down_workers(owner)
    assert [thread for thread in owner.findChildren(QThread) if thread.isRunning()] == []


class Gate:
    """Work that begins when it is called and ends when it is let through."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.open = threading.Semaphore(0)

    def __call__(self) -> None:
        self.begun.release()
        assert self.open.acquire(timeout=10)


@pytest.mark.parametrize("word", ["QThread", "removePostedEvents", "isFinished", "isRunning", "setStackSize"])
def test_only_the_kit_knows_how_threads_begin_and_end(word: str) -> None:
    ui = Path(digitpad.ui.__file__).parent
    found = {str(path.relative_to(ui)) for path in ui.rglob("*.py") if re.search(word, path.read_text())}
    assert found <= {"threads/worker.py", "threads/latest.py"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt's priorities would be the way")
def test_a_thread_that_computes_for_long_is_a_batch_job() -> None:
    noted: list[tuple[int, int]] = []

    def work() -> None:
        lower_priority()
        noted.append((os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert noted == [(os.SCHED_BATCH, max(1, os.getpriority(os.PRIO_PROCESS, 0)))]


def in_gui_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


class Echo:
    """A `Latest` whose results are its requests, each after it was let through."""

    def __init__(self, owner: QObject, **options: Any) -> None:
        self.gate = Gate()
        self.handled: list[Requests] = []
        self.errors: list[DigitpadError] = []
        self.latest = Latest(self._answer, self._take, "echo", owner, **options)
        self.latest.failed.connect(self.errors.append)

    def _answer(self, requests: Requests) -> Iterator[Requests]:
        self.gate()
        yield requests
        if error := requests.get("error"):
            raise error

    def _take(self, requests: Requests) -> None:
        assert in_gui_thread()
        self.handled.append(requests)


def test_the_latest_request_of_each_kind_wins(owner: QObject, qtbot: QtBot) -> None:
    echo = Echo(owner)
    echo.latest.ask(drawing=1)
    echo.latest.ask(drawing=2, network="a")  # before the start: nothing is lost but what is overtaken
    echo.latest.start()
    assert echo.gate.begun.acquire(timeout=10)
    for drawing in (3, 4, 5):
        echo.latest.ask(drawing=drawing)
    with pytest.raises(Cancelled):
        echo.latest.check_overtaken()
    echo.latest.check_overtaken("network")  # which only others have overtaken
    with pytest.raises(Cancelled):
        echo.latest.check_overtaken("drawing")
    echo.gate.open.release(2)
    qtbot.waitUntil(lambda: len(echo.handled) == 2)
    assert echo.handled == [{"drawing": 2, "network": "a"}, {"drawing": 5}]
    echo.latest.check_overtaken()


def test_a_thread_of_requests_outlives_an_error_and_delivers_what_came_before_it(
    owner: QObject, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    echo = Echo(owner, failure="Not read: {why}.")
    echo.gate.open.release(5)
    echo.latest.start()
    errors = (DigitpadError("Bad file."), ValueError("no shape.\nmore"), KeyError("gone"), Cancelled())
    for error in errors:
        with caplog.at_level(logging.CRITICAL, "digitpad"):
            echo.latest.ask(error=error)
            assert echo.gate.begun.acquire(timeout=10)
    echo.latest.ask(drawing=1)
    qtbot.waitUntil(lambda: len(echo.handled) == 5)
    assert echo.handled == [*({"error": error} for error in errors), {"drawing": 1}]
    assert [str(error) for error in echo.errors] == [
        "Bad file.",
        "Not read: no shape.",
        "Not read: an error in digitpad, KeyError: 'gone'.",
    ]


def test_nothing_is_delivered_after_the_end(owner: QObject) -> None:
    echo = Echo(owner)
    echo.latest.start()
    echo.latest.ask(drawing=1)
    assert echo.gate.begun.acquire(timeout=10)
    echo.latest.ask(drawing=2)
    echo.gate.open.release()
    echo.latest.shut_down()
    assert not echo.gate.begun.acquire(blocking=False)  # what waited was not begun
    echo.latest.ask(drawing=3)
    echo.latest.start()
    echo.latest.deliver()
    assert echo.handled == []
    assert not owner.findChildren(QThread)[0].isRunning()


def test_a_pause_does_not_hold_the_end_up(owner: QObject, qtbot: QtBot) -> None:
    echo = Echo(owner, pause=60.0)
    echo.gate.open.release()
    echo.latest.start()
    echo.latest.ask(drawing=1)
    qtbot.waitUntil(lambda: bool(echo.handled))
    echo.latest.shut_down()  # would otherwise run into the test's time limit


def test_threads_wait_until_imports_have_ended(owner: QObject, qtbot: QtBot) -> None:
    IMPORTS_ENDED.clear()
    waiting = Echo(owner)
    ready = Echo(owner, after_imports=False)
    for echo in (waiting, ready):
        echo.gate.open.release()
        echo.latest.start()
        echo.latest.ask(drawing=1)
    qtbot.waitUntil(lambda: bool(ready.handled))
    assert waiting.handled == []
    IMPORTS_ENDED.set()
    qtbot.waitUntil(lambda: bool(waiting.handled))


class Log:
    """What a task delivers, in order."""

    def __init__(self, task: Task) -> None:
        self.entries: list[Any] = []
        self.task = task
        task.failed.connect(self.add)
        task.ended.connect(self._ended)

    def add(self, entry: object) -> None:
        assert in_gui_thread()
        self.entries.append(str(entry) if isinstance(entry, DigitpadError) else entry)

    def _ended(self) -> None:
        assert not self.task.running
        self.entries.append("ended")


def fail(error: Exception) -> None:
    raise error


@pytest.fixture
def log(owner: QObject) -> Log:
    return Log(Task("task", owner))


def test_calls_are_done_in_order_and_each_result_goes_to_who_asked(log: Log, qtbot: QtBot) -> None:
    for number in range(3):
        log.task.start(lambda number=number: (number, in_gui_thread()), log.add)
    assert log.task.running
    with qtbot.waitSignal(log.task.ended):
        log.task.start(
            lambda: fail(DigitpadError("Bad.")), log.add, lambda error: log.add(("mine", str(error)))
        )
    assert log.entries == [(0, False), (1, False), (2, False), ("mine", "Bad."), "ended"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DigitpadError("{path} is bad.", path="a"), "a is bad."),
        (OSError(5, "Input/output error"), "Teaching stopped: input/output error."),
        (RuntimeError("no memory.\nat line 3"), "Teaching stopped: no memory."),
        (ImportError("No module named 'x'"), "Teaching stopped: No module named 'x'."),
        (KeyError("x"), "Teaching stopped: an error in digitpad, KeyError: 'x'."),
    ],
)
def test_an_error_is_one_sentence(
    error: Exception, text: str, owner: QObject, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    log = Log(Task("task", owner, failure="Teaching stopped: {why}."))
    with caplog.at_level(logging.ERROR, "digitpad"), qtbot.waitSignal(log.task.ended):
        log.task.start(lambda: fail(error), log.add)
    assert log.entries == [text, "ended"]
    traced = [record.exc_info for record in caplog.records]
    assert traced == ([] if isinstance(error, DigitpadError) else [(type(error), error, error.__traceback__)])
    caplog.clear()


def test_the_next_call_can_be_started_from_the_end_of_one(log: Log, qtbot: QtBot) -> None:

    def again(entry: object) -> None:
        assert not log.task.running
        log.add(entry)
        if len(log.entries) < 5:
            log.task.start(lambda: len(log.entries), again)

    with qtbot.waitSignal(log.task.ended):
        log.task.start(lambda: 0, again)
    assert log.entries == [0, 1, 2, 3, 4, "ended"]


def test_a_task_may_be_deleted_by_who_hears_of_its_end(owner: QObject, qtbot: QtBot) -> None:
    for _ in range(20):
        task = Task("task", owner)
        task.ended.connect(task.deleteLater)
        with qtbot.waitSignal(task.destroyed):
            task.start(lambda: None)
    assert owner.findChildren(QThread) == []


def test_what_is_cancelled_ends_at_its_next_report_and_delivers_nothing(log: Log, qtbot: QtBot) -> None:
    gate = Gate()

    def work() -> None:
        gate()
        log.task.progress(1, 2)
        pytest.fail("it was cancelled")

    log.task.start(work, log.add)
    log.task.start(lambda: "waited", log.add)
    assert gate.begun.acquire(timeout=10)
    log.task.cancel()
    log.task.start(lambda: "new", log.add)
    gate.open.release()
    with qtbot.waitSignal(log.task.ended):
        pass
    assert log.entries == ["new", "ended"]


def test_a_result_that_is_cancelled_before_it_is_delivered_is_not(
    log: Log, owner: QObject, qtbot: QtBot
) -> None:
    gate = Gate()
    gate.open.release()
    log.task.start(gate, log.add)
    owner.findChildren(QThread)[0].wait()  # its result waits for the event loop
    log.task.cancel()
    with qtbot.waitSignal(log.task.ended):
        pass
    assert log.entries == ["ended"]


@pytest.mark.parametrize("end", ["cancel", "shut_down"])
def test_a_call_that_waits_is_woken_for_its_end(end: str, owner: QObject) -> None:
    task, woken = Task("task", owner), threading.Event()
    task.start(woken.wait, wake=woken.set)
    getattr(task, end)()
    task.shut_down()  # would otherwise run into the test's time limit


def test_progress_comes_now_and_then_with_each_phase_and_at_the_end(owner: QObject, qtbot: QtBot) -> None:
    task = Task("task", owner)
    reports: list[tuple[object, ...]] = []
    task.progressed.connect(lambda *report: reports.append(report))

    def work() -> None:
        for phase in ("read", "teach"):
            for done in range(1001):
                task.progress(done, 1000, phase)

    with qtbot.waitSignal(task.ended):
        task.start(work)
    assert len(reports) < 50
    assert [report for report in reports if report[0] == 0] == [(0, 1000, "read"), (0, 1000, "teach")]
    assert [report for report in reports if report[0] == 1000] == [
        (1000, 1000, "read"),
        (1000, 1000, "teach"),
    ]


def test_the_end_waits_for_what_was_asked_and_cancels_what_reports(log: Log, owner: QObject) -> None:
    gate = Gate()
    reporting = Log(Task("reporting", owner))
    written: list[int] = []

    def long() -> None:
        while True:
            reporting.task.progress(0, 1)

    log.task.start(gate, log.add)
    log.task.start(lambda: written.append(1), log.add)  # such as notes, which must reach the disk
    reporting.task.start(long, reporting.add)
    assert gate.begun.acquire(timeout=10)
    gate.open.release()
    shut_down_workers(owner)
    assert written == [1]
    for task in (log.task, reporting.task):
        task.start(lambda: written.append(2))
        task.deliver()
    assert written == [1]
    assert log.entries == reporting.entries == []


def test_events_come_in_batches_some_at_once_and_all_before_the_result(owner: QObject, qtbot: QtBot) -> None:
    stream = Stream("stream", owner)
    log = Log(stream)
    stream.received.connect(log.add)

    def work() -> None:
        for number in range(1000):
            stream.send(number)
        stream.send("paused", now=True)
        stream.send("last")
        raise DigitpadError("Broken.")

    with qtbot.waitSignal(stream.ended):
        stream.start(work)
    *batches, last, error, end = log.entries
    assert [last, error, end] == [["last"], "Broken.", "ended"]
    assert [event for batch in batches for event in batch] == [*range(1000), "paused"]
    assert len(batches) < 100


def test_calls_wait_until_the_loader_has_imported(
    log: Log, owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = Gate()
    monkeypatch.setattr("importlib.import_module", lambda name: importing() if name == "torch" else None)
    loader = TorchLoader(owner)
    loader.loaded.connect(lambda: log.add("loaded"))
    loader.load()
    log.task.start(lambda: "at once", log.add, after_imports=False)
    log.task.start(lambda: "after", log.add)
    qtbot.waitUntil(lambda: log.entries == ["at once"])
    assert importing.begun.acquire(timeout=10)
    importing.open.release()
    qtbot.waitUntil(lambda: len(log.entries) == 4)
    assert sorted(map(str, log.entries[1:])) == ["after", "ended", "loaded"]


def test_a_loader_that_is_cancelled_keeps_nobody_waiting(log: Log, owner: QObject, qtbot: QtBot) -> None:
    loader = TorchLoader(owner)
    loader.load()
    loader.cancel()
    with qtbot.waitSignal(log.task.ended):
        log.task.start(lambda: "after", log.add)
    loader.shut_down()
    loader.load()  # a window that is being closed loads nothing
    assert IMPORTS_ENDED.is_set()


def test_a_module_that_is_missing_is_said_with_what_to_do(
    owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}\nand more")

    monkeypatch.setattr("importlib.import_module", missing)
    loader = TorchLoader(owner)
    with caplog.at_level(logging.CRITICAL, "digitpad"), qtbot.waitSignal(loader.failed) as blocker:
        loader.load()
    assert str(blocker.args[0]).startswith("PyTorch could not be loaded (No module named 'digitpad.data")
    assert "Install it again" in str(blocker.args[0])


def test_the_end_of_a_call_is_told_where_the_thread_could_not_even_begin_it(
    owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_worker: object, _after_imports: bool) -> None:
        raise RuntimeError("no thread to be had")

    task, over, called = Task("task", owner), threading.Event(), threading.Event()
    monkeypatch.setattr(Task, "_prepare", broken)
    with qtbot.waitSignal(task.failed):
        task.start(called.set, over=over.set)
    assert over.is_set()
    assert not called.is_set()
