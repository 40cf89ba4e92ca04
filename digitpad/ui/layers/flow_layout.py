"""Where the pictures of stages lie beside each other. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

HEAD, FOOT = 40.0, 24.0  # pixels above and below the pictures, for words of the usual size
_GAP = 5.0  # between two pictures
_BETWEEN, _PICTURE = 58.0, 32.0  # between two stages, and what the words above have of their pictures
_SMALLEST = 0.5  # of the largest side: a map of few pixels stays large enough to be seen
_VALUE = (26.0, 10.0)  # breadth and height of a number that is no map
CLASS = (96.0, 17.0)
"""Breadth and height of a class, with its name and bar."""


@dataclass(frozen=True, slots=True)
class Column:
    """One stage's pictures.

    Attributes:
        left, width: in pixels.
        count: how many are displayed.
        rows: of them below each other.
        size: breadth and height of one.
        top: of the first.
    """

    left: float
    width: float
    count: int
    rows: int
    size: tuple[float, float]
    top: float

    def rect(self, number: int) -> QRectF:
        """Where a picture lies."""
        across, down = divmod(number, self.rows)
        x = self.left + across * (self.size[0] + _GAP)
        return QRectF(x, self.top + down * (self.size[1] + _GAP), *self.size)

    def at(self, place: QPointF) -> int | None:
        """The picture at a place."""
        across = int((place.x() - self.left) // (self.size[0] + _GAP))
        down = int((place.y() - self.top) // (self.size[1] + _GAP))
        number = across * self.rows + down
        if across < 0 or not 0 <= down < self.rows or number >= self.count:
            return None
        return number if self.rect(number).contains(place) else None

    @property
    def bottom(self) -> float:
        """Of the pictures."""
        return self.rect(self.rows - 1).bottom()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a stage has: `count` pictures of `side` pixels, or numbers where `side` is 0.

    Attributes:
        count: pictures or numbers.
        side: the longer side of a picture.
        classes: whether the numbers are those of the classes.
        whole: whether all of them are displayed, in as many columns as they need; else as many as one has
            room for, so that the whole network is in sight.
    """

    count: int
    side: int
    classes: bool = False
    whole: bool = False


def between(text: float) -> float:
    """Pixels between two stages where words are so many times as large as usual; pictures are not."""
    return (_BETWEEN + _PICTURE) * text - _PICTURE


def arranged(shapes: Sequence[Shape], height: float, zoom: float, text: float = 1.0) -> list[Column]:
    """Columns for the stages, in a view so many pixels high.

    Args:
        shapes: of the stages, in order; not empty.
        height: of the view in pixels.
        zoom: side of the largest picture in pixels.
        text: how many times as large as usual words are.
    """
    largest = max(shape.side for shape in shapes)
    head, named = HEAD * text, (CLASS[0] * text, CLASS[1] * text)
    room = max(height - head - FOOT * text, named[1])
    columns: list[Column] = []
    left = 14.0
    for shape in shapes:
        if shape.classes:
            size = named
        elif shape.side:
            side = zoom * (_SMALLEST + (1 - _SMALLEST) * shape.side / largest)
            size = (side, side)
        else:
            size = _VALUE
        rows = max(1, min(shape.count, int((room + _GAP) // (size[1] + _GAP))))
        across = -(-shape.count // rows) if shape.whole or shape.classes else 1
        count = min(shape.count, rows * across)
        rows = -(-count // across)
        width = across * (size[0] + _GAP) - _GAP
        high = rows * (size[1] + _GAP) - _GAP
        columns.append(Column(left, width, count, rows, size, head + max(0.0, (room - high) / 2)))
        left += width + between(text)
    return columns
