"""Smooth curves through knots, as matrices: points = matrix @ knots.

A curve that is linear in its knots can be worked out once for a whole skeleton; drawing one more digit
then costs a single multiplication.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]


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
        there. A mixture of both gives corners in between.
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
