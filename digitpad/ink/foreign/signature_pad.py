"""What signature_pad's `toData()` gives (https://github.com/szimek/signature_pad), of any of its versions."""

from __future__ import annotations

from typing import Any

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.drawing_file import fit_strokes


def is_signature(content: object) -> bool:
    """Whether a JSON file's content is such data: a list of strokes, whose points have names."""
    if not isinstance(content, list):
        return False
    strokes = [_points(stroke) for stroke in content]
    return all(isinstance(points, list) and all(map(_is_point, points)) for points in strokes)


def signature_drawing(content: list[Any]) -> Drawing:
    """The strokes as a drawing that fills the usual part of the pad; what was rubbed out is.

    Raises:
        DrawingError: when a point is not two numbers.
    """
    strokes = [stroke for stroke in content if _points(stroke)]
    drawing = fit_strokes([[[point["x"], point["y"]] for point in _points(stroke)] for stroke in strokes])
    return Drawing(
        tuple(
            Stroke(drawn.points, drawn.width, _rubs_out(stroke))
            for drawn, stroke in zip(drawing.strokes, strokes, strict=True)
        )
    )


def _points(stroke: Any) -> Any:
    return stroke.get("points") if isinstance(stroke, dict) else stroke  # a plain list up to version 2


def _is_point(point: object) -> bool:
    return isinstance(point, dict) and "x" in point and "y" in point


def _rubs_out(stroke: Any) -> bool:
    return isinstance(stroke, dict) and stroke.get("compositeOperation") == "destination-out"
