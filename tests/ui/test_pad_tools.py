from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ink.drawing import BRUSH, Drawing
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.column import PadColumn
from digitpad.ui.pad.tools import PadTools
from digitpad.ui.style.icons import NAMES, icon
from digitpad.ui.style.theme import dark_palette, light_palette
from tests.ui.pad_driver import drag, grey, line


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[PadColumn]:
    canvas = Canvas()
    widget = PadColumn(canvas, PadTools(canvas))
    widget.resize(400, 460)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.close()


@pytest.fixture
def canvas(column: PadColumn) -> Canvas:
    return column.findChild(Canvas)


def button(column: QWidget, name: str) -> QToolButton:
    found = column.findChild(QToolButton, name)
    assert found is not None
    return found


def click(column: QWidget, name: str) -> None:
    QTest.mouseClick(button(column, name), Qt.MouseButton.LeftButton)


def test_buttons_undo_redo_and_clear(column: PadColumn, canvas: Canvas) -> None:
    assert not button(column, "undoButton").isEnabled()
    drag(canvas, line((5.0, 5.0), (20.0, 20.0)))
    drawn = canvas.drawing()
    assert not button(column, "redoButton").isEnabled()
    click(column, "undoButton")
    assert canvas.drawing() == Drawing()
    click(column, "redoButton")
    assert canvas.drawing() == drawn
    click(column, "clearButton")
    assert canvas.drawing() == Drawing()
    click(column, "undoButton")
    assert canvas.drawing() == drawn


def test_eraser_and_overlay_go_both_ways(column: PadColumn, canvas: Canvas) -> None:
    click(column, "eraserButton")
    click(column, "overlayButton")
    assert (canvas.eraser(), canvas.overlay_visible()) == (True, True)
    canvas.set_eraser(False)
    canvas.set_overlay_visible(False)
    assert not button(column, "eraserButton").isChecked()
    assert not button(column, "overlayButton").isChecked()


def test_slider_and_brush_go_both_ways(column: PadColumn, canvas: Canvas) -> None:
    slider = column.findChild(QSlider, "brushSlider")
    slider.setValue(slider.minimum())
    assert canvas.brush() == 0.5
    slider.setValue(slider.maximum())
    assert canvas.brush() == 6.0
    canvas.set_brush(BRUSH)
    assert canvas.brush() == BRUSH, "showing it on the slider must not round it"
    assert slider.accessibleDescription() == "2.2 px"


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_shortcuts_work_once_wherever_the_focus_is(
    column: PadColumn, canvas: Canvas, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    for end in (10.0, 20.0):
        drag(canvas, line((5.0, 5.0), (end, 20.0)))
    for widget in (canvas, button(column, "overlayButton")):
        before = canvas.drawing()
        widget.setFocus()
        QTest.keyClick(widget, key, modifiers)
        expected = 0 if key == Qt.Key.Key_Escape else 1
        assert len(canvas.drawing().strokes) == expected
        canvas.undo() if key == Qt.Key.Key_Escape else canvas.redo()
        assert canvas.drawing() == before


def test_letter_keys_belong_to_the_pad(column: PadColumn, canvas: Canvas, qtbot: QtBot) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.eraser()
    overlay = button(column, "overlayButton")
    overlay.setFocus()
    QTest.keyClick(overlay, Qt.Key.Key_E)
    assert canvas.eraser(), "not toggled from elsewhere"


def test_actions_are_for_the_menu(canvas: Canvas) -> None:
    actions = canvas.actions()
    assert [action.text() for action in actions] == [
        "Undo",
        "Redo",
        "Clear the pad",
        "Eraser",
        "What the network sees",
    ]
    assert [action.shortcut().toString() for action in actions] == ["Ctrl+Z", "Ctrl+Shift+Z", "Esc", "", ""]


def test_every_control_has_a_name_and_says_what_it_does(column: PadColumn) -> None:
    tools = column.findChild(PadTools)
    controls = [*tools.findChildren(QToolButton), *tools.findChildren(QSlider)]
    assert len(controls) == 6
    for control in controls:
        assert control.objectName()
        assert control.accessibleName()
        assert control.toolTip()


def test_row_fits_beside_a_small_pad(column: PadColumn) -> None:
    assert column.findChild(PadTools).minimumSizeHint().width() <= 340


@pytest.mark.parametrize("size", [(400, 460), (340, 900), (900, 400)])
def test_tools_lie_right_under_the_pad(column: PadColumn, canvas: Canvas, size: tuple[int, int]) -> None:
    column.resize(*size)
    tools = column.findChild(PadTools)
    assert canvas.width() == canvas.height()
    assert 0 < tools.y() - (canvas.y() + canvas.height()) < 12
    assert column.rect().contains(canvas.geometry())
    assert column.rect().contains(tools.geometry())


@pytest.mark.parametrize("name", NAMES)
def test_icons_follow_the_text(qtbot: QtBot, name: str) -> None:
    light = grey(icon(name, light_palette()).pixmap(20, 20).toImage())
    dark = grey(icon(name, dark_palette()).pixmap(20, 20).toImage())
    assert light[light > 0].mean() + 0.3 < dark[dark > 0].mean()
