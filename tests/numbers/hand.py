"""A hand that writes plain digits for the tests: strokes in a box 0.6 broad and 1 high."""

from __future__ import annotations

import math
from collections.abc import Sequence

from digitpad.ink.drawing import Drawing, Point, Stroke

Path = list[Point]


def _arc(cx: float, cy: float, rx: float, ry: float, begin: float, end: float) -> Path:
    steps = 24
    angles = [math.radians(begin + (end - begin) * step / steps) for step in range(steps + 1)]
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


PATHS: dict[str, list[Path]] = {
    "0": [_arc(0.3, 0.5, 0.3, 0.5, -90, 270)],
    "1": [[(0.3, 0.0), (0.28, 1.0)]],
    "2": [[*_arc(0.3, 0.28, 0.28, 0.28, 190, 380), (0.0, 1.0), (0.6, 1.0)]],
    "3": [[*_arc(0.25, 0.25, 0.28, 0.25, 200, 430), *_arc(0.25, 0.72, 0.33, 0.28, -80, 160)]],
    "4": [[(0.2, 0.0), (0.02, 0.62), (0.6, 0.62)], [(0.45, 0.25), (0.42, 1.0)]],
    "5": [[(0.12, 0.0), (0.08, 0.42), *_arc(0.25, 0.68, 0.3, 0.3, -110, 140)], [(0.12, 0.0), (0.6, 0.0)]],
    "6": [[(0.48, 0.0), (0.12, 0.45), *_arc(0.3, 0.7, 0.27, 0.29, 200, 540)]],
    "7": [[(0.0, 0.02), (0.6, 0.0), (0.25, 1.0)], [(0.1, 0.52), (0.55, 0.5)]],
    "8": [[*_arc(0.3, 0.24, 0.22, 0.24, 80, -270), *_arc(0.3, 0.74, 0.28, 0.26, -90, 270)]],
    "9": [[*_arc(0.28, 0.27, 0.26, 0.27, 0, -360), (0.52, 0.4), (0.45, 1.0)]],
}
"""Digit -> its strokes."""


def written(text: str, gap: float = 0.3, height: float = 7.0, at: Point = (1.5, 9.0)) -> Drawing:
    """The digits side by side.

    Args:
        text: digits.
        gap: between their boxes, in heights.
        height: in network pixels.
        at: upper left corner, in network pixels.
    """
    strokes = [
        stroke
        for number, name in enumerate(text)
        for stroke in placed(name, (at[0] + number * (0.6 + gap) * height, at[1]), height)
    ]
    return Drawing(tuple(strokes))


def placed(name: str, at: Point, height: float) -> Sequence[Stroke]:
    """The strokes of one digit with its upper left corner at `at`."""
    return [
        Stroke(tuple((at[0] + x * height, at[1] + y * height) for x, y in path), 1.0) for path in PATHS[name]
    ]
