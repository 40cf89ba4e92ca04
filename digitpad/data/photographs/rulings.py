"""Printed lines in a picture's dark pixels: long, straight, thin, and on from rim to rim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    gap = max(4, round(_GAP * width))
    thick = np.pad(_thicker(inked), ((0, 0), (gap, gap)), mode="edge")
    thick = (thick | _shorter(~thick, gap))[:, gap:-gap]
    lines = thick & ~_shorter(thick, max(2, int(_LENGTH * width)))
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


def _shorter(inked: BoolArray, length: int) -> BoolArray:
    """Which pixels lie in a row of fewer than `length`."""
    lengths = run_lengths(inked.T).T
    return np.asarray(inked & (lengths < length), bool)


def _closed(inked: BoolArray, side: int) -> BoolArray:
    """With what no square of `side` pixels without ink reaches."""
    from scipy import ndimage

    # Much faster than the operations on truth values.
    room = np.pad(inked, side).astype(np.uint8)
    closed = ndimage.minimum_filter(ndimage.maximum_filter(room, side), side)
    return np.asarray(closed[side:-side, side:-side], bool)


def run_lengths(inked: BoolArray) -> IntArray:
    """For each dark pixel how many lie in one piece above and below it, with itself; 0 elsewhere."""
    columns = np.zeros((inked.shape[1], inked.shape[0] + 2), np.int8)
    columns[:, 1:-1] = inked.T
    edges = np.diff(columns, axis=1)
    begin, end = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    result = np.zeros((inked.shape[1], inked.shape[0]), np.int64)
    result[inked.T] = np.repeat(end - begin, end - begin)
    return result.T
