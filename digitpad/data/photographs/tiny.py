"""Prepared pictures and small canvases: every grey value counts as ink, the rim of a line too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.paper import paper_is_light

FloatArray = npt.NDArray[np.float32]

_FAINTEST = 0.12  # contrast against the paper (0-1) below which a tiny picture counts as empty


def tiny_ink(grey: FloatArray) -> FloatArray:
    """Ink bright on black from a tiny picture (H, W) of either polarity, 0 black to 1 white.

    All 0 where there is hardly any contrast.
    """
    from skimage.filters import threshold_otsu

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
        ink = np.where(ink > 0.5 * threshold_otsu(ink), ink, 0)
    return np.asarray(ink, np.float32)
