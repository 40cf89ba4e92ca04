"""The parts that digits are put together from, and what their geometry says of a group of them.

A part is a stroke of a drawing or a connected piece of ink of a picture. Which of them make up a digit is
judged from measures that do not hang on size or place: all lengths are in heights of a digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts in any unit of length.

    Attributes:
        boxes: (n, 4), left, top, right, bottom of each part.
        distances: (n, n), between the nearest points of two parts; may be too large where it is far anyway.
        crossings: (n, n), how far two strokes go through one another: how far the shorter end goes on behind
            where they cross, or the shorter way to where they cross again; 0 for parts of pictures.
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
    crossings: DoubleArray
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
        """The boxes in heights of a digit, as lists: many groups are looked at, each of few parts."""
        edges: list[list[float]] = (self.boxes / self.height).tolist()
        return edges

    def around(self, group: Group) -> Edges:
        """Left, top, right, bottom of a group in heights of a digit."""
        lefts, tops, rights, bottoms = zip(*(self._edges[number] for number in group), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


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
