"""Somebody presses Ctrl+C in the terminal, and faults come from any thread."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.log import logging_to_file
from digitpad.resources import default_checkpoint, log_file
from digitpad.ui.app.application import Excepthook, Interrupts
from digitpad.versions import versions
from tests import processes
from tests.e2e.conftest import Person
from tests.helpers import further

ROOT = Path(__file__).parents[2]


def started_afresh(words: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


@pytest.mark.parametrize(
    ("number", "start"),
    [
        (signal.SIGHUP, processes.start),
        further(signal.SIGINT, processes.start),
        further(signal.SIGTERM, started_afresh),
    ],
)
def test_a_signal_closes_the_window_in_order(number: signal.Signals, start: Callable[..., Any]) -> None:
    code = (
        "import sys, digitpad.ui.app.application as app\n"
        "made = app.create_main_window\n"
        "def create():\n"
        "    window = made()\n"
        "    window.controller.startup.loader.loaded.connect(lambda: print('ready', flush=True))\n"
        "    return window\n"
        "app.create_main_window = create\n"
        "sys.exit(app.run_application(None, print))"
    )
    with start(["-c", code]) as window:
        assert window.stdout.readline() == "ready\n"
        window.send_signal(number)
        _, said = window.communicate()
    assert window.returncode == 0
    assert "Traceback" not in said


def test_a_window_that_could_not_close_hears_the_next_signal(qtbot: QtBot) -> None:
    class Stubborn(QWidget):
        asked = 0

        def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
            self.asked += 1
            event.setAccepted(self.asked == 2)

    window = Stubborn()
    qtbot.addWidget(window)
    window.show()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    interrupts = Interrupts(window)
    try:
        interrupts.close_on_request(window)
        signal.raise_signal(signal.SIGTERM)
        qtbot.waitUntil(lambda: window.asked == 1)
        assert window.isVisible()
        signal.raise_signal(signal.SIGTERM)
        qtbot.waitUntil(lambda: not window.isVisible())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_an_error_in_another_thread_is_said_by_the_window_with_its_details(ready: Person) -> None:
    def fail() -> None:
        try:
            raise ValueError("unforeseen")
        except ValueError as error:
            hook(ValueError, error, None)

    hook = Excepthook(ready.window)
    with logging_to_file():
        other = threading.Thread(target=fail)
        other.start()
        other.join()
        assert ready.banner == ""  # not touched from there
        ready.message("ValueError: unforeseen")
    assert str(log_file()) in ready.banner
    ready.click("statusDetailsButton")
    ready.click("copyDetailsButton")
    details = QGuiApplication.clipboard().text()
    assert details == ready.text("statusDetails")
    assert 'raise ValueError("unforeseen")' in details
    assert f"PySide6 {versions()['pyside6']}".lower() in details.lower()
    assert str(log_file()) in details
    logged = log_file().read_text()
    assert logged.count('raise ValueError("unforeseen")') == 1


def test_a_thread_whose_work_fails_in_a_way_that_nobody_foresaw_has_details_too(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr("digitpad.opening.open_known", fail)
    ready.open(default_checkpoint())
    ready.message("unforeseen")
    ready.click("statusDetailsButton")
    assert "Traceback (most recent call last):" in ready.text("statusDetails")
