"""Where digits that touch are cut apart: the ways from top to bottom through the least ink.

A seam goes down one row at a time and at most one column to the side, so that it can follow slanted writing
and pass under the bar of a 5; it is found by dynamic programming over the rows. Every line that it crosses
costs, and a little every pixel of ink: digits that touch often share a piece of line, along which a seam may
run for a while, while through a loop it would cross two.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
DoubleArray = npt.NDArray[np.float64]

BROAD = 0.5
"""Breadth in heights of a digit from which a piece of ink may be two digits."""

_EVERY = 0.06  # distance of the columns that seams are looked for around, in heights
_BAND = 0.2  # how far a seam may go to either side of its line, in heights
_SLANTS = (0.0, -0.3, 0.3)  # columns per row of those lines: upright, and leaning either way
_MARGIN = 0.08  # breadth in heights that a cut leaves at least on either side
_THICKEST = 0.5  # ink in heights that a cut goes through at most
_APART = 0.06  # least distance of two seams' middles, in heights
_SIDEWAYS = 0.06  # cost of a step to the side, where a pixel of ink costs 0.5
_LINE = 0.15  # cost in heights of each line that is crossed: between two digits there is mostly one
_INK = 0.5  # cost of a pixel of ink on the way
_PER_HEIGHT = 8.0  # most seams per height of breadth


def seams(piece: BoolArray, height: float) -> list[IntArray]:
    """The seams along which a piece of ink may be cut, from left to right.

    Args:
        piece: (H, W), whether a pixel is ink; cropped to the ink's columns.
        height: of a digit, in pixels.

    Returns:
        For each seam the column, per row, from which on the right side begins. Seams do not cross. Empty
        where the piece is too narrow for two digits.
    """
    rows = np.flatnonzero(piece.any(axis=1))
    if piece.shape[1] < BROAD * height or len(rows) < 0.4 * height:
        return []
    paths = _chosen(piece[rows[0] : rows[-1] + 1], height)
    above, below = rows[0], piece.shape[0] - rows[-1] - 1
    result: list[IntArray] = []
    for path in paths:
        whole = np.pad(path, (above, below), mode="edge")
        result.append(np.maximum(whole, result[-1]) if result else whole)
    return result


def _chosen(ink: BoolArray, height: float) -> list[IntArray]:
    """The cheapest ways down, from left to right."""
    wide = ink.shape[1]
    margin = _MARGIN * height
    middles = np.arange(margin, wide - margin + 1e-9, max(1.0, _EVERY * height))
    band = max(1, round(_BAND * height))
    columns = np.concatenate([_columns(len(ink), middles, slant, band) for slant in _SLANTS], axis=1)
    there = ink[np.arange(len(ink))[:, None, None], np.clip(columns, 0, wide - 1)]
    inked = there & (columns >= 0) & (columns < wide)
    places = _cheapest(inked, _LINE * height)[..., None]
    paths = np.take_along_axis(columns, places, 2)[..., 0].T
    crossed = np.take_along_axis(inked, places, 2)[..., 0].T
    lines = crossed[:, 0] + (crossed[:, 1:] & ~crossed[:, :-1]).sum(axis=1)
    pixels = crossed.sum(axis=1)
    centres = paths.mean(axis=1)
    possible = (centres >= margin) & (centres <= wide - margin) & (pixels <= _THICKEST * height)
    chosen: list[int] = []
    for number in np.argsort(_INK * pixels + _LINE * height * lines, kind="stable").tolist():
        far = all(abs(centres[number] - centres[other]) >= _APART * height for other in chosen)
        if far and possible[number]:
            chosen.append(number)
        if len(chosen) >= max(1, round(_PER_HEIGHT * wide / height)):
            break
    return [paths[number] for number in sorted(chosen, key=lambda number: float(centres[number]))]


def _columns(high: int, middles: DoubleArray, slant: float, band: int) -> IntArray:
    """(H, m, b): the columns within `band` of the lines through the middle columns."""
    leaning: IntArray = np.rint(slant * (np.arange(high) - high / 2)).astype(np.intp)
    offsets: IntArray = np.arange(-band, band + 1)
    centres: IntArray = np.rint(middles).astype(np.intp)
    return leaning[:, None, None] + centres[:, None] + offsets


def _cheapest(inked: BoolArray, line: float) -> IntArray:
    """The cheapest ways down bands of columns.

    Args:
        inked: (H, m, b), whether there is ink.
        line: what it costs to enter ink.

    Returns:
        (H, m): the place within the band per row.
    """
    high, count, broad = inked.shape
    # A little dearer towards the band's edge, so that free space is crossed near its line.
    aside = 0.2 * np.abs(np.linspace(-1, 1, broad)) / high
    before = np.pad(inked[:-1], ((0, 0), (0, 0), (1, 1)), constant_values=True)
    straight, left, right = (
        line * (inked[1:] & ~before[..., begin : begin + broad]) + (_SIDEWAYS if begin != 1 else 0.0)
        for begin in (1, 0, 2)
    )
    steps = np.zeros(inked.shape, np.int8)
    cost = np.full((count, broad + 2), 1e9)  # nothing comes from beyond the band
    cost[:, 1:-1] = inked[0] * (line + _INK) + aside
    for row in range(1, high):
        best = cost[:, 1:-1] + straight[row - 1]
        for step, dearer in ((-1, left), (1, right)):
            other = cost[:, 1 + step : 1 + step + broad] + dearer[row - 1]
            np.copyto(steps[row], step, where=other < best)
            np.minimum(best, other, out=best)
        cost[:, 1:-1] = best + _INK * inked[row] + aside
    places = np.zeros((high, count), np.intp)
    places[-1] = cost[:, 1:-1].argmin(axis=1)
    every = np.arange(count)
    for row in range(high - 1, 0, -1):
        places[row - 1] = places[row] + steps[row, every, places[row]]
    return places
