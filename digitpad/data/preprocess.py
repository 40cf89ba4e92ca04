"""MNIST's convention, which the network's input follows, in one place.

The convention (LeCun, Cortes, Burges, "The MNIST database"): the digit is scaled so that its longer side
takes 20 pixels, keeping its proportions, and put into 28 x 28 so that its centre of mass lies at the centre.
The way there, step by step, is `digitpad.data.preparation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from digitpad.form import DIGIT_SIDE, SIDE

if TYPE_CHECKING:
    from torch import Tensor

FloatArray = npt.NDArray[np.float32]

INK_THRESHOLD = 0.1
"""Grey value (0-1) above which a pixel counts as ink."""


def is_blank(picture: FloatArray) -> bool:
    """Whether nothing is drawn: no pixel of the picture counts as ink.

    Blank is decided here. Of such a picture `Prepared.input` is None, and for None a `Prediction` is blank.
    `Drawing.empty`, no stroke of ink, is the same for strokes that have not become a picture yet.

    Args:
        picture: float array (H, W), 0 empty to 1 full ink.
    """
    return ink_box(picture) is None


def ink_box(picture: FloatArray) -> tuple[int, int, int, int] | None:
    """Return the bounding box of the ink: left, top, right, bottom; right and bottom exclusive.

    Args:
        picture: float array (H, W), 0 empty to 1 full ink.

    Returns:
        None for a blank picture.
    """
    inked = picture > INK_THRESHOLD
    rows = np.flatnonzero(inked.any(axis=1))
    if not len(rows):
        return None
    columns = np.flatnonzero(inked.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def centred(small: FloatArray, by_mass: bool = True) -> FloatArray:
    """Put `small` into the middle of 28 x 28, as near as whole pixels allow.

    Args:
        small: float32 (H, W), at most 28 x 28, with some ink.
        by_mass: whether its centre of mass goes to the middle, as in MNIST, or the middle of its box.
    """
    height, width = small.shape
    row, column = height / 2, width / 2
    total = float(small.sum())
    if by_mass and total > 0:
        row = float((small.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total
        column = float((small.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total
    # A digit of 20 pixels fits wherever its mass lies, except at the rim: keep it inside.
    top = min(max(0, round(SIDE / 2 - row)), SIDE - height)
    left = min(max(0, round(SIDE / 2 - column)), SIDE - width)
    result = np.zeros((SIDE, SIDE), np.float32)
    result[top : top + height, left : left + width] = small
    return result


def is_prepared(picture: FloatArray) -> bool:
    """Whether the picture follows the convention already, as MNIST's own do.

    Preparing it again would only blur it.

    Args:
        picture: float array (H, W), 0 empty to 1 full ink.
    """
    if picture.shape != (SIDE, SIDE):
        return False
    inked = picture > 0  # MNIST's boxes were made with the faintest pixel counted
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return False
    sides = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    total = float(picture.sum())
    places = np.arange(SIDE) + 0.5
    away = [abs(float((picture.sum(axis=axis) * places).sum()) / total - SIDE / 2) for axis in (0, 1)]
    return DIGIT_SIDE - 2 <= max(sides) <= DIGIT_SIDE and max(away) <= 1


def as_batch(picture: FloatArray) -> Tensor:
    """Convert a picture (H, W), or (H, W, 3) in colour, to a tensor (1, C, H, W)."""
    import torch  # drawings are prepared before it is loaded

    values = torch.from_numpy(np.ascontiguousarray(picture))
    return (values[None] if values.ndim == 2 else values.permute(2, 0, 1))[None]
