"""Numbers made of one writer's digits, side by side as a hand puts them, for measuring and for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.data.preprocess import FloatArray
from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize

DoubleArray = npt.NDArray[np.float64]
Paths = list[DoubleArray]

SPACINGS = ("normal", "tight", "touching")
"""normal: clear gaps; tight: hardly any; touching: ink meets ink, bars reach over the neighbour."""

_GAPS = {"normal": (0.15, 0.5), "tight": (0.03, 0.15)}  # between the boxes, in heights of a digit
_MEETING = (-0.04, 0.03)  # between the nearest points of the inks, in heights of a digit
_DEEPEST = (0.15, 0.3)  # overlap of the boxes in heights: usual, and after a 5 or 7 with its bar
_HEIGHT, _BASELINE = 0.10, 0.05  # standard deviations of a digit's size (logarithm) and place
_LATE = 0.1  # chance that all bars and dots are drawn after the last digit
_BROAD = 0.6  # of its breadth a digit is at least high for its size: a one may be a mere flag
_LINES = (1.25, 1.9)  # from one row's line to the next, in heights of a digit
_SLOPE = 0.05  # standard deviation of a row's slope against the others
_INDENT = 0.3  # standard deviation of where a row begins, in heights
_SIZES = (0.7, 0.95)  # part of the pad's width that a number takes; of its height at most 0.7


@dataclass(frozen=True, slots=True)
class Composed:
    """A number as drawn.

    Attributes:
        text: its digits.
        drawing: its strokes on the pad.
        owners: for each stroke the position of its digit.
    """

    text: str
    drawing: Drawing
    owners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SizedSign:
    """What stands among digits and is not one.

    Attributes:
        drawing: of any size.
        size: its longer side in heights of a digit.
        middle: how far its middle lies under a digit's head, in heights.
    """

    drawing: Drawing
    size: float
    middle: float


Item = tuple[int, Drawing] | SizedSign
"""A digit with its label, or a sign."""


def composed(digits: Sequence[Item], spacing: str, rng: np.random.Generator) -> Composed:
    """The digits of one hand side by side.

    Args:
        digits: labels with drawings of any size, and signs.
        spacing: one of `SPACINGS`.
        rng: source of what varies.
    """
    return composed_rows([digits], spacing, rng)


def composed_rows(rows: Sequence[Sequence[Item]], spacing: str, rng: np.random.Generator) -> Composed:
    """Rows of digits of one hand, one under the other; see `composed`."""
    placed: list[Paths] = []
    line = 0.0
    for digits in rows:
        if placed:
            line += rng.uniform(*_LINES)
            slope, indent = rng.normal(0, _SLOPE), rng.normal(0, _INDENT)
            turned = np.array([[1.0, slope], [0.0, 1.0]])
            row = _side_by_side(digits, spacing, rng)
            placed += [[path @ turned + np.array([indent, line]) for path in paths] for paths in row]
        else:
            placed += _side_by_side(digits, spacing, rng)
    order = [(owner, path) for owner, paths in enumerate(placed) for path in paths]
    if rng.random() < _LATE:
        order = _bars_last(placed)
    drawing = _on_pad([path for _, path in order], rng)
    text = "\n".join("".join(map(_text, digits)) for digits in rows)
    return Composed(text, drawing, tuple(owner for owner, _ in order))


def rendered(drawing: Drawing, rng: np.random.Generator, rows: int = 1) -> FloatArray:
    """A picture of so many rows, bright on black, (H, W): drawn with a pen that suits its digits' height."""
    points = np.concatenate([np.asarray(stroke.points) for stroke in drawing.strokes])
    height = float(np.ptp(points[:, 1])) / (1 + (rows - 1) * float(np.mean(_LINES)))
    width = max(0.25, height * rng.uniform(0.05, 0.11))
    strokes = tuple(Stroke(stroke.points, width) for stroke in drawing.strokes)
    return rasterize(Drawing(strokes), 14)


def _side_by_side(digits: Sequence[Item], spacing: str, rng: np.random.Generator) -> list[Paths]:
    placed: list[Paths] = []
    for number, item in enumerate(digits):
        paths = _sized(item) if isinstance(item, SizedSign) else _scaled(item[1], rng)
        if placed:
            before = _text(digits[number - 1])
            paths = _moved(paths, _shift(before, placed[-1], paths, spacing, rng))
        placed.append(paths)
    return placed


def _text(item: Item) -> str:
    return "?" if isinstance(item, SizedSign) else str(item[0])


def _sized(sign: SizedSign) -> Paths:
    """The sign at its height beside digits one high that stand on the line y = 1, its left edge at 0."""
    paths = [np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in sign.drawing.strokes]
    low, high = _bounds(paths)
    scale = sign.size / max(float((high - low).max()), 1e-6)
    middle = np.array([low[0], (low[1] + high[1]) / 2])
    return [(path - middle) * scale + np.array([0.0, sign.middle]) for path in paths]


def _scaled(drawing: Drawing, rng: np.random.Generator) -> Paths:
    """The digit about one high, standing near the line y = 1, its left edge at 0."""
    paths = [np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in drawing.strokes]
    low, high = _bounds(paths)
    size = max(high[1] - low[1], _BROAD * (high[0] - low[0]), 1e-6)
    scale = float(np.exp(rng.normal(0, _HEIGHT))) / size
    foot = np.array([low[0], high[1]])
    standing = np.array([0.0, 1.0 + rng.normal(0, _BASELINE)])
    return [(path - foot) * scale + standing for path in paths]


def _shift(label: str, before: Paths, paths: Paths, spacing: str, rng: np.random.Generator) -> float:
    """How far to the right the digit goes so that it stands beside the one before, which is a `label`."""
    flush = float(_bounds(before)[1][0])
    if spacing != "touching":
        return flush + rng.uniform(*_GAPS[spacing])
    wanted, deepest = rng.uniform(*_MEETING), _DEEPEST[label in ("5", "7")]
    old, new = _dense(before), _dense(paths)
    # Pushed in from the right until the inks are as near as wanted: the last place that is far enough.
    for shift in np.arange(flush + 0.1, _bounds(before)[0][0], -0.01):
        dx = old[:, None, 0] - (new[None, :, 0] + shift)
        distance = np.sqrt(dx**2 + (old[:, None, 1] - new[None, :, 1]) ** 2).min()
        if distance <= max(wanted, 0.01):
            return float(shift + min(wanted, 0.0))
        if flush - shift > deepest:  # inks that pass each other, such as a 7 over a low dot
            return float(shift)
    return flush


def _bars_last(placed: list[Paths]) -> list[tuple[int, DoubleArray]]:
    first = [(owner, paths[0]) for owner, paths in enumerate(placed)]
    return first + [(owner, path) for owner, paths in enumerate(placed) for path in paths[1:]]


def _on_pad(paths: Paths, rng: np.random.Generator) -> Drawing:
    low, high = _bounds(paths)
    size = high - low
    scale = min(SIDE * rng.uniform(*_SIZES) / size[0], SIDE * 0.7 / size[1])
    room = SIDE - size * scale - 2
    corner = 1 + np.maximum(room, 0) * rng.random(2)
    width = float(np.clip(scale * rng.uniform(0.06, 0.14), 0.5, 2.5))  # the slider's thinnest is 0.5
    return Drawing(
        tuple(Stroke(tuple(map(tuple, ((path - low) * scale + corner).tolist())), width) for path in paths)
    )


def _moved(paths: Paths, shift: float) -> Paths:
    return [path + np.array([shift, 0.0]) for path in paths]


def _bounds(paths: Paths) -> tuple[DoubleArray, DoubleArray]:
    points = np.concatenate(paths)
    return points.min(axis=0), points.max(axis=0)


def _dense(paths: Paths) -> DoubleArray:
    """Points at most 0.02 apart along the paths."""
    parts = []
    for path in paths:
        for start, end in itertools.pairwise(path):
            count = max(1, int(np.ceil(np.hypot(*(end - start)) / 0.02)))
            parts.append(start + (end - start) * (np.arange(count) / count)[:, None])
        parts.append(path[-1:])
    return np.concatenate(parts)
