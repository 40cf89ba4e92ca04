"""Variations of a drawing: the same digit as another hand might have drawn it.

Two kinds of change are made. The whole drawing is distorted, smoothly and a little, as no two drawings of
one hand are alike. And parts are added that only some writers use: the slash of a zero, a one's foot and
flag, the bar of a seven, a five whose bar lies apart.
"""

from __future__ import annotations

import math

import numpy as np

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import DoubleArray, Paths, drawing_from_paths

# Standard deviations on a drawing scaled to an extent of 1, unless said otherwise.
_WARP = 0.022  # of each wave
_WAVES = 3
_FREQUENCY = 5.0  # largest, radians per extent: waves longer than the drawing
_TREMOR = 0.004
_STROKE = 0.02  # of whole strokes against each other
_SLANT = 0.18
_TURN = 0.10  # radians
_ASPECT = 0.18  # of the logarithm of width / height

_FORM = 0.35  # probability that such a part is added, where there is one for the digit


def varied(label: int, drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """The drawing as the same digit in another hand.

    Args:
        label: the digit, 0 to 9; decides which parts may be added.
        drawing: strokes without erasers.
        rng: source of everything that varies.

    Returns:
        A drawing that fills the pad's middle 20 pixels, of the first stroke's width; strokes may be added.
    """
    paths = _unit([np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in drawing.strokes])
    if label in _FORMS and rng.random() < _FORM:
        paths = _FORMS[label](paths, rng)
    frequency = rng.uniform(-_FREQUENCY, _FREQUENCY, (2, _WAVES))
    phase = rng.random(_WAVES) * math.tau
    amplitude = rng.standard_normal((_WAVES, 2)) * _WARP
    hand = _hand(rng)
    changed = []
    for path in paths:
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


def _line(start: DoubleArray, end: DoubleArray, rng: np.random.Generator) -> DoubleArray:
    """A nearly straight stroke of 9 points."""
    share = np.linspace(0, 1, 9)[:, None]
    along = end - start
    bow = np.array([-along[1], along[0]]) * rng.normal(0, 0.06)
    return start + along * share + bow * np.sin(share * math.pi)


def _box(paths: Paths) -> tuple[DoubleArray, DoubleArray]:
    points = np.concatenate(paths)
    return points.min(axis=0), points.max(axis=0)


def _slashed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A zero's slash, most often from lower left to upper right, shorter or longer than the zero."""
    low, high = _box(paths)
    middle, half = (low + high) / 2, (high - low) / 2
    reach = rng.uniform(0.45, 1.35)
    angle = rng.normal(0, 0.25)
    across = np.array([max(half[0], 0.2) * rng.uniform(0.5, 1.1), -half[1]]) * reach
    if rng.random() < 0.15:
        across[0] = -across[0]  # the other way
    cos, sin = math.cos(angle), math.sin(angle)
    across = np.array([[cos, -sin], [sin, cos]]) @ across
    middle = middle + rng.normal(0, 0.04, 2)
    slash = _line(middle - across, middle + across, rng)
    if rng.random() < 0.35:  # in one go with the zero: the pen is not lifted
        return [*paths[:-1], np.concatenate([paths[-1], slash if rng.random() < 0.5 else slash[::-1]])]
    return [*paths, slash if rng.random() < 0.5 else slash[::-1]]


def _footed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A one with a foot, and a flag where its top has none."""
    low, high = _box(paths)
    height = high[1] - low[1]
    points = np.concatenate(paths)
    foot = points[points[:, 1].argmax()]
    top = points[points[:, 1].argmin()]
    narrow = high[0] - low[0] < 0.28 * height
    result = list(paths)
    if narrow and rng.random() < 0.8:
        reach = np.array([-rng.uniform(0.1, 0.5), rng.uniform(0.08, 0.45)]) * height
        flag = _line(top + reach, top, rng)
        first = result[0]
        joined = abs(first[0, 1] - top[1]) < 0.05 * height and rng.random() < 0.7
        result = [np.concatenate([flag, first]), *result[1:]] if joined else [flag, *result]
    if rng.random() < 0.85:
        left, right = rng.uniform(0.08, 0.4, 2) * height
        tilt = rng.normal(0, 0.03) * height
        level = foot + np.array([0.0, rng.normal(0, 0.015) * height])
        bar = _line(level - np.array([left, tilt]), level + np.array([right, tilt]), rng)
        if rng.random() < 0.25:  # drawn on without lifting the pen
            result[-1] = np.concatenate([result[-1], bar])
        else:
            result.append(bar)
    return result


def _crossed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A seven with a bar across its stem, or without the one it has; sometimes with a tick at its left."""
    if len(paths) > 1 and rng.random() < 0.5:
        longest = max(range(len(paths)), key=lambda number: np.ptp(paths[number], axis=0).sum())
        paths = [paths[longest]]
    low, high = _box(paths)
    size = high - low
    result = list(paths)
    if len(paths) == 1 and rng.random() < 0.8:
        level = low[1] + size[1] * rng.uniform(0.38, 0.68)
        points = np.concatenate(paths)
        stem = points[np.abs(points[:, 1] - level).argmin()]
        left, right = rng.uniform(0.12, 0.45, 2) * size[1]
        tilt = rng.normal(0, 0.08) * size[1]
        result.append(_line(stem - np.array([left, -tilt]), stem + np.array([right, -tilt]), rng))
    if rng.random() < 0.4:
        start = result[0][0]
        tick = _line(start + np.array([rng.normal(0, 0.03), rng.uniform(0.08, 0.25)]) * size[1], start, rng)
        result[0] = np.concatenate([tick, result[0]])
    return result


def _apart(paths: Paths, rng: np.random.Generator) -> Paths:
    """A five whose bar, drawn as a stroke of its own, lies higher, apart or is longer."""
    if len(paths) < 2:
        return paths
    bar = min(range(1, len(paths)), key=lambda number: float(paths[number][:, 1].mean()))
    path = paths[bar]
    middle = path.mean(axis=0)
    moved = (path - middle) * [rng.uniform(0.7, 1.6), 1.0] + middle
    moved += np.array([rng.uniform(-0.08, 0.22), rng.normal(-0.03, 0.05)])
    return [moved if number == bar else other for number, other in enumerate(paths)]


_FORMS = {0: _slashed, 1: _footed, 5: _apart, 7: _crossed}
