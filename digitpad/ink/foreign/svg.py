"""The lines of an SVG drawing: paths, polylines, polygons, lines, circles, with their transforms."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from digitpad.errors import DrawingError
from digitpad.ink.foreign.svg_path import (
    MOST_POINTS,
    UNMOVED,
    Line,
    Matrix,
    combined,
    moved,
    path_lines,
    read_transform,
)
from digitpad.ink.foreign.xml_tree import Element

_GROUPS = ("svg", "g", "a", "switch")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ROUND = 24  # straight pieces of a circle


@dataclass(frozen=True, slots=True)
class _Look:
    """How something is drawn, as its elements inherit it.

    Attributes:
        matrix: where it is put.
        stroke, fill: colours; "" where nothing is said.
    """

    matrix: Matrix = UNMOVED
    stroke: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape's lines [x, y] with its look; `dot` is its middle where it is a filled circle."""

    lines: list[list[list[float]]]
    look: _Look
    dot: bool = False

    @property
    def is_stroked(self) -> bool:
        return self.look.stroke not in ("", "none")

    @property
    def is_filled(self) -> bool:
        return self.look.fill not in ("", "none") and not self.is_stroked


def svg_strokes(root: Element) -> list[list[list[float]]]:
    """The strokes of a drawing: what is stroked; where nothing says so, all lines.

    Raises:
        DrawingError: when it has none, only filled areas, or a path cannot be read; in a sentence about "it".
    """
    shapes = [shape for shape in _shapes(root, _Look()) if shape.lines]
    stroked = [shape for shape in shapes if shape.is_stroked or shape.dot]
    plain = [shape for shape in shapes if not shape.is_filled or shape.dot]
    if shapes and not plain:
        raise DrawingError("it has filled areas and not lines; save it as PNG to have it read as a picture")
    chosen = stroked if any(shape.is_stroked for shape in stroked) else plain
    strokes = [line for shape in chosen for line in shape.lines]
    if sum(map(len, strokes)) > MOST_POINTS:
        raise DrawingError("it has too many points for a drawing")
    return strokes


def _shapes(element: Element, around: _Look) -> Iterator[_Shape]:
    """Iterate over the shapes in an element, in their order; what is only defined is not drawn."""
    look = _look(element, around)
    if look is None:
        return
    if element.tag in _GROUPS:
        for child in element.children:
            yield from _shapes(child, look)
        return
    lines = _lines(element)
    dot = element.tag == "circle" and look.stroke in ("", "none")
    if dot:
        lines = [[sum(line) / len(line)] for line in lines]
    yield _Shape([moved(look.matrix, line) for line in lines], look, dot)


def _look(element: Element, around: _Look) -> _Look | None:
    """The look of an element; None where it is hidden."""
    style = dict(_declarations(element.attributes.get("style", "")))
    values = {name: style.get(name, element.attributes.get(name, "")).strip() for name in _PROPERTIES}
    if values["display"] == "none" or values["visibility"] in ("hidden", "collapse"):
        return None
    own = read_transform(element.attributes.get("transform", ""))
    return _Look(
        combined(around.matrix, own), values["stroke"] or around.stroke, values["fill"] or around.fill
    )


_PROPERTIES = ("display", "visibility", "stroke", "fill")


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _lines(element: Element) -> list[Line]:
    """The lines of a shape before any transform; none of what is not a shape."""
    match element.tag:
        case "path":
            return path_lines(element.attributes.get("d", ""))
        case "polyline" | "polygon":
            values = [float(piece) for piece in _NUMBER.findall(element.attributes.get("points", ""))]
            points = [complex(x, y) for x, y in zip(values[::2], values[1::2], strict=False)]
            return [points + points[:1] if element.tag == "polygon" else points] if points else []
        case "line":
            x1, y1, x2, y2 = (_length(element, name) for name in ("x1", "y1", "x2", "y2"))
            return [[complex(x1, y1), complex(x2, y2)]]
        case "circle" | "ellipse":
            names = ("r", "r") if element.tag == "circle" else ("rx", "ry")
            across, down = (_length(element, name) for name in names)
            centre = complex(_length(element, "cx"), _length(element, "cy"))
            turns = (2 * math.pi * step / _ROUND for step in range(_ROUND + 1))
            return [[centre + complex(across * math.cos(a), down * math.sin(a)) for a in turns]]
    return []


def _length(element: Element, name: str) -> float:
    """A number of user units; 0 where there is none."""
    piece = _NUMBER.match(element.attributes.get(name, "").strip())
    return float(piece[0]) if piece else 0.0
