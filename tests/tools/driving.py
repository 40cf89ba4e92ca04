"""The window, driven as a user drives it. Import it before Qt: it chooses a platform that needs no screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt, QTimer
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
    press(window, "train")
    wait_for(_button(window, "pause").isEnabled)
    yield
    press(window, "stop")
    wait_for(_button(window, "train").isEnabled)


def draw(canvas: Any, *points: tuple[float, float]) -> None:
    """Draw a line through points given as parts (0-1) of the pad."""
    side = min(canvas.width(), canvas.height())
    corner = QPoint((canvas.width() - side) // 2, (canvas.height() - side) // 2)
    places = [corner + QPoint(round(x * side), round(y * side)) for x, y in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def press(window: Any, name: str) -> None:
    """Click the button of that name, such as "train", once one can."""
    button = _button(window, name)
    wait_for(lambda: button.isEnabled() and button.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def memory() -> float:
    """The process's memory in MB; 0 where it is not known."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError):
        return 0.0


def _button(window: Any, name: str) -> Any:
    return window.findChild(QPushButton, f"{name}Button")
