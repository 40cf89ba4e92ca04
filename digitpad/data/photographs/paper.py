"""The paper in a picture: whether it is light or dark, and how the light falls on it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

FloatArray = npt.NDArray[np.float32]

TINY = 64
"""Longer side in pixels up to which a picture is a prepared one or a small canvas, not a photograph."""

_NARROW = 16  # shorter side in pixels below which there is almost no paper
_EVEN_BORDER = 0.06  # span of the rim's tones up to which the paper is evenly lit
_REACH = 0.2  # of the shorter side: what is broader than this cannot be a line
_SMALL = 32  # pixels of the shorter side that the light is looked for in: it changes slowly
_WINDOW = 0.35  # of the shorter side: there is more paper than ink in it
_PAPER = 70  # percentile of the brightness in it that is the paper's
_DARKEST = 0.02


def is_tiny(grey: FloatArray) -> bool:
    """Whether a picture (H, W) is so small that it is a prepared one or a small canvas."""
    return bool(max(grey.shape) <= TINY or min(grey.shape) < _NARROW)


def light_of(value: FloatArray) -> FloatArray:
    """How bright the paper is at every pixel: a high percentile of what is around, smoothed.

    Args:
        value: float32 (H, W), 0 black to 1 white, ink darker than the paper.
    """
    from scipy import ndimage

    step = max(1, round(min(value.shape) / _SMALL))
    small = value[::step, ::step]
    window = max(5, int(_WINDOW * min(small.shape)) | 1)
    paper = ndimage.percentile_filter(small, _PAPER, size=window, mode="nearest")
    paper = ndimage.gaussian_filter(paper, window / 4, mode="nearest")
    size = paper.shape[1] * step, paper.shape[0] * step
    whole = np.asarray(Image.fromarray(paper).resize(size, Image.Resampling.BILINEAR))
    return np.asarray(np.maximum(whole[: value.shape[0], : value.shape[1]], _DARKEST), np.float32)


def paper_is_light(grey: FloatArray) -> bool:
    """Whether ink is darker than the paper.

    On evenly lit paper the rim decides. Else lines do, which are narrow: against the paper's slow changes
    they stand out to one side only, while noise and shadows' edges stand out to both.

    Args:
        grey: float32 (H, W), 0 black to 1 white.
    """
    level = float(np.median(_rim(grey)))
    if is_tiny(grey):
        return level > 0.5
    if has_even_rim(grey):
        # Cubes, as products, since powers are slow: the light's slow change inside counts little against ink.
        away = (grey - np.float32(level)).astype(np.float64)
        leaning = float((away * away * away).mean())
        return leaning < 0 if abs(leaning) > 1e-7 else level > 0.5
    dark, light = _stand_out(grey)
    # Paper is likelier than a board, the more so where most is bright.
    return light <= (100 if float(np.median(grey)) > 0.5 else 15) * dark + 1e-6


def _stand_out(grey: FloatArray) -> tuple[float, float]:
    """How strongly narrow things stand out to the dark and to the light side."""
    from scipy import ndimage

    step = max(1, round(max(grey.shape) / 48))
    rows, columns = (side // step * step for side in grey.shape)
    small = grey[:rows, :columns].reshape(rows // step, step, columns // step, step).mean(axis=(1, 3))
    slow = ndimage.median_filter(small, size=max(5, round(min(small.shape) / 3)), mode="nearest")
    reach = max(3, round(_REACH * min(small.shape)))
    strengths = []
    for value, middle in ((small, slow), (1 - small, 1 - slow)):
        # Darker than what is around, and narrow: shadows and tables are one, not both.
        narrow = ndimage.grey_closing(value, size=(reach, reach), mode="nearest") - value
        rest = np.minimum(middle - value, narrow)
        rest = np.maximum(rest - 3 * float(np.median(np.abs(small - slow))), 0)
        rest = rest[2:-2, 2:-2] if min(rest.shape) > 12 else rest
        rest = rest.astype(np.float64)
        strengths.append(float((rest * rest * rest).sum()))
    return strengths[0], strengths[1]


def _rim(grey: FloatArray) -> FloatArray:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def tones(value: FloatArray) -> npt.NDArray[np.int64]:
    """How many pixels have each of the 256 tones; (H, W), 0 black to 1 white."""
    levels = np.rint(np.clip(value * np.float32(255), 0, 255)).astype(np.uint8)
    return np.bincount(levels.ravel(), minlength=256)


def has_even_rim(grey: FloatArray) -> bool:
    """Whether the rim has one tone all around: even light, or another program's canvas."""
    low, high = np.percentile(_rim(grey), [5, 95])
    return float(high - low) < _EVEN_BORDER
