"""The threads' kit: what is asked of a thread, and what comes back to the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from digitpad.errors import Cancelled, DigitpadError
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.priority import requested_threads
from digitpad.ui.threads.worker import IMPORTS, shut_down_workers


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


def in_gui_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@pytest.mark.parametrize(
    ("asked", "threads"), [("3", 3), ("2,1", 2), (" 4 , 2", 4), ("", 0), ("many", 0), ("-1", 0), (",2", 0)]
)
def test_the_first_number_of_threads_counts(
    asked: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert requested_threads() == threads


def test_without_the_variable_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert requested_threads() == 0


class Echo:
    """A `Latest` that posts the requests it handles, each after it was let through."""

    def __init__(self, owner: QObject, **options: Any) -> None:
        self.gate = Gate()
        self.handled: list[Requests] = []
        self.errors: list[DigitpadError] = []
        self.latest = Latest(self._handle, "echo", owner, **options)
        self.latest.failed.connect(self.errors.append)

    def _handle(self, requests: Requests) -> None:
        self.gate()
        if error := requests.get("error"):
            raise error
        self.latest.post(self._take, requests)

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
    assert echo.latest.overtaken
    echo.gate.open.release(2)
    qtbot.waitUntil(lambda: len(echo.handled) == 2)
    assert echo.handled == [{"drawing": 2, "network": "a"}, {"drawing": 5}]
    assert not echo.latest.overtaken


def test_a_thread_of_requests_outlives_an_error(
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
    qtbot.waitUntil(lambda: bool(echo.handled))
    assert [str(error) for error in echo.errors] == [
        "Bad file.",
        "Not read: no shape.",
        "Not read: an error in digitpad, KeyError('gone').",
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
    IMPORTS.close()
    waiting = Echo(owner)
    ready = Echo(owner, after_imports=False)
    for echo in (waiting, ready):
        echo.gate.open.release()
        echo.latest.start()
        echo.latest.ask(drawing=1)
    qtbot.waitUntil(lambda: bool(ready.handled))
    assert waiting.handled == []
    IMPORTS.open()
    qtbot.waitUntil(lambda: bool(waiting.handled))
