"""A drawing redrawn: the same strokes in MNIST's size and with MNIST's pen.

What a drawing means does not depend on its size, its place or the brush. Scaling the pixels of a large
drawing makes its lines too thin, of a small one too thick; the strokes can be scaled first and then drawn
with the width that MNIST's digits have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.erasing import DoubleArray, ErasedArea, dense

REDRAWN_WIDTH = 2.5
"""Brush diameter of a redrawn drawing in network pixels: the median of MNIST's training digits."""

_MOST_POINTS = 20_000
_MOST_STROKES = _MOST_POINTS // 2
_DOT = 1e-3  # extent up to which there is nothing to scale, in network pixels

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
    for number, visible in _visible(drawing):
        stroke = drawing.strokes[number]
        whole = len(visible) == 1 and len(visible[0]) == len(stroke.points)
        if whole and np.array_equal(visible[0], stroke.points):  # else few points are left of more
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
    return [path for _, parts in _visible(drawing) for path in parts]


def _visible(drawing: Drawing) -> list[tuple[int, Paths]]:
    """What is left of each stroke of ink, with its number.

    From the last stroke to the first: so each of them meets the erasers that came after it, and no others.
    """
    erased = ErasedArea()
    visible: list[tuple[int, Paths]] = []
    for number, stroke in reversed(list(enumerate(drawing.strokes))):
        points = np.asarray(stroke.points, np.float64).reshape(-1, 2)
        if stroke.eraser:
            erased.add(dense(points), stroke.width / 2)
        elif not erased and bool(((points >= 0) & (points <= SIDE)).all()):
            visible.append((number, [points]))
        else:
            points = dense(points)
            rim = stroke.width / 2
            kept = np.asarray(((points >= -rim) & (points <= SIDE + rim)).all(axis=1))
            kept[kept] = ~erased.covers(points[kept])
            visible.append((number, _runs(points, kept)))
    return visible[::-1]


def thinned(drawing: Drawing) -> Drawing:
    """The drawing with some `_MOST_POINTS` points and `_MOST_STROKES` strokes: more cannot be told apart.

    Of very many strokes some are left out, evenly, of ink and of erasers each; of few of one kind none. Of
    each that stays the first and the last point are kept.
    """
    strokes = drawing.strokes
    if len(strokes) > _MOST_STROKES:
        kinds = [[n for n, one in enumerate(strokes) if one.eraser is eraser] for eraser in (False, True)]
        # Few of one kind all stay: what a single eraser wiped would come back without it.
        room = [max(_MOST_STROKES - len(other), _MOST_STROKES // 2) for other in reversed(kinds)]
        steps = [-(-len(kind) // most) or 1 for kind, most in zip(kinds, room, strict=True)]
        kept = (n for kind, step in zip(kinds, steps, strict=True) for n in kind[::step])
        strokes = tuple(strokes[number] for number in sorted(kept))
    count = sum(len(stroke.points) for stroke in strokes)
    if count > _MOST_POINTS:
        step = -(-count // _MOST_POINTS)
        strokes = tuple(replace(one, points=(*one.points[:-1:step], one.points[-1])) for one in strokes)
    return drawing if strokes is drawing.strokes else Drawing(strokes)


def _runs(points: npt.NDArray[np.float64], kept: npt.NDArray[np.bool_]) -> Paths:
    """The pieces of the path whose points are kept."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [points[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]
