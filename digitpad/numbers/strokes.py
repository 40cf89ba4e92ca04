"""The parts of a drawing: its strokes, as far as erasers leave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.data.preparation import Prepared, Steps, prepare_drawing
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.redraw import Piece, ink_bounds
from digitpad.numbers.parts import BoolArray, DoubleArray, Group, Parts, digit_height, lean_of
from digitpad.reading import Box

_SPACING = 0.06  # between the points that are compared, in heights of a digit
_STRAIGHT = 0.09  # spread of a straight line across by that along; see `lean_of`
_STEPS = 40  # about as many of each path are looked at for crossings: a digit's stroke has about as many
_NEAR = 0.6  # distance of two boxes in heights up to which the points are compared


@dataclass(frozen=True, eq=False)
class StrokeParts:
    """What is visible of a drawing's strokes.

    Attributes:
        pieces: the visible pieces, in the order in which they were made.
        parts: their geometry.
    """

    pieces: Sequence[Piece]
    parts: Parts

    @property
    def everything(self) -> Group:
        """All parts."""
        return tuple(range(self.parts.count))

    def strokes(self, group: Group) -> tuple[Stroke, ...]:
        """The pieces of a group."""
        return tuple(self.pieces[number].stroke for number in group)

    def identity(self, group: Group) -> Group:
        """The same for groups of the same ink."""
        return group

    def prepared(self, group: Group, steps: Steps) -> Prepared:
        """What the network gets of a group."""
        return prepare_drawing(Drawing(self.strokes(group)), steps)

    def box(self, group: Group) -> Box:
        """Around the group's ink with the brush's width, in network pixels."""
        return ink_bounds(self.strokes(group))

    def stroke_numbers(self, group: Group) -> Group:
        """Numbers of the drawing's strokes in a group, ascending."""
        return tuple(sorted({self.pieces[number].number for number in group}))


def stroke_parts(pieces: Sequence[Piece]) -> StrokeParts:
    """The visible pieces of strokes, at least one, with their geometry."""
    paths, boxes = _paths(pieces), boxes_of(pieces)
    spacing = _SPACING * digit_height(boxes)
    dense = [_dense(path, spacing) for path in paths]
    distances = _distances(dense, boxes)
    count = len(paths)
    parts = Parts(
        boxes,
        distances,
        _crossings(dense, distances <= spacing),
        cuts=np.zeros_like(distances),
        times=np.array([piece.number for piece in pieces], float),
        wholes=np.arange(count),
        leans=np.array([lean_of(path, _STRAIGHT) for path in dense]),
        clear=np.zeros(count),
        cut_off=np.zeros(count, bool),
    )
    return StrokeParts(pieces, parts)


def boxes_of(pieces: Sequence[Piece]) -> DoubleArray:
    """(n, 4): left, top, right, bottom of each piece's middle line, in network pixels."""
    return np.array([[*path.min(axis=0), *path.max(axis=0)] for path in _paths(pieces)])


def _paths(pieces: Sequence[Piece]) -> list[DoubleArray]:
    return [np.asarray(piece.stroke.points, np.float64).reshape(-1, 2) for piece in pieces]


def _distances(dense: list[DoubleArray], boxes: DoubleArray) -> DoubleArray:
    """(n, n): between the nearest points; where two boxes are far apart, the distance of the boxes."""
    height = digit_height(boxes)
    apart = np.maximum(boxes[:, None, :2] - boxes[None, :, 2:], boxes[None, :, :2] - boxes[:, None, 2:])
    distances: DoubleArray = np.hypot(*np.moveaxis(np.maximum(apart, 0.0), -1, 0))
    for first in range(len(dense) - 1):
        near = np.flatnonzero(distances[first, first + 1 :] <= _NEAR * height) + first + 1
        if len(near):
            others = [dense[second] for second in near]
            begins = np.cumsum([0, *map(len, others[:-1])])
            squares = _squared_distances(dense[first], np.concatenate(others))
            nearest = np.sqrt(np.minimum.reduceat(squares.min(axis=0), begins))
            distances[first, near] = distances[near, first] = nearest
    return distances


def _squared_distances(ones: DoubleArray, others: DoubleArray) -> DoubleArray:
    """(n, m): between points (n, 2) and (m, 2); a product of matrices is quicker than their differences."""
    squares = (ones**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * ones @ others.T
    distances: DoubleArray = np.maximum(squares, 0.0)
    return distances


def _crossings(dense: list[DoubleArray], near: BoolArray) -> DoubleArray:
    """(n, n): how far two paths go through one another; see `Parts.crossings`.

    Args:
        dense: evenly spaced points of each path.
        near: (n, n), which two are near enough to cross.
    """
    crossings = np.zeros((len(dense), len(dense)))
    paths = [path[:: max(1, (len(path) - 1) // _STEPS)] for path in dense]
    for first, second in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        crossings[first, second] = crossings[second, first] = _through(paths[first], paths[second])
    return crossings


def _through(one: DoubleArray, other: DoubleArray) -> float:
    """The longest of the shorter ends behind crossings of two paths and of the ways from one to the next."""
    steps, other_steps = np.diff(one, axis=0), np.diff(other, axis=0)
    between = other[None, :-1] - one[:-1, None]
    turned = _cross(steps[:, None], other_steps[None])
    parallel = np.abs(turned) < 1e-12
    turned = np.where(parallel, 1.0, turned)
    along = _cross(between, other_steps[None]) / turned
    other_along = _cross(between, steps[:, None]) / turned
    meets = ~parallel & (along >= 0) & (along <= 1) & (other_along >= 0) & (other_along <= 1)
    rows, columns = np.nonzero(meets)
    ends = ways = np.inf
    for path_steps, places in ((steps, rows + along[meets]), (other_steps, columns + other_along[meets])):
        length = np.hypot(*path_steps[0])  # they are evenly spaced
        ends = np.minimum(ends, length * np.minimum(places, len(path_steps) - places))
        ways = np.minimum(ways, length * np.abs(np.diff(places)))
    return max(float(np.max(ends, initial=0.0)), float(np.max(ways, initial=0.0)))


def _cross(one: DoubleArray, other: DoubleArray) -> DoubleArray:
    """The third component of the cross product of vectors (..., 2)."""
    crossed: DoubleArray = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return crossed


def _dense(path: DoubleArray, spacing: float) -> DoubleArray:
    """Points along the path, `spacing` apart."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = min(200, int(along[-1] / spacing)) + 1
    places = np.linspace(0.0, along[-1], count + 1)
    dense: DoubleArray = np.column_stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)])
    return dense
