"""A picture file as ink: whatever its size, mode or polarity, bright strokes on black."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from digitpad.data.preprocess import FloatArray
from digitpad.errors import PictureError, reason

_LARGEST = 512  # longer side a picture is reduced to before the ink is looked for, in pixels
_MAX_PIXELS = 100_000_000
_FAINTEST = 0.12  # contrast against the paper (0-1) below which a picture counts as empty


def read_picture(path: Path) -> FloatArray:
    """The ink in a picture file.

    Returns:
        float32 array (H, W), 0 paper to 1 full ink, the longer side at most 512.

    Raises:
        PictureError: when the file is missing, no picture, or far too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                if image.width * image.height > _MAX_PIXELS:
                    raise PictureError(
                        "{path} has {width} x {height} pixels, which is too many; make it smaller first.",
                        path=path,
                        width=image.width,
                        height=image.height,
                    )
                grey = _grey(image)
    except FileNotFoundError as error:
        raise PictureError("{path} does not exist; check the name.", path=path) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(
            "{path} is not a picture that can be read; use PNG, JPEG, BMP, GIF or WebP.", path=path
        ) from error
    except (MemoryError, OverflowError) as error:
        raise PictureError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    return find_ink(grey)


def _grey(image: Image.Image) -> FloatArray:
    """The picture upright, flattened and reduced: float32 (H, W), 0 black to 1 white."""
    image.thumbnail((_LARGEST * 2, _LARGEST * 2), Image.Resampling.BOX)  # cheap for large JPEGs
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.mode or "transparency" in upright.info:
        upright = _flattened(upright.convert("RGBA"))
    if upright.mode.startswith("I") or upright.mode == "F":
        values = np.asarray(upright, np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        upright = Image.fromarray(np.clip(values / top * 255, 0, 255).astype(np.uint8))
    grey = upright.convert("L")
    grey.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return np.asarray(grey, np.float32) / np.float32(255)


def _flattened(image: Image.Image) -> Image.Image:
    """A picture with transparency on the paper that shows its ink: white, or black for white ink."""
    alpha = np.asarray(image.getchannel("A"), np.float32)
    weight = float(alpha.sum())
    grey = np.asarray(image.convert("L"), np.float32)
    bright = weight > 0 and float((grey * alpha).sum()) / weight > 127
    paper = Image.new("RGBA", image.size, (0, 0, 0, 255) if bright else (255, 255, 255, 255))
    return Image.alpha_composite(paper, image).convert("RGB")


def find_ink(grey: FloatArray) -> FloatArray:
    """Ink bright on black from a grey picture of either polarity.

    Args:
        grey: float32 (H, W), 0 black to 1 white.

    Returns:
        float32 (H, W), 0 paper to 1 full ink; all 0 where there is no contrast to speak of.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    dark_on_light = float(np.median(border)) > 0.5
    value = 1.0 - grey if dark_on_light else grey
    ink = np.clip(value - _paper(value), 0.0, 1.0)
    strongest = float(np.percentile(ink, 99.5)) if ink.size > 1000 else float(ink.max())
    if float(ink.max()) < _FAINTEST:
        return np.zeros_like(ink)
    ink = np.clip(ink / max(strongest, _FAINTEST), 0.0, 1.0)
    # The paper's grain lies below a good part of the ink's own strength.
    threshold = 0.5 * _otsu(ink)
    return np.where(ink > threshold, ink, 0.0).astype(np.float32)


def _paper(value: FloatArray) -> FloatArray:
    """The paper under the ink (dark here), which may be unevenly lit: what remains when thin bright
    things are taken away.
    """
    height, width = value.shape
    if min(height, width) < 64:  # a small picture has no uneven light, only a rim
        return np.full_like(value, float(np.percentile(value, 20)))
    step = max(1, max(height, width) // 64)
    small = Image.fromarray(np.ascontiguousarray(value)).reduce(step)
    # Lowest value within reach of half the picture's quarter, then smoothed.
    levels = Image.fromarray((np.asarray(small) * 255).astype(np.uint8))
    opened = levels.filter(ImageFilter.MinFilter(17)).filter(ImageFilter.MaxFilter(9))
    smooth = opened.filter(ImageFilter.GaussianBlur(6)).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(smooth, np.float32) / np.float32(255)


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
