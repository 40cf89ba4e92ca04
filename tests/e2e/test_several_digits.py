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

from digitpad.ink.drawing import Point
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import default_checkpoint
from digitpad.ui.pad.marks import label_rects
from digitpad.ui.widgets.pixels import image_of
from tests.e2e.conftest import Opens, Person
from tests.numbers.hand import written

LEFT = Qt.MouseButton.LeftButton


def on_pad(person: Person, point: tuple[float, float]) -> QPoint:
    return QPoint(*map(round, person.canvas.geometry_in().to_widget(point)))


def write(person: Person, text: str, gap: float = 0.4, height: float = 7.0, at: Point = (1.5, 9.0)) -> None:
    """Write digits with the mouse, stroke by stroke."""
    for stroke in written(text, gap=gap, height=height, at=at).strokes:
        places = [on_pad(person, point) for point in stroke.points]
        QTest.mousePress(person.canvas, LEFT, pos=places[0])
        for start, end in itertools.pairwise(places):
            for step in (1, 2):
                QTest.mouseMove(person.canvas, start + (end - start) * (step / 2))
        QTest.mouseRelease(person.canvas, LEFT, pos=places[-1])


def label(person: Person, mark: int) -> QPoint:
    """The middle of a digit's label on the pad."""
    canvas = person.canvas
    return label_rects(canvas.geometry_in(), canvas.marks(), canvas.font())[mark].center().toPoint()


def chosen(person: Person) -> tuple[str, int, int | None]:
    """The number that is read, the digit whose bars are shown, and its place."""
    return person.number, person.digit, person.controller.recognition.live.chosen


@pytest.fixture
def two(ready: Person) -> Person:
    """The user who has drawn 27."""
    ready.canvas.set_brush(1.25)
    write(ready, "27")
    ready.wait_for_answer()
    assert ready.number == "27"
    return ready


def test_two_digits_are_read_as_a_number_and_the_first_is_chosen(two: Person) -> None:
    assert (two.panel.answer.word(), two.digit, len(two.log_probs)) == ("27", 2, 10)
    assert [mark.label for mark in two.canvas.marks()] == ["2", "7"]
    assert "27, digit 1 of 2: 2" in two.panel.accessibleDescription()


def test_a_click_on_a_label_chooses_and_draws_nothing(two: Person) -> None:
    before, first = two.drawing, two.panel.input_preview.picture()
    QTest.mouseClick(two.canvas, LEFT, pos=label(two, 1))
    assert (chosen(two), two.drawing) == (("27", 7, 1), before)
    assert two.log_probs[7] == max(two.log_probs)
    assert two.panel.input_preview.picture() is not first


@pytest.mark.slow
def test_a_click_on_the_ink_chooses_too(two: Person) -> None:
    before = two.drawing
    QTest.mouseClick(two.canvas, LEFT, pos=on_pad(two, before.strokes[1].points[1]) + QPoint(-1, 1))
    assert (chosen(two), two.drawing) == (("27", 7, 1), before)


@pytest.mark.slow
def test_a_stroke_that_begins_on_a_label_is_drawn_whole(two: Person) -> None:
    begin, before = label(two, 1), two.drawing.strokes
    QTest.mousePress(two.canvas, LEFT, pos=begin)
    for down in range(2, 60, 2):
        QTest.mouseMove(two.canvas, begin + QPoint(0, down))
    QTest.mouseRelease(two.canvas, LEFT, pos=begin + QPoint(0, 60))
    *others, stroke = two.drawing.strokes
    assert tuple(others) == before
    assert stroke.points[0] == pytest.approx(two.canvas.geometry_in().to_network(begin.x(), begin.y()))


@pytest.mark.slow
def test_a_dot_beside_the_digits_is_drawn(two: Person) -> None:
    strokes = len(two.drawing.strokes)
    QTest.mouseClick(two.canvas, LEFT, pos=on_pad(two, (20.0, 26.0)))
    assert len(two.drawing.strokes) == strokes + 1


@pytest.mark.slow
def test_the_answer_is_chosen_by_click_and_by_arrow_keys(two: Person) -> None:
    answer = two.panel.answer
    QTest.mouseClick(answer, LEFT, pos=QPoint(answer.width() * 3 // 4, answer.height() // 3))
    assert chosen(two) == ("27", 7, 1)
    answer.setFocus()
    for _ in range(2):  # and there is nothing further left
        QTest.keyClick(answer, Qt.Key.Key_Left)
        assert two.digit == 2


def test_undo_takes_the_second_digit_back(two: Person) -> None:
    while len(two.drawing.strokes) > 1:
        two.click("undoButton")
    two.wait(lambda: two.number == "" and two.digit == 2)
    assert two.canvas.marks() == ()
    two.click("clearButton")
    two.wait(lambda: two.digit == -1)


@pytest.mark.slow
def test_the_chosen_digit_stays_chosen_while_more_is_written(two: Person) -> None:
    QTest.mouseClick(two.canvas, LEFT, pos=label(two, 1))
    begin, end = on_pad(two, (24.0, 9.0)), on_pad(two, (24.0, 16.0))
    QTest.mousePress(two.canvas, LEFT, pos=begin)
    QTest.mouseMove(two.canvas, (begin + end) / 2)
    QTest.mouseRelease(two.canvas, LEFT, pos=end)
    two.wait(lambda: two.number == "271")
    assert chosen(two) == ("271", 7, 1)


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


@pytest.mark.slow
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
    assert (input_is_shown(), shown("stepOriginal") == whole, two.digit) == (True, True, 7)


def load_changed(person: Person, folder: Path, **fields: object) -> None:
    """Let the shipped network with other fields answer."""
    save_checkpoint(replace(load_checkpoint(default_checkpoint()), **fields), folder / "changed.pth")
    person.controller.recognition.load(folder / "changed.pth")


@pytest.mark.slow
def test_words_are_no_number(two: Person, tmp_path: Path) -> None:
    """A network whose classes are words reads the whole: words side by side could not be shown."""
    load_changed(two, tmp_path, classes=tuple(f"word {number}" for number in range(10)), refuse_below=None)
    two.wait(lambda: two.panel.answer.word().startswith("word"))
    assert (two.number, two.canvas.marks()) == ("", ())


@pytest.mark.slow
def test_what_is_no_digit_is_said(ready: Person, tmp_path: Path) -> None:
    load_changed(ready, tmp_path, refuse_below=1.0)
    ready.draw_seven()
    panel = ready.panel
    ready.wait(lambda: panel.property("unknown") and panel.answer.detail() == "nearest: 7")
    assert (panel.answer.message(), ready.digit) == ("Not a digit I know", 7)
    assert "Not a digit I know" in panel.accessibleDescription()
    ready.click("clearButton")
    ready.wait(lambda: ready.digit == -1)
    assert (panel.property("unknown"), panel.answer.message()) == (False, "Nothing drawn")


@pytest.mark.slow
def test_a_click_on_the_ink_of_a_pictured_number_chooses_and_the_picture_stays(
    ready: Person, tmp_path: Path
) -> None:
    rasterized = np.round(255 * rasterize(written("27", gap=0.4), 14)).astype(np.uint8)
    Image.fromarray(rasterized).save(tmp_path / "number.png")
    ready.open(tmp_path / "number.png")
    ready.wait(lambda: ready.number == "27")
    left, top, right, bottom = ready.canvas.marks()[1].box
    QTest.mouseClick(ready.canvas, LEFT, pos=on_pad(ready, ((left + right) / 2, (top + bottom) / 2)))
    assert chosen(ready) == ("27", 7, 1)
