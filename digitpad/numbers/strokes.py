"""The parts of a drawing: its strokes, as far as erasers leave them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.redraw import visible_paths
from digitpad.numbers.number import Box
from digitpad.numbers.parts import DoubleArray, Group, Parts, digit_height

_SPACING = 0.06  # between the points that are compared, in heights of a digit
_NEAR = 0.6  # distance of two boxes in heights up to which the points are compared


@dataclass(frozen=True, eq=False)
class StrokeParts:
    """What is visible of a drawing's strokes.

    Attributes:
        strokes: the visible pieces, in the order in which they were made.
        numbers: for each the number of the drawing's stroke it is of.
        parts: their geometry.
    """

    strokes: tuple[Stroke, ...]
    numbers: tuple[int, ...]
    parts: Parts

    def drawing(self, group: Group) -> Drawing:
        """The pieces of a group as a drawing."""
        return Drawing(tuple(self.strokes[number] for number in group))

    def box(self, group: Group) -> Box:
        """Around the group's ink with the brush's width, in network pixels."""
        reach = max(self.strokes[number].width for number in group) / 2
        left, top, right, bottom = self.parts.box(group).tolist()
        return left - reach, top - reach, right + reach, bottom + reach

    def stroke_numbers(self, group: Group) -> Group:
        """Numbers of the drawing's strokes in a group, ascending."""
        return tuple(sorted({self.numbers[number] for number in group}))


def stroke_parts(drawing: Drawing) -> StrokeParts | None:
    """The visible pieces of the strokes; None where there are none."""
    strokes: list[Stroke] = []
    numbers: list[int] = []
    paths: list[DoubleArray] = []
    for number, stroke in enumerate(drawing.strokes):
        if stroke.eraser:
            continue
        erasers = tuple(later for later in drawing.strokes[number + 1 :] if later.eraser)
        visible = visible_paths(Drawing((stroke, *erasers)))
        whole = len(visible) == 1 and len(visible[0]) == len(stroke.points)
        for path in visible:
            points = tuple((x, y) for x, y in path.tolist())
            strokes.append(stroke if whole else Stroke(points, stroke.width))
            numbers.append(number)
            paths.append(path)
    if not paths:
        return None
    boxes = np.array([[*path.min(axis=0), *path.max(axis=0)] for path in paths])
    distances = _distances(paths, boxes)
    nothing = np.zeros_like(distances)
    return StrokeParts(
        tuple(strokes),
        tuple(numbers),
        Parts(boxes, distances, nothing, np.array(numbers, float), np.arange(len(paths))),
    )


def _distances(paths: list[DoubleArray], boxes: DoubleArray) -> DoubleArray:
    """(n, n): between the nearest points; where two boxes are far apart, the distance of the boxes."""
    height = digit_height(boxes)
    apart = np.maximum(boxes[:, None, :2] - boxes[None, :, 2:], boxes[None, :, :2] - boxes[:, None, 2:])
    distances: DoubleArray = np.hypot(*np.moveaxis(np.maximum(apart, 0.0), -1, 0))
    dense = [_dense(path, _SPACING * height) for path in paths]
    for first in range(len(paths)):
        for second in range(first + 1, len(paths)):
            if distances[first, second] <= _NEAR * height:
                offset = dense[first][:, None, :] - dense[second][None, :, :]
                nearest = float(np.sqrt((offset**2).sum(axis=2).min()))
                distances[first, second] = distances[second, first] = nearest
    return distances


def _dense(path: DoubleArray, spacing: float) -> DoubleArray:
    """Points along the path, `spacing` apart."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = min(200, int(along[-1] / spacing)) + 1
    places = np.linspace(0.0, along[-1], count + 1)
    dense: DoubleArray = np.column_stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)])
    return dense
