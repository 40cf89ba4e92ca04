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
    begin, end = _runs(inked)
    short = end - begin < length
    return _painted(inked.shape, begin[short], end[short], 1).astype(bool)


def _closed(inked: BoolArray, side: int) -> BoolArray:
    """With what no square of `side` pixels without ink reaches."""
    from scipy import ndimage

    # Much faster than the operations on truth values.
    room = np.pad(inked, side).astype(np.uint8)
    closed = ndimage.minimum_filter(ndimage.maximum_filter(room, side), side)
    return np.asarray(closed[side:-side, side:-side], bool)


def run_lengths(inked: BoolArray) -> IntArray:
    """For each dark pixel how many lie in one piece above and below it, with itself; 0 elsewhere."""
    begin, end = _runs(inked.T)
    return _painted(inked.T.shape, begin, end, end - begin).T


def _runs(inked: BoolArray) -> tuple[IntArray, IntArray]:
    """Where runs along the rows begin and end, through all rows, each with an empty pixel behind it."""
    flat = np.concatenate([[False], np.pad(inked, ((0, 0), (0, 1))).ravel()])
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    return changes[::2], changes[1::2]


def _painted(shape: tuple[int, ...], begin: IntArray, end: IntArray, value: IntArray | int) -> IntArray:
    """An array of the shape with a value in each of the runs, else 0."""
    steps = np.zeros(shape[0] * (shape[1] + 1) + 1, np.int64)
    steps[begin] = value
    steps[end] = -np.asarray(value)
    return np.asarray(np.cumsum(steps)[:-1].reshape(shape[0], -1)[:, :-1])
