"""The window, driven as a user drives it. Import it before Qt: it chooses a platform that needs no screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Run the event loop until `condition` holds.

    Raises:
        TimeoutError: when it does not within `seconds`.
    """
    # Not with QTest.qWait, which sleeps with Python's lock held: other threads would hardly get to import.
    loop = QEventLoop()
    look = QTimer(interval=10)
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    look.start()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    if not condition():
        loop.exec()
    if not condition():
        raise TimeoutError


@contextmanager
def open_window() -> Iterator[Any]:
    """A window with empty settings and no runs, once training can start; closed at the end."""
    application = QApplication.instance() or QApplication(["digitpad"])
    from digitpad.ui.app import create_main_window

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGITPAD_HOME"] = folder
        window = create_main_window(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window.show()
        wait_for(_button(window, "train").isEnabled)
        QTest.qWait(1000)
        yield window
        QTimer.singleShot(0, window.close)
        QTest.qWait(300)
    assert application is not None


@contextmanager
def training(window: Any, recipe: str, epochs: int) -> Iterator[None]:
    """Train from a click on Train to one on Stop."""
    window.training_tab.form.set_settings({"recipe": recipe, "epochs": epochs})
    QTest.mouseClick(_button(window, "train"), Qt.MouseButton.LeftButton)
    wait_for(_button(window, "pause").isEnabled)
    yield
    QTest.mouseClick(_button(window, "stop"), Qt.MouseButton.LeftButton)
    wait_for(_button(window, "train").isEnabled)


def _button(window: Any, name: str) -> Any:
    return window.findChild(QPushButton, f"{name}Button")
