"""Strokes, drawings and their history, all immutable; `drawing_file` reads and writes them.

Coordinates are network pixels: the pad is `SIDE` x `SIDE` (28 x 28, MNIST's size), x to the right,
y downwards, (0, 0) the top left corner. Points may lie outside: a stroke may leave the pad and come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from digitpad.errors import DrawingError
from digitpad.form import SIDE

BRUSH = 2.2
"""Brush diameter in network pixels with which a digit that fills 70 % of the pad has MNIST's stroke width."""

SOFTNESS = 0.5
"""Width of the brush's soft rim in network pixels, from full ink to none."""

FILL = 0.7
"""Part of the pad that a drawing without a stated size is fitted to (its longer side)."""

MIN_WIDTH, MAX_WIDTH = 0.25, SIDE
_MAX_COORDINATE = 1e4

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement of the pen, from down to up.

    Attributes:
        points: at least one (x, y) in network pixels.
        width: diameter of the round brush in network pixels, 0.25 to 28.
        eraser: whether the stroke takes ink away.
    """

    points: tuple[Point, ...]
    width: float = BRUSH
    eraser: bool = False

    def __post_init__(self) -> None:
        if not self.points:
            raise DrawingError("A stroke needs at least one point.")
        if not MIN_WIDTH <= self.width <= MAX_WIDTH:
            raise DrawingError(
                "The brush is {width:g} network pixels wide; choose a width from {low:g} to {high:g}.",
                width=self.width,
                low=MIN_WIDTH,
                high=MAX_WIDTH,
            )
        for x, y in self.points:
            if not (abs(x) <= _MAX_COORDINATE and abs(y) <= _MAX_COORDINATE):  # also false for NaN
                raise DrawingError("A point of the drawing lies far outside the pad or is not a number.")

    def extended(self, points: Iterable[Point]) -> Stroke:
        """The stroke with `points` added at its end."""
        return replace(self, points=self.points + tuple(points))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The strokes on the pad, oldest first."""

    strokes: tuple[Stroke, ...] = ()

    def with_stroke(self, stroke: Stroke) -> Drawing:
        """The drawing with one more stroke on top."""
        return Drawing((*self.strokes, stroke))

    @property
    def empty(self) -> bool:
        """Whether it has no stroke of ink. A drawing whose ink is all erased is not empty."""
        return all(stroke.eraser for stroke in self.strokes)


@dataclass(frozen=True, slots=True)
class History:
    """A drawing with what undo and redo bring back. Every change returns a new History."""

    present: Drawing = field(default_factory=Drawing)
    past: tuple[Drawing, ...] = ()
    future: tuple[Drawing, ...] = ()

    def push(self, drawing: Drawing) -> History:
        """Make `drawing` the present one; forgets what had been undone."""
        if drawing == self.present:
            return self
        return History(drawing, (*self.past, self.present), ())

    def undo(self) -> History:
        """One step back; the same History when there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """One step forward again; the same History when there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])
