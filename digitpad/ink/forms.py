"""Ways of writing a digit that only some writers use, given to another writer's drawing of it.

The slash of a zero, a one's flag and foot, the bar of a seven or the loop that makes it, a six with a bar on
top, a nine with a small head and a wide foot, a five whose bar lies apart, a narrow eight. Lengths are in
extents of the drawing, unless said otherwise.
"""

from __future__ import annotations

import math

import numpy as np

from digitpad.ink.erasing import DoubleArray
from digitpad.ink.redraw import Paths


def another_form(label: int, paths: Paths, rng: np.random.Generator) -> Paths:
    """The paths of a digit as a writer with other habits might have made them.

    Args:
        label: the digit, 0 to 9; the same paths come back where it has no such forms.
        paths: (n, 2) each, of an extent of 1 around the origin, y downwards.
        rng: source of everything that varies.
    """
    make = _FORMS.get(label)
    return paths if make is None else make(paths, rng)


def _line(start: DoubleArray, end: DoubleArray, rng: np.random.Generator) -> DoubleArray:
    """A nearly straight stroke of 9 points."""
    share = np.linspace(0, 1, 9)[:, None]
    along = end - start
    bow = np.array([-along[1], along[0]]) * rng.normal(0, 0.06)
    return start + along * share + bow * np.sin(share * math.pi)


def _curve(*knots: DoubleArray) -> DoubleArray:
    """A smooth stroke (Bezier) of 13 points that the inner knots pull to themselves."""
    share = np.linspace(0, 1, 13)[:, None]
    degree = len(knots) - 1
    total = np.zeros((13, 2))
    for number, knot in enumerate(knots):
        total += math.comb(degree, number) * share**number * (1 - share) ** (degree - number) * knot
    return total


def _box(paths: Paths) -> tuple[DoubleArray, DoubleArray]:
    points = np.concatenate(paths)
    return points.min(axis=0), points.max(axis=0)


def _slashed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A zero's slash, most often from lower left to upper right, shorter or longer than the zero."""
    low, high = _box(paths)
    middle, half = (low + high) / 2, (high - low) / 2
    # Long and upright, unless the zero is so narrow that it would look like an 8.
    if half[0] > 0.45 * half[1] and rng.random() < 0.2:
        across = np.array([half[0] * rng.uniform(0.0, 0.5), -half[1] * rng.uniform(1.0, 1.6)])
    else:
        across = np.array([max(half[0], 0.2) * rng.uniform(0.5, 1.1), -half[1]]) * rng.uniform(0.45, 1.35)
        angle = rng.normal(0, 0.25)
        cos, sin = math.cos(angle), math.sin(angle)
        across = np.array([[cos, -sin], [sin, cos]]) @ across
    if rng.random() < 0.15:
        across[0] = -across[0]  # the other way
    middle = middle + rng.normal(0, 0.04, 2)
    slash = _line(middle - across, middle + across, rng)
    if rng.random() < 0.35:  # in one go with the zero: the pen is not lifted
        return [*paths[:-1], np.concatenate([paths[-1], slash if rng.random() < 0.5 else slash[::-1]])]
    return [*paths, slash if rng.random() < 0.5 else slash[::-1]]


def _footed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A one with a flag where its top has none, and mostly a foot."""
    low, high = _box(paths)
    height = high[1] - low[1]
    points = np.concatenate(paths)
    foot = points[points[:, 1].argmax()]
    top = points[points[:, 1].argmin()]
    narrow = high[0] - low[0] < 0.28 * height
    result = list(paths)
    steep = rng.random() < 0.4
    if narrow and rng.random() < 0.85:
        across, down = ((0.06, 0.28), (0.25, 0.62)) if steep else ((0.1, 0.5), (0.08, 0.45))
        reach = np.array([-rng.uniform(*across), rng.uniform(*down)]) * height
        flag = _line(top + reach, top, rng)
        first = result[0]
        joined = abs(first[0, 1] - top[1]) < 0.05 * height and rng.random() < 0.7
        result = [np.concatenate([flag, first]), *result[1:]] if joined else [flag, *result]
    if rng.random() < (0.3 if steep else 0.85):
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
        foot = result[0][-1]
        looped = foot[1] > high[1] - 0.1 * size[1] and rng.random() < 0.35
        level = low[1] + size[1] * rng.uniform(0.38, 0.55 if looped else 0.68)  # lower down it is a 2
        points = np.concatenate(paths)
        stem = points[np.abs(points[:, 1] - level).argmin()]
        left, right = rng.uniform(0.12, 0.45, 2) * size[1]
        tilt = rng.normal(0, 0.08) * size[1]
        bar = _line(stem - np.array([left, -tilt]), stem + np.array([right, -tilt]), rng)
        if looped:
            # In one go: up from the foot in a loop on the left, and across the stem.
            bulge = np.array([bar[0][0] - rng.uniform(0.0, 0.25) * size[1], (foot[1] + bar[0][1]) / 2])
            result[0] = np.concatenate([result[0], _curve(foot, bulge, bar[0]), bar])
        else:
            result.append(bar)
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


def _barred(paths: Paths, rng: np.random.Generator) -> Paths:
    """A six that begins with a short bar at its top, as a five's, when it begins there at all."""
    low, high = _box(paths)
    height, start = high[1] - low[1], paths[0][0]
    if start[1] > low[1] + 0.15 * height:
        return paths
    reach = np.array([rng.uniform(0.12, 0.45), rng.normal(0, 0.05)]) * height
    return [np.concatenate([_line(start + reach, start, rng), paths[0]]), *paths[1:]]


def _small_headed(paths: Paths, rng: np.random.Generator) -> Paths:
    """A nine with a smaller head, and a foot that runs out to the left."""
    low, high = _box(paths)
    height = high[1] - low[1]
    factor, neck = rng.uniform(0.6, 1.0), low[1] + 0.5 * height
    result = []
    for path in paths:
        head = path[:, 1] < neck
        right = float(path[head, 0].max()) if head.any() else 0.0
        changed = path.copy()
        # The stem stays on the right, so the head shrinks towards it, and what is below grows.
        changed[head, 0] = right + (path[head, 0] - right) * factor
        changed[head, 1] = low[1] + (path[head, 1] - low[1]) * factor
        stretch = (high[1] - low[1] - 0.5 * height * factor) / (0.5 * height)
        changed[~head, 1] = high[1] - (high[1] - path[~head, 1]) * stretch
        result.append(changed)
    foot = result[-1][-1]
    if foot[1] > high[1] - 0.08 * height and rng.random() < 0.7:
        reach = rng.uniform(0.12, 0.5) * height
        below = foot + np.array([-0.3 * reach, rng.uniform(0.0, 0.2) * height])
        end = foot + np.array([-reach, rng.uniform(-0.12, 0.12) * height])
        result[-1] = np.concatenate([result[-1], _curve(foot, below, end)])
    return result


def _narrowed(paths: Paths, rng: np.random.Generator) -> Paths:
    """An eight whose loops are narrow, which a slashed zero must not take."""
    factor = rng.uniform(0.5, 0.9)
    return [path * [factor, 1.0] for path in paths]


_FORMS = {0: _slashed, 1: _footed, 5: _apart, 6: _barred, 7: _crossed, 8: _narrowed, 9: _small_headed}
