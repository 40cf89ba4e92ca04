"""The lines of a picture drawn anew with the pen's width that MNIST's digits have.

Pictures have no strokes, but their lines have middles: what remains when a line is thinned to one pixel.
Drawn from there with a round pen, hair lines and felt markers come out alike, as a drawing's strokes do
(`digitpad.ink.redraw`). With it 3 to 4 % more of the simulated photographs are read rightly by a network that
knows pen strokes (`python -m tests.tools.benchmarks.photographs`).
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.preprocess import FloatArray, ink_box
from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.raster import SCALE
from digitpad.ink.redraw import REDRAWN_WIDTH

BoolArray = npt.NDArray[np.bool_]

LEAST_SIDE = 42
"""Longer side of the ink in pixels from which its lines can be followed."""

_LARGEST = 1024  # longer side in pixels above which the ink is reduced first
_HALF = 0.4  # ink from which a pixel belongs to the line
_SMOOTHING = 0.12  # of the line's width: rough rims would grow twigs
_ALIKE = 0.16  # relative difference from the wanted width that is none
_BROADEST = 0.5  # of the ink's longer side; a blot has no middle line


def redrawn_ink(ink: FloatArray, width: float = REDRAWN_WIDTH) -> FloatArray | None:
    """The lines of a picture with one width, at the size and place of a redrawn drawing.

    Args:
        ink: float32 (H, W), 0 empty to 1 full ink.
        width: of the new lines, in network pixels.

    Returns:
        float32 (112, 112), 4 pixels to the network pixel, the ink 20 network pixels long; None where there is
        too little to follow lines in (less than 42 pixels, or a blot) and where the lines have the width.
    """
    from scipy import ndimage

    box = ink_box(ink)
    if box is None:
        return None
    left, top, right, bottom = box
    crop, longer = ink[top:bottom, left:right], max(right - left, bottom - top)
    if longer > _LARGEST:  # finer than the result can show, and slow
        finer = -(-longer // _LARGEST)
        crop = np.asarray(Image.fromarray(np.ascontiguousarray(crop, np.float32)).reduce(finer))
        longer = max(crop.shape)
    crop = np.pad(crop, 2)
    if longer < LEAST_SIDE:
        return None
    line = line_width(crop > _HALF)
    if line <= 0 or line > _BROADEST * longer:
        return None
    if abs(line / longer * DIGIT_SIDE / width - 1) < _ALIKE:
        return None
    middle_side = (DIGIT_SIDE - width) * SCALE  # of the middle lines, in pixels of the result
    scale = middle_side / max(longer - line, 1.0)
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    small = Image.fromarray(np.ascontiguousarray(crop, np.float32)).resize(size, Image.Resampling.BILINEAR)
    smooth = ndimage.gaussian_filter(np.pad(np.asarray(small), 2), max(0.5, _SMOOTHING * line * scale))
    # A hair line that was shrunk is fainter; its ridge counts, whatever it has left.
    inked = smooth[smooth > 0.1]
    if not inked.size:
        return None
    middles = thinned(smooth > _HALF * min(1.0, float(np.percentile(inked, 90))))
    if not middles.any():
        return None
    return _drawn(middles, width * SCALE)


def line_width(line: BoolArray) -> float:
    """Mean width in pixels of the lines in a picture: within a strip, the mean distance from the rim is a
    quarter of the strip's width.
    """
    from scipy import ndimage

    if not line.any():
        return 0.0
    distance = ndimage.distance_transform_edt(line)
    # Distances count from the first pixel outside, half a pixel beyond the rim.
    return max(1.0, float(4 * (distance[line].mean() - 0.5)))


def _drawn(middles: BoolArray, width: float) -> FloatArray:
    """A round pen of `width` pixels along the middle lines, in the middle of the pad."""
    from scipy import ndimage

    rows, columns = np.nonzero(middles)
    side = round(SIDE * SCALE)
    pad = np.ones((side, side), bool)
    row = rows + round((side - rows.min() - rows.max()) / 2)
    column = columns + round((side - columns.min() - columns.max()) / 2)
    inside = (row >= 0) & (row < side) & (column >= 0) & (column < side)
    pad[row[inside], column[inside]] = False
    distance = ndimage.distance_transform_edt(pad)
    # The same soft rim as the pad's brush has: half a network pixel.
    soft = 0.5 * SCALE
    return np.asarray(np.clip((width / 2 + soft / 2 - distance) / soft, 0, 1), np.float32)


def thinned(line: BoolArray) -> BoolArray:
    """The middle lines, one pixel wide, of everything in the picture; no part is lost or cut.

    Source: T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", 1984.
    """
    present = np.pad(line, 1).astype(np.uint8)
    inner = present[1:-1, 1:-1]
    high, wide = line.shape
    around = [present[1 + row : 1 + row + high, 1 + column : 1 + column + wide] for row, column in _AROUND]
    tables = _tables()
    while True:
        before = int(inner.sum())
        for table in tables:
            code = np.zeros_like(inner)
            for number, neighbour in enumerate(around):
                code |= neighbour << number
            inner &= ~table[code] & 1
        if int(inner.sum()) == before:
            return np.asarray(inner, bool)


_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""The neighbours P2 to P9 of the source, clockwise from the one above."""


@functools.cache
def _tables() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """For each of the 256 neighbourhoods whether its pixel goes in the first and in the second half step."""
    tables = np.zeros((2, 256), np.uint8)
    for code in range(256):
        ring = [code >> number & 1 for number in range(8)]
        steps = sum(ring[number] == 0 and ring[(number + 1) % 8] == 1 for number in range(8))
        if not (2 <= sum(ring) <= 6 and steps == 1):
            continue
        up, right, down, left = ring[0], ring[2], ring[4], ring[6]
        tables[0, code] = not (up and right and down) and not (right and down and left)
        tables[1, code] = not (up and right and left) and not (up and down and left)
    return tables[0], tables[1]
