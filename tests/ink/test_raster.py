from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.form import SIDE
from digitpad.ink import raster
from digitpad.ink.drawing import SOFTNESS, Drawing, Stroke
from digitpad.ink.raster import rasterize, stroke_cover

inside = st.floats(-10, 38)
strokes = st.builds(
    Stroke, st.lists(st.tuples(inside, inside), min_size=1, max_size=12).map(tuple), st.floats(0.5, 8)
)


def slow_cover(stroke: Stroke, scale: int) -> np.ndarray:
    """The definition, pixel by pixel: coverage by the distance to the polyline."""
    side = round(SIDE * scale)
    centre = (np.arange(side) + 0.5) / scale
    x, y = np.meshgrid(centre, centre)
    nearest = np.full((side, side), np.inf)
    points = stroke.points if len(stroke.points) > 1 else stroke.points * 2
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        length2 = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-12)
        along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2, 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return np.clip((stroke.width / 2 + SOFTNESS / 2 - nearest) / SOFTNESS, 0, 1)


@given(strokes)
def test_the_fast_raster_is_the_definition(stroke: Stroke) -> None:
    np.testing.assert_allclose(stroke_cover(stroke, 4), slow_cover(stroke, 4), rtol=0, atol=2e-3)


def test_an_empty_drawing_is_black() -> None:
    picture = rasterize(Drawing())
    assert (picture.shape, picture.dtype, picture.any()) == ((112, 112), np.float32, False)


def test_the_brush_width_is_in_network_pixels() -> None:
    line = Drawing((Stroke(((0, 14), (28, 14)), width=4.0),))
    column = rasterize(line, scale=8)[:, 100]
    assert column.sum() / 8 == pytest.approx(4.0, abs=0.05)


def test_crossing_itself_does_not_make_a_stroke_brighter() -> None:
    cross = Drawing((Stroke(((4, 4), (24, 24), (24, 4), (4, 24)), width=2.0),))
    assert rasterize(cross).max() == 1.0


def test_the_eraser_takes_ink_away_only_where_it_was() -> None:
    line = Stroke(((4, 14), (24, 14)), width=3.0)
    rubbed = rasterize(Drawing((line, Stroke(((14, 14),), width=6.0, eraser=True))))
    whole = rasterize(Drawing((line,)))
    assert rubbed[56, 56] == 0
    assert rubbed[56, 24] == whole[56, 24] == 1.0


def test_a_stroke_far_outside_leaves_nothing_and_costs_nothing() -> None:
    far = Stroke(tuple((9000.0, 10.0 * step) for step in range(500)))
    assert not stroke_cover(far).any()


def test_a_stroke_through_the_pad_from_outside_crosses_it() -> None:
    picture = rasterize(Drawing((Stroke(((-100, 14), (128, 14)), width=2.0),)))
    assert (picture[56] == 1.0).all()


@given(
    st.lists(st.tuples(inside, inside), min_size=1, max_size=12),
    st.integers(1, 3),
    st.floats(0.25, 28),
)
@pytest.mark.slow
def test_searching_the_nearest_pieces_gives_what_drawing_them_gives(
    points: list[tuple[float, float]], times: int, width: float
) -> None:
    # There and back again: pieces that lie on one another.
    stroke = Stroke(tuple((points + points[::-1]) * times), width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raster, "_HEAVY", 0)
        searched = stroke_cover(stroke)
        patch.setattr(raster, "_HEAVY", 1 << 60)
        np.testing.assert_allclose(searched, stroke_cover(stroke), rtol=0, atol=1e-4)
