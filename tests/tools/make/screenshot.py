"""Make `docs/screenshot.png` with `python -m tests.tools.make.screenshot`: the window in mid-training.

Needs MNIST (`DIGITPAD_DATA`, or a network to download it). The text of the window needs fonts, so a virtual
display serves as well as a real one.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from tests.tools.driving import open_window, training, wait_for  # before Qt

from PySide6.QtCore import QPoint, Qt  # isort: skip
from PySide6.QtTest import QTest  # isort: skip

OUT = Path(__file__).parents[3] / "docs" / "screenshot.png"
SEVEN = ((0.27, 0.27), (0.70, 0.24), (0.58, 0.47), (0.46, 0.82))


def draw(canvas: Any) -> None:
    """Draw a seven with the mouse."""
    side = min(canvas.width(), canvas.height())
    places = [QPoint(round(x * side), round(y * side)) for x, y in SEVEN]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for start, end in itertools.pairwise(places):
        for step in range(1, 16):
            QTest.mouseMove(canvas, start + (end - start) * (step / 15))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def main() -> None:
    """Train, draw, take the picture."""
    with open_window() as window:
        window.controller.view.themes.actions()[1].trigger()
        window.resize(1280, 760)
        draw(window.canvas)
        with training(window, "notes-basic", epochs=3):
            wait_for(lambda: window.training_tab.progress.seen > 140_000, seconds=120)
            window.grab().save(str(OUT))


if __name__ == "__main__":
    main()
