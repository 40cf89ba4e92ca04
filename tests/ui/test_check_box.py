"""Switches: their box is seen in both themes, grows with the text, and is pressed as any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.style.theme import dark_palette, light_palette, outline
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.check_box import CheckBox, ElidedCheck
from tests.ui.test_theme import contrast

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def box(show: Callable[..., None]) -> CheckBox:
    box = CheckBox("Log &scale")
    show(box, 300, 30)
    return box


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
def test_an_empty_box_is_seen(box: CheckBox, palette: QPalette) -> None:
    box.setPalette(palette)
    picture, rim = box.grab().toImage(), box.box()
    drawn = picture.pixelColor(rim.left(), rim.center().y())
    for ground in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        assert contrast(drawn.name(), palette.color(ground).name()) >= 3
        assert contrast(outline(palette).name(), palette.color(ground).name()) >= 3
    assert (
        contrast(
            palette.color(QPalette.ColorRole.Highlight).name(),
            palette.color(QPalette.ColorRole.Window).name(),
        )
        >= 3
    )


def test_the_box_is_as_large_as_the_letters(box: CheckBox, qapp: QApplication, qtbot: QtBot) -> None:
    assert box.box().width() == 13
    before = box.sizeHint()
    set_text_size(qapp, 200, box)
    try:
        qtbot.waitUntil(lambda: box.box().width() >= 20)
        assert box.sizeHint().width() > 1.8 * before.width()
        assert box.box().width() == box.box().height() <= box.fontMetrics().height()
    finally:
        set_text_size(qapp, 100, box)


def test_it_is_pressed_on_its_box_and_its_text_and_not_beside_them(box: CheckBox, qtbot: QtBot) -> None:
    for place, on in ((box.box().center(), True), (QPoint(50, 15), False), (QPoint(290, 15), False)):
        qtbot.mouseClick(box, LEFT, pos=place)
        assert box.isChecked() == on
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert box.grab().toImage().pixelColor(box.box().topLeft() + QPoint(3, 2)) == QColor(
        box.palette().color(QPalette.ColorRole.Highlight)
    )


def test_its_whole_text_has_room(box: CheckBox) -> None:
    box.resize(box.sizeHint())
    assert box.fontMetrics().horizontalAdvance("Log scale") <= box.words().width()


def test_a_long_text_ends_in_dots(show: Callable[..., None], qtbot: QtBot) -> None:
    long = ElidedCheck("The pad answers with the newest &weights")
    show(long, 120, 30)
    assert long.minimumSizeHint().width() <= 120
    qtbot.mouseClick(long, LEFT, pos=QPoint(110, 15))
    assert long.isChecked()


def test_all_switches_of_the_training_tab_are_such(qtbot: QtBot) -> None:
    tab = TrainingTab()
    qtbot.addWidget(tab)
    switches = tab.findChildren(QCheckBox)
    assert len(switches) > 4
    assert all(isinstance(switch, CheckBox) for switch in switches)
