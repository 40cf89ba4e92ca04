"""Telling ink from paper: from a grey picture of any kind to bright strokes on black.

The light on a photographed sheet changes slowly or along shadows that are wider than any pen's line. What is
darker than the paper around it, and narrower than a thick line could be, is taken for ink at first; then
printed lines, what comes in from the rim, frames and specks are taken away (`parts`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.line_width import line_width
from digitpad.data.photographs.parts import inked_parts
from digitpad.data.preprocess import FloatArray

BoolArray = npt.NDArray[np.bool_]

TINY = 64
"""Longer side in pixels up to which a picture is a prepared one or a small canvas, not a photograph."""

_NARROW = 16  # shorter side in pixels below which there is almost no paper
_FAINTEST = 0.12  # contrast against the paper (0-1) below which a tiny picture counts as empty
_ONE_TONE = 0.3  # share of the pixels of one grey value from which no camera made the picture
_MARGIN = 0.08  # of the longer side: paper put around a picture that has none
_EVEN_BORDER = 0.06  # span of the rim's tones up to which the paper is evenly lit
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


def find_ink(grey: FloatArray) -> FloatArray:
    """Ink bright on black from a grey picture of either polarity.

    Args:
        grey: float32 (H, W), 0 black to 1 white.

    Returns:
        float32 (H, W), 0 paper to 1 full ink; all 0 where there is hardly any contrast.
    """
    if _is_tiny(grey):
        return _tiny_ink(grey)
    value = grey if paper_is_light(grey) else 1 - grey
    margin = _missing_margin(value)
    kept, contrast = _lines(_smoothed(np.pad(value, margin, constant_values=_tone(value)[0])))
    if not kept.any():
        return np.zeros_like(grey)
    ink = _soft_ink(kept, contrast)
    return ink[margin : margin + grey.shape[0], margin : margin + grey.shape[1]]


def _missing_margin(value: FloatArray) -> int:
    """How much paper to put around a picture that was cut out close to its ink, in pixels.

    On paper of one tone, as other programs make it, nothing comes in from the rim but ink; on a photograph
    what touches the rim is a table or another sheet.
    """
    return max(2, round(_MARGIN * max(value.shape))) if _tone(value)[1] > _ONE_TONE else 0


def _tone(value: FloatArray) -> tuple[float, float]:
    """The commonest grey value, and the share of the pixels that have it."""
    levels = np.clip(np.round(value * 255), 0, 255).astype(np.int64)
    counts = np.bincount(levels.ravel(), minlength=256)
    return float(counts.argmax()) / 255, float(counts.max()) / levels.size


def _lines(value: FloatArray) -> tuple[BoolArray, FloatArray]:
    """The pixels of the digit's lines, and how dark each is, with the narrowest reach that shows them whole.

    Where the paper's light is looked for no further away than the lines are broad, corners of shadows and the
    table's grain hardly come out as lines.
    """
    broadest = _at_reach(value, _REACHES[-1])
    if _even_rim(value):
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


def paper_is_light(grey: FloatArray) -> bool:
    """Whether ink is darker than the paper.

    On evenly lit paper the rim decides. Else lines do, which are narrow: against the paper's slow changes
    they stand out to one side only, while noise and shadows' edges stand out to both.

    Args:
        grey: float32 (H, W), 0 black to 1 white.
    """
    level = float(np.median(_rim(grey)))
    if _is_tiny(grey):
        return level > 0.5
    if _even_rim(grey):
        # Cubes: the light's slow change inside counts little against ink.
        leaning = float(((grey - np.float32(level)).astype(np.float64) ** 3).mean())
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
    reach = max(3, round(_REACHES[-1] * min(small.shape)))
    found = []
    for value, middle in ((small, slow), (1 - small, 1 - slow)):
        # Darker than what is around, and narrow: shadows and tables are one, not both.
        narrow = ndimage.grey_closing(value, size=(reach, reach), mode="nearest") - value
        rest = np.minimum(middle - value, narrow)
        rest = np.maximum(rest - 3 * float(np.median(np.abs(small - slow))), 0)
        rest = rest[2:-2, 2:-2] if min(rest.shape) > 12 else rest
        found.append(float((rest.astype(np.float64) ** 3).sum()))
    return found[0], found[1]


def _is_tiny(grey: FloatArray) -> bool:
    return bool(max(grey.shape) <= TINY or min(grey.shape) < _NARROW)


def _rim(grey: FloatArray) -> FloatArray:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def _even_rim(grey: FloatArray) -> bool:
    """Whether the rim has one tone all around: even light, or another program's canvas."""
    low, high = np.percentile(_rim(grey), [5, 95])
    return float(high - low) < _EVEN_BORDER


def _tiny_ink(grey: FloatArray) -> FloatArray:
    """Ink of a prepared picture or a small canvas: every grey value counts, the rim of a line too."""
    value = 1 - grey if paper_is_light(grey) else grey
    levels = np.round(value * 255).astype(np.int64)
    counts = np.bincount(np.clip(levels, 0, 255).ravel(), minlength=256)
    paper = int(counts[:128].argmax())
    even = counts[max(0, paper - 1) : paper + 2].sum() > 0.3 * levels.size
    ground = paper / 255 if even else float(np.percentile(value, 20))
    ink = np.clip((value - ground) / (1 - ground), 0, 1)
    strongest = float(ink.max(initial=0))
    if strongest < _FAINTEST:
        return np.zeros_like(grey)
    if strongest < 0.8:
        ink = ink / strongest
    if not even:
        ink = np.where(ink > 0.5 * _otsu(ink), ink, 0)
    return np.asarray(ink, np.float32)


def _smoothed(value: FloatArray) -> FloatArray:
    """The picture without the finest grain, the more smoothed the more grain it has."""
    from scipy import ndimage

    grain = 1.05 * float(np.median(np.abs(np.diff(value[::2], axis=1))))  # a normal one's standard deviation
    return np.asarray(ndimage.gaussian_filter(value, _SMOOTHING if grain < _GRAINY else 2 * _SMOOTHING))


def _differences(smooth: FloatArray, reach: float) -> tuple[FloatArray, FloatArray, float]:
    """How much darker than the paper each pixel is: as a difference, as a part of the paper, and how large
    a difference the paper's own grain makes.
    """
    from scipy import ndimage

    size = max(9, round(reach * min(smooth.shape)) | 1)
    paper = ndimage.grey_closing(smooth, size=(size, size), mode="nearest")
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


def _otsu(ink: FloatArray) -> float:
    """Otsu's threshold: the value that parts ink from paper with the largest variance between them.

    Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    counts, edges = np.histogram(ink, bins=64, range=(0.0, 1.0))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(middles[int(np.nanargmax(np.where(np.isfinite(between), between, -1.0)))])
