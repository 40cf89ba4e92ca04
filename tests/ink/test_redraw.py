from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.form import DIGIT_SIDE
from digitpad.ink import erasing
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import REDRAWN_WIDTH, redrawn, visible_paths
from digitpad.ink.synthetic import draw_digit

FOUR = Drawing((Stroke(((8, 6), (6, 15), (19, 15)), 2.0), Stroke(((15, 8), (14, 23)), 2.0)))


LINE = Stroke(((4, 14), (24, 14)), 2.0)
RUBBER = Stroke(((14, 4), (14, 24)), 6.0, eraser=True)


def moved(drawing: Drawing, scale: float, x: float, y: float, width: float) -> Drawing:
    places = [[(a * scale + x, b * scale + y) for a, b in stroke.points] for stroke in drawing.strokes]
    return Drawing(tuple(Stroke(tuple(points), width) for points in places))


@given(
    label=st.integers(0, 9),
    seed=st.integers(0, 1000),
    scale=st.floats(0.2, 1.0),
    right=st.floats(0, 1),
    down=st.floats(0, 1),
    width=st.floats(1, 4),
)
def test_size_place_and_brush_make_no_difference(
    label: int, seed: int, scale: float, right: float, down: float, width: float
) -> None:
    drawing = draw_digit(label, np.random.default_rng(seed))
    room = 28 * (1 - scale)
    other = moved(drawing, scale, right * room, down * room, width)
    one, two = redrawn(drawing), redrawn(other)
    for stroke, again in zip(one.strokes, two.strokes, strict=True):
        assert np.allclose(stroke.points, again.points, atol=1e-6)
        assert stroke.width == again.width == REDRAWN_WIDTH


def test_the_order_and_direction_of_strokes_make_no_difference() -> None:
    turned = Drawing(tuple(Stroke(stroke.points[::-1], stroke.width) for stroke in reversed(FOUR.strokes)))
    assert np.allclose(rasterize(redrawn(FOUR)), rasterize(redrawn(turned)), atol=1e-5)


def test_the_longer_side_takes_mnists_20_pixels_with_its_ink() -> None:
    points = np.concatenate([np.asarray(stroke.points) for stroke in redrawn(FOUR).strokes])
    assert np.ptp(points, axis=0).max() + REDRAWN_WIDTH == pytest.approx(DIGIT_SIDE)
    assert np.allclose((points.min(axis=0) + points.max(axis=0)) / 2, 14)


def test_a_dot_stays_a_dot() -> None:
    dot = redrawn(Drawing((Stroke(((3, 4),), 2.0),)))
    assert [stroke.points for stroke in dot.strokes] == [((14.0, 14.0),)]


def test_what_was_rubbed_out_is_gone() -> None:
    left, right = visible_paths(Drawing((LINE, RUBBER)))
    assert (left[:, 0].max(), right[:, 0].min()) == pytest.approx((11, 17), abs=0.3)
    assert len(visible_paths(Drawing((RUBBER, LINE)))) == 1  # ink that is drawn after the eraser stays


def test_all_rubbed_out_is_empty() -> None:
    rubber = Stroke(((14, 14),), 28.0, eraser=True)
    assert redrawn(Drawing((Stroke(((12, 12), (16, 16)), 1.0), rubber))) == Drawing()
    assert redrawn(Drawing()) == Drawing()


def test_what_lies_outside_the_pad_is_not_seen() -> None:
    inside = Stroke(((10, 5), (10, 20)), 2.0)
    leaving = Stroke(((10, 20), (500, 20)), 2.0)
    highest = max(path[:, 0].max() for path in visible_paths(Drawing((inside, leaving))))
    assert 28 <= highest <= 29.1
    assert visible_paths(Drawing((Stroke(((300, 300), (400, 300)), 2.0),))) == []


def test_an_eraser_of_many_points_takes_away_what_one_of_few_does(monkeypatch: pytest.MonkeyPatch) -> None:
    eraser = Stroke(((10, 2), (10, 26), (20, 14)), 3.0, True)
    rubbed = Drawing((*FOUR.strokes, eraser))
    compared = visible_paths(rubbed)
    monkeypatch.setattr(erasing, "_FEW", 0)
    searched = visible_paths(rubbed)
    assert [len(path) for path in searched] == [len(path) for path in compared]
    assert all((one == other).all() for one, other in zip(searched, compared, strict=True))
