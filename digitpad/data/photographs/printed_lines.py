"""Printed lines in a picture's dark pixels: found by their length, taken out without strokes across them.

A ruled line runs from rim to rim, nearly level or upright, and is thin everywhere; a pen's stroke that
crosses it is long across the line. So in each row or column only short runs of dark pixels are taken out, as
is usual for the staff lines of printed music.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.rulings import run_lengths

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_COARSE = 200  # longer side of the grid that lines are searched on
_SLOPES = sorted(
    np.linspace(-0.09, 0.09, 25).tolist(), key=abs
)  # of the lines against the picture's sides, as tangents
_COVERED = 0.6  # part of the picture's width that a line must cover
_CLEARLY = 0.05  # more of the width that a steeper line must cover
_END = 0.04  # part of the width at either end; no digit reaches both
_BRIDGED = 3  # pixels on either side of a line from which a stroke is taken to go on
_DARKER = 1.6  # times a line's contrast: so dark is ink on the line


def without_lines(inked: BoolArray, contrast: FloatArray, faint: BoolArray) -> BoolArray:
    """The dark pixels less the lines that run through the whole picture.

    Args:
        inked: (H, W), the dark pixels.
        contrast: (H, W), how dark each pixel is.
        faint: (H, W), pixels that are dark or nearly so: a line may come and go.
    """
    from scipy import ndimage

    taken = _on_lines(inked, contrast, faint)
    # One after the other, or their crossings would be left.
    taken |= _on_lines((inked & ~taken).T, contrast.T, faint.T).T
    if not taken.any():
        return inked
    left = inked & ~taken
    # Where a stroke crosses a line at a small angle, the line between its two ends is ink.
    bridged = ndimage.binary_closing(left, np.ones((3, 3), bool), iterations=_BRIDGED)
    return np.asarray(left | (taken & bridged), bool)


def _on_lines(inked: BoolArray, contrast: FloatArray, faint: BoolArray) -> BoolArray:
    """Which pixels belong to nearly level lines alone."""
    step = max(1, -(-max(inked.shape) // _COARSE))
    lines = _level_lines(faint, step)
    taken = np.zeros_like(inked)
    if not len(lines):
        return taken
    runs = run_lengths(inked)
    columns = np.arange(inked.shape[1])
    reach = step + 3
    for slope, offset in lines:
        middle = (offset + 0.5) * step + slope * (columns - inked.shape[1] / 2)
        rows = np.round(middle).astype(np.int64)[None, :] + np.arange(-reach, reach + 1)[:, None]
        good = (rows >= 0) & (rows < inked.shape[0])
        rows = np.clip(rows, 0, inked.shape[0] - 1)
        here = runs[rows, columns[None, :]] * good
        if not here.any():
            continue
        # A stroke may lie along half of the line; where it does, the runs are longer.
        shortest = np.where(here > 0, here, inked.shape[0]).min(axis=0)
        thick = float(np.percentile(shortest[(here > 0).any(axis=0)], 25))
        dark = contrast[rows, columns[None, :]]
        thin = (here > 0) & (here <= 1.5 * thick + 1) & (thick <= 2 * reach)
        if thin.any():
            # The middle of the line; a stroke may lie along a good part of it.
            ridge = np.where(thin, dark, 0).max(axis=0)
            thin &= dark <= _DARKER * float(np.percentile(ridge[ridge > 0], 35)) + 0.03
            taken[rows[thin], np.broadcast_to(columns, rows.shape)[thin]] = True
    return taken


def _level_lines(inked: BoolArray, step: int) -> list[tuple[float, int]]:
    """Slope and coarse row in the middle of each line that runs from rim to rim."""
    rows, columns = np.nonzero(inked)
    height, width = -(-inked.shape[0] // step), -(-inked.shape[1] // step)
    y, x = rows // step, columns // step
    ends = max(2, round(_END * width))
    best: dict[int, tuple[float, float, int]] = {}
    for slope in _SLOPES:
        shifted = np.round(y - slope * (x - width / 2)).astype(np.int64)
        inside = (shifted >= 0) & (shifted < height)
        seen = np.zeros((height, width), bool)
        seen[shifted[inside], x[inside]] = True
        covered = seen.mean(axis=1)
        through = seen[:, :ends].mean(axis=1) * seen[:, -ends:].mean(axis=1) > 0
        for row in np.flatnonzero((covered >= _COVERED) & through):
            key = int(row)
            # A stroke beside a line may seem to lengthen it at another slope.
            if key not in best or covered[row] > best[key][0] + _CLEARLY:
                best[key] = (float(covered[row]), float(slope), key)
    return [(slope, row) for _, slope, row in _apart(list(best.values()))]


def _apart(found: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    """The best covered lines, those next to a better one left out."""
    kept: list[tuple[float, float, int]] = []
    for line in sorted(found, reverse=True):
        if all(abs(line[2] - other[2]) > 1 for other in kept):
            kept.append(line)
    return kept
