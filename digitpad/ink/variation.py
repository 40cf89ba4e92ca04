"""Variations of a drawing: the same digit as another hand might have drawn it.

Three kinds of change are made. The whole drawing is distorted, smoothly and a little, as no two drawings of
one hand are alike. One half of it grows and the other shrinks: some write a nine with a small head, a four
with a long stem. And some get a form that only some writers use (`forms`).
"""

from __future__ import annotations

import math

import numpy as np

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing
from digitpad.ink.erasing import DoubleArray
from digitpad.ink.forms import another_form
from digitpad.ink.redraw import Paths, drawing_from_paths

# Standard deviations on a drawing scaled to an extent of 1, unless said otherwise.
_WARP = 0.022  # of each wave
_WAVES = 3
_FREQUENCY = 5.0  # largest, radians per extent: waves longer than the drawing
_TREMOR = 0.004
_STROKE = 0.02  # of whole strokes against each other
_SLANT = 0.18
_TURN = 0.10  # radians
_ASPECT = 0.18  # of the logarithm of width / height

_HALVES = 0.2, 0.3  # of how much more than the middle the right, or lower, end grows
_MOST = 0.7  # of that: at 1 an end would vanish

_FORM = 0.35  # probability of another form, where there is one for the digit


def varied(label: int | None, drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """The drawing as the same digit in another hand.

    Args:
        label: the digit, 0 to 9; decides which forms there are. None: it keeps its form.
        drawing: strokes without erasers.
        rng: source of everything that varies.

    Returns:
        A drawing that fills the pad's middle 20 pixels, of the first stroke's width; strokes may be added.
    """
    paths = _unit([np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in drawing.strokes])
    if label is not None and rng.random() < _FORM:
        paths = another_form(label, paths, rng)
    frequency = rng.uniform(-_FREQUENCY, _FREQUENCY, (2, _WAVES))
    phase = rng.random(_WAVES) * math.tau
    amplitude = rng.standard_normal((_WAVES, 2)) * _WARP
    hand = _hand(rng)
    halves = np.clip(rng.standard_normal(2) * _HALVES, -_MOST, _MOST)
    changed = []
    for path in paths:
        path = path + halves * (0.25 - path**2)
        moved = path + np.sin(path @ frequency + phase) @ amplitude + rng.standard_normal(2) * _STROKE
        moved += rng.standard_normal(path.shape) * _TREMOR
        changed.append(moved @ hand.T)
    paths = [path * DIGIT_SIDE + SIDE / 2 for path in _unit(changed)]
    return drawing_from_paths(paths, drawing.strokes[0].width)


def _unit(paths: Paths) -> Paths:
    """The paths moved and scaled to an extent of 1 around the origin."""
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(float((high - low).max()), 1e-6)
    return [(path - (low + high) / 2) / extent for path in paths]


def _hand(rng: np.random.Generator) -> DoubleArray:
    """Proportions, slant and turn as a 2 x 2 matrix."""
    aspect, slant, turn = rng.standard_normal(3).tolist()
    cos, sin = math.cos(_TURN * turn), math.sin(_TURN * turn)
    shape = np.array([[math.exp(_ASPECT * aspect), -_SLANT * slant], [0.0, 1.0]])
    turned: DoubleArray = np.array([[cos, -sin], [sin, cos]]) @ shape
    return turned
