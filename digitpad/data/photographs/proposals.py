"""What of a picture may be ink: a few standard ways to tell it from paper, from which a reader can choose.

No way is right for every picture: what separates a faint pencil from paper makes one blot of a shadow. Each
of these is right for most, and hardly any picture is wrong in all (`python -m tests.tools.benchmarks.paper`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.paper import light_of
from digitpad.data.photographs.parts import digit_parts
from digitpad.data.photographs.windows import largest, smallest

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

SMALLEST = 96
"""Shorter side in pixels to which smaller pictures are enlarged: lines of a pixel or two break."""

_SMOOTHING = 0.6  # standard deviation in pixels; thinner lines than the noise are not read anyhow
_FAINTEST = 0.03  # contrast against the paper (0-1) below which nothing is ink
_NOISES = 5.0  # standard deviations of the paper's grain that ink must differ by
_LEFT = 0.6  # of the grain after smoothing
_DARK = 0.1  # brightness of the paper below which differences are not taken as parts of it
_BROADEST = 0.12  # of the shorter side: what is broader than this cannot be a line
_WEIGHT, _RANGE = 0.06, 0.3  # of the deviation around a pixel, and what is a large one
_SOFT, _FULL = 0.25, 0.75  # parts of the ink's contrast that mean no ink and full ink
_LEAST = 0.6  # of full ink: what a way takes for ink


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A picture with dark ink, prepared for telling it from paper.

    Attributes:
        value: float32 (H, W), 0 black to 1 white, smoothed.
        contrast: (H, W), how much darker than the paper around it each pixel is, 0-1.
        faintest: the contrast below which nothing is ink.
    """

    value: FloatArray
    contrast: FloatArray
    faintest: float


Way = Callable[[Sheet], BoolArray]


def _otsu(sheet: Sheet) -> BoolArray:
    """By the one threshold that separates dark from light best.

    Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    from skimage.filters import threshold_otsu

    return np.asarray(sheet.contrast > threshold_otsu(sheet.contrast), np.bool_)


def _faint(sheet: Sheet) -> BoolArray:
    """By Otsu's threshold of what is not very dark: with a frame in the picture, pencil is in the middle."""
    from skimage.filters import threshold_otsu

    first = threshold_otsu(sheet.contrast)
    rest = sheet.contrast[sheet.contrast < 2 * first]
    return np.asarray(sheet.contrast > (threshold_otsu(rest) if rest.size else first), np.bool_)


def _sauvola(sheet: Sheet, window: float) -> BoolArray:
    """By a threshold of its own for every pixel, from mean and deviation around it.

    Source: J. Sauvola, M. Pietikainen, "Adaptive document image binarization", 2000.
    """
    from scipy import ndimage

    side = max(7, int(window * min(sheet.value.shape)) | 1)
    mean = ndimage.uniform_filter(sheet.value, side, mode="mirror")  # four times as fast as scikit-image's
    variance = ndimage.uniform_filter(sheet.value**2, side, mode="mirror") - mean**2
    deviation = np.sqrt(np.maximum(variance, 0))
    return np.asarray(sheet.value < mean * (1 + _WEIGHT * (deviation / _RANGE - 1)), np.bool_)


def _tophat(sheet: Sheet) -> BoolArray:
    """By Otsu's threshold of what is narrow: tables, hands and shadows are broader than a pen's line.

    Source: F. Meyer, "Iterative image transformations for an automatic screening of cervical smears", 1979.
    """
    from skimage.filters import threshold_otsu

    side = max(9, int(_BROADEST * min(sheet.value.shape)) | 1)
    closed = smallest(largest(sheet.value, side), side)
    narrow = 1 - sheet.value / np.maximum(closed, np.float32(0.02))
    narrow -= np.median(narrow)  # the largest around lies above the paper by its grain
    return np.asarray(narrow > max(float(threshold_otsu(narrow)), sheet.faintest), np.bool_)


WAYS: Mapping[str, Way] = {
    "top-hat": _tophat,
    "sauvola": partial(_sauvola, window=0.35),
    "otsu": _otsu,
    "faint": _faint,
    "sauvola-wide": partial(_sauvola, window=0.5),
}
"""The ways by name, those that are right most often first."""


def sheet_of(value: FloatArray) -> Sheet:
    """A picture (H, W) of dark ink, 0 black to 1 white, prepared."""
    from scipy import ndimage

    smooth = np.asarray(ndimage.gaussian_filter(value, _SMOOTHING), np.float32)
    contrast = np.clip(1 - smooth / light_of(smooth), 0, 1).astype(np.float32)
    # Of noise alone, as lines are few: its standard deviation before it was smoothed.
    grain = 1.05 * float(np.median(np.abs(np.diff(value[::2], axis=1)))) if value.shape[1] > 1 else 0.0
    grain *= _LEFT / max(float(np.median(smooth)), _DARK)
    return Sheet(smooth, contrast, max(_FAINTEST, _NOISES * grain))


def proposed(sheet: Sheet, way: str) -> FloatArray:
    """The ink that a way finds: float32 (H, W), 0 paper to 1 full ink; all 0 where it finds no digit."""
    dark = WAYS[way](sheet) & (sheet.contrast > sheet.faintest)
    kept = digit_parts(dark, sheet.contrast)
    return _soft(kept, sheet.contrast) if kept.any() else np.zeros_like(sheet.value)


def _soft(kept: BoolArray, contrast: FloatArray) -> FloatArray:
    """Grey values of the ink: full where a line is as dark as lines are here, soft at its rims."""
    from scipy import ndimage

    rows, columns = (np.flatnonzero(kept.any(axis=axis)) for axis in (1, 0))
    box = slice(max(0, rows[0] - 1), rows[-1] + 2), slice(max(0, columns[0] - 1), columns[-1] + 2)
    strength = float(np.percentile(contrast[kept], 70))
    near = ndimage.binary_dilation(kept[box])
    ink = np.clip((contrast[box] / strength - _SOFT) / (_FULL - _SOFT), 0, 1)
    whole = np.zeros_like(contrast)
    whole[box] = np.where(near, np.maximum(ink, np.float32(_LEAST) * kept[box]), 0)
    return whole
