"""All text can be larger or smaller, also small print, and stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.style.text_size import TEXT_SIZES, next_text_size, set_text_size, text_size


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    set_text_size(qapp, 100)


def test_usual_and_small_print_grow_and_come_back(
    app: QApplication, show: Callable[..., None], qtbot: QtBot
) -> None:
    window = QWidget()
    usual, small = QLabel("usual", window), QLabel("small", window)
    show(window, 200, 100)
    font = small.font()
    font.setPointSizeF(font.pointSizeF() * 0.8)
    small.setFont(font)
    before = [label.font().pointSizeF() for label in (usual, small)]
    for percent in (150, 200, 80, 100):
        set_text_size(app, percent, window)
        expected = [size * percent / 100 for size in before]

        def is_set(expected: list[float] = expected) -> bool:
            return [label.font().pointSizeF() for label in (usual, small)] == pytest.approx(expected)

        qtbot.waitUntil(is_set)
        assert text_size(app) == percent


def test_sizes_go_step_by_step_to_their_ends() -> None:
    size = 100
    for _ in TEXT_SIZES:
        size = next_text_size(size, 1)
    assert size == max(TEXT_SIZES)
    for _ in TEXT_SIZES:
        size = next_text_size(size, -1)
    assert size == min(TEXT_SIZES)
    assert next_text_size(100, 1) == 110
