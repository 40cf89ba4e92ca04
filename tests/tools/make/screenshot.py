"""Make `assets/screenshot.png` with `python -m tests.tools.make.screenshot`: the window in mid-training.

Needs MNIST (`DIGITPAD_DATA`, or a network to download it). The text of the window needs fonts, so a virtual
display serves as well as a real one.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

OUT = Path(__file__).parents[3] / "assets" / "screenshot.png"
SEVEN = ((0.27, 0.27), (0.70, 0.24), (0.58, 0.47), (0.46, 0.82))


def run_loop(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Let the window live until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        run_loop(0.05)


def draw(canvas: object) -> None:
    """Draw a seven with the mouse."""
    side = min(canvas.width(), canvas.height())  # type: ignore[attr-defined]
    places = [QPoint(round(x * side), round(y * side)) for x, y in SEVEN]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for start, end in itertools.pairwise(places):
        for step in range(1, 16):
            QTest.mouseMove(canvas, start + (end - start) * (step / 15))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def main() -> None:
    """Train, draw, take the picture."""
    application = QApplication.instance() or QApplication(["digitpad"])
    from digitpad.ui.app import create_main_window

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGITPAD_HOME"] = folder
        window = create_main_window(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window.controller.view.themes.actions()[1].trigger()
        window.resize(1280, 760)
        window.show()
        train = window.findChild(QPushButton, "trainButton")
        wait_for(train.isEnabled)
        window.training_tab.set_settings({"recipe": "notes-basic"})
        draw(window.canvas)
        QTest.mouseClick(train, Qt.MouseButton.LeftButton)
        wait_for(lambda: window.training_tab.examples_seen > 140_000)
        window.grab().save(str(OUT))
        window.close()
    assert application is not None


if __name__ == "__main__":
    main()
