"""The parts that digits are put together from, and what their geometry says of a group of them.

A part is a stroke of a drawing or a connected piece of ink of a picture. Which of them make up a digit is
judged from measures that do not hang on size or place: all lengths are in heights of a digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
Edges = tuple[float, float, float, float]
Group = tuple[int, ...]
"""Numbers of the parts that are taken for one digit, ascending."""

TALL = 0.35
"""A digit's height is at least this part of the whole drawing's: else it is made of low parts."""

_FLOOR = 0.1  # the least breadth counted, in heights: an upright stroke has none
_NEAR = 0.8  # distance in heights from which parts to the left and right are compared with
_TALL_PART = 0.75
_TOUCH = 0.03  # distance in heights from which inks touch


class Measures(NamedTuple):
    """What is measured of a group; lengths in heights of a digit.

    Attributes:
        gap: the widest distance that has to be bridged inside.
        hole: the broadest upright stripe without ink inside.
        apart: how little of a part's breadth the others lie above or below, 0-1, of the worst part.
        low: how much is missing to nine tenths of a height.
        very_low: how much is missing to half a height.
        rise: how far the feet of its neighbours lie below its own, at most 1.
        drop: how far the heads of its neighbours lie above its own, at most 1.
        broad: breadth over height above 0.8, at most 4.
        tall: how many of its parts beyond the first are three quarters of a height or more.
        shared: how much of the breadth others have ink above or below, summed over the parts outside that
            it was not cut off from.
        touching: how many of those it touches.
        parts: how many connected pieces of ink it has beyond the first.
        cut: how much ink the cuts at its edges go through; of pictures only.
        united: how clearly its parts are of several digits, summed over the borders between them, 0-1
            each; of pictures only.
        late: how many other strokes were made between its own, at most 3.
        everything: 1 where it is all there is, in more than one part.
    """

    gap: float
    hole: float
    apart: float
    low: float
    very_low: float
    rise: float
    drop: float
    broad: float
    tall: float
    shared: float
    touching: float
    parts: float
    cut: float
    united: float
    late: float
    everything: float


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts in any unit of length.

    Attributes:
        boxes: (n, 4), left, top, right, bottom of each part.
        distances: (n, n), between the nearest points of two parts; may be too large where it is far anyway.
        cuts: (n, n), how much ink was cut to part them, 0 where nothing was.
        times: (n,), when each was made; all 0 where that is not known.
        wholes: (n,), which connected piece of ink each part was cut from.
        leans: (n,), how far each leans to the right as it goes up, breadth by height; 0 for what isn't a
            straight line.
        clear: (n,), how clearly each is of another digit than the one before, 0 to 1; 0 where it isn't known.
        cut_off: (n,), whether each touches the picture's rim, behind which it may go on; never for strokes.
    """

    boxes: DoubleArray
    distances: DoubleArray
    cuts: DoubleArray
    times: DoubleArray
    wholes: IntArray
    leans: DoubleArray
    clear: DoubleArray
    cut_off: BoolArray

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.boxes)

    @cached_property
    def height(self) -> float:
        """The height of a digit: the tallest part's, or of low parts a share of the whole."""
        return digit_height(self.boxes)

    def box(self, group: Group) -> DoubleArray:
        """Left, top, right, bottom of a group."""
        boxes = self.boxes[list(group)]
        return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])

    @cached_property
    def _edges(self) -> list[list[float]]:
        """The boxes in heights of a digit, as lists: many groups are measured, each of few parts."""
        edges: list[list[float]] = (self.boxes / self.height).tolist()
        return edges

    @cached_property
    def _distances(self) -> list[list[float]]:
        distances: list[list[float]] = (self.distances / self.height).tolist()
        return distances

    @cached_property
    def _cuts(self) -> tuple[list[list[float]], list[float]]:
        """The cuts between each two parts, and those of each with all others."""
        return self.cuts.tolist(), self.cuts.sum(axis=1).tolist()

    @cached_property
    def _times(self) -> list[float]:
        times: list[float] = self.times.tolist()
        return times

    @cached_property
    def _clear(self) -> list[float]:
        clear: list[float] = self.clear.tolist()
        return clear

    @cached_property
    def _wholes(self) -> list[int]:
        wholes: list[int] = self.wholes.tolist()
        return wholes

    @cached_property
    def wholes_around(self) -> list[tuple[int, Edges]]:
        """The pieces that the parts were cut from, by number, with their boxes in heights of a digit."""
        numbers = sorted(set(self._wholes))
        return [
            (whole, self.around(tuple(part for part in range(self.count) if self._wholes[part] == whole)))
            for whole in numbers
        ]

    def around(self, group: Group) -> Edges:
        """Left, top, right, bottom of a group in heights of a digit."""
        lefts, tops, rights, bottoms = zip(*(self._edges[number] for number in group), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def measures(self, group: Group) -> Measures:
        """What the geometry says of a group."""
        own = {self._wholes[number] for number in group}
        # Those that it was not cut off from.
        others = [number for number in range(self.count) if self._wholes[number] not in own]
        left, top, right, bottom = self.around(group)
        high = bottom - top
        feet, heads = self._surroundings(left, right)
        return Measures(
            gap=self._gap(group),
            hole=self._hole(group),
            apart=self._apart(group),
            low=max(0.0, 0.9 - high),
            very_low=max(0.0, 0.5 - high),
            rise=min(1.0, feet - bottom),
            drop=min(1.0, top - heads),
            broad=min(4.0, max(0.0, (right - left) / max(high, _FLOOR) - 0.8)),
            tall=max(0.0, sum(self._edges[one][3] - self._edges[one][1] > _TALL_PART for one in group) - 1.0),
            shared=self._shared(left, right, others),
            touching=float(sum(self._touches(other, group) for other in others)),
            parts=len(own) - 1.0,
            cut=self._cut(group) / self.height,
            united=sum(self._clear[number] for number in group if number - 1 in group),
            late=min(3.0, self._late(group)),
            everything=float(len(group) == self.count > 1),
        )

    def _touches(self, number: int, others: Group) -> bool:
        distances = self._distances[number]
        return any(distances[other] < _TOUCH for other in others)

    def _cut(self, inside: Group) -> float:
        """How much ink was cut to part it from the rest."""
        cuts, every = self._cuts
        return sum(every[one] - sum(cuts[one][other] for other in inside) for one in inside)

    def _surroundings(self, left: float, right: float) -> tuple[float, float]:
        """Lowest foot and highest head of what is near, in heights."""
        near = [
            (top, bottom)
            for begin, top, end, bottom in self._edges
            if begin <= right + _NEAR and end >= left - _NEAR
        ]
        return max(bottom for _, bottom in near), min(top for top, _ in near)

    def _apart(self, inside: Group) -> float:
        worst = 0.0
        for number in inside if len(inside) > 1 else ():
            begin, _, end, _ = self._edges[number]
            common = 0.0
            for other in inside:
                if other != number:
                    low, _, high, _ = self._edges[other]
                    overlap = min(end, high) - max(begin, low)
                    common = max(common, overlap / max(_FLOOR, min(end - begin, high - low)))
                    if begin >= low - _FLOOR / 2 and end <= high + _FLOOR / 2:
                        common = 1.0
            worst = max(worst, 1.0 - min(1.0, common))
        return worst

    def _gap(self, inside: Group) -> float:
        """The longest edge of the shortest tree over the parts (Prim's algorithm)."""
        nearest = {number: self._distances[inside[0]][number] for number in inside[1:]}
        longest = 0.0
        while nearest:
            reached = min(nearest, key=nearest.__getitem__)
            longest = max(longest, nearest.pop(reached))
            for number in nearest:
                nearest[number] = min(nearest[number], self._distances[reached][number])
        return longest

    def _hole(self, inside: Group) -> float:
        spans = sorted((self._edges[number][0], self._edges[number][2]) for number in inside)
        reach, widest = spans[0][1], 0.0
        for left, right in spans[1:]:
            widest = max(widest, left - reach)
            reach = max(reach, right)
        return widest

    def _shared(self, left: float, right: float, outside: list[int]) -> float:
        total = 0.0
        for number in outside:
            begin, _, end, _ = self._edges[number]
            common = min(end, right) - max(begin, left)
            if common > 0 or (left <= begin <= right):
                total += max(0.0, common) / max(_FLOOR, min(end - begin, right - left))
        return total

    def _late(self, inside: Group) -> float:
        if len(inside) == 1:
            return 0.0
        times = [self._times[number] for number in inside]
        first, last = min(times), max(times)
        within = sum(first < time < last for time in self._times)
        return float(within - sum(first < time < last for time in times))


def digit_height(boxes: DoubleArray) -> float:
    """The height of a digit among parts with these boxes (n, 4), above 0."""
    tallest = float((boxes[:, 3] - boxes[:, 1]).max())
    whole = float(boxes[:, 3].max() - boxes[:, 1].min())
    wide = float((boxes[:, 2] - boxes[:, 0]).max())
    return max(tallest, TALL * whole, 0.25 * wide, 1e-6)


def lean_of(points: DoubleArray, straight: float) -> float:
    """How far a straight line of points (n, 2) leans to the right as it goes up, breadth by height.

    Args:
        points: in any unit.
        straight: the spread across by the spread along up to which they lie on a straight line; 0 is the
            answer where they do not.
    """
    if len(points) < 2:
        return 0.0
    spread, directions = np.linalg.eigh(np.cov(points.T))
    x, y = directions[:, 1].tolist()
    return max(0.0, -x / y) if spread[0] < straight**2 * spread[1] and y != 0 else 0.0
