"""The parts of a drawing: its strokes, as far as erasers leave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.data.preparation import Prepared, Steps, prepare_drawing
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.redraw import Piece, ink_bounds
from digitpad.numbers.parts import DoubleArray, Group, Parts, digit_height, lean_of
from digitpad.reading import Box

_SPACING = 0.06  # between the points that are compared, in heights of a digit
_STRAIGHT = 0.09  # spread of a straight line across by that along; see `lean_of`
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
    distances = _distances(paths, boxes)
    times = np.array([piece.number for piece in pieces], float)
    leans = np.array([lean_of(_dense(path, _SPACING * digit_height(boxes)), _STRAIGHT) for path in paths])
    count = len(paths)
    inside = np.zeros(count, bool)
    parts = Parts(
        boxes, distances, np.zeros_like(distances), times, np.arange(count), leans, np.zeros(count), inside
    )
    return StrokeParts(pieces, parts)


def boxes_of(pieces: Sequence[Piece]) -> DoubleArray:
    """(n, 4): left, top, right, bottom of each piece's middle line, in network pixels."""
    return np.array([[*path.min(axis=0), *path.max(axis=0)] for path in _paths(pieces)])


def _paths(pieces: Sequence[Piece]) -> list[DoubleArray]:
    return [np.asarray(piece.stroke.points, np.float64).reshape(-1, 2) for piece in pieces]


def _distances(paths: list[DoubleArray], boxes: DoubleArray) -> DoubleArray:
    """(n, n): between the nearest points; where two boxes are far apart, the distance of the boxes."""
    height = digit_height(boxes)
    apart = np.maximum(boxes[:, None, :2] - boxes[None, :, 2:], boxes[None, :, :2] - boxes[:, None, 2:])
    distances: DoubleArray = np.hypot(*np.moveaxis(np.maximum(apart, 0.0), -1, 0))
    dense = [_dense(path, _SPACING * height) for path in paths]
    for first in range(len(paths) - 1):
        near = np.flatnonzero(distances[first, first + 1 :] <= _NEAR * height) + first + 1
        if len(near):
            others = [dense[second] for second in near]
            offsets = dense[first][:, None, :] - np.concatenate(others)
            begins = np.cumsum([0, *map(len, others[:-1])])
            nearest = np.sqrt(np.minimum.reduceat((offsets**2).sum(axis=2).min(axis=0), begins))
            distances[first, near] = distances[near, first] = nearest
    return distances


def _dense(path: DoubleArray, spacing: float) -> DoubleArray:
    """Points along the path, `spacing` apart."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = min(200, int(along[-1] / spacing)) + 1
    places = np.linspace(0.0, along[-1], count + 1)
    dense: DoubleArray = np.column_stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)])
    return dense
