"""What is left of a window after it was closed, in a process that opens another one."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from digitpad.errors import DigitpadError
from digitpad.ui.app import create_main_window
from digitpad.ui.app.application import DigitpadWindow
from digitpad.ui.threads.worker import IMPORTS_ENDED
from tests.e2e.conftest import FileDialog, Person, close


def used_window(settings: QSettings, qtbot: QtBot, dialog: FileDialog) -> weakref.ref[DigitpadWindow]:
    """A window in which somebody drew, trained and looked at every tab, closed again."""
    window = create_main_window(settings)
    window.show()
    person = Person(window, qtbot, dialog)
    person.wait_for_torch()
    person.draw_seven()
    person.wait_for_answer()
    person.train()
    for tab in ("samples", "explore", "layers", "runs"):
        person.tab(tab)
    close(window)
    return weakref.ref(window)


def test_a_closed_window_is_freed(
    qtbot: QtBot, settings: QSettings, small_mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = FileDialog(monkeypatch)
    used_window(settings, qtbot, dialog)  # the first of a process is kept with the libraries that it loads
    later = used_window(settings, qtbot, dialog)
    gc.collect()
    assert later() is None


def presented_window(settings: QSettings, qtbot: QtBot, dialog: FileDialog) -> weakref.ref[DigitpadWindow]:
    """A window that was closed in the midst of a lesson and a presentation, with details unfolded."""
    window = create_main_window(settings)
    window.show()
    person = Person(window, qtbot, dialog)
    person.wait_for_torch()
    window.controller.guidance.lessons.begin_first()
    person.wait(person.find("lessonHighlight").isVisible)
    window.banner.show_error(DigitpadError("It failed."), details="Traceback")
    person.click("statusDetailsButton")
    person.menu("presentationAction")
    person.wait(lambda: IMPORTS_ENDED.is_set())
    window.close()
    return weakref.ref(window)


def test_nothing_in_a_freed_window_is_asked_for_an_answer(
    qtbot: QtBot,
    settings: QSettings,
    small_mnist: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    dialog = FileDialog(monkeypatch)
    presented_window(settings, qtbot, dialog)  # kept, as above
    window = presented_window(settings, qtbot, dialog)
    gc.collect()
    assert window() is None
    assert "Error" not in capfd.readouterr().err
