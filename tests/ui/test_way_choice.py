"""The button that names how ink is told from paper, and the ways to choose from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from digitpad.ui.prediction.step_tile import StepTile
from digitpad.ui.prediction.way_choice import WayChoice

# Where there is no screen, popups cannot be raised or take the keyboard.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.mark.parametrize(
    ("asked", "checked", "text"),
    [
        ("", "automatic", "Otsu (automatic)"),
        ("otsu", "otsu", "Otsu"),
        ("lines", "automatic", "Otsu (automatic)"),  # of the picture before, which this has not
    ],
)
def test_the_way_that_is_used_is_named_and_the_one_asked_for_is_checked(
    show: Callable[..., None], asked: str, checked: str, text: str
) -> None:
    choice = WayChoice()
    show(choice, 200, 30)
    choice.show_ways(("grey", "otsu"), asked, "otsu")
    assert choice.text() == text
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert [tile.name for tile in choice.findChildren(StepTile) if tile.isChecked()] == [checked]
