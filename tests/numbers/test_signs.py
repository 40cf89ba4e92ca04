"""Signs among digits are neither dropped nor read as digits, and digits' own parts are not signs."""

from __future__ import annotations

import random

import pytest

from digitpad.ink.drawing import Drawing, Point, Stroke
from digitpad.ink.raster import rasterize
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.numbers.hand import PATHS, placed, written

RECOGNIZER = Recognizer.load(default_checkpoint())

SIGNS: dict[str, list[list[Point]]] = {
    "-": [[(0.0, 0.5), (0.4, 0.5)]],
    ".": [[(0.1, 0.97), (0.13, 0.99)]],
    ",": [[(0.15, 0.92), (0.18, 1.0), (0.08, 1.15)]],
    ":": [[(0.1, 0.25), (0.12, 0.27)], [(0.1, 0.9), (0.12, 0.92)]],
    "/": [[(0.75, -0.1), (0.0, 1.1)]],
    "+": [[(0.0, 0.55), (0.5, 0.55)], [(0.25, 0.3), (0.25, 0.8)]],
    "=": [[(0.0, 0.4), (0.4, 0.4)], [(0.0, 0.6), (0.4, 0.6)]],
}


def row(text: str, height: float = 6.5, gap: float = 0.25) -> Drawing:
    """Digits and signs side by side."""
    strokes: list[Stroke] = []
    x = 1.5
    for name in text:
        paths = SIGNS.get(name) or PATHS[name]
        strokes += [
            Stroke(tuple((x + px * height, 10.0 + py * height) for px, py in path), 1.0) for path in paths
        ]
        x += (max(px for path in paths for px, _ in path) + gap) * height
    return Drawing(tuple(strokes))


@pytest.mark.parametrize("text", ["-5", "3.14", "12:30", "7/8", "4+2", "2=2", "3,5", "20-3"])
def test_a_sign_stands_in_its_place_unread(text: str) -> None:
    drawing = row(text)
    reading = RECOGNIZER.read(drawing)
    assert reading.text == "".join("?" if name in SIGNS else name for name in text)
    (sign,) = reading.signs
    digits = [stroke for digit in reading.digits for stroke in digit.strokes]
    assert sorted((*digits, *sign.strokes)) == list(range(len(drawing.strokes)))
    points = [point for stroke in sign.strokes for point in drawing.strokes[stroke].points]
    left, top, right, bottom = sign.box
    assert all(left <= x <= right and top <= y <= bottom for x, y in points)


@pytest.mark.parametrize("text", ["-5", "3.14", "12:30", "4+2", "2=2", "3,5", "20-3"])
def test_a_sign_in_a_picture_is_not_read_either(text: str) -> None:
    reading = RECOGNIZER.read(rasterize(row(text), 14))
    assert reading.text == "".join("?" if name in SIGNS else name for name in text)


def test_signs_know_their_row() -> None:
    upper, lower = written("34", height=6.0, at=(6.0, 2.0)), row("-5")
    reading = RECOGNIZER.read(Drawing((*upper.strokes, *(moved(stroke, 4.0) for stroke in lower.strokes))))
    assert reading.text == "34\n?5"
    assert [sign.line for sign in reading.signs] == [1]


def moved(stroke: Stroke, down: float) -> Stroke:
    return Stroke(tuple((x, y + down) for x, y in stroke.points), stroke.width)


@pytest.mark.parametrize("name", ["-", ".", ":", "+", "=", ","])
def test_signs_alone_are_not_a_number(name: str) -> None:
    reading = RECOGNIZER.read(row(name, height=12.0))
    assert (len(reading.digits), reading.signs) == (1, ())


@pytest.mark.parametrize("text", ["1", "11", "17", "4", "45", "7", "77", "57", "101"])
def test_a_one_and_the_loose_strokes_of_fours_fives_and_sevens_are_not_signs(text: str) -> None:
    assert RECOGNIZER.read(written(text)).signs == ()
    assert RECOGNIZER.read(rasterize(written(text), 14)).signs == ()


def test_a_bar_that_stands_clear_of_its_five_is_not_a_sign() -> None:
    body, bar = placed("5", (3.0, 9.0), 8.0)
    raised = Stroke(tuple((x, y - 0.7) for x, y in bar.points), 1.0)
    reading = RECOGNIZER.read(Drawing((body, raised, *placed("3", (12.0, 9.0), 8.0))))
    assert (reading.text, reading.signs) == ("53", ())


def test_one_drawing_is_not_divided_where_that_is_switched_off() -> None:
    assert RECOGNIZER.read(row("3.14"), several=False).signs == ()


def test_the_bar_of_a_five_that_lies_to_its_right_is_not_a_sign() -> None:
    body, bar = placed("5", (3.0, 9.0), 8.0)
    aside = Stroke(tuple((x + 2.2, y - 0.3) for x, y in bar.points), 1.0)
    assert RECOGNIZER.read(Drawing((body, aside, *placed("3", (14.0, 9.0), 8.0)))).signs == ()


def test_what_touches_a_digit_is_not_a_sign() -> None:
    seven, one = placed("7", (3.0, 9.0), 8.0), placed("1", (12.0, 9.0), 8.0)
    shifted = Stroke(tuple((x + 2.0, y) for x, y in seven[1].points), 1.0)
    crossed = RECOGNIZER.read(Drawing((seven[0], shifted, *one)))
    assert (crossed.text, crossed.signs) == ("71", ())
    slip = Stroke(((13.4, 12.0), (13.4, 12.05)), 1.0)  # of the pen, beside the one
    assert RECOGNIZER.read(Drawing((*seven, *one, slip))).signs == ()


@pytest.mark.parametrize("seed", range(4))
def test_scattered_strokes_are_neither_signs_nor_rows(seed: int) -> None:
    rng = random.Random(seed)
    strokes = []
    for _ in range(20):
        x, y = rng.uniform(3, 25), rng.uniform(3, 25)
        strokes.append(Stroke(((x, y), (x + rng.uniform(-3, 3), y + rng.uniform(-3, 3))), 1.0))
    reading = RECOGNIZER.read(Drawing(tuple(strokes)))
    assert reading.unknown
    assert len(reading.signs) < len(reading.digits)


def test_the_end_of_a_foot_that_the_rim_cuts_off_is_not_a_sign() -> None:
    nine = [
        (0.9, 0.3),
        (0.6, 0.0),
        (0.3, 0.25),
        (0.6, 0.5),
        (0.9, 0.3),
        (0.9, 0.9),
        (0.7, 1.2),
        (0.4, 1.2),
        (0.1, 0.8),
    ]
    stroke = Stroke(tuple((6 + x * 14, 8 + y * 17) for x, y in nine), 1.6)
    picture = rasterize(Drawing((stroke,)), 8)[: 8 * 25]
    assert RECOGNIZER.read(picture).text == "9"


TORN: dict[str, list[list[Point]]] = {
    "7": [[(-0.06, 0.34), (-0.04, 0.18)], [(0.1, 0.04), (0.6, 0.0), (0.25, 1.0)]],
    "4": [[(0.06, 0.08), (0.0, 0.45), (0.1, 0.56), (0.22, 0.56)], [(0.45, 0.0), (0.34, 1.0)]],
}
"""Digits whose line is torn where the pen was light: the end beside it hangs high."""


@pytest.mark.parametrize("name", TORN)
def test_the_end_of_a_torn_stroke_is_not_a_sign(name: str) -> None:
    strokes = [Stroke(tuple((10 + x * 14, 6 + y * 14) for x, y in path), 1.0) for path in TORN[name]]
    reading = RECOGNIZER.read(rasterize(Drawing(tuple(strokes)), 14))
    assert reading.text == name
