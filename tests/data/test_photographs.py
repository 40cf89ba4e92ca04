"""Opened pictures: the ways to find their ink, and that what is read is where it stands in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.data.photographs.photograph import AS_IT_IS, Photograph
from digitpad.data.photographs.proposals import WAYS
from digitpad.data.photographs.rulings import without_rulings
from digitpad.data.photographs.way_texts import way_purpose, way_title
from digitpad.data.preparation import prepare_drawing
from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.helpers import SEVEN
from tests.numbers.hand import written

INK = rasterize(SEVEN, 4)  # 112 x 112


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(default_checkpoint())


def sheet(ink: FloatArray, tone: float = 0.8, pen: float = 0.3) -> FloatArray:
    """Paper with a little grain."""
    grain = np.random.default_rng(2).normal(0, 0.01, ink.shape)
    return np.clip(tone + (pen - tone) * ink + grain, 0, 1).astype(np.float32)


def number() -> FloatArray:
    """77, the left one near the rim."""
    left = INK[:, np.flatnonzero((INK > 0.1).any(axis=0))[0] - 2 :]
    return np.concatenate([left, INK], axis=1)


def test_a_networks_input_is_taken_as_it_is() -> None:
    ready = prepare_drawing(SEVEN).input
    assert ready is not None
    assert Photograph(1 - ready).ways == (AS_IT_IS,)
    assert np.abs(Photograph(1 - ready).ink(AS_IT_IS) - ready).max() < 1e-5


@pytest.mark.parametrize("way", WAYS)
def test_every_way_finds_ink_on_plain_paper(way: str, recognizer: Recognizer) -> None:
    reading = recognizer.read(Photograph(sheet(INK)), way=way)
    assert (reading.text, reading.way) == ("7", way)
    assert not Photograph(sheet(np.zeros_like(INK))).ink(way).any()


def test_every_way_has_a_title_and_says_when_it_helps() -> None:
    ways = {AS_IT_IS, *Photograph(sheet(INK)).ways}
    assert len({way_title(way) for way in ways} - ways) == len(ways)
    assert all("Helps" in way_purpose(way) for way in ways)
    assert (way_title("new"), way_purpose("new")) == ("new", "")


@pytest.mark.parametrize("step", [1, 2, 3])
def test_boxes_are_in_pixels_of_the_picture_however_small_it_is(step: int, recognizer: Recognizer) -> None:
    whole = 1 - number()
    rows, columns = (side // step * step for side in whole.shape)
    small = whole[:rows, :columns].reshape(rows // step, step, columns // step, step).mean(axis=(1, 3))
    reading = recognizer.read(Photograph(np.asarray(small, np.float32)))
    assert reading.text == "77"
    first, second = (digit.box for digit in reading.digits)
    height, width = small.shape
    assert 0 <= first[0] < first[2] < second[0] < second[2] <= width
    inked = np.flatnonzero((small < 0.5).any(axis=1))
    for box in (first, second):
        assert box[1] == pytest.approx(inked[0], abs=2.5)
        assert box[3] == pytest.approx(inked[-1] + 1, abs=2.5)
    assert max(box[3] for box in (first, second)) <= height


def test_a_number_in_a_printed_box_that_it_touches_is_read(recognizer: Recognizer) -> None:
    grey = sheet(np.pad(number(), ((0, 0), (0, 40))))
    grey[:, -9:-5] *= 0.4
    grey[-8:-4] *= 0.4
    assert recognizer.read(Photograph(grey)).text == "77"


def test_a_table_beside_the_sheet_is_not_ink(recognizer: Recognizer) -> None:
    grey = sheet(np.pad(INK, 30))
    waves = 0.35 + 0.1 * np.sin(np.arange(grey.shape[0]) / 4)
    grey[:, -24:] = waves[:, None]
    reading = recognizer.read(Photograph(grey))
    assert reading.text == "7"


def test_a_line_across_a_stroke_leaves_the_stroke_whole() -> None:
    inked = INK > 0.5
    ruled = inked.copy()
    ruled[20::24] = True
    ruled[:, 15::24] = True
    kept = without_rulings(ruled)
    assert (kept & inked).sum() > 0.97 * inked.sum()
    assert (kept & ~inked).sum() < 0.03 * inked.sum()


def test_a_faint_line_that_ends_in_the_picture_is_a_stroke() -> None:
    inked = np.zeros((100, 100), bool)
    inked[50:53, 5:80] = True
    assert np.array_equal(without_rulings(inked), inked)


def signed(place: tuple[float, float], length: float = 0.0, height: float = 9.0, room: int = 0) -> FloatArray:
    """31 on paper, with a level stroke somewhere, from the left and from the top in heights of a digit.

    With so many pixels of room on the right and below.
    """
    x, y = 4.0 + place[0] * height, 9.0 + place[1] * height
    stroke = Stroke(((x, y), (x + length * height + 0.1, y)), 0.9)
    ink = rasterize(Drawing((*written("31", 0.7, height, (4.0, 9.0)).strokes, stroke)), 14)
    return sheet(np.pad(ink, (0, room)))


@pytest.mark.parametrize("way", WAYS)
def test_a_small_decimal_point_is_ink(way: str, recognizer: Recognizer) -> None:
    assert recognizer.read(Photograph(signed((0.95, 0.97))), way=way).text == "3?1"


@pytest.mark.parametrize("way", WAYS)
def test_a_minus_between_small_digits_is_ink(way: str, recognizer: Recognizer) -> None:
    grey = signed((0.92, 0.55), 0.3, 5.0, room=300)
    assert recognizer.read(Photograph(grey), way=way).text == "3?1"


def test_a_full_stop_behind_a_number_and_dirt_above_it_are_not_ink(recognizer: Recognizer) -> None:
    for place in ((1.95, 0.97), (0.95, 0.3)):
        assert recognizer.read(Photograph(signed(place))).text == "31"


def test_what_is_fainter_than_the_digits_is_not_a_point(recognizer: Recognizer) -> None:
    grey = sheet(rasterize(written("31", 0.5, 9.0, (4.0, 9.0)), 14))
    column, row = round(14 * (4.0 + 0.85 * 9)), round(14 * (9.0 + 0.97 * 9))
    grey[row : row + 9, column : column + 9] -= 0.2
    assert recognizer.read(Photograph(grey)).text == "31"
