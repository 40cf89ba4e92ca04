"""A list's entry is cut with dots, never through a letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import shrinkable

LONG = "MNIST (60,000 + 10,000 handwritten digits)"


@pytest.fixture
def combo(show: Callable[..., None]) -> ElidedCombo:
    combo = shrinkable(ElidedCombo())
    combo.addItems([LONG, "short"])
    show(combo, 400, 30)
    return combo


def picture(combo: QComboBox) -> QImage:
    return combo.grab().toImage()


def test_an_entry_is_whole_where_there_is_room_and_ends_in_dots_where_not(combo: ElidedCombo) -> None:
    assert combo.displayed() == LONG
    combo.resize(160, 30)
    assert combo.displayed().startswith("MNIST (")
    assert combo.displayed().endswith("…")
    assert combo.currentText() == LONG  # for screen readers too
    cut = picture(combo)
    combo.setItemText(0, combo.displayed())
    assert picture(combo) == cut
    combo.setCurrentIndex(1)
    assert combo.displayed() == "short"


def test_what_is_displayed_fits_in_letters_of_any_size(combo: ElidedCombo) -> None:
    for points in (8.0, 12.0, 24.0):
        font = QFont(combo.font())
        font.setPointSizeF(points)
        combo.setFont(font)
        for width in (60, 120, 240, 480):
            combo.resize(width, 60)
            assert combo.fontMetrics().horizontalAdvance(combo.displayed()) < width - 20 or width == 60


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_the_open_list_is_as_broad_as_its_longest_entry(combo: ElidedCombo, qtbot: QtBot) -> None:
    combo.resize(120, 30)
    qtbot.keyClick(combo, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    view = combo.view()
    qtbot.waitUntil(view.isVisible)
    assert view.viewport().width() >= view.fontMetrics().horizontalAdvance(LONG)
    combo.hidePopup()


def test_all_lists_of_the_training_tab_do_so(qtbot: QtBot) -> None:
    tab = TrainingTab()
    qtbot.addWidget(tab)
    lists = tab.findChildren(QComboBox)
    assert len(lists) > 5
    assert all(isinstance(one, ElidedCombo) for one in lists)
    assert isinstance(tab.findChild(QWidget, "datasetCombo"), ElidedCombo)
