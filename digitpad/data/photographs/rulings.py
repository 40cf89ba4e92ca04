"""Printed lines in a picture's dark pixels: long, straight, thin, and on from rim to rim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.windows import in_runs, largest, smallest

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_LENGTH = 0.5  # of the picture's width: what is as long without a bend is no stroke of a digit
_GAP = 0.04  # of the width that may be missing: a line was taken out there, or the printing has holes
_END = 0.02  # of the width: the rim
_ONE_END = 0.75  # of the width: so long is a line of a frame that comes in from one side only
_BESIDE = 0.2  # of the height: such a line lies near the rim
_THICKEST = 0.08  # of the height: of a digit that was cut out close, a bar is as long, and thicker
_THICK = 1.6  # times its thickness: where it is thicker a stroke crosses it
_BRIDGED = 3  # pixels on either side of a line from which a stroke is taken to go on


def without_rulings(inked: BoolArray) -> BoolArray:
    """The dark pixels (H, W) less the lines that run through the picture, level or upright.

    Strokes across a line stay: there it is thicker than elsewhere.
    """
    taken = _level(inked)
    # One after the other, or their crossings would be left.
    taken |= _level((inked & ~taken).T).T
    if not taken.any():
        return inked
    # Where a stroke crosses a line at a small angle, the line between its two ends is ink.
    left = inked & ~taken
    return np.asarray(left | (taken & _closed(left, 2 * _BRIDGED + 1)), bool)


def _level(inked: BoolArray) -> BoolArray:
    """Which pixels belong to nearly level lines alone."""
    from scipy import ndimage

    height, width = inked.shape
    taken = np.zeros_like(inked)
    # Made thicker, a line that leans a little has no gaps in a row.
    thick = _without_gaps(_thicker(inked), max(4, round(_GAP * width)))
    lines = in_runs(thick, max(2, int(_LENGTH * width)))
    if not lines.any():
        return taken
    labels, count = ndimage.label(_thicker(lines), np.ones((3, 3), int))
    runs = run_lengths(inked)
    for number, box in enumerate(ndimage.find_objects(labels, count), 1):
        rows, columns = box
        ends = (columns.start <= _END * width) + (columns.stop >= (1 - _END) * width)
        beside = rows.start < _BESIDE * height or rows.stop > (1 - _BESIDE) * height
        if ends < 2 and not (ends and beside and columns.stop - columns.start > _ONE_END * width):
            continue
        here = np.where(labels[box] == number, runs[box], 0)
        # A stroke may lie along half of the line; where it does, the runs are longer.
        shortest = np.where(here > 0, here, height).min(axis=0)
        thickness = float(np.percentile(shortest[(here > 0).any(axis=0)], 25))
        if thickness <= _THICKEST * height:
            taken[box] |= (here > 0) & (here <= _THICK * thickness + 1)
    return taken


def _thicker(inked: BoolArray) -> BoolArray:
    """With a pixel more above and below."""
    thick = inked.copy()
    thick[1:] |= inked[:-1]
    thick[:-1] |= inked[1:]
    return thick


def _without_gaps(inked: BoolArray, gap: int) -> BoolArray:
    """With the gaps in a row that are shorter than `gap`, but not what is without ink at the rim."""
    return ~in_runs(np.pad(~inked, ((0, 0), (gap, gap)), constant_values=True), gap)[:, gap:-gap]


def _closed(inked: BoolArray, side: int) -> BoolArray:
    """With what no square of `side` pixels without ink reaches."""
    room = np.pad(inked, side)
    return np.asarray(smallest(largest(room, side), side)[side:-side, side:-side], bool)


def run_lengths(inked: BoolArray) -> IntArray:
    """For each dark pixel how many lie in one piece above and below it, with itself; 0 elsewhere."""
    across = inked.T
    # Through all columns, each with an empty pixel behind it.
    flat = np.concatenate([[False], np.pad(across, ((0, 0), (0, 1))).ravel()])
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    begin, end = changes[::2], changes[1::2]
    steps = np.zeros(len(flat), np.int64)
    steps[begin] = end - begin
    steps[end] = begin - end
    return np.asarray(np.cumsum(steps)[:-1].reshape(len(across), -1)[:, :-1]).T
