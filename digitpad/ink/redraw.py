"""A drawing redrawn: the same strokes in MNIST's size and with MNIST's pen.

What a drawing means does not depend on its size, its place or the brush. Scaling the pixels of a large
drawing makes its lines too thin, of a small one too thick; the strokes can be scaled first and then drawn
with the width that MNIST's digits have.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing, Stroke

REDRAWN_WIDTH = 2.5
"""Brush diameter of a redrawn drawing in network pixels: the median of MNIST's training digits."""

_SPACING = 0.25  # between the points that are tested against erasers, in network pixels
_PAIRS = 2_000_000  # of such points and an eraser's, from which a tree search is faster
_MOST_POINTS = 20_000
_DOT = 1e-3  # extent up to which there is nothing to scale, in network pixels

DoubleArray = npt.NDArray[np.float64]
Paths = list[DoubleArray]
"""Strokes' middle lines, (n, 2) each."""


def redrawn(drawing: Drawing, width: float = REDRAWN_WIDTH) -> Drawing:
    """The drawing scaled to `DIGIT_SIDE`, centred on the pad, with one brush for all strokes.

    The result does not depend on size, place, brush or the order of the strokes.

    Args:
        drawing: strokes in network pixels; parts whose middle line is erased or lies outside the pad are
            left out.
        width: brush diameter in network pixels.

    Returns:
        A drawing without erasers; empty when nothing is left.
    """
    paths = visible_paths(drawing)
    if not paths:
        return Drawing()
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    scale = (DIGIT_SIDE - width) / extent if extent > _DOT else 1.0
    middle = (low + high) / 2
    return drawing_from_paths([(path - middle) * scale + SIDE / 2 for path in paths], width)


def drawing_from_paths(paths: Paths, width: float) -> Drawing:
    """The drawing whose strokes have these middle lines, in network pixels, and one brush."""
    return Drawing(tuple(Stroke(tuple(map(tuple, path.tolist())), width) for path in paths))


class Piece(NamedTuple):
    """What erasers and the pad's edge leave of a stroke, all of it or one of several parts.

    Attributes:
        number: of the stroke in its drawing.
        stroke: the piece by itself.
    """

    number: int
    stroke: Stroke


def visible_pieces(drawing: Drawing) -> list[Piece]:
    """What is visible of the strokes, in the order in which they were made."""
    pieces = []
    for number, stroke, erasers in _with_erasers(drawing):
        visible = visible_paths(Drawing((stroke, *erasers)))
        if len(visible) == 1 and len(visible[0]) == len(stroke.points):
            pieces.append(Piece(number, stroke))
        else:
            points = (tuple((x, y) for x, y in path.tolist()) for path in visible)
            pieces += [Piece(number, Stroke(path, stroke.width)) for path in points]
    return pieces


def ink_bounds(strokes: Sequence[Stroke]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink with the brush's width, as far as it is on the pad."""
    points = np.concatenate([np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in strokes])
    reach = max(stroke.width for stroke in strokes) / 2
    corners = np.concatenate([points.min(axis=0) - reach, points.max(axis=0) + reach])
    left, top, right, bottom = np.clip(corners, 0.0, SIDE).tolist()
    return left, top, right, bottom


def visible_paths(drawing: Drawing) -> Paths:
    """The strokes' middle lines, (n, 2) each in network pixels, as erasers and the pad's edge leave them."""
    paths: Paths = []
    for _, stroke, erasers in _with_erasers(drawing):
        points = np.asarray(stroke.points, np.float64).reshape(-1, 2)
        if not erasers and bool(((points >= 0) & (points <= SIDE)).all()):
            paths.append(points)
            continue
        points = _dense(points, _SPACING)
        rim = stroke.width / 2
        kept = np.asarray(((points >= -rim) & (points <= SIDE + rim)).all(axis=1))
        for eraser in erasers:
            kept[kept] &= ~_covered(points[kept], eraser)
        paths += _runs(points, kept)
    return paths


def _with_erasers(drawing: Drawing) -> Iterator[tuple[int, Stroke, list[Stroke]]]:
    """Each stroke of ink with its number and the erasers that came after it."""
    erasers = [number for number, stroke in enumerate(drawing.strokes) if stroke.eraser]
    for number, stroke in enumerate(drawing.strokes):
        if not stroke.eraser:
            later = erasers[bisect(erasers, number) :]
            yield number, stroke, [drawing.strokes[eraser] for eraser in later]


def thinned(drawing: Drawing) -> Drawing:
    """The drawing with some `_MOST_POINTS` points, or two of each stroke: far more than can be told apart."""
    count = sum(len(stroke.points) for stroke in drawing.strokes)
    if count <= _MOST_POINTS:
        return drawing
    step = -(-count // _MOST_POINTS)
    strokes = (replace(one, points=(*one.points[:-1:step], one.points[-1])) for one in drawing.strokes)
    return Drawing(tuple(strokes))


def _dense(points: npt.NDArray[np.float64], spacing: float) -> npt.NDArray[np.float64]:
    """The path with points at most `spacing` apart, clipped far outside the pad to bound the memory."""
    points = np.clip(points, -SIDE, 2 * SIDE)
    if len(points) == 1:
        return points
    vectors = np.diff(points, axis=0)
    counts = np.maximum(1, np.ceil(np.hypot(vectors[:, 0], vectors[:, 1]) / spacing)).astype(np.intp)
    which = np.repeat(np.arange(len(vectors)), counts)
    position = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    inner = points[:-1][which] + vectors[which] * (position / counts[which])[:, None]
    return np.concatenate([inner, points[-1:]])


def _covered(points: npt.NDArray[np.float64], eraser: Stroke) -> npt.NDArray[np.bool_]:
    """Which of the points (n, 2) lie under the eraser."""
    path = _dense(np.asarray(eraser.points, np.float64).reshape(-1, 2), _SPACING)
    covered = np.zeros(len(points), bool)
    reach = eraser.width / 2
    if len(points) * len(path) > _PAIRS:
        from scipy.spatial import cKDTree

        tree = cKDTree(path, balanced_tree=False, compact_nodes=False)
        nearest, _ = tree.query(points, distance_upper_bound=np.nextafter(reach, np.inf))
        return np.asarray(nearest <= reach)
    for begin in range(0, len(path), 256):  # in parts, which bounds the memory
        part = path[begin : begin + 256]
        distance2 = ((points[:, None, :] - part[None, :, :]) ** 2).sum(axis=2)
        covered |= (distance2 <= reach * reach).any(axis=1)
    return covered


def _runs(points: npt.NDArray[np.float64], kept: npt.NDArray[np.bool_]) -> Paths:
    """The pieces of the path whose points are kept."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [points[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]
