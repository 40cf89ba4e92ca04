"""The labels of a number's digits on the pad."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.marks import Mark, frame_rect, label_rects, mark_over
from digitpad.ui.pad.overlays import pad_rect
from tests.ui.pad_driver import LEFT, RIGHT, drag, leave, line, pad_pixels, place

MARKS = (Mark((3.0, 10.0, 9.0, 20.0), "2"), Mark((14.0, 10.5, 20.0, 20.0), "7", doubtful=True))


@pytest.fixture
def canvas(canvas: Canvas) -> Canvas:
    """The pad with a line on it."""
    drag(canvas, line((4.0, 11.0), (8.0, 19.0)))
    leave(canvas)
    return canvas


def test_labels_stand_above_their_ink_and_below_where_there_is_no_room(canvas: Canvas) -> None:
    geometry = canvas.geometry_in()
    for mark, rect in zip(MARKS, label_rects(geometry, MARKS, canvas.font()), strict=True):
        frame = frame_rect(geometry, mark)
        assert rect.bottom() <= frame.top()
        assert rect.center().x() == pytest.approx(frame.center().x(), abs=1)
    high = (Mark((3.0, 0.5, 9.0, 20.0), "2"), Mark((14.0, 0.5, 28.0, 28.0), "7"))
    below, inside = label_rects(geometry, high, canvas.font())
    assert below.top() >= frame_rect(geometry, high[0]).bottom()
    for rect in (below, inside):
        assert pad_rect(geometry).contains(rect), "never outside the pad"


def test_labels_of_two_close_rows_leave_each_others_ink_free(canvas: Canvas) -> None:
    upper = [Mark((x, 5.0, x + 4.0, 12.0), "1", line=0) for x in (4.0, 12.0)]
    lower = [Mark((x, 13.0, x + 4.0, 20.0), "2", line=1) for x in (4.0, 12.0)]
    geometry, marks = canvas.geometry_in(), (*upper, *lower)
    frames = [frame_rect(geometry, mark) for mark in marks]
    labels = label_rects(geometry, marks, canvas.font())
    assert not any(frame.intersects(label) for frame in frames for label in labels)
    assert not any(one.intersects(other) for one, other in combinations(labels, 2))


def test_one_digit_has_no_label_and_several_change_the_picture(canvas: Canvas) -> None:
    plain = pad_pixels(canvas)
    canvas.set_marks(MARKS[:1])
    assert canvas.marks() == ()
    assert np.array_equal(plain, pad_pixels(canvas))
    canvas.set_marks(MARKS)
    first = pad_pixels(canvas)
    assert not np.array_equal(plain, first)
    canvas.set_marks(MARKS, 1)
    assert not np.array_equal(first, pad_pixels(canvas)), "the chosen one is seen"
    canvas.set_marks(())
    assert np.array_equal(plain, pad_pixels(canvas))


@pytest.fixture
def clicked(canvas: Canvas) -> list[int]:
    """The marks that are clicked, while there are two."""
    clicked: list[int] = []
    canvas.mark_clicked.connect(clicked.append)
    canvas.set_marks(MARKS)
    return clicked


def test_the_right_button_and_the_eraser_rub_out_on_a_label_too(canvas: Canvas, clicked: list[int]) -> None:
    middle = label_rects(canvas.geometry_in(), MARKS, canvas.font())[0].center().toPoint()
    QTest.mouseClick(canvas, RIGHT, pos=middle)
    canvas.set_eraser(True)
    QTest.mouseClick(canvas, LEFT, pos=middle)
    assert [stroke.eraser for stroke in canvas.drawing().strokes] == [False, True, True]
    assert clicked == []


def test_a_lost_release_on_a_label_neither_chooses_nor_draws(canvas: Canvas, clicked: list[int]) -> None:
    middle = label_rects(canvas.geometry_in(), MARKS, canvas.font())[1].center().toPoint()
    QTest.mousePress(canvas, LEFT, pos=middle)
    canvas.clearFocus()
    canvas.end_stroke()  # as when the window goes away
    QTest.mouseRelease(canvas, LEFT, pos=middle)
    assert (clicked, len(canvas.drawing().strokes)) == ([], 1)


def test_without_labels_a_click_on_ink_is_a_dot(canvas: Canvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=place(canvas, (6.0, 15.0)))
    assert len(canvas.drawing().strokes) == 2


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_sign_has_a_box_and_a_tip_and_a_click_on_its_label_draws_nothing(canvas: Canvas) -> None:
    marks = (MARKS[0], Mark((14.0, 14.0, 20.0, 16.0), "?", unread=True))
    canvas.set_marks(marks)
    geometry = canvas.geometry_in()
    frame, label = frame_rect(geometry, marks[1]), label_rects(geometry, marks, canvas.font())[1]
    place = frame.center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, place, canvas.mapToGlobal(place)))
    assert QToolTip.text() == "A sign that is not read"
    QToolTip.hideText()
    before = canvas.drawing()
    QTest.mouseClick(canvas, LEFT, pos=label.center().toPoint())
    assert canvas.drawing() == before
    shown = pad_pixels(canvas)
    canvas.set_marks((marks[0], replace(marks[1], unread=False)))
    assert not np.array_equal(shown, pad_pixels(canvas))


def test_of_two_boxes_the_narrower_is_meant() -> None:
    marks = (Mark((2.0, 2.0, 20.0, 20.0), "5"), Mark((15.0, 2.0, 18.0, 20.0), "1"))
    assert [mark_over(marks, (x, 10.0)) for x in (16.0, 5.0, 25.0)] == [1, 0, None]
