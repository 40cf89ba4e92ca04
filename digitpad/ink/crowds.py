"""Several digits at once, which are not one digit: side by side, above each other and across each other."""

from __future__ import annotations

import math

import numpy as np

from digitpad.ink.drawing import Drawing
from digitpad.ink.figures import drawn
from digitpad.ink.redraw import Paths
from digitpad.ink.synthetic import CLASSES, draw_digit


def several_digits(rng: np.random.Generator) -> Drawing:
    """Two to four digits in a row, each clearly apart from the next."""
    strokes: Paths = []
    right, before = 0.0, 0
    for _ in range(int(rng.integers(2, 5))):
        label = int(rng.integers(CLASSES))
        # A line or a ring that is near might be a part of its neighbour: a four, a six, a nine.
        gap = rng.uniform(0.35, 0.6) if {label, before} & {0, 1, 4} else rng.uniform(0.15, 0.5)
        digit = _unit_digit(label, rng)
        left = min(float(stroke[:, 0].min()) for stroke in digit)
        drop = np.array([right + gap - left, rng.normal() * 0.08])
        strokes += [stroke + drop for stroke in digit]
        right, before = max(float(stroke[:, 0].max()) for stroke in strokes), label
    return drawn(strokes, rng, rng.uniform(1.0, 2.0))


def stacked_digits(rng: np.random.Generator) -> Drawing:
    """Two digits above each other: no zeros, which would be an eight, and no ones, one long one."""
    labels = rng.integers(2, CLASSES, 2).tolist()
    upper, lower = (_unit_digit(label, rng) for label in labels)
    drop = np.array([rng.normal() * 0.1, rng.uniform(1.25, 1.6)])
    return drawn([*upper, *(stroke + drop for stroke in lower)], rng, rng.uniform(1.0, 2.0))


def digits_on_each_other(rng: np.random.Generator) -> Drawing:
    """Three or four digits across each other. Two might be a slashed zero or an eight."""
    strokes: Paths = []
    labels = rng.permutation([0, 2, 3, 4, 5, 6, 7, 8, 9])[: int(rng.integers(3, 5))]
    course = rng.uniform(0, math.tau)
    for number, label in enumerate(labels.tolist()):
        shift = rng.uniform(0.35, 0.6) * number * np.array([math.cos(course), math.sin(course)])
        strokes += [stroke + shift for stroke in _unit_digit(label, rng)]
    return drawn(strokes, rng, rng.uniform(1.0, 2.0))


def _unit_digit(label: int, rng: np.random.Generator) -> Paths:
    """A digit's strokes, with a longer side of 1 and its middle at (0, 0)."""
    strokes = [np.array(stroke.points) for stroke in draw_digit(label, rng).strokes]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return [(stroke - (low + high) / 2) / float((high - low).max()) for stroke in strokes]
