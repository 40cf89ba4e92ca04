"""Telling ink from paper without a reader: from a grey picture of any kind to bright strokes on black."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.photographs.paper import is_tiny
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.photographs.tiny import tiny_ink

FloatArray = npt.NDArray[np.float32]


def find_ink(grey: FloatArray) -> FloatArray:
    """Ink bright on black from a grey picture of either polarity, by the first of the ways.

    Args:
        grey: float32 (H, W), 0 black to 1 white.

    Returns:
        float32 (H, W), 0 paper to 1 full ink; all 0 where there is hardly any contrast.
    """
    if is_tiny(grey):
        return tiny_ink(grey)
    picture = Photograph(grey)
    ink = picture.ink(picture.usual_way)
    if ink.shape == grey.shape:
        return ink
    reduced = Image.fromarray(np.ascontiguousarray(ink)).resize(grey.shape[::-1], Image.Resampling.BOX)
    return np.clip(np.asarray(reduced, np.float32), np.float32(0), np.float32(1))
