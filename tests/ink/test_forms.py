from __future__ import annotations

import numpy as np
import pytest

from digitpad.ink.blobs import blob_inks
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.forms import another_form
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import draw_digit
from digitpad.ink.wear import worn


@pytest.mark.parametrize("label", range(10))
def test_a_form_keeps_most_of_the_drawing_and_adds_little(label: int) -> None:
    changed = 0
    for seed in range(20):
        drawing = draw_digit(label, np.random.default_rng((label, seed)))
        points = [np.asarray(stroke.points) for stroke in drawing.strokes]
        every = np.concatenate(points)
        extent = float(np.ptp(every, axis=0).max())
        paths = [(path - every.mean(axis=0)) / extent for path in points]
        formed = another_form(label, [path.copy() for path in paths], np.random.default_rng(seed))
        assert all(len(path) > 1 and np.isfinite(path).all() for path in formed)
        assert np.ptp(np.concatenate(formed), axis=0).max() < 2
        changed += sum(map(len, formed)) != sum(map(len, paths)) or not all(
            map(np.array_equal, formed, paths)
        )
    assert (changed > 0) == (label in (0, 1, 5, 6, 7, 8, 9))


def test_worn_lines_lie_about_where_they_were() -> None:
    ink = rasterize(Drawing((Stroke(((14, 4), (14, 24)), 2.0), Stroke(((8, 8), (20, 8)), 2.0))))
    for seed in range(20):
        result = worn(ink, np.random.default_rng(seed))
        assert (result.dtype, result.shape) == (np.float32, ink.shape)
        assert 0 <= result.min() <= result.max() <= 1
        assert ((result > 0.5) & (ink > 0.5)).sum() > 0.4 * (ink > 0.5).sum()


def test_blots_are_filled_and_the_same_every_time() -> None:
    first, again = (list(blob_inks(8, 3)) for _ in range(2))
    assert all(map(np.array_equal, first, again))
    for ink in first:
        rows, columns = np.nonzero(ink > 0.5)
        area = (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
        assert len(rows) > 0.3 * area
