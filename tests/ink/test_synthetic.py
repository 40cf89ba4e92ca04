"""Digits, letters and scribbles drawn by the program: the same again from the same seed, within the pad."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing
from digitpad.ink.glyphs import glyphs
from digitpad.ink.scribbles import SCRIBBLES, draw_scribble, scribble_drawings
from digitpad.ink.skeletons import digit_skeletons, letter_names
from digitpad.ink.synthetic import (
    choose_skeleton,
    draw_digit,
    draw_letter,
    draw_skeleton,
    letter_drawings,
    synthetic_drawings,
)

DIGITS = range(10)
seeds = st.integers(0, 2**32 - 1)


def drawn_points(drawing: Drawing) -> np.ndarray:
    return np.array([point for stroke in drawing.strokes for point in stroke.points])


def assert_lies_on_the_pad_with_its_ink(drawing: Drawing) -> None:
    (width,) = {stroke.width for stroke in drawing.strokes}
    points = drawn_points(drawing)
    assert -1e-6 <= points.min() - width / 2 <= points.max() + width / 2 <= SIDE + 1e-6


@given(label=st.integers(0, 9), seed=seeds)
def test_a_digit_lies_on_the_pad_with_a_brush_as_pens_are_on_20_pixels(label: int, seed: int) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    assert draw_digit(label, np.random.default_rng(seed)) == drawing
    assert_lies_on_the_pad_with_its_ink(drawing)
    width, longer = drawing.strokes[0].width, np.ptp(drawn_points(drawing), axis=0).max()
    assert 0.35 * SIDE <= longer <= 0.9 * SIDE
    assert 1.1 - 1e-6 <= width / (longer + width) * 20 <= 5 + 1e-6


@given(label=st.integers(0, 9), seed=seeds)
def test_strokes_are_lines_without_jumps(label: int, seed: int) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    assert 1 <= len(drawing.strokes) <= 3
    longer = np.ptp(drawn_points(drawing), axis=0).max()
    for stroke in drawing.strokes:
        assert 3 <= len(stroke.points) <= 100
        assert not stroke.eraser
        steps = np.diff(np.array(stroke.points), axis=0)
        assert np.hypot(*steps.T).max() < 0.6 * longer


@pytest.mark.parametrize("label", DIGITS)
def test_every_glyph_is_drawn_about_as_often_as_its_weight_says(label: int) -> None:
    rng = np.random.default_rng(label)
    drawn = Counter(choose_skeleton(label, rng).glyph.name for _ in range(4000))
    weights = {glyph.name: glyph.weight for glyph in glyphs(str(label))}
    total = sum(weights.values())
    assert set(drawn) == set(weights)
    for name, weight in weights.items():
        assert drawn[name] / 4000 == pytest.approx(weight / total, abs=0.03)


@pytest.mark.parametrize("label", DIGITS)
def test_every_glyph_of_a_digit_can_be_drawn(label: int) -> None:
    rng = np.random.default_rng(label)
    for skeleton in digit_skeletons(label):
        drawing = draw_skeleton(skeleton, rng)
        assert drawing != draw_skeleton(skeleton, rng)
        assert len(drawing.strokes) == len(skeleton.starts)
        assert sum(len(stroke.points) for stroke in drawing.strokes) == len(skeleton.smooth)


@pytest.mark.parametrize("label", [-1, 10])
def test_a_label_that_is_not_a_digit_is_refused(label: int) -> None:
    with pytest.raises(ValueError, match="not a digit"):
        draw_digit(label, np.random.default_rng(0))


@given(count=st.integers(0, 60), more=st.integers(0, 30), seed=seeds)
def test_a_longer_set_begins_with_the_shorter_one(count: int, more: int, seed: int) -> None:
    short = list(synthetic_drawings(count, seed))
    long = list(synthetic_drawings(count + more, seed))
    assert len(long) == count + more
    assert long[:count] == short


@given(count=st.integers(0, 60))
def test_labels_are_balanced_to_within_one(count: int) -> None:
    counts = np.bincount([label for label, _ in synthetic_drawings(count, 0)], minlength=10)
    assert (len(counts), counts.max() - counts.min() <= 1) == (10, True)


@pytest.mark.parametrize("name", letter_names())
def test_a_letter_lies_on_the_pad_with_its_ink(name: str) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        drawing = draw_letter(name, rng)
        assert not any(stroke.eraser for stroke in drawing.strokes)
        assert_lies_on_the_pad_with_its_ink(drawing)
        assert np.ptp(drawn_points(drawing), axis=0).max() >= 0.35 * SIDE


@pytest.mark.parametrize("kind", SCRIBBLES)
def test_a_scribble_lies_on_the_pad_with_its_ink(kind: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        assert_lies_on_the_pad_with_its_ink(draw_scribble(kind, rng))


@pytest.mark.parametrize("drawn", [synthetic_drawings, letter_drawings, scribble_drawings])
def test_a_longer_set_begins_with_the_shorter_one_and_another_seed_draws_another(
    drawn: Callable[[int, int], Iterable[Any]],
) -> None:
    short, long, other = list(drawn(40, 4)), list(drawn(60, 4)), list(drawn(40, 5))
    assert (len(long), long[:40]) == (60, short)
    if drawn is not scribble_drawings:
        short, other = ([drawing for _, drawing in items] for items in (short, other))
    assert all(one != another for one, another in zip(short, other, strict=True))
    with pytest.raises(ValueError, match="negative"):
        list(drawn(1, -1))


@pytest.mark.parametrize("draw", [draw_letter, draw_scribble])
def test_an_unknown_letter_or_scribble_is_refused(draw: Callable[..., Drawing]) -> None:
    with pytest.raises(KeyError):
        draw("no such name", np.random.default_rng(0))


@pytest.mark.slow
def test_every_letter_is_drawn() -> None:
    drawn = Counter(name for name, _ in letter_drawings(25 * len(letter_names()), 0))
    assert set(drawn) == set(letter_names())
    assert min(drawn.values()) >= 5
