"""Outlines and how to fill them with a pen going to and fro."""

from __future__ import annotations

import math

import numpy as np

from digitpad.ink.spline import DoubleArray


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
    """Strokes that fill a polygon, going to and fro.

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
    columns: dict[int, list[list[float]]] = {}  # number of the piece on its line -> points, to and fro
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


def _outline(text: str) -> DoubleArray:
    """Corners `x,y` in percent as (n, 2), the height being 1."""
    return np.array([[float(number) for number in corner.split(",")] for corner in text.split()]) / 100


SILHOUETTES: tuple[DoubleArray, ...] = tuple(
    _outline(text)
    for text in (
        # shirts and coats
        "28,0 42,8 58,8 72,0 100,24 84,44 74,32 74,100 26,100 26,32 16,44 0,24",
        "30,0 44,6 56,6 70,0 92,20 104,90 86,92 76,36 76,100 24,100 24,36 14,92 -4,90 8,20",
        "30,0 36,0 40,16 60,16 64,0 70,0 74,34 78,100 22,100 26,34",
        "20,0 50,10 80,0 96,16 100,98 76,100 74,40 72,96 28,96 26,40 24,100 0,98 4,16",
        # trousers and a dress
        "14,0 76,0 92,100 62,100 46,34 30,100 -2,100",
        "30,0 40,10 56,10 66,0 64,38 96,100 0,100 32,38",
        # shoes, a boot and bags
        "0,40 30,44 60,10 74,24 130,48 134,70 0,70",
        "0,0 44,0 46,48 96,66 100,90 0,90",
        "0,50 20,10 36,40 80,44 120,66 124,78 60,74 20,60 16,80 4,80",
        "0,30 24,30 30,4 70,4 76,30 100,30 104,100 -4,100",
        "8,24 40,24 50,0 60,24 92,24 84,100 16,100",
        # a hat, a leaf, a mountain, a cloud, a fish, a bird, a mushroom, an arrow
        "24,0 76,0 84,56 128,70 128,84 -28,84 -28,70 16,56",
        "0,50 24,16 60,0 100,4 96,46 80,80 44,98 14,84 -14,106",
        "0,90 24,30 38,56 64,0 110,90",
        "10,70 -6,46 14,24 34,20 54,0 84,8 94,30 118,40 116,66 96,76",
        "0,36 30,8 66,10 92,32 118,6 112,70 90,46 62,68 26,64",
        "0,20 26,30 50,46 76,28 104,18 74,56 54,80 44,80 26,56",
        "0,46 12,12 50,-2 88,12 100,46 62,48 66,98 34,98 38,48",
        "0,36 60,36 60,8 110,52 60,96 60,68 0,68",
    )
)
"""Filled figures, (n, 2) each with a height of about 1: none so narrow that it might be a thick one."""
