"""Skeletons: glyphs made ready for drawing, with their curves worked out once as matrices.

A curve that is linear in its knots (points = matrix @ knots) can be worked out for a whole glyph; drawing
one more digit then costs a single multiplication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from digitpad.ink.glyphs import LETTERS, DoubleArray, Glyph, glyphs, parse_pose

_SPACING = 7.0  # percent of the height between neighbouring points: 1.4 network pixels at most
_LETTER_ROUNDING = 0.35  # a square with corners as round as a digit's would be a zero


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """One glyph of a digit, a letter or a sign.

    Attributes:
        glyph: what it is made from.
        poses: (poses, n, 2), places of all strokes' knots in percent of the height.
        starts, ends: (strokes,), numbers of each stroke's first and last knot.
        smooth, sharp: (m, n), points = matrix @ knots with corners rounded or turned.
        splits: (strokes - 1,), where the points of the second and each later stroke begin.
    """

    glyph: Glyph
    poses: DoubleArray
    starts: npt.NDArray[np.int_]
    ends: npt.NDArray[np.int_]
    smooth: DoubleArray
    sharp: DoubleArray
    splits: tuple[int, ...]


@cache
def digit_skeletons(label: int) -> tuple[Skeleton, ...]:
    """The glyphs of a digit, 0 to 9."""
    return tuple(_skeleton(glyph) for glyph in glyphs(str(label)))


@cache
def letter_names() -> tuple[str, ...]:
    """The letters and signs that can be drawn."""
    return tuple(dict.fromkeys(glyph.name for glyph in glyphs(LETTERS)))


@cache
def letter_skeletons(name: str) -> tuple[Skeleton, ...]:
    """The glyphs of a letter or sign.

    Raises:
        KeyError: when `name` is not one of `letter_names`.
    """
    if name not in letter_names():
        raise KeyError(name)
    return tuple(_skeleton(glyph, _LETTER_ROUNDING) for glyph in glyphs(LETTERS) if glyph.name == name)


def _skeleton(glyph: Glyph, rounding: float = 1.0) -> Skeleton:
    """Work out the curves of a glyph.

    Args:
        glyph: its poses must all have the same number of knots in each stroke.
        rounding: how round the roundest corners get, from 0 (all turn sharply) to 1.
    """
    parsed = [parse_pose(pose) for pose in glyph.poses]
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
    return Skeleton(glyph, poses, starts, ends, smooth, sharp, tuple(splits.tolist()))


def curve_matrices(
    knots: DoubleArray, corners: Sequence[int], spacing: float
) -> tuple[DoubleArray, DoubleArray]:
    """The two extreme curves through a stroke's knots.

    Args:
        knots: (n, 2), n >= 2, a typical position of the knots; it fixes how the curve's parameter is
            shared out and how many points each piece gets.
        corners: numbers of the inner knots that are corners.
        spacing: distance of neighbouring points that is aimed at, in the knots' unit.

    Returns:
        Two (m, n) matrices. The first runs smoothly through the corners, the second stops and turns
        there. A mixture of both has corners in between.
    """
    # Chord length to the power of 3/4: between the centripetal curve, which is flat on long pieces, and
    # the chordal one, which swings out on short ones.
    lengths = np.maximum(np.hypot(*np.diff(knots, axis=0).T), 1e-3)
    parameter = np.concatenate([[0.0], np.cumsum(lengths**0.75)])
    counts = np.maximum(2, np.ceil(lengths / spacing)).astype(int)
    identity = np.eye(len(knots))
    smooth = _hermite(identity, parameter, counts)
    bounds = [0, *corners, len(knots) - 1]
    runs = [
        _hermite(identity[begin : end + 1], parameter[begin : end + 1], counts[begin:end])
        for begin, end in pairwise(bounds)
    ]
    # Every run ends on the knot the next one starts with.
    sharp = np.concatenate([run if number == 0 else run[1:] for number, run in enumerate(runs)])
    return smooth, sharp


def _hermite(knots: DoubleArray, parameter: DoubleArray, counts: npt.NDArray[np.int_]) -> DoubleArray:
    """Points of the cubic curve through `knots` (n, d), `counts` (n - 1) of them a piece and one more."""
    steps = np.diff(parameter)[:, None]
    slopes = np.diff(knots, axis=0) / steps
    tangents = np.empty_like(knots)
    tangents[1:-1] = (slopes[:-1] * steps[1:] + slopes[1:] * steps[:-1]) / (steps[:-1] + steps[1:])
    if len(knots) == 2:
        tangents[:] = slopes[0]
    else:  # the first and last piece bend evenly (parabolas)
        tangents[0] = 2 * slopes[0] - tangents[1]
        tangents[-1] = 2 * slopes[-1] - tangents[-2]
    piece = np.repeat(np.arange(len(counts)), counts)
    position = np.concatenate([np.arange(count) / count for count in counts])[:, None]
    before, after = knots[piece], knots[piece + 1]
    pull_before, pull_after = tangents[piece] * steps[piece], tangents[piece + 1] * steps[piece]
    square, cube = position**2, position**3
    points = (
        (2 * cube - 3 * square + 1) * before
        + (cube - 2 * square + position) * pull_before
        + (3 * square - 2 * cube) * after
        + (cube - square) * pull_after
    )
    return np.concatenate([points, knots[-1:]])


def _block_diagonal(blocks: list[DoubleArray]) -> DoubleArray:
    """The blocks along the diagonal of one matrix, zeros elsewhere."""
    result = np.zeros((sum(len(block) for block in blocks), sum(block.shape[1] for block in blocks)))
    row = column = 0
    for block in blocks:
        result[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return result
