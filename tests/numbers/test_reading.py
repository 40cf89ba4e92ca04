"""Drawings and pictures of numbers, read with the shipped network."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.preparation import Steps
from digitpad.errors import PictureError
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import synthetic_drawings
from digitpad.numbers.picture import inked_pieces
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.helpers import doubting
from tests.numbers.hand import placed, written

RECOGNIZER = Recognizer.load(default_checkpoint())


@pytest.mark.parametrize("text", ["2026", "7", "10", "45", "380", "5474"])
def test_a_number_is_read_with_each_digit_in_its_place(text: str) -> None:
    drawing = written(text)
    number = RECOGNIZER.read(drawing)
    assert number.text == text
    assert number.several == (len(text) > 1)
    every = [stroke for digit in number.digits for stroke in digit.strokes]
    assert sorted(every) == list(range(len(drawing.strokes))), "each stroke belongs to one digit"
    for digit in number.digits:
        points = [point for stroke in digit.strokes for point in drawing.strokes[stroke].points]
        left, top, right, bottom = digit.box
        assert all(left <= x <= right and top <= y <= bottom for x, y in points)
        assert digit.prediction.input is not None


def test_every_digit_is_read_as_it_would_be_alone() -> None:
    drawing = written("45")
    number = RECOGNIZER.read(drawing)
    for digit in number.digits:
        alone = RECOGNIZER.predict(Drawing(tuple(drawing.strokes[stroke] for stroke in digit.strokes)))
        assert digit.prediction.log_probs == pytest.approx(alone.log_probs, abs=1e-3)


def test_the_whole_is_read_as_one_digit_too() -> None:
    drawing = written("20")
    single = RECOGNIZER.read(drawing).single
    assert single.log_probs == pytest.approx(RECOGNIZER.predict(drawing).log_probs, abs=1e-3)
    assert RECOGNIZER.read(drawing, several=False).text == str(single.digit)


@given(order=st.permutations(range(6)))
def test_the_order_of_strokes_makes_no_difference_where_digits_stand_apart(order: list[int]) -> None:
    drawing = written("457")
    shuffled = Drawing(tuple(drawing.strokes[number] for number in order))
    assert RECOGNIZER.read(shuffled).text == "457"


@given(height=st.floats(3.0, 8.0), x=st.floats(0.5, 4.0), y=st.floats(0.5, 18.0), width=st.floats(0.5, 1.5))
def test_size_place_and_brush_make_no_difference(height: float, x: float, y: float, width: float) -> None:
    drawing = written("253", height=height, at=(x, y))
    thick = Drawing(tuple(replace(stroke, width=width) for stroke in drawing.strokes))
    assert RECOGNIZER.read(thick).text == "253"


def test_a_one_with_a_flag_as_long_as_its_stem_is_one_digit() -> None:
    flag, stem = Stroke(((4.0, 20.0), (22.0, 6.0)), 1.2), Stroke(((15.5, 13.5), (15.0, 20.0)), 1.2)
    assert RECOGNIZER.read(rasterize(Drawing((flag, stem)), 14)).text == "1"
    upright = Stroke(((9.0, 8.0), (8.0, 20.0)), 1.2), Stroke(((16.0, 8.0), (15.0, 20.0)), 1.2)
    assert RECOGNIZER.read(rasterize(Drawing(upright), 14)).text == "11"


def test_a_bar_drawn_last_belongs_to_its_digit() -> None:
    drawing = written("572")
    bars = (drawing.strokes[1], drawing.strokes[3])
    late = Drawing((*(stroke for stroke in drawing.strokes if stroke not in bars), *bars))
    number = RECOGNIZER.read(late)
    assert number.text == "572"
    assert [digit.strokes for digit in number.digits] == [(0, 3), (1, 4), (2,)]


def test_the_bar_of_a_five_reaches_over_its_neighbour() -> None:
    five, zero = placed("5", (4.0, 8.0), 9.0), placed("0", (10.8, 8.6), 8.4)
    long_bar = Stroke(((5.1, 8.0), (12.0, 7.6)), 1.0)
    number = RECOGNIZER.read(Drawing((five[0], long_bar, *zero)))
    assert number.text == "50"


def test_what_is_rubbed_out_parts_a_stroke() -> None:
    line = Stroke(((14.0, 2.0), (14.0, 26.0)), 1.0)
    assert RECOGNIZER.read(Drawing((line,))).text == "1"
    gone = Drawing((line, Stroke(((14.0, 0.0), (14.0, 28.0)), 6.0, eraser=True)))
    number = RECOGNIZER.read(gone)
    assert (number.blank, number.text, len(number.digits)) == (True, "", 0)


@pytest.mark.slow
def test_digits_drawn_by_the_program_stay_one() -> None:
    counts = [len(RECOGNIZER.read(drawing).digits) for _, drawing in synthetic_drawings(150, 5)]
    assert counts.count(1) >= 149


def test_a_scribble_of_many_strokes_is_no_number() -> None:
    rng = random.Random(1)
    strokes = [
        Stroke(tuple((rng.uniform(2, 26), rng.uniform(2, 26)) for _ in range(3)), 1.0) for _ in range(60)
    ]
    assert len(RECOGNIZER.read(Drawing(tuple(strokes))).digits) == 1


@pytest.mark.parametrize("text", ["2026", "10", "3"])
def test_a_picture_of_a_number_is_read(text: str) -> None:
    drawing = written(text)
    picture = rasterize(drawing, 12)
    number = RECOGNIZER.read(picture)
    assert number.text == text
    for digit, expected in zip(number.digits, RECOGNIZER.read(drawing).digits, strict=True):
        assert np.array(digit.box) / 12 == pytest.approx(np.array(expected.box), abs=0.6)
        assert digit.strokes == ()


def test_paper_around_a_number_is_not_looked_at() -> None:
    picture = rasterize(written("45"), 12)
    large = np.pad(picture, ((400, 100), (50, 700)))
    number, far = RECOGNIZER.read(picture), RECOGNIZER.read(large)
    assert far.text == number.text
    for digit, expected in zip(far.digits, number.digits, strict=True):
        assert np.array(digit.box) == pytest.approx(np.add(expected.box, (50, 400, 50, 400)), abs=2)
    pieces = inked_pieces(large)
    assert pieces is not None
    parts = pieces.parts(tuple(range(len(pieces.boxes))))
    assert parts is not None
    assert parts.picture.size < picture.size


def test_what_touches_the_rim_of_a_picture_may_go_on_behind_it() -> None:
    picture = np.zeros((300, 400), np.float32)
    picture[100:300, 50:60] = picture[100:290, 150:160] = 1
    pieces = inked_pieces(picture)
    assert pieces is not None
    parts = pieces.parts((0, 1))
    assert parts is not None
    assert parts.parts.cut_off.tolist() == [True, False]


def test_digits_that_touch_in_a_picture_are_cut_apart() -> None:
    picture = rasterize(written("23", gap=0.0, height=10.0), 10)
    assert RECOGNIZER.read(picture).text == "23"


def test_dirt_beside_a_digit_is_no_digit() -> None:
    picture = rasterize(written("3", height=18.0, at=(6.0, 4.0)), 10)
    picture[20:24, 250:254] = 1.0
    assert RECOGNIZER.read(picture).text == "3"


def test_nothing_drawn_is_no_number() -> None:
    for nothing in (Drawing(), np.zeros((40, 60), np.float32), np.zeros((28, 28), np.float32)):
        number = RECOGNIZER.read(nothing)
        assert (number.text, number.blank, number.several) == ("", True, False)
        assert (number.known, number.unknown) == (0.0, True)


def test_what_is_no_picture_is_said() -> None:
    with pytest.raises(PictureError):
        RECOGNIZER.read(np.zeros((2, 3, 4), np.float32))


def test_the_steps_are_taken_for_every_digit() -> None:
    first = RECOGNIZER.read(written("20"), steps=Steps(centre=False)).digits[0].prediction
    alone = RECOGNIZER.predict(written("2"), Steps(centre=False))
    assert np.abs(first.input - alone.input).max() < 0.02


def test_a_network_that_tells_says_what_it_does_not_know() -> None:
    number = Recognizer(doubting(RECOGNIZER.checkpoint)).read(written("2"))
    assert number.unknown
    assert number.known is not None
    trusting = Recognizer(replace(RECOGNIZER.checkpoint, refuse_below=0.0))
    assert not trusting.read(written("2")).unknown


def test_each_digit_of_a_picture_has_its_ink_alone_though_their_boxes_overlap() -> None:
    ones = [Stroke(((6.0 + 5 * n, 21.0), (14.0 + 5 * n, 6.0)), 1.2) for n in range(2)]
    seven = Stroke(((20.0, 6.0), (26.0, 6.0), (21.0, 21.0)), 1.2)
    number = RECOGNIZER.read(rasterize(Drawing((*ones, seven)), 12))
    assert number.text == "117"
    assert number.digits[0].box[2] > number.digits[1].box[0]
    for digit in number.digits:
        alone = RECOGNIZER.predict(digit.prepared.ink)
        assert alone.log_probs == pytest.approx(digit.prediction.log_probs, abs=1e-3)
