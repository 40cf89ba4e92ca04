"""Scribbles: all kinds, and none that is a digit."""

import numpy as np
import pytest

from digitpad.ink.drawing import Drawing
from digitpad.ink.figures import hatched, ring, silhouettes
from digitpad.ink.scribbles import SCRIBBLES, draw_scribble, scribble_drawings


def extent(drawing: Drawing) -> np.ndarray:
    """Width and height of the ink in network pixels."""
    points = np.array([point for stroke in drawing.strokes for point in stroke.points])
    return np.asarray(np.ptp(points, axis=0) + drawing.strokes[0].width)


@pytest.mark.parametrize(
    "kind", ["walk", "tangle", "zigzag", "hatching", "flat line", "loops", "blob", "silhouette"]
)
def test_no_scribble_is_a_thick_one(kind: str) -> None:
    rng = np.random.default_rng(2)
    for _ in range(200):
        wide, high = extent(draw_scribble(kind, rng))
        assert high < 2.2 * wide


def test_single_lines_lie_flat() -> None:
    rng = np.random.default_rng(3)
    for _ in range(200):
        (stroke,) = draw_scribble("flat line", rng).strokes
        (left, top), (right, bottom) = stroke.points[0], stroke.points[-1]
        assert abs(bottom - top) < 0.5 * abs(right - left)


def test_every_scribble_is_a_stroke_and_more_or_a_long_one() -> None:
    rng = np.random.default_rng(4)
    for kind in set(SCRIBBLES) - {"flat line", "blob"}:
        for _ in range(20):
            drawing = draw_scribble(kind, rng)
            assert len(drawing.strokes) > 1 or len(drawing.strokes[0].points) >= 7


def test_all_kinds_are_drawn() -> None:
    dots = sum(len(drawing.strokes[0].points) == 1 for drawing in scribble_drawings(400, 0))
    assert 0 < dots < 40
    assert all(weight > 0 for weight, _ in SCRIBBLES.values())


def test_hatching_fills_a_square_from_edge_to_edge() -> None:
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    (stroke,) = hatched(square, 0.0, 0.1, np.random.default_rng(0))
    assert stroke.shape == (20, 2)
    assert stroke.min(axis=0) == pytest.approx([0.0, 0.0], abs=0.15)
    assert stroke.max(axis=0) == pytest.approx([1.0, 1.0], abs=0.15)


@pytest.mark.parametrize("number", range(len(silhouettes())))
def test_every_silhouette_can_be_filled(number: int) -> None:
    strokes = hatched(silhouettes()[number], 0.3, 0.08, np.random.default_rng(number))
    assert all(stroke.shape[0] >= 2 and stroke.shape[1] == 2 for stroke in strokes)


def test_what_is_thinner_than_the_hatching_still_gets_a_stroke() -> None:
    sliver = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.01]])
    (stroke,) = hatched(sliver, 0.0, 0.5, np.random.default_rng(0))
    assert stroke.shape == (2, 2)


def test_a_ring_goes_round_the_middle() -> None:
    corners = ring(np.random.default_rng(0), 12, 0.0)
    assert np.hypot(*corners.T) == pytest.approx(np.ones(12))
    assert np.all(corners.min(axis=0) < 0)
    assert np.all(corners.max(axis=0) > 0)
