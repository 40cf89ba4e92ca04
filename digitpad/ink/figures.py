"""Figures that scribbles are made of: shaken strokes, polygons, hatching, silhouettes."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from digitpad.ink.drawing import Drawing
from digitpad.ink.glyphs import SILHOUETTES, DoubleArray, glyphs, parse_pose
from digitpad.ink.redraw import Paths, drawing_from_paths
from digitpad.ink.synthetic import pen_width, placed

_SHAKE = 0.006  # tremor as a part of the longer side


def drawn(strokes: Paths, rng: np.random.Generator, pen: float | None = None) -> Drawing:
    """The strokes on the pad, somewhat shaken.

    Args:
        strokes: (n, 2) each, in any unit.
        rng: source of everything that varies.
        pen: width of the brush in 20ths of the strokes' longer side; None for a random one.
    """
    points = np.concatenate(strokes)
    points = points + rng.standard_normal(points.shape) * (_SHAKE * float(np.ptp(points, axis=0).max()))
    splits = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    points, width = placed(points, pen_width(rng) if pen is None else pen, rng)
    return drawing_from_paths(np.split(points, splits), width)


def turned(points: DoubleArray, angle: float) -> DoubleArray:
    """The points (n, 2) turned around the origin by an angle in radians."""
    cos, sin = math.cos(angle), math.sin(angle)
    turned: DoubleArray = points @ np.array([[cos, sin], [-sin, cos]])
    return turned


def broad(points: DoubleArray) -> DoubleArray:
    """The points (n, 2), laid on their side where they are tall, because what is tall and full is a one."""
    wide, high = np.ptp(points, axis=0)
    return points[:, ::-1] if high > 1.3 * wide else points


def ring(rng: np.random.Generator, corners: int, roughness: float) -> DoubleArray:
    """A polygon around (0, 0), about 2 across.

    Args:
        rng: source of everything that varies.
        corners: how many, 3 or more.
        roughness: standard deviation of the corners' distance from the middle, 0 for all at 1.

    Returns:
        (corners, 2).
    """
    angle = (np.arange(corners) + rng.uniform(-0.25, 0.25, corners)) * math.tau / corners
    angle += rng.uniform(0, math.tau)
    radius = np.clip(1.0 + rng.standard_normal(corners) * roughness, 0.4, 1.6)
    points: DoubleArray = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points


def hatched(
    outline: DoubleArray, angle: float, spacing: float, rng: np.random.Generator
) -> list[DoubleArray]:
    """Strokes that fill a polygon, going back and forth.

    Args:
        outline: (n, 2), the polygon's corners.
        angle: of the lines, in radians from the x axis.
        spacing: from one line to the next, in the outline's unit, smaller than the outline.
        rng: source of the lines' unevenness.

    Returns:
        One stroke or more, each (m, 2) with m >= 2: one where every line meets the polygon once, more
        where it has legs.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    frame = np.array([[cos, -sin], [sin, cos]])
    corners = outline @ frame
    following = np.roll(corners, -1, axis=0)
    low, high = float(corners[:, 1].min()), float(corners[:, 1].max())
    columns: dict[int, list[list[float]]] = {}  # number of the piece on its line -> points, back and forth
    for number, level in enumerate(np.arange(low + spacing / 2, high, spacing)):
        level += rng.normal() * 0.15 * spacing
        crossing = (corners[:, 1] <= level) != (following[:, 1] <= level)
        before, after = corners[crossing], following[crossing]
        part = (level - before[:, 1]) / (after[:, 1] - before[:, 1])
        places = np.sort(before[:, 0] + part * (after[:, 0] - before[:, 0]))
        places = places + rng.standard_normal(len(places)) * (0.2 * spacing)
        for piece in range(len(places) // 2):
            left, right = places[2 * piece : 2 * piece + 2].tolist()
            points = [[left, level], [right, level]]
            columns.setdefault(piece, []).extend(points if number % 2 == 0 else points[::-1])
    if not columns:  # thinner than the spacing
        columns[0] = [corners[0].tolist(), corners[len(corners) // 2].tolist()]
    return [np.array(points) @ frame.T for points in columns.values()]


@cache
def silhouettes() -> tuple[DoubleArray, ...]:
    """Outlines of filled figures, (n, 2) each with a height of about 1."""
    return tuple(parse_pose(glyph.poses[0])[0][0] / 100 for glyph in glyphs(SILHOUETTES))
