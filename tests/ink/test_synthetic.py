"""Digits drawn by the program: the same again from the same seed, all kinds, and within the pad."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.ink.allographs import ALLOGRAPHS, ODD_FORMS
from digitpad.ink.drawing import SIDE, Drawing
from digitpad.ink.skeletons import skeletons
from digitpad.ink.spline import curve_matrices
from digitpad.ink.synthetic import choose_skeleton, draw_digit, draw_skeleton, synthetic_drawings

DIGITS = range(10)
seeds = st.integers(0, 2**32 - 1)


def drawn_points(drawing: Drawing) -> np.ndarray:
    return np.array([point for stroke in drawing.strokes for point in stroke.points])


@given(label=st.integers(0, 9), seed=seeds)
@settings(max_examples=200, deadline=None)
def test_a_digit_lies_on_the_pad_with_its_ink(label: int, seed: int) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    points = drawn_points(drawing)
    reach = drawing.strokes[0].width / 2
    assert points.min() - reach >= -1e-6
    assert points.max() + reach <= SIDE + 1e-6
    longer = np.ptp(points, axis=0).max()
    assert 0.35 * SIDE <= longer <= 0.9 * SIDE


@given(label=st.integers(0, 9), seed=seeds)
@settings(max_examples=200, deadline=None)
def test_the_brush_is_as_wide_as_pens_are_on_a_digit_of_20_pixels(label: int, seed: int) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    widths = {stroke.width for stroke in drawing.strokes}
    assert len(widths) == 1
    width = widths.pop()
    longer = np.ptp(drawn_points(drawing), axis=0).max()
    assert 1.1 - 1e-6 <= width / (longer + width) * 20 <= 5 + 1e-6


@given(label=st.integers(0, 9), seed=seeds)
@settings(max_examples=100, deadline=None)
def test_strokes_are_lines_without_jumps(label: int, seed: int) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    assert 1 <= len(drawing.strokes) <= 3
    longer = np.ptp(drawn_points(drawing), axis=0).max()
    for stroke in drawing.strokes:
        assert 3 <= len(stroke.points) <= 100
        assert not stroke.eraser
        steps = np.diff(np.array(stroke.points), axis=0)
        assert np.hypot(*steps.T).max() < 0.6 * longer


@given(label=st.integers(0, 9), seed=seeds)
@settings(max_examples=50, deadline=None)
def test_the_same_generator_draws_the_same_digit(label: int, seed: int) -> None:
    assert draw_digit(label, np.random.default_rng(seed)) == draw_digit(label, np.random.default_rng(seed))


def test_two_drawings_of_a_digit_differ() -> None:
    rng = np.random.default_rng(0)
    for label in DIGITS:
        assert draw_digit(label, rng) != draw_digit(label, rng)


@pytest.mark.parametrize("label", DIGITS)
def test_every_allograph_is_drawn_about_as_often_as_its_weight_says(label: int) -> None:
    rng = np.random.default_rng(label)
    drawn = Counter(choose_skeleton(label, rng).name for _ in range(4000))
    weights = {name: weight for name, (weight, _) in ALLOGRAPHS[label].items()}
    total = sum(weights.values())
    assert set(drawn) == set(weights)
    for name, weight in weights.items():
        assert drawn[name] / 4000 == pytest.approx(weight / total, abs=0.03)


@pytest.mark.parametrize("label", DIGITS)
def test_every_digit_has_several_allographs_that_can_be_drawn(label: int) -> None:
    rng = np.random.default_rng(label)
    assert len(skeletons(label)) >= 4
    for skeleton in skeletons(label):
        drawing = draw_skeleton(skeleton, rng)
        assert len(drawing.strokes) == len(skeleton.starts)
        assert sum(len(stroke.points) for stroke in drawing.strokes) == len(skeleton.smooth)


@pytest.mark.parametrize("form", ODD_FORMS)
def test_odd_forms_are_allographs_of_their_digit(form: str) -> None:
    label, names = ODD_FORMS[form]
    assert names
    assert len(set(names)) == len(names)
    assert set(names) <= {skeleton.name for skeleton in skeletons(label)}


@pytest.mark.parametrize(("form", "least", "most"), [("slashed zero", 0.2, 0.3), ("crossed seven", 0.2, 0.4)])
def test_odd_forms_are_drawn_often_but_not_mostly(form: str, least: float, most: float) -> None:
    label, names = ODD_FORMS[form]
    weights = {name: weight for name, (weight, _) in ALLOGRAPHS[label].items()}
    assert least <= sum(weights[name] for name in names) / sum(weights.values()) <= most


@pytest.mark.parametrize("label", DIGITS)
def test_the_poses_of_an_allograph_have_the_same_knots(label: int) -> None:
    for name, (weight, poses) in ALLOGRAPHS[label].items():
        assert weight > 0
        assert len(poses) >= 2
        knots = {tuple(len(stroke.split()) for stroke in pose.split("|")) for pose in poses}
        assert len(knots) == 1, name


@pytest.mark.parametrize("label", [-1, 10])
def test_what_is_no_digit_is_refused(label: int) -> None:
    with pytest.raises(ValueError, match="no digit"):
        draw_digit(label, np.random.default_rng(0))


@given(count=st.integers(0, 60), more=st.integers(0, 30), seed=seeds)
@settings(max_examples=20, deadline=None)
def test_a_longer_set_begins_with_the_shorter_one(count: int, more: int, seed: int) -> None:
    short = list(synthetic_drawings(count, seed))
    long = list(synthetic_drawings(count + more, seed))
    assert len(long) == count + more
    assert long[:count] == short


def test_another_seed_draws_other_digits() -> None:
    first, second = list(synthetic_drawings(20, 0)), list(synthetic_drawings(20, 1))
    assert all(a != b for (_, a), (_, b) in zip(first, second, strict=True))


@given(count=st.integers(0, 60))
@settings(max_examples=20, deadline=None)
def test_labels_are_balanced_to_within_one(count: int) -> None:
    counts = np.bincount([label for label, _ in synthetic_drawings(count, 0)], minlength=10)
    assert len(counts) == 10
    assert counts.max() - counts.min() <= 1


@given(
    knots=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=8, unique=True),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_curves_go_through_their_knots(knots: list[tuple[int, int]], data: st.DataObject) -> None:
    corners = sorted(data.draw(st.sets(st.integers(1, len(knots) - 2)))) if len(knots) > 2 else []
    places = np.array(knots, float)
    for matrix in curve_matrices(places, corners, 7.0):
        curve = matrix @ places
        assert curve[0] == pytest.approx(places[0])
        assert curve[-1] == pytest.approx(places[-1])
        for place in places:
            assert np.abs(curve - place).max(axis=1).min() < 1e-6


def test_a_corner_is_turned_sharply_and_a_bend_smoothly() -> None:
    places = np.array([[0.0, 0.0], [50.0, 0.0], [50.0, 50.0]])
    smooth, sharp = curve_matrices(places, [1], 5.0)
    along = sharp @ places
    assert along[:, 1].min() == pytest.approx(0.0)
    assert along[:, 0].max() == pytest.approx(50.0)
    assert (smooth @ places)[:, 0].max() > 51.0
