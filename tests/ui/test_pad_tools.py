import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPalette, QPixmap, QPointingDevice, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ink.drawing import BRUSH, Drawing
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.column import PadColumn
from digitpad.ui.pad.tools import PadTools
from digitpad.ui.prediction.preparation_strip import PreparationStrip
from digitpad.ui.prediction.step_tile import StepTile
from digitpad.ui.style.icons import NAMES, icon
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.style.theme import dark_palette, light_palette
from tests.ui.pad_driver import drag, grey, line
from tests.ui.test_canvas import tablet


@pytest.fixture
def column(canvas: Canvas, show: Callable[..., None]) -> PadColumn:
    column = PadColumn(canvas, PadTools(canvas))
    show(column, 400, 460)
    return column


def button(column: QWidget, name: str) -> QToolButton:
    return column.findChild(QToolButton, name)


def click(column: QWidget, name: str) -> None:
    QTest.mouseClick(button(column, name), Qt.MouseButton.LeftButton)


def test_buttons_undo_redo_and_clear(column: PadColumn, canvas: Canvas) -> None:
    assert not button(column, "undoButton").isEnabled()
    drag(canvas, line((5.0, 5.0), (20.0, 20.0)))
    drawn = canvas.drawing()
    assert not button(column, "redoButton").isEnabled()
    for name, drawing in (("undo", Drawing()), ("redo", drawn), ("clear", Drawing()), ("undo", drawn)):
        click(column, f"{name}Button")
        assert canvas.drawing() == drawing


def test_eraser_and_overlay_go_both_ways(column: PadColumn, canvas: Canvas) -> None:
    buttons = [button(column, "eraserButton"), button(column, "overlayButton")]
    for one in buttons:
        one.click()
    assert (canvas.eraser(), canvas.overlay_visible()) == (True, True)
    canvas.set_eraser(False)
    canvas.set_overlay_visible(False)
    assert [one.isChecked() for one in buttons] == [False, False]


def test_slider_and_brush_go_both_ways(column: PadColumn, canvas: Canvas) -> None:
    slider = column.findChild(QSlider, "brushSlider")
    slider.setValue(slider.minimum())
    assert canvas.brush() == 0.5
    slider.setValue(slider.maximum())
    assert canvas.brush() == 6.0
    canvas.set_brush(BRUSH)
    assert canvas.brush() == BRUSH, "showing it on the slider must not round it"
    assert slider.accessibleDescription() == "2.2 px"


@pytest.mark.parametrize(("key", "left"), [("Esc", 0), ("Ctrl+Z", 1)])
def test_shortcuts_work_once_on_the_pad_and_on_its_tools(
    column: PadColumn, canvas: Canvas, qtbot: QtBot, key: str, left: int
) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    for end in (10.0, 20.0):
        drag(canvas, line((5.0, 5.0), (end, 20.0)))
    before = canvas.drawing()
    for widget in (canvas, button(column, "overlayButton")):
        widget.setFocus()
        QTest.keySequence(widget, QKeySequence(key))
        assert len(canvas.drawing().strokes) == left
        canvas.redo() if left else canvas.undo()
        assert canvas.drawing() == before


def test_letter_keys_belong_to_the_pad(column: PadColumn, canvas: Canvas, qtbot: QtBot) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    for widget in (canvas, button(column, "overlayButton")):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_E)
        assert canvas.eraser()  # and not toggled from elsewhere


def test_actions_are_for_the_menu(column: PadColumn, canvas: Canvas) -> None:
    assert [(action.text(), action.shortcut().toString()) for action in canvas.actions()] == [
        ("Undo", "Ctrl+Z"),
        ("Redo", "Ctrl+Shift+Z"),
        ("Clear the pad", "Esc"),
        ("Eraser\tE", ""),
        ("What the network sees\tN", ""),
        ("Thicker brush\t]", ""),
        ("Thinner brush\t[", ""),
    ]
    width = canvas.brush()
    for action, wider in ((canvas.actions()[5], 0.25), (canvas.actions()[6], 0.0)):
        action.trigger()
        assert canvas.brush() == width + wider


def test_a_redo_is_ctrl_y_too(column: PadColumn, canvas: Canvas, qtbot: QtBot) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    drag(canvas, line((5.0, 5.0), (20.0, 20.0)))
    drawn = canvas.drawing()
    for widget in (canvas, button(column, "overlayButton")):
        widget.setFocus()
        canvas.undo()
        QTest.keySequence(widget, QKeySequence("Ctrl+Y"))
        assert canvas.drawing() == drawn


def test_a_pen_brings_the_keyboard_to_the_pad(column: PadColumn, canvas: Canvas, qtbot: QtBot) -> None:
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    button(column, "overlayButton").setFocus()
    tablet(canvas, QEvent.Type.TabletPress, (5.0, 5.0), QPointingDevice.PointerType.Pen)
    tablet(canvas, QEvent.Type.TabletRelease, (5.0, 5.0), QPointingDevice.PointerType.Pen)
    assert canvas.hasFocus()


def test_every_control_has_a_name_and_says_what_it_does(column: PadColumn) -> None:
    tools = column.findChild(PadTools)
    controls = [*tools.findChildren(QToolButton), *tools.findChildren(QSlider)]
    assert len(controls) == 6
    assert all(one.objectName() and one.accessibleName() and one.toolTip() for one in controls)
    assert tools.minimumSizeHint().width() <= 340  # fits beside a small pad


@pytest.mark.parametrize("size", [(400, 460), (340, 900), (900, 400)])
def test_tools_lie_right_under_the_pad(column: PadColumn, canvas: Canvas, size: tuple[int, int]) -> None:
    column.resize(*size)
    tools = column.findChild(PadTools)
    assert canvas.width() == canvas.height()
    assert 0 < tools.y() - (canvas.y() + canvas.height()) < 12
    assert column.rect().contains(canvas.geometry())
    assert column.rect().contains(tools.geometry())


@pytest.mark.parametrize("size", [(400, 600), (400, 640), (340, 900), (700, 700), (600, 900)])
def test_the_steps_are_as_large_as_there_is_room_for(
    canvas: Canvas, show: Callable[..., None], size: tuple[int, int]
) -> None:
    tools, strip = PadTools(canvas), PreparationStrip()
    column = PadColumn(canvas, tools, strip)
    show(column, *size)
    least = strip.sizeHint().height()
    left = column.height() - canvas.height() - tools.height() - least
    assert canvas.width() == canvas.height()
    assert least <= strip.height() <= strip.height_for(strip.width())
    assert strip.height() - least <= max(0, left)
    gap = strip.y() - tools.geometry().bottom() - 1
    assert 6 <= gap <= 30
    assert column.rect().contains(strip.geometry())
    assert gap == 6 or strip.height() == strip.height_for(strip.width())  # pictures first, then gaps


def switches(strip: PreparationStrip, beside_title: bool = True) -> list[bool]:
    """Of each step that can be switched: whether its switch stands beside its title, or in its picture."""
    tiles = [tile for tile in strip.findChildren(StepTile) if tile.isCheckable() and tile.isVisible()]
    colour = strip.palette().color(QPalette.ColorRole.Highlight)
    beside = []
    for tile in tiles:
        line = tile.fontMetrics().height()
        above = QRect(0, 0, tile.width(), tile.height() - line)
        part = QRect(0, above.height(), tile.width(), line) if beside_title else above
        picture = QPixmap(tile.size())
        picture.fill(Qt.GlobalColor.black)
        tile.render(picture, part.topLeft(), QRegion(part))  # only this part, as where a picture changes
        places = itertools.product(range(tile.width()), range(part.top(), part.bottom() + 1))
        image = picture.toImage()
        beside.append(any(image.pixelColor(*place) == colour for place in places))
    return beside


def test_titles_of_the_steps_are_whole_where_these_are_small(show: Callable[..., None]) -> None:
    strip = PreparationStrip()
    show(strip, 480, 100)
    for tile in strip.findChildren(StepTile):
        tile.clearFocus()  # its frame has the switches' colour
    assert (switches(strip), switches(strip, False)) == ([True] * 5, [False] * 5)
    strip.resize(280, 100)
    assert (switches(strip), switches(strip, False)) == ([False] * 5, [True] * 5)


def test_icons_are_no_smaller_than_large_text(column: PadColumn, qapp: QApplication, qtbot: QtBot) -> None:
    button = column.findChild(QToolButton, "undoButton")
    assert button.iconSize() == QSize(20, 20)
    set_text_size(qapp, 200, column)
    try:
        qtbot.waitUntil(lambda: button.iconSize().height() >= button.fontMetrics().height() > 24)
        assert button.icon().actualSize(button.iconSize()) == button.iconSize()
    finally:
        set_text_size(qapp, 100, column)
    qtbot.waitUntil(lambda: button.iconSize() == QSize(20, 20))


@pytest.mark.parametrize("name", NAMES)
def test_icons_follow_the_text(qtbot: QtBot, name: str) -> None:
    light = grey(icon(name, light_palette()).pixmap(20, 20).toImage())
    dark = grey(icon(name, dark_palette()).pixmap(20, 20).toImage())
    assert light[light > 0].mean() + 0.3 < dark[dark > 0].mean()
