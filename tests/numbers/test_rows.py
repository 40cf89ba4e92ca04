"""Numbers in several rows, drawn and in pictures, and what is one row all the same."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from digitpad.data.photographs.photograph import Photograph
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.numbers.rows import rows
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.numbers.hand import placed, written
from tests.tools.benchmarks.composed import composed_rows
from tests.tools.writers import Labelled

RECOGNIZER = Recognizer.load(default_checkpoint())


def in_rows(*texts: str, height: float = 5.5, apart: float = 8.0) -> Drawing:
    """Rows of plain digits, the first stroke of all in the last row."""
    lines = [written(text, height=height, at=(3.0, 1.0 + apart * n)) for n, text in enumerate(texts)]
    return Drawing(tuple(stroke for line in reversed(lines) for stroke in line.strokes))


@pytest.mark.parametrize("text", ["12\n34", "2026\n7", "3\n45\n60", "10\n2\n38"])
def test_rows_are_read_one_after_the_other_in_drawings_and_pictures(text: str) -> None:
    drawing = in_rows(*text.splitlines())
    for ink in (drawing, rasterize(drawing, 14)):
        reading = RECOGNIZER.read(ink)
        assert reading.text == text
        lines = [digit.line for digit in reading.digits]
        assert lines == sorted(lines)
        for line, row in enumerate(text.splitlines()):
            boxes = [digit.box for digit in reading.digits if digit.line == line]
            assert len(boxes) == len(row)
            assert boxes == sorted(boxes)
    every = [stroke for digit in RECOGNIZER.read(drawing).digits for stroke in digit.strokes]
    assert sorted(every) == list(range(len(drawing.strokes)))


@pytest.mark.slow
def test_a_long_list_in_a_picture_is_not_a_one() -> None:
    fives = [placed("5", (12.0, 1.0 + 26 / 12 * row), 1.5) for row in range(12)]
    ink = rasterize(Drawing(tuple(replace(stroke, width=0.25) for five in fives for stroke in five)), 18)
    reading = RECOGNIZER.read(Photograph(1 - np.float32(0.9) * ink))
    assert reading.lines == ("5",) * 12


def sloping(drawing: Drawing, slope: float) -> Drawing:
    strokes = (
        replace(stroke, points=tuple((x, y + slope * (x - 14) + 3.0) for x, y in stroke.points))
        for stroke in drawing.strokes
    )
    return Drawing(tuple(strokes))


@pytest.mark.parametrize("slope", [-0.3, -0.2, 0.2, 0.3])
def test_a_sloping_row_stays_one(slope: float) -> None:
    assert RECOGNIZER.read(sloping(written("2026", height=5.0), slope)).lines == ("2026",)


@pytest.mark.parametrize("slope", [-0.2, -0.1, 0.1, 0.2])
def test_sloping_rows_are_told_apart(slope: float) -> None:
    assert (
        RECOGNIZER.read(sloping(in_rows("2023", "4620", height=4.0, apart=6.0), slope)).text == "2023\n4620"
    )


@pytest.mark.parametrize("sunk", [-0.5, 0.5])
def test_a_digit_half_a_height_lower_or_higher_stays_in_its_row(sunk: float) -> None:
    height = 7.0
    strokes = (*placed("2", (4.0, 9.0), height), *placed("3", (10.0, 9.0 + sunk * height), height))
    assert RECOGNIZER.read(Drawing(strokes)).lines == ("23",)


def test_a_detached_bar_does_not_make_a_row() -> None:
    body, bar = placed("5", (8.0, 7.0), 15.0)
    raised = Stroke(tuple((x, y - 1.5) for x, y in bar.points), 1.0)
    assert RECOGNIZER.read(Drawing((body, raised))).text == "5"
    zero = placed("0", (20.0, 8.0), 13.0)
    assert RECOGNIZER.read(Drawing((body, raised, *zero))).lines == ("50",)


def test_a_steep_bar_clear_of_a_five_does_not_make_a_row() -> None:
    body = ((7.1, 10.6), (7.8, 10.6), (10.6, 14.2), (16.2, 19.6), (14.0, 23.4), (7.1, 22.9))
    bar = ((5.1, 11.9), (9.3, 8.7), (19.8, 5.1), (22.9, 4.2))
    assert RECOGNIZER.read(Drawing((Stroke(body, 1.0), Stroke(bar, 1.0)))).text == "5"


@pytest.mark.parametrize(("height", "gap", "breadth"), [(8.0, 0.6, 0.8), (9.0, 0.35, 1.1), (5.0, 0.6, 1.6)])
def test_the_bar_of_a_fraction_is_a_sign_between_two_rows(height: float, gap: float, breadth: float) -> None:
    left, away, reach = 14 - 0.3 * height, gap * height, breadth * height / 2
    bar = Stroke(((14 - reach, 14), (14 + reach, 14)), 1.0)
    upper = placed("5", (left, 14 - away - height), height)
    drawing = Drawing((*upper, bar, *placed("5", (left, 14 + away), height)))
    for ink in (drawing, rasterize(drawing, 10)):
        reading = RECOGNIZER.read(ink)
        assert [digit.prediction.digit for digit in reading.digits] == [5, 5]
        assert [digit.line for digit in reading.digits] == [0, 1]
        (sign,) = reading.signs
        assert sign.box[2] - sign.box[0] > 3 * (sign.box[3] - sign.box[1])
    assert RECOGNIZER.read(drawing).signs[0].strokes == (len(upper),)


def circle(x: float, y: float, radius: float) -> Stroke:
    angles = [2 * math.pi * step / 24 for step in range(25)]
    points = tuple((x + radius * math.sin(angle), y - radius * math.cos(angle)) for angle in angles)
    return Stroke(points, 1.0)


def test_two_circles_that_meet_are_an_eight_and_not_two_rows() -> None:
    eight = circle(8.0, 10.0, 3.0), circle(8.0, 16.5, 3.4)
    assert RECOGNIZER.read(Drawing(eight)).text == "8"
    assert RECOGNIZER.read(Drawing((*eight, *placed("2", (14.0, 7.0), 12.5)))).text == "82"
    apart = circle(8.0, 7.0, 3.0), circle(8.0, 19.0, 3.0)
    assert RECOGNIZER.read(Drawing(apart)).text == "0\n0"


def test_flat_parts_and_dots_make_no_rows() -> None:
    equals = [[4.0, 10.0, 20.0, 10.4], [4.0, 16.0, 20.0, 16.2]]
    colon = [[10.0, 8.0, 10.0, 8.0], [10.0, 18.0, 10.0, 18.0]]
    for boxes in (equals, colon):
        assert rows(np.array(boxes)).tolist() == [0, 0]


@pytest.mark.slow
def test_rows_of_one_hand_are_told_apart() -> None:
    digits: list[Labelled] = [(int(text), written(text, height=9.0)) for text in "2357"]
    rng = np.random.default_rng(4)
    right = []
    for _ in range(20):
        made = composed_rows([digits[:3], digits[2:], digits[1:3]], "normal", rng)
        right.append(RECOGNIZER.read(made.drawing).text == made.text)
    assert sum(right) >= 19
