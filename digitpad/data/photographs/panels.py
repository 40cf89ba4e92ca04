"""Pictures inside pictures that a program made: a figure's axes, a window's canvas, large pixels."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.photographs.paper import tones
from digitpad.data.photographs.windows import largest, smallest

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
Box = tuple[slice, slice]

_ALIKE = 0.04  # difference of grey values up to which they are one tone
_NARROW = 0.02  # of the shorter side: breadth of lines
_MADE = 0.25  # share of the pixels of one tone from which a program made the picture
_AREA, _WHOLE = 0.06, 0.97  # of the picture: least and largest area of a panel
_ASPECT = 4.0  # longest panel
_FILLED = 0.65  # of a panel: its ground
_EDGED = 0.93  # of each of its edges: its ground
_CONTENT = 0.004  # of a panel: what is on its ground, if anything is
_CELLS = 8  # fewest pixels in a row that are shown large
_NARROWEST = 5  # of such a pixel, in the picture's
_UNEVEN = 1.5  # pixels that a line may be away from where it should be
_EVEN_CELLS = 0.95  # share of them that have one tone
_INNER = 0.25  # of a cell's side, left out on either side


def panel(grey: FloatArray) -> Box:
    """Rows and columns of the smallest rectangle of one ground with something on it; of all, where none is.

    Args:
        grey: float32 (H, W), 0 black to 1 white.
    """
    from scipy import ndimage

    best: Box = (slice(0, grey.shape[0]), slice(0, grey.shape[1]))
    least = _WHOLE * grey.size
    side = max(5, round(_NARROW * min(grey.shape)) | 1)
    for tone in _common_tones(grey):
        ground = np.abs(grey - np.float32(tone)) < _ALIKE
        # What is narrow, such as the ticks beside a figure, is not of the ground.
        labels, count = ndimage.label(largest(smallest(ground, side), side))
        boxes = ndimage.find_objects(labels)
        areas = np.bincount(labels.ravel(), minlength=count + 1)
        for number in np.flatnonzero(areas[1:] >= _FILLED * _AREA * grey.size).tolist():
            box = boxes[number]
            own = labels[box] == number + 1
            if _AREA * grey.size <= own.size < least and _is_panel(own):
                best, least = box, own.size
    return best


def _common_tones(grey: FloatArray) -> list[float]:
    """The commonest tones, where one is so common that no camera made the picture."""
    near = np.convolve(tones(grey), np.ones(5, np.int64), "same")
    if near.max() < _MADE * grey.size:
        return []
    common: list[float] = []
    for level in np.argsort(near)[::-1].tolist():
        if near[level] < _FILLED * _AREA * grey.size or len(common) == 3:
            break
        if all(abs(level / 255 - tone) > 2 * _ALIKE for tone in common):
            common.append(level / 255)
    return common


def _is_panel(ground: BoolArray) -> bool:
    high, wide = ground.shape
    if max(high, wide) > _ASPECT * min(high, wide):
        return False
    edges = (ground[0], ground[-1], ground[:, 0], ground[:, -1])
    share = float(ground.mean())
    return min(float(edge.mean()) for edge in edges) > _EDGED and _FILLED < share < 1 - _CONTENT


def without_grid(grey: FloatArray) -> FloatArray:
    """The picture (H, W) of large pixels without the lines between them; any other as it is."""
    if not _common_tones(grey):
        return grey
    columns, rows = _lines(grey), _lines(grey.T)
    if columns is None or rows is None:
        return grey
    values, changes = _cells(grey, rows, columns)
    if float((changes < _ALIKE).mean()) < _EVEN_CELLS:
        return grey
    top, bottom, left, right = rows[0].start, rows[-1].stop, columns[0].start, columns[-1].stop
    # The tone around a program's digit is the commonest.
    result = np.full_like(grey, np.median(values))
    large = Image.fromarray(values).resize((right - left, bottom - top), Image.Resampling.BICUBIC)
    result[top:bottom, left:right] = np.clip(np.asarray(large), 0, 1)
    return result


def _lines(grey: FloatArray) -> list[slice] | None:
    """The spans of columns between evenly spaced upright lines; None where there are no such lines."""
    reach = 3
    padded = np.pad(grey, ((0, 0), (reach, reach)), mode="edge")
    left, right = padded[:, : -2 * reach], padded[:, 2 * reach :]
    aside = np.minimum(np.abs(grey - left), np.abs(grey - right)).mean(axis=0)
    if float(aside.max()) < _ALIKE:
        return None
    marked = np.flatnonzero(aside > 0.5 * np.percentile(aside, 98))
    groups = np.split(marked, np.flatnonzero(np.diff(marked) > 2) + 1)
    middles = np.array([float(group.mean()) for group in groups])
    if len(middles) < _CELLS:
        return None
    spacing = float(np.median(np.diff(middles)))
    places = np.round((middles - middles[0]) / spacing)
    slope, start = np.polyfit(places, middles, 1)
    if slope < _NARROWEST or float(np.abs(start + slope * places - middles).max()) > _UNEVEN:
        return None
    edges = np.arange(start - slope, grey.shape[1] + 0.5 * slope, slope)
    edges = edges[(edges > -0.5 * slope) & (edges < grey.shape[1] + 0.5 * slope)]
    bounds = np.clip(np.round(edges), 0, grey.shape[1]).astype(int).tolist()
    return [slice(one, other) for one, other in pairwise(bounds) if other > one]


def _cells(grey: FloatArray, rows: list[slice], columns: list[slice]) -> tuple[FloatArray, FloatArray]:
    """(n, m) each: the tone in the middle of every cell, and how much it changes there."""
    inner_rows, inner_columns = list(map(_inner, rows)), list(map(_inner, columns))
    values = np.zeros((len(rows), len(columns)), np.float32)
    changes = np.zeros_like(values)
    heights, widths = (np.array([len(span) for span in spans]) for spans in (inner_rows, inner_columns))
    for height, width in product(set(heights.tolist()), set(widths.tolist())):  # hardly ever more than four
        high, wide = np.flatnonzero(heights == height), np.flatnonzero(widths == width)
        of_rows = np.array([inner_rows[number] for number in high])
        of_columns = np.array([inner_columns[number] for number in wide])
        pixels = grey[of_rows[:, None, :, None], of_columns[None, :, None, :]]
        pixels = pixels.reshape(len(high), len(wide), height * width)
        values[np.ix_(high, wide)] = np.median(pixels, axis=2)
        changes[np.ix_(high, wide)] = pixels.std(axis=2)
    return values, changes


def _inner(span: slice) -> range:
    """The middle of a cell's rows or columns, at least one."""
    edge = max(1, round(_INNER * (span.stop - span.start)))
    begin, end = span.start + edge, span.stop - edge
    middle = (span.start + span.stop) // 2
    return range(begin, end) if end > begin else range(middle, middle + 1)
