"""A pen's lines in a picture: darker than the paper around, and narrower than a thick line could be.

The light on a photographed sheet changes slowly or along shadows that are wider than any pen's line. What is
darker than the paper around it, and narrower than a thick line could be, is taken for ink at first; then
printed lines, what comes in from the rim, frames and specks are taken away (`line_parts`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.line_parts import inked_parts
from digitpad.data.photographs.line_width import line_width
from digitpad.data.photographs.paper import has_even_rim
from digitpad.data.photographs.windows import largest, smallest

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

_REACHES = (0.05, 0.1, 0.2)  # of the shorter side: what is broader than this cannot be a line
_LEAST = 0.1  # of the shorter side: the extent of a digit
_GROWTH = 1.25
_SLIM = 0.6  # of the reach: lines that are broader may be the thin parts of still broader ones
_GRAINY = 0.012  # standard deviation of the grain from which it is smoothed more
_SMOOTHING = 0.6  # standard deviation in pixels; thinner lines than the noise are not read anyhow
_PERCENTILES = 0.757  # standard deviations between the 10th and the 30th percentile of what is normal
_NOISES = 4.5  # standard deviations of the paper's grain that ink must differ by
_CONTRAST = 0.045  # least difference, in parts of the paper's brightness
_BLACK = 0.08  # brightness of the paper below which differences are not taken as parts of it
_SOFT, _FULL = 0.25, 0.75  # parts of the ink's contrast that mean no ink and full ink


def pen_lines(value: FloatArray) -> FloatArray:
    """Ink bright on black from a picture (H, W) of dark ink, 0 black to 1 white; all 0 if there is none."""
    kept, contrast = _lines(_smoothed(value))
    return _soft_ink(kept, contrast) if kept.any() else np.zeros_like(value)


def _lines(value: FloatArray) -> tuple[BoolArray, FloatArray]:
    """The pixels of the digit's lines, and how dark each is, with the narrowest reach that shows them whole.

    Where the paper's light is looked for no further away than the lines are broad, corners of shadows and the
    table's grain hardly come out as lines.
    """
    broadest = _at_reach(value, _REACHES[-1])
    if has_even_rim(value):
        return broadest
    for reach in _REACHES[:-1]:
        kept, contrast = _at_reach(value, reach)
        if kept.any() and _whole(kept, broadest[1], reach * min(value.shape)):
            return kept, contrast
    return broadest


def _whole(kept: BoolArray, contrast: FloatArray, reach: float) -> bool:
    """Whether the lines are not parts of broader ones: with a broader reach no more of them comes out.

    Args:
        kept: the lines that were found.
        contrast: with the broadest reach.
        reach: in pixels, that they were found with.
    """
    from scipy import ndimage

    rows, columns = (np.flatnonzero(kept.any(axis=axis)) for axis in (1, 0))
    extent = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    if extent < _LEAST * min(kept.shape) or line_width(kept) > _SLIM * reach:
        return False
    dark = contrast > 0.5 * float(np.percentile(contrast[kept], 70))
    near = ndimage.binary_dilation(kept, iterations=max(2, round(reach / 2)))
    return int((near & dark).sum()) < _GROWTH * int((kept & dark).sum())


def _at_reach(value: FloatArray, reach: float) -> tuple[BoolArray, FloatArray]:
    difference, contrast, noisy = _differences(value, reach)
    inked = (difference > noisy) & (contrast > _CONTRAST)
    faint = (difference > 0.6 * noisy) & (contrast > 0.5 * _CONTRAST)
    return (inked_parts(inked, contrast, faint) if inked.any() else inked), contrast


def _smoothed(value: FloatArray) -> FloatArray:
    """The picture without the finest grain, the more smoothed the more grain it has."""
    from scipy import ndimage

    grain = 1.05 * float(np.median(np.abs(np.diff(value[::2], axis=1))))  # a normal one's standard deviation
    return np.asarray(ndimage.gaussian_filter(value, _SMOOTHING if grain < _GRAINY else 2 * _SMOOTHING))


def _differences(smooth: FloatArray, reach: float) -> tuple[FloatArray, FloatArray, float]:
    """How much darker than the paper each pixel is: as a difference, as a part of the paper, and how large
    a difference the paper's own grain makes.
    """
    size = max(9, round(reach * min(smooth.shape)) | 1)
    paper = smallest(largest(smooth, size), size)
    difference = paper - smooth
    # Ink and printed lines lie on the upper side only, so the lower side shows the paper's grain.
    upper, lower = (float(level) for level in np.percentile(difference[::2, ::2], [30, 10]))
    grain = max((upper - lower) / _PERCENTILES, 0.5 / 255)
    middle = upper + 0.524 * grain
    noisy = middle + _NOISES * grain
    contrast = (difference - np.float32(min(middle, 0.05))) / np.maximum(paper, np.float32(_BLACK))
    return difference, contrast.astype(np.float32), noisy


def _soft_ink(kept: BoolArray, contrast: FloatArray) -> FloatArray:
    """Grey values of the ink: full where a line is as dark as lines are here, soft at its rims."""
    from scipy import ndimage

    strength = float(np.percentile(contrast[kept], 70))
    near = ndimage.binary_dilation(kept, iterations=2)
    ink = np.clip((contrast / strength - _SOFT) / (_FULL - _SOFT), 0, 1)
    return np.where(near, ink, 0).astype(np.float32)
