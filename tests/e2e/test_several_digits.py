"""The user draws a number, and chooses whose bars to see."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.resources import default_checkpoint
from digitpad.ui.pad.marks import label_rects
from digitpad.ui.widgets.pixels import image_of
from tests.e2e.conftest import Opens, Person
from tests.numbers.hand import written

LEFT = Qt.MouseButton.LeftButton


def write(person: Person, text: str, gap: float = 0.4) -> None:
    """Write digits with the mouse, stroke by stroke."""
    canvas = person.canvas
    for stroke in written(text, gap=gap).strokes:
        geometry = canvas.geometry_in()
        places = [QPoint(*(round(value) for value in geometry.to_widget(point))) for point in stroke.points]
        QTest.mousePress(canvas, LEFT, pos=places[0])
        for start, end in itertools.pairwise(places):
            for step in (1, 2):
                QTest.mouseMove(canvas, start + (end - start) * (step / 2))
        QTest.mouseRelease(canvas, LEFT, pos=places[-1])


def label(person: Person, mark: int) -> QPoint:
    """The middle of a digit's label on the pad."""
    canvas = person.canvas
    return label_rects(canvas.geometry_in(), canvas.marks(), canvas.font())[mark].center().toPoint()


@pytest.fixture
def two(ready: Person) -> Person:
    """The user who has drawn 27."""
    ready.canvas.set_brush(1.25)
    write(ready, "27")
    ready.wait_for_answer()
    assert ready.number == "27"
    return ready


def test_two_digits_are_read_as_a_number_and_the_first_is_chosen(two: Person) -> None:
    panel = two.panel
    assert panel.answer.word() == "27"
    assert two.digit == 2
    assert [mark.label for mark in two.canvas.marks()] == ["2", "7"]
    assert len(panel.property("logProbs")) == 10
    assert "27, digit 1 of 2: 2" in panel.accessibleDescription()


def test_a_click_on_a_label_chooses_and_draws_nothing(two: Person) -> None:
    canvas, panel = two.canvas, two.panel
    before, first = canvas.drawing(), panel.input_preview.picture()
    QTest.mouseClick(canvas, LEFT, pos=label(two, 1))
    assert two.digit == 7
    assert canvas.chosen_mark() == 1
    assert panel.property("logProbs")[7] == max(panel.property("logProbs"))
    assert panel.input_preview.picture() is not first
    assert two.number == "27"
    assert canvas.drawing() == before


def test_a_click_on_the_ink_chooses_too(two: Person) -> None:
    canvas = two.canvas
    before = canvas.drawing()
    on_the_seven = before.strokes[1].points[1]
    x, y = canvas.geometry_in().to_widget(on_the_seven)
    QTest.mouseClick(canvas, LEFT, pos=QPoint(round(x) - 1, round(y) + 1))
    assert two.digit == 7
    assert canvas.drawing() == before


def test_a_stroke_that_begins_on_a_label_is_drawn_whole(two: Person) -> None:
    canvas = two.canvas
    begin = label(two, 1)
    strokes = len(canvas.drawing().strokes)
    QTest.mousePress(canvas, LEFT, pos=begin)
    for down in range(2, 60, 2):
        QTest.mouseMove(canvas, begin + QPoint(0, down))
    QTest.mouseRelease(canvas, LEFT, pos=begin + QPoint(0, 60))
    assert len(canvas.drawing().strokes) == strokes + 1
    first = canvas.drawing().strokes[-1].points[0]
    assert first == pytest.approx(canvas.geometry_in().to_network(begin.x(), begin.y()))


def test_a_dot_beside_the_digits_is_drawn(two: Person) -> None:
    canvas = two.canvas
    strokes = len(canvas.drawing().strokes)
    x, y = canvas.geometry_in().to_widget((20.0, 26.0))
    QTest.mouseClick(canvas, LEFT, pos=QPoint(round(x), round(y)))
    assert len(canvas.drawing().strokes) == strokes + 1


def test_the_answer_is_chosen_by_click_and_by_arrow_keys(two: Person) -> None:
    answer = two.panel.answer
    QTest.mouseClick(answer, LEFT, pos=QPoint(answer.width() * 3 // 4, answer.height() // 3))
    assert two.digit == 7
    assert two.canvas.chosen_mark() == 1
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_Left)
    assert two.digit == 2
    QTest.keyClick(answer, Qt.Key.Key_Left)
    assert two.digit == 2


def test_undo_takes_the_second_digit_back(two: Person) -> None:
    while len(two.drawing.strokes) > 1:
        two.click("undoButton")
    two.wait(lambda: two.number == "" and two.digit == 2)
    assert two.canvas.marks() == ()
    two.click("clearButton")
    two.wait(lambda: two.digit == -1)


def test_the_chosen_digit_stays_chosen_while_more_is_written(two: Person) -> None:
    QTest.mouseClick(two.canvas, LEFT, pos=label(two, 1))
    canvas = two.canvas
    geometry = canvas.geometry_in()
    begin, end = (QPoint(*map(round, geometry.to_widget(point))) for point in ((24.0, 9.0), (24.0, 16.0)))
    QTest.mousePress(canvas, LEFT, pos=begin)
    QTest.mouseMove(canvas, (begin + end) / 2)
    QTest.mouseRelease(canvas, LEFT, pos=end)
    two.wait(lambda: two.number == "271")
    assert two.digit == 7
    assert canvas.chosen_mark() == 1


def test_reading_several_digits_can_be_switched_off_and_is_remembered(
    two: Person, settings: QSettings, open_person: Opens
) -> None:
    action = two.action("severalAction")
    assert action.isChecked()
    action.trigger()
    two.wait(lambda: two.number == "")
    assert two.canvas.marks() == ()
    assert two.digit >= 0
    two.window.close()
    again = open_person()
    assert not again.action("severalAction").isChecked()


def test_the_steps_are_those_of_the_chosen_digit(two: Person) -> None:
    """What the network gets of it, as beside the answer; the original stays the whole."""

    def shown(name: str) -> QImage | None:
        return two.button(name).image

    def input_is_shown() -> bool:
        picture = two.panel.input_preview.picture()
        return picture is not None and shown("stepCentre") == image_of(picture)

    two.wait(input_is_shown)
    whole, first = shown("stepOriginal"), shown("stepCentre")
    QTest.mouseClick(two.canvas, LEFT, pos=label(two, 1))
    two.wait(lambda: shown("stepCentre") != first)
    assert input_is_shown()
    assert shown("stepOriginal") == whole
    assert two.digit == 7


def test_words_are_no_number(two: Person, tmp_path: Path) -> None:
    """A network whose classes are words reads the whole: words side by side could not be shown."""
    words = tmp_path / "words.pth"
    classes = tuple(f"word {number}" for number in range(10))
    save_checkpoint(replace(load_checkpoint(default_checkpoint()), classes=classes, refuse_below=None), words)
    two.controller.recognition.load(words)
    two.wait(lambda: two.panel.answer.word().startswith("word"))
    assert two.number == ""
    assert two.canvas.marks() == ()


def test_what_is_no_digit_is_said(ready: Person, tmp_path: Path) -> None:
    doubting = tmp_path / "doubting.pth"
    save_checkpoint(replace(load_checkpoint(default_checkpoint()), refuse_below=1.0), doubting)
    ready.controller.recognition.load(doubting)
    ready.draw_seven()
    panel = ready.panel
    ready.wait(lambda: panel.property("unknown") and panel.answer.detail() == "nearest: 7")
    assert panel.answer.message() == "Not a digit I know"
    assert ready.digit == 7, "the best guess"
    assert "Not a digit I know" in panel.accessibleDescription()
    ready.click("clearButton")
    ready.wait(lambda: ready.digit == -1)
    assert not panel.property("unknown")
    assert panel.answer.message() == "Nothing drawn"


def test_a_click_on_the_ink_of_a_pictured_number_chooses_and_the_picture_stays(
    ready: Person, tmp_path: Path
) -> None:
    rasterized = np.round(255 * rasterize(written("27", gap=0.4), 14)).astype(np.uint8)
    Image.fromarray(rasterized).save(tmp_path / "number.png")
    ready.open(tmp_path / "number.png")
    ready.wait(lambda: ready.number == "27")
    canvas = ready.canvas
    left, top, right, bottom = canvas.marks()[1].box
    place = canvas.geometry_in().to_widget(((left + right) / 2, (top + bottom) / 2))
    QTest.mouseClick(canvas, LEFT, pos=QPoint(*(round(value) for value in place)))
    assert canvas.chosen_mark() == 1
    assert ready.digit == 7
    assert ready.number == "27"
