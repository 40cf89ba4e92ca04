from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digitpad.data.photographs.line_width import line_width, redrawn_ink, thinned
from digitpad.data.preparation import ALL_STEPS, Steps, picture_ink, prepare_drawing, prepare_ink
from digitpad.data.preprocess import FloatArray, is_prepared
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from tests.helpers import SEVEN, agreement


def brushed(width: float, scale: int = 8) -> FloatArray:
    return rasterize(Drawing(tuple(replace(stroke, width=width) for stroke in SEVEN.strokes)), scale)


@pytest.mark.parametrize("width", [0.4, 1.0, 2.2, 4.0])
def test_pictures_of_any_pen_give_what_the_strokes_give(width: float) -> None:
    assert agreement(prepare_drawing(SEVEN).input, prepare_ink(brushed(width)).input) > 0.92


def test_without_the_width_step_a_thin_pen_stays_thin() -> None:
    thin = prepare_ink(brushed(0.4), Steps(width=False)).input
    assert thin.sum() < 0.6 * prepare_drawing(SEVEN).input.sum()


def test_lines_that_have_mnists_width_already_stay_as_they_are() -> None:
    assert redrawn_ink(prepare_drawing(SEVEN).redrawn) is None


def test_a_prepared_picture_is_taken_as_it_is() -> None:
    ready = prepare_drawing(SEVEN).input
    assert is_prepared(ready)
    for picture in (ready, 1 - ready):  # bright on black, and turned over
        again = prepare_ink(picture_ink(np.asarray(picture, np.float32))).input
        assert np.abs(again - ready).max() < 1e-5


@pytest.mark.parametrize("field", ["ink", "width", "crop", "scale", "centre"])
def test_each_step_makes_a_difference_to_a_photograph(field: str) -> None:
    small = np.zeros((300, 240), np.float32)
    small[20:132, 10:122] = brushed(0.5, 4)
    grey = np.float32(0.8) - np.float32(0.6) * small
    grey *= np.linspace(0.7, 1, 240, dtype=np.float32)
    whole = prepare_ink(picture_ink(grey)).input
    some = replace(ALL_STEPS, **{field: False})
    without = prepare_ink(picture_ink(grey, some), some).input
    assert without.shape == (28, 28)
    assert np.abs(whole - without).max() > 0.1


def test_a_blank_picture_has_no_steps() -> None:
    prepared = prepare_ink(picture_ink(np.ones((100, 100), np.float32)))
    assert (prepared.input, prepared.ink, prepared.original.shape) == (None, None, (100, 100))


@pytest.mark.parametrize("thick", [3, 8, 15])
def test_the_width_of_a_strip_is_measured(thick: int) -> None:
    strip = np.zeros((60, 200), bool)
    strip[20 : 20 + thick, 5:195] = True
    assert line_width(strip) == pytest.approx(thick, rel=0.25)


def test_thinning_keeps_a_ring_a_ring() -> None:
    rows, columns = np.indices((60, 60)) - 30
    ring = np.abs(np.hypot(rows, columns) - 20) < 4
    thin = thinned(ring)
    assert 80 < thin.sum() < 160
    assert not thin[30, 30]
    assert (thin & ~ring).sum() == 0


def test_a_dot_and_a_blot_are_left_alone() -> None:
    assert redrawn_ink(np.ones((100, 100), np.float32)) is None
    assert redrawn_ink(rasterize(Drawing((Stroke(((14.0, 14.0),), 2.0),)), 4)) is None


def test_ink_that_a_narrow_eraser_leaves_on_either_side_is_read() -> None:
    line = ((14.0, 4.0), (14.0, 24.0))
    left = Drawing((Stroke(line, 8.0), Stroke(line, 2.0, True)))
    prepared = prepare_drawing(left)
    assert prepared.input is not None
    assert prepare_drawing(Drawing((*left.strokes, Stroke(line, 10.0, True)))).input is None


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1)])
def test_a_dotted_line_one_pixel_broad_is_prepared(shape: tuple[int, int]) -> None:
    ink = np.zeros(shape, np.float32)
    ink.ravel()[::40] = 0.6
    prepared = prepare_ink(ink)
    assert prepared.input is None or np.isfinite(prepared.input).all()
