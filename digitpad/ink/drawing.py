"""Strokes and drawings: immutable points, and their file formats.

Coordinates are network pixels: the pad is `SIDE` x `SIDE` (28 x 28, MNIST's size), x to the right,
y downwards, (0, 0) the top left corner. Points may lie outside: a stroke may leave the pad and come back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from digitpad.errors import DrawingError, reason
from digitpad.files import replace_file
from digitpad.form import SIDE

BRUSH = 2.2
"""Brush diameter in network pixels with which a digit that fills 70 % of the pad has MNIST's stroke width."""

SOFTNESS = 0.5
"""Width of the brush's soft rim in network pixels, from full ink to none."""

FILL = 0.7
"""Part of the pad that a drawing without a stated size is fitted to (its longer side)."""

MIN_WIDTH, MAX_WIDTH = 0.25, SIDE
_MAX_COORDINATE = 1e4
_MAX_POINTS = 1_000_000

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


_DOT = 1e-300
"""Extent up to which strokes are a dot: the factor that scales it up would overflow."""


def fit_strokes(
    strokes: Sequence[Sequence[Sequence[float]]], size: Sequence[float] | None = None, width: float = BRUSH
) -> Drawing:
    """Strokes in any unit as a drawing on the pad.

    Args:
        strokes: for each stroke its points [x, y], y downwards.
        size: [w, h] of the box they were drawn in, which is put onto the pad as large as it goes,
            centred; without it, the strokes' bounding box is scaled so that its longer side takes `FILL`
            of the pad.
        width: brush diameter in network pixels.

    Raises:
        DrawingError: for anything that is not such a list of numbers.
    """
    cleaned = [_points(stroke) for stroke in _sequence(strokes, "strokes")]
    cleaned = [points for points in cleaned if points]
    if not cleaned:
        return Drawing()
    if size is not None:
        try:
            box = _points([size])[0]
        except DrawingError:
            box = (0.0, 0.0)
        if min(box) <= 0:
            raise DrawingError("The size of a drawing must be two positive numbers, width and height.")
        scale = SIDE / max(box)
        centre = (box[0] / 2, box[1] / 2)
    else:
        xs = [x for points in cleaned for x, _ in points]
        ys = [y for points in cleaned for _, y in points]
        extent = max(max(xs) - min(xs), max(ys) - min(ys))
        scale = FILL * SIDE / extent if extent > _DOT else 1.0
        centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    middle = SIDE / 2
    return Drawing(
        tuple(
            Stroke(
                tuple(
                    (middle + (x - centre[0]) * scale, middle + (y - centre[1]) * scale) for x, y in points
                ),
                width,
            )
            for points in cleaned
        )
    )


def _sequence(value: Any, name: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise DrawingError("'{name}' should be a list.", name=name)
    return value


def _points(stroke: Any) -> tuple[Point, ...]:
    points = []
    for point in _sequence(stroke, "stroke"):
        pair = _sequence(point, "point")
        if len(pair) < 2 or not all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in pair[:2]
        ):
            raise DrawingError("A point should be two numbers [x, y].")
        try:
            x, y = float(pair[0]), float(pair[1])
        except OverflowError:
            x = y = math.inf
        if not (math.isfinite(x) and math.isfinite(y)):
            raise DrawingError("A point of the drawing is not a finite number.")
        points.append((x, y))
        if len(points) > _MAX_POINTS:
            raise DrawingError("A stroke has more than a million points.")
    return tuple(points)


_FORMAT = "digitpad-drawing"
_VERSION = 1


def to_json(drawing: Drawing) -> str:
    """The drawing as text: JSON with `format`, `version`, `size` and `strokes`."""
    return json.dumps(
        {
            "format": _FORMAT,
            "version": _VERSION,
            "size": [float(SIDE), float(SIDE)],
            "strokes": [
                {"points": [[x, y] for x, y in stroke.points], "width": stroke.width, "eraser": stroke.eraser}
                for stroke in drawing.strokes
            ],
        }
    )


def from_json(text: str) -> Drawing:
    """The drawing that `to_json` wrote, equal in every point.

    Raises:
        DrawingError: when the text is not such a drawing.
    """
    try:
        content = _json(text)
    except DrawingError as error:
        raise DrawingError("This is not a drawing: {why}.", why=error) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise DrawingError("This is not a digitpad drawing; open a file that was saved with Save drawing.")
    version = content.get("version")
    if version != _VERSION:
        raise DrawingError(
            "This drawing has format version {version} and this digitpad reads {known}; update digitpad.",
            version=version,
            known=_VERSION,
        )
    strokes = []
    for item in _sequence(content.get("strokes"), "strokes"):
        width = item.get("width") if isinstance(item, dict) else None
        if not isinstance(width, int | float) or isinstance(width, bool):
            raise DrawingError("A stroke of this drawing has no width.")
        strokes.append(Stroke(_points(item.get("points")), float(width), bool(item.get("eraser", False))))
    return Drawing(tuple(strokes))


def save_drawing(drawing: Drawing, path: Path) -> None:
    """Write the drawing to `path`, replacing the file only once the new one is complete.

    Raises:
        DrawingError: when the file cannot be written.
    """
    try:
        replace_file(path, to_json(drawing).encode())
    except OSError as error:
        raise DrawingError("{path} could not be written: {why}.", path=path, why=reason(error)) from error


def load_drawing(path: Path) -> Drawing:
    """Read a drawing that `save_drawing` wrote.

    Raises:
        DrawingError: when the file cannot be read or is not a drawing.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DrawingError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    try:
        return from_json(text)
    except DrawingError as error:
        raise DrawingError("{path}: {why}", path=path, why=error) from error


@dataclass(frozen=True, slots=True)
class LabelledDrawing:
    """One line of a strokes file: the drawing with its name and, where stated, its label and writer.

    Attributes:
        id: as in the file; the line's number where that is neither a string nor a number.
    """

    id: str | int | float
    drawing: Drawing
    label: str | None = None
    writer: str | None = None


def read_strokes(path: Path) -> Iterator[LabelledDrawing]:
    """Read a strokes file, one JSON object a line: `{"id", "strokes", "size"?, "label"?, "writer"?}`.

    Raises:
        DrawingError: naming the line, when the file or a line of it cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:  # some editors begin a file with a byte order mark
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _labelled(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise DrawingError("{path} could not be read: {why}.", path=path, why=reason(error)) from error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        # str(error) names a line of its own, which would stand beside the strokes file's.
        raise DrawingError(
            "it is not JSON ({why}, column {column})", why=error.msg, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:
        raise DrawingError("it is not JSON ({why})", why=reason(error)) from error


def _labelled(path: Path, number: int, line: str) -> LabelledDrawing:
    try:
        item = _json(line.rstrip())
        if not isinstance(item, dict) or "strokes" not in item:
            raise DrawingError("it should be an object with 'id' and 'strokes'")
        drawing = fit_strokes(item["strokes"], item.get("size"))
    except DrawingError as error:
        raise DrawingError(
            "{path}, line {number}: {why}.", path=path, number=number, why=reason(error)
        ) from error
    name, label, writer = item.get("id"), item.get("label"), item.get("writer")
    return LabelledDrawing(
        name if isinstance(name, str | int | float) and not isinstance(name, bool) else number,
        drawing,
        None if label is None else str(label),
        None if writer is None else str(writer),
    )
