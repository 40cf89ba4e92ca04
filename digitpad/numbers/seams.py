"""Where digits that touch are cut apart: the ways from top to bottom through the least ink.

A seam goes down one row at a time and at most one column to the side, so that it can follow slanted writing
and pass under the bar of a 5; it is found by dynamic programming over the rows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.intp]
DoubleArray = npt.NDArray[np.float64]

_BROAD = 0.62  # breadth in heights of a digit from which a piece of ink may be two digits
_EVERY = 0.06  # distance of the columns that seams are looked for around, in heights
_BAND = 0.1  # how far a seam may go to either side of its line, in heights
_SLANTS = (0.0, -0.3, 0.3)  # columns per row of those lines: upright, and leaning either way
_MARGIN = 0.14  # breadth in heights that a cut leaves at least on either side
_THICKEST = 0.5  # ink in heights that a cut goes through at most
_APART = 0.1  # least distance of two seams' middles, in heights
_SIDEWAYS = 0.06  # cost of a step to the side, where one pixel of ink costs 1
_LINE = 0.15  # how much ink, in heights, a line more that is crossed is worth
_PER_HEIGHT = 5.0  # most seams per height of breadth


def seams(piece: npt.NDArray[np.bool_], height: float) -> list[IntArray]:
    """The seams along which a piece of ink may be cut, from left to right.

    Args:
        piece: (H, W), whether a pixel is ink; cropped to the ink's columns.
        height: of a digit, in pixels.

    Returns:
        For each seam the column, per row, from which on the right side begins. Seams do not cross. Empty
        where the piece is too narrow for two digits.
    """
    rows = np.flatnonzero(piece.any(axis=1))
    wide = piece.shape[1]
    if wide < _BROAD * height or len(rows) < 0.4 * height:
        return []
    inner = piece[rows[0] : rows[-1] + 1]
    margin = _MARGIN * height
    middles = np.arange(margin, wide - margin + 1e-9, max(1.0, _EVERY * height))
    band = max(1, round(_BAND * height))
    found = [_cheapest(inner.astype(np.float64), middles, slant, band) for slant in _SLANTS]
    paths, ink = np.concatenate([way for way, _ in found]), np.concatenate([crossed for _, crossed in found])
    columns = np.clip(paths, 0, wide - 1)
    inked = inner[np.arange(len(inner))[None, :], columns] & (paths >= 0) & (paths < wide)
    lines = inked[:, 0] + (inked[:, 1:] & ~inked[:, :-1]).sum(axis=1)
    # Between two digits there is one place where they touch; through a loop two lines are crossed.
    dear = ink + _LINE * height * np.maximum(lines - 1, 0)
    chosen: list[int] = []
    for number in np.argsort(dear, kind="stable").tolist():
        middle = paths[number].mean()
        far = all(abs(middle - paths[other].mean()) >= _APART * height for other in chosen)
        inside = margin <= middle <= wide - margin
        if far and inside and ink[number] <= _THICKEST * height:
            chosen.append(number)
        if len(chosen) >= max(1, round(_PER_HEIGHT * wide / height)):
            break
    chosen.sort(key=lambda number: float(paths[number].mean()))
    result: list[IntArray] = []
    for number in chosen:
        path = np.concatenate(
            [
                np.full(rows[0], paths[number][0]),
                paths[number],
                np.full(piece.shape[0] - rows[-1] - 1, paths[number][-1]),
            ]
        )
        result.append(np.maximum(path, result[-1]) if result else path)
    return result


def _cheapest(
    ink: DoubleArray, middles: DoubleArray, slant: float, band: int
) -> tuple[IntArray, DoubleArray]:
    """For each middle column the cheapest way down within `band` of the line through it.

    Returns:
        (m, H) columns, and (m,) how many pixels of ink each goes through.
    """
    high, wide = ink.shape
    offsets = np.arange(-band, band + 1)
    leaning = np.rint(slant * (np.arange(high) - high / 2)).astype(np.intp)
    columns = np.rint(middles).astype(np.intp)[:, None] + offsets  # (m, b), before leaning
    # A little dearer towards the band's edge, so that free space is crossed near its line.
    aside = 0.2 * np.abs(offsets) / band / high

    def crossed_at(row: int) -> DoubleArray:
        there = columns + leaning[row]
        inked = ink[row][np.clip(there, 0, wide - 1)]
        return np.where((there < 0) | (there >= wide), 0.0, inked)

    cost = crossed_at(0) + aside
    steps = np.zeros((high, *cost.shape), np.int8)
    for row in range(1, high):
        padded = np.pad(cost, ((0, 0), (1, 1)), constant_values=1e9)
        ways = np.stack([padded[:, 1:-1], padded[:, :-2] + _SIDEWAYS, padded[:, 2:] + _SIDEWAYS])
        best = ways.argmin(axis=0)
        steps[row] = np.array([0, -1, 1], np.int8)[best]
        cost = np.take_along_axis(ways, best[None], 0)[0] + crossed_at(row) + aside
    place = cost.argmin(axis=1)
    every = np.arange(len(middles))
    paths = np.zeros((len(middles), high), np.intp)
    crossed = np.zeros(len(middles))
    for row in range(high - 1, -1, -1):
        paths[:, row] = columns[every, place] + leaning[row]
        crossed += crossed_at(row)[every, place]
        place = place + steps[row][every, place]
    return paths, crossed
