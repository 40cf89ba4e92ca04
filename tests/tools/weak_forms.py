"""Forms that networks misread, put together from strokes of people on whom no network of ours was trained.

The slash of a zero, a flag, a foot, a bar: each is a line that one of them drew, the stem of a one, turned
and scaled, or the end of a five. Training makes such forms too, but from lines of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import Paths, drawing_from_paths
from tests.tools.writers import Labelled, held_out_digits

Array = npt.NDArray[np.float64]

_WIDTH = 1.6
_SIDE, _MIDDLE = 18.0, 14.0  # of the drawing on the pad, in network pixels


def weak_forms(seed: int = 0) -> Iterator[tuple[str, int, Drawing]]:
    """Iterate over names, digits and drawings: each form of every held-out digit that it fits."""
    rng = np.random.default_rng(seed)
    digits = list(map(_scaled, held_out_digits()))
    lines = [stem for label, paths in digits if label == 1 and (stem := _stem(paths)) is not None]
    tails = [_tail(paths[0]) for label, paths in digits if label == 5]
    for label, paths in digits:
        for name, form in _forms(label, paths, lines, tails, rng):
            yield name, label, _drawing(form)


def _forms(
    label: int, paths: Paths, lines: list[Array], tails: list[Array], rng: np.random.Generator
) -> Iterator[tuple[str, Paths]]:
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    top, foot = points[points[:, 1].argmin()], points[points[:, 1].argmax()]

    def line(length: float, degrees: float) -> Array:
        """A line from the origin that runs down where `degrees` is 0, and to the right at -90."""
        return _turned(lines[rng.integers(len(lines))], length, degrees)

    def across(middle: Array, length: float, degrees: float) -> Array:
        made = line(length, degrees)
        return made - (made[0] + made[-1]) / 2 + middle

    if label == 0:
        centre = (low + high) / 2
        yield "zero, long upright slash", [*paths, across(centre, rng.uniform(1.1, 1.5), rng.uniform(-8, 15))]
        yield "zero, slanted slash", [*paths, across(centre, rng.uniform(0.7, 1.5), rng.uniform(25, 50))]
    elif label == 1 and (stem := _stem(paths)) is not None:
        top, foot = stem[0], stem[-1]
        steep = line(rng.uniform(0.25, 0.5), rng.uniform(15, 35)) + top
        flat = line(rng.uniform(0.25, 0.45), rng.uniform(40, 70)) + top
        base = across(foot, rng.uniform(0.35, 0.7), -90 + rng.uniform(-6, 6))
        yield "one, steep flag", [steep, stem]
        yield "one, flag", [flat, stem]
        yield "one, flag and foot", [flat, stem, base]
    elif label == 6 and len(paths) == 1 and paths[0][0, 1] < 0.1:
        bar = line(rng.uniform(0.2, 0.45), -90 + rng.uniform(-8, 8)) + paths[0][0]
        yield "six, bar on top", [np.concatenate([bar[::-1], paths[0]])]
    elif label == 7:
        plain = max(paths, key=lambda path: float(np.ptp(path[:, 1])))
        level = rng.uniform(0.42, 0.58)
        crossed = plain[np.abs(plain[:, 1] - level).argmin()]
        bar = across(crossed, rng.uniform(0.4, 0.7), -90 + rng.uniform(-10, 10))
        yield "seven, bar", [plain, bar]
        yield "seven, bar in one go", [np.concatenate([plain, bar])]
    elif label == 9 and len(paths) == 1 and paths[0][-1, 1] > 0.92:
        tail = tails[rng.integers(len(tails))] * rng.uniform(0.7, 1.1)
        small = paths[0].copy()
        head = small[:, 1] < 0.5
        small[head] = top + (small[head] - top) * 0.75
        yield "nine, small head and wide foot", [np.concatenate([small, paths[0][-1] + tail])]


def _scaled(digit: Labelled) -> tuple[int, Paths]:
    """The digit's paths with a height of 1 from the origin down."""
    label, drawing = digit
    paths = [np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in drawing.strokes]
    points = np.concatenate(paths)
    low, height = points.min(axis=0), max(float(np.ptp(points[:, 1])), 1e-6)
    return label, [(path - low) / height for path in paths]


def _stem(one: Paths) -> Array | None:
    """The line down from a one's head, where it is nearly straight."""
    top = int(one[0][:, 1].argmin())
    stem = one[0][top : top + int(one[0][top:, 1].argmax()) + 1]
    length = float(np.hypot(*np.diff(stem, axis=0).T).sum())
    return stem if len(stem) > 2 and math.hypot(*(stem[-1] - stem[0])) > 0.95 * length > 0.5 else None


def _turned(path: Array, length: float, degrees: float) -> Array:
    """A line of another length and direction that begins at the origin."""
    moved = path - path[0]
    angle = math.atan2(moved[-1, 0], moved[-1, 1]) + math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    turned: Array = moved @ np.array([[cos, -sin], [sin, cos]]).T * (length / math.hypot(*moved[-1]))
    return turned


def _tail(five: Array) -> Array:
    """How the belly of a five ends, from its lowest point on to the left; beginning at the origin."""
    end = five[int(five[:, 1].argmax()) :]
    return end - end[0]


def _drawing(paths: Paths) -> Drawing:
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _SIDE / float((high - low).max())
    return drawing_from_paths([(path - (low + high) / 2) * scale + _MIDDLE for path in paths], _WIDTH)
