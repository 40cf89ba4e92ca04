"""Drawings from outside: points in any unit, saved drawings, and strokes files with one drawing a line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitpad.errors import DrawingError, reason
from digitpad.files import replace_file
from digitpad.form import SIDE
from digitpad.ink.drawing import BRUSH, FILL, Drawing, Point, Stroke

_MAX_POINTS = 1_000_000

_DIGIT_NAMES = {
    name: str(digit)
    for digit, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    )
}
"""QuickDraw's labels are words."""

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
        content = parse_json(text)
    except DrawingError as error:
        raise DrawingError("This is not a drawing: {why}.", why=error) from error
    return from_content(content)


def from_content(content: Any) -> Drawing:
    """The drawing in what a saved drawing's JSON holds.

    Raises:
        DrawingError: when it is not one.
    """
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

    QuickDraw's lines are read too, raw or simplified:
    `{"key_id", "word", "drawing": [[[x, ...], [y, ...], ...], ...]}`.

    Raises:
        DrawingError: naming the line, when the file or a line of it cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:  # some editors begin a file with a byte order mark
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _of_line(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise DrawingError("{path} could not be read: {why}.", path=path, why=reason(error)) from error


def parse_json(text: str) -> Any:
    """What a text of JSON holds.

    Raises:
        DrawingError: when it is not JSON; in a sentence about "it".
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        # str(error) names a line of its own, which would stand beside the strokes file's.
        raise DrawingError(
            "it is not JSON ({why}, column {column})", why=error.msg, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:
        raise DrawingError("it is not JSON ({why})", why=reason(error)) from error


def _of_line(path: Path, number: int, line: str) -> LabelledDrawing:
    try:
        return labelled_drawing(parse_json(line.rstrip()), number)
    except DrawingError as error:
        raise DrawingError(
            "{path}, line {number}: {why}.", path=path, number=number, why=reason(error)
        ) from error


def labelled_drawing(item: Any, number: int) -> LabelledDrawing:
    """The drawing in an object of a strokes file, or of QuickDraw's.

    Args:
        item: the object.
        number: names it where it has no name itself.

    Raises:
        DrawingError: when it is not such an object; in a sentence about "it".
    """
    if not isinstance(item, dict) or not ("strokes" in item or "drawing" in item):
        raise DrawingError("it should be an object with 'id' and 'strokes'")
    if "strokes" in item:
        drawing = fit_strokes(item["strokes"], item.get("size"))
    else:
        drawing = fit_strokes([_transposed(stroke) for stroke in _sequence(item["drawing"], "drawing")])
    name, label, writer = (
        item.get("id", item.get("key_id")),
        item.get("label", item.get("word")),
        item.get("writer"),
    )
    return LabelledDrawing(
        name if isinstance(name, str | int | float) and not isinstance(name, bool) else number,
        drawing,
        None if label is None else _DIGIT_NAMES.get(str(label).lower(), str(label)),
        None if writer is None else str(writer),
    )


def _transposed(stroke: Any) -> list[tuple[Any, Any]]:
    """The points of one of QuickDraw's strokes, which has all x, then all y, and perhaps the times."""
    xs, ys, *_ = (*_sequence(stroke, "stroke"), None, None)
    xs, ys = _sequence(xs, "x"), _sequence(ys, "y")
    if len(xs) != len(ys):
        raise DrawingError("a stroke has {xs} x and {ys} y", xs=len(xs), ys=len(ys))
    return list(zip(xs, ys, strict=True))
