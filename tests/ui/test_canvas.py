import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputDevice,
    QKeySequence,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.ink import raster
from digitpad.ink.drawing import BRUSH, Drawing, Point, Stroke
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.overlays import Spotlight
from tests.ui.pad_driver import LEFT, RIGHT, drag, grey, leave, line, pad_pixels, photograph, place, rounded

ONE = line((14.0, 5.0), (13.0, 23.0))


def hold(canvas: Canvas, points: list[Point], button: Qt.MouseButton = LEFT) -> None:
    """Draw and keep the button down."""
    QTest.mousePress(canvas, button, pos=place(canvas, points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, place(canvas, point))


def test_ink_is_where_the_mouse_went(canvas: Canvas) -> None:
    drag(canvas, ONE)
    (stroke,) = canvas.drawing().strokes
    assert (stroke.width, stroke.eraser) == (BRUSH, False)
    assert [stroke.points[0], stroke.points[-1]] == [rounded(canvas, ONE[0]), rounded(canvas, ONE[-1])]
    assert 15 < len(stroke.points) <= len(ONE)
    pad, cell = pad_pixels(canvas), canvas.geometry_in().cell
    assert all(pad[int(y * cell), int(x * cell)] > 0.98 for x, y in ONE[1:-1])
    assert pad[14 * cell + cell // 2, 24 * cell + cell // 2] < 0.1


def test_pad_agrees_with_what_the_network_gets(canvas: Canvas) -> None:
    drag(canvas, ONE)
    drag(canvas, line((8.0, 14.0), (20.0, 15.0)), RIGHT)
    drag(canvas, line((20.0, 3.0), (33.0, 9.0)))
    leave(canvas)
    ink, pad = raster.rasterize(canvas.drawing(), canvas.geometry_in().cell), pad_pixels(canvas)
    assert np.abs(pad - ink)[ink > 0.3].max() < 0.03  # elsewhere the grid shines through the rim
    assert pad[ink == 0].max() < 0.25


def test_painted_while_drawing_equals_painted_anew(canvas: Canvas) -> None:
    drag(canvas, ONE)
    hold(canvas, line((5.0, 5.0), (22.0, 20.0)))
    during = pad_pixels(canvas)
    canvas.repaint_all()
    assert np.array_equal(pad_pixels(canvas), during)


def test_each_point_is_told_with_the_live_stroke(canvas: Canvas) -> None:
    drawings: list[Drawing] = []
    canvas.drawing_changed.connect(drawings.append)
    hold(canvas, ONE)
    assert canvas.drawing() == drawings[-1]
    counts = [len(drawing.strokes[0].points) for drawing in drawings]
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, ONE[-1]))  # adds nothing, so nothing is told
    assert counts == list(range(1, len(drawings) + 1))


def test_click_makes_a_dot(canvas: Canvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=place(canvas, (9.0, 9.0)))
    assert Drawing((Stroke((rounded(canvas, (9.0, 9.0)),), BRUSH),)) == canvas.drawing()
    cell = canvas.geometry_in().cell
    assert pad_pixels(canvas)[9 * cell, 9 * cell] > 0.98


def test_right_button_erases(canvas: Canvas) -> None:
    drag(canvas, ONE)
    drag(canvas, line((8.0, 14.0), (20.0, 14.0)), RIGHT)
    assert [stroke.eraser for stroke in canvas.drawing().strokes] == [False, True]
    pad, cell = pad_pixels(canvas), canvas.geometry_in().cell
    assert pad[14 * cell + 2, round(13.5 * cell)] < 0.2
    assert pad[8 * cell, round(13.8 * cell)] > 0.98


def test_eraser_tool_erases_with_the_left_button(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.eraser_changed) as told:
        canvas.set_eraser(True)
    assert told.args == [True]
    drag(canvas, ONE)
    assert canvas.drawing().strokes[0].eraser


def test_stroke_leaves_the_pad_and_comes_back(canvas: Canvas) -> None:
    out, down = line((20.0, 5.0), (36.0, 5.0)), line((36.0, 5.0), (36.0, 22.0))
    drag(canvas, [*out, *down, *line((36.0, 22.0), (20.0, 22.0))])
    (stroke,) = canvas.drawing().strokes
    assert max(x for x, _ in stroke.points) > 35
    pad, cell = pad_pixels(canvas), canvas.geometry_in().cell
    assert min(pad[5 * cell, 26 * cell], pad[22 * cell, 26 * cell]) > 0.98
    assert pad[13 * cell + 3, 26 * cell + 3] < 0.2, "no short cut across the pad"


def test_another_button_in_mid_stroke_changes_nothing(canvas: Canvas) -> None:
    hold(canvas, line((5.0, 5.0), (12.0, 5.0)))
    drag(canvas, [(12.0, 5.0), (16.0, 5.0)], RIGHT)
    QTest.mouseMove(canvas, place(canvas, (20.0, 5.0)))
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, (20.0, 5.0)))
    QTest.mouseMove(canvas, place(canvas, (20.0, 20.0)))
    (stroke,) = canvas.drawing().strokes
    assert (stroke.eraser, stroke.points[-1]) == (False, rounded(canvas, (20.0, 5.0)))


@pytest.mark.parametrize(("how", "left"), [("focus", 1), ("hide", 1), ("clear", 0), ("undo", 0)])
def test_what_ends_a_stroke_ends_it(canvas: Canvas, how: str, left: int) -> None:
    hold(canvas, ONE)
    if how == "focus":
        QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
    else:
        getattr(canvas, how)()
    canvas.show()
    kept = canvas.drawing()
    QTest.mouseMove(canvas, place(canvas, (25.0, 25.0)))
    assert (canvas.drawing(), len(kept.strokes)) == (kept, left)


def test_undo_and_redo_are_exact_and_told(canvas: Canvas) -> None:
    possible: list[tuple[bool, bool]] = []
    canvas.history_changed.connect(lambda undo, redo: possible.append((undo, redo)))
    drawings, pictures = [canvas.drawing()], [pad_pixels(canvas)]
    for points, button in ((ONE, LEFT), (line((5.0, 14.0), (22.0, 14.0)), RIGHT), ([(3.0, 3.0)], LEFT)):
        drag(canvas, points, button)
        leave(canvas)
        drawings.append(canvas.drawing())
        pictures.append(pad_pixels(canvas))
    undo, redo = canvas.undo, canvas.redo
    for step, number in (undo, 2), (undo, 1), (undo, 0), (redo, 1), (redo, 2), (redo, 3):
        step()
        assert canvas.drawing() == drawings[number]
        assert np.array_equal(pictures[number], pad_pixels(canvas))
    assert possible == [(True, False), (True, True), (False, True), (True, True), (True, False)]


def test_clearing_and_opening_can_be_undone(canvas: Canvas) -> None:
    drag(canvas, ONE)
    drawings = [canvas.drawing(), Drawing((Stroke(((3.0, 3.0), (9.0, 9.0)), 1.5),))]
    canvas.set_drawing(drawings[1])
    canvas.clear()
    assert canvas.drawing().empty
    for drawing in reversed(drawings):
        canvas.undo()
        assert canvas.drawing() == drawing


@pytest.mark.parametrize(("key", "strokes"), [("Ctrl+Z", 1), ("Esc", 0), ("Del", 0)])
def test_keys_undo_and_clear(canvas: Canvas, key: str, strokes: int) -> None:
    drag(canvas, ONE)
    drag(canvas, line((5.0, 5.0), (9.0, 9.0)))
    QTest.keySequence(canvas, QKeySequence(key))
    assert len(canvas.drawing().strokes) == strokes
    if key == "Ctrl+Z":
        QTest.keySequence(canvas, QKeySequence("Ctrl+Shift+Z"))
        assert len(canvas.drawing().strokes) == 2


def test_drawing_with_the_keyboard_alone(canvas: Canvas) -> None:
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    for _ in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    first, second = canvas.drawing().strokes
    assert tuple((10.0, 14.0 + step) for step in range(6)) == first.points
    assert second.points == ((11.0, 19.0), (11.0, 18.75))


def test_keyboard_pen_is_seen_and_the_mouse_is_never_locked_out(canvas: Canvas) -> None:
    empty = grey(photograph(canvas))
    QTest.keyClick(canvas, Qt.Key.Key_Space)  # left down
    assert not np.array_equal(empty, grey(photograph(canvas)))
    drag(canvas, ONE)
    assert len(canvas.drawing().strokes) == 2
    assert rounded(canvas, ONE[-1]) == canvas.drawing().strokes[1].points[-1]


def test_keys_choose_eraser_brush_and_overlay(canvas: Canvas) -> None:
    QTest.keyClicks(canvas, "en]]][")
    assert (canvas.eraser(), canvas.overlay_visible()) == (True, True)
    assert canvas.brush() == pytest.approx(BRUSH + 0.5)
    QTest.keyClicks(canvas, "[" * 50)
    assert canvas.brush() == 0.5


def test_brush_is_the_next_strokes(canvas: Canvas) -> None:
    hold(canvas, ONE)
    canvas.set_brush(4.0)
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, ONE[-1]))
    QTest.mouseClick(canvas, LEFT, pos=place(canvas, (3.0, 3.0)))
    assert [stroke.width for stroke in canvas.drawing().strokes] == [BRUSH, 4.0]


def tablet(canvas: Canvas, kind: QEvent.Type, point: Point, pointer: QPointingDevice.PointerType) -> None:
    stylus, position = QInputDevice.DeviceType.Stylus, QInputDevice.Capability.Position
    device = QPointingDevice("pen", 7, stylus, pointer, position, 1, 2)
    at, nothing = QPointF(place(canvas, point)), Qt.MouseButton.NoButton
    held = nothing if kind == QEvent.Type.TabletRelease else LEFT
    button = nothing if kind == QEvent.Type.TabletMove else LEFT
    pressure_and_tilt = (0.5, 0, 0, 0, 0, 0)
    keys = Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, device, at, canvas.mapToGlobal(at), *pressure_and_tilt, keys, button, held)
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted(), "or Qt makes a mouse event of it too"


def colours_at_the_foot(canvas: Canvas) -> set[str]:
    image = canvas.grab().toImage()
    foot = range(image.height() * 9 // 10, image.height(), 2)
    return {image.pixelColor(x, y).name() for y in foot for x in range(0, image.width(), 2)}


def test_the_colours_over_the_ink_have_a_legend(canvas: Canvas) -> None:
    drag(canvas, ONE)
    colours = {"#00ff00": "for", "#0000ff": "against"}
    legend = tuple((QColor(colour), text) for colour, text in colours.items())
    canvas.set_spotlight(Spotlight(None, (0, 0, 28, 28), None, legend))
    assert set(colours) <= colours_at_the_foot(canvas)
    canvas.clear()
    assert not set(colours) & colours_at_the_foot(canvas)


@pytest.mark.parametrize("end", ["Pen", "Eraser"])
def test_pen_draws_and_its_other_end_erases(canvas: Canvas, end: str) -> None:
    pointer = QPointingDevice.PointerType[end]
    tablet(canvas, QEvent.Type.TabletPress, (5.0, 5.0), pointer)
    tablet(canvas, QEvent.Type.TabletMove, (9.0, 9.0), pointer)
    tablet(canvas, QEvent.Type.TabletRelease, (9.0, 9.0), pointer)
    (stroke,) = canvas.drawing().strokes
    assert (len(stroke.points), stroke.eraser) == (2, end == "Eraser")


def test_one_finger_draws_and_a_second_is_let_be(canvas: Canvas) -> None:
    screen = QTest.createTouchDevice()

    def touch() -> QTest.QTouchEventSequence:
        return QTest.touchEvent(canvas, screen)

    points = (5.0, 5.0), (9.0, 9.0), (9.0, 15.0)
    first, second, third = (place(canvas, point) for point in points)
    elsewhere = place(canvas, (20.0, 20.0))
    touch().press(0, first, canvas).commit()
    touch().move(0, second, canvas).commit()
    touch().stationary(0).press(1, elsewhere, canvas).commit()
    touch().stationary(0).move(1, elsewhere + QPoint(50, 50), canvas).commit()
    touch().stationary(0).release(1, elsewhere + QPoint(50, 50), canvas).commit()
    touch().move(0, third, canvas).commit()
    touch().release(0, third, canvas).commit()
    assert canvas.drawing().strokes == (Stroke(tuple(rounded(canvas, point) for point in points), BRUSH),)


def test_mouse_events_made_of_a_touch_are_ignored(canvas: Canvas) -> None:
    touch, finger = QInputDevice.DeviceType.TouchScreen, QPointingDevice.PointerType.Finger
    device = QPointingDevice("touch", 9, touch, finger, QInputDevice.Capability.Position, 5, 1)
    at, press, keys = QPointF(100, 100), QEvent.Type.MouseButtonPress, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(press, at, canvas.mapToGlobal(at), LEFT, LEFT, keys, device)
    QApplication.sendEvent(canvas, event)
    assert canvas.drawing().empty


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_grid_is_crisp_at_every_scale(canvas: Canvas, ratio: float) -> None:
    QTest.mouseClick(canvas, LEFT, pos=place(canvas, (14.0, 14.0)))  # away with the hint
    leave(canvas)
    cell = canvas.geometry_in(ratio).cell
    pad = pad_pixels(canvas, ratio)
    row = pad[cell * 3 + cell // 2]  # through the middle of a row of cells, far from the dot
    lines = np.flatnonzero(row > row.min())
    assert {0} == {int(x) % cell for x in lines}, "one device pixel wide, on whole multiples"
    assert len(lines) == 27
    assert len({round(float(value), 4) for value in np.delete(row, lines)}) == 1, "nothing smeared"


@pytest.mark.parametrize("size", [(300, 300), (900, 500), (250, 800)])
def test_drawing_follows_the_size(canvas: Canvas, size: tuple[int, int]) -> None:
    drag(canvas, ONE)
    leave(canvas)
    canvas.resize(*size)
    ink = raster.rasterize(canvas.drawing(), canvas.geometry_in().cell)
    assert np.abs(pad_pixels(canvas) - ink)[ink > 0.3].max() < 0.03


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 3)], ids=["grey", "colour"])
def test_overlay_shows_each_pixel_in_its_place(canvas: Canvas, shape: tuple[int, ...]) -> None:
    picture = np.zeros(shape, np.float32)
    picture[3, 5], picture[20, 11] = 1.0, 0.5
    QTest.mouseClick(canvas, LEFT, pos=place(canvas, (25.0, 12.0)))
    leave(canvas)
    canvas.set_overlay(picture)
    before = pad_pixels(canvas)
    canvas.set_overlay_visible(True)
    cell = canvas.geometry_in().cell
    changed = pad_pixels(canvas) - before
    middles = changed[cell // 2 :: cell, cell // 2 :: cell][:26]  # the legend lies below
    assert [tuple(place) for place in np.argwhere(middles > 0.05).tolist()] == [(3, 5), (20, 11)]
    assert middles[3, 5] > 1.5 * middles[20, 11]
    canvas.set_overlay_visible(False)
    assert np.array_equal(before, pad_pixels(canvas))


def test_hint_is_there_until_something_is_drawn(canvas: Canvas) -> None:
    cell = canvas.geometry_in().cell
    middle = slice(11 * cell, 16 * cell)
    assert pad_pixels(canvas)[middle].max() > 0.5
    hold(canvas, [(3.0, 3.0)])
    leave(canvas)
    assert pad_pixels(canvas)[middle].max() < 0.3


def test_focus_comes_by_key_and_is_seen(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.activateWindow()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    focused = grey(photograph(canvas))
    canvas.clearFocus()
    assert not np.array_equal(grey(photograph(canvas)), focused)


def test_pad_names_itself_to_a_screen_reader(canvas: Canvas) -> None:
    assert (canvas.objectName(), canvas.accessibleName() != "") == ("canvas", True)
    assert "Arrow keys" in canvas.accessibleDescription()
