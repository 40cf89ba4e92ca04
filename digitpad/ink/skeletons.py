"""Skeletons: an allograph's text made ready for drawing, with its curves worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from digitpad.ink.allographs import ALLOGRAPHS
from digitpad.ink.spline import DoubleArray, curve_matrices

_SPACING = 7.0  # percent of the height between neighbouring points: 1.4 network pixels at most


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """One allograph of a digit, or one form of a letter or sign.

    Attributes:
        name: what it looks like, unique within its digit or letter.
        weight: how often it is drawn, relative to its siblings.
        poses: (poses, n, 2), places of all strokes' knots in percent of the height.
        starts, ends: (strokes,), numbers of each stroke's first and last knot.
        smooth, sharp: (m, n), points = matrix @ knots with corners rounded or turned.
        splits: (strokes - 1,), where the points of the second and each later stroke begin.
    """

    name: str
    weight: float
    poses: DoubleArray
    starts: npt.NDArray[np.int_]
    ends: npt.NDArray[np.int_]
    smooth: DoubleArray
    sharp: DoubleArray
    splits: tuple[int, ...]


@cache
def skeletons(label: int) -> tuple[Skeleton, ...]:
    """The allographs of a digit.

    Args:
        label: the digit, 0 to 9.
    """
    return tuple(built(name, weight, texts) for name, (weight, texts) in ALLOGRAPHS[label].items())


def built(name: str, weight: float, texts: tuple[str, ...], rounding: float = 1.0) -> Skeleton:
    """An allograph's text worked out.

    Args:
        name: what it looks like.
        weight: how often it is drawn, relative to its siblings.
        texts: its poses, all with the same number of knots in each stroke.
        rounding: how round the roundest corners get, from 0 (all turn sharply) to 1.
    """
    parsed = [_parsed(text) for text in texts]
    poses = np.stack([np.concatenate([points for points, _ in strokes]) for strokes in parsed])
    sizes = np.array([len(points) for points, _ in parsed[0]])
    ends = np.cumsum(sizes) - 1
    starts = ends + 1 - sizes
    typical = poses.mean(axis=0)
    matrices = [
        curve_matrices(typical[start : end + 1], corners, _SPACING)
        for start, end, (_, corners) in zip(starts, ends, parsed[0], strict=True)
    ]
    splits = np.cumsum([len(smooth) for smooth, _ in matrices])[:-1]
    smooth, sharp = (_block_diagonal([pair[which] for pair in matrices]) for which in (0, 1))
    smooth = rounding * smooth + (1.0 - rounding) * sharp
    return Skeleton(name, weight, poses, starts, ends, smooth, sharp, tuple(splits.tolist()))


def _parsed(text: str) -> list[tuple[DoubleArray, list[int]]]:
    """Per stroke its knots (n, 2) and the numbers of its inner corners."""
    strokes = []
    for part in text.split("|"):
        knots = part.split()
        points = np.array([[float(number) for number in knot.rstrip("!").split(",")] for knot in knots])
        corners = [i for i, knot in enumerate(knots) if knot.endswith("!") and 0 < i < len(knots) - 1]
        strokes.append((points, corners))
    return strokes


def _block_diagonal(blocks: list[DoubleArray]) -> DoubleArray:
    """The blocks along the diagonal of one matrix, zeros elsewhere."""
    result = np.zeros((sum(len(block) for block in blocks), sum(block.shape[1] for block in blocks)))
    row = column = 0
    for block in blocks:
        result[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return result
