"""From any grey picture of ink to the network's input: MNIST's convention, in one place.

The pad, an opened picture, a command and a test all go through `to_input`, so that what a network was
trained on and what it is shown are made alike. The convention (LeCun, Cortes, Burges, "The MNIST
database"): the digit is scaled so that its longer side takes 20 pixels, keeping its proportions, and put
into 28 x 28 so that its centre of mass lies at the centre.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

FloatArray = npt.NDArray[np.float32]

SIZE = 28
"""Side of the network's input in pixels."""

INNER = 20
"""Longer side of the digit in the input, in pixels."""

INK = 0.1
"""Grey value (0-1) from which a pixel counts as ink when the crop is chosen."""

MNIST_MEAN, MNIST_STD = 0.1307, 0.3081
"""Mean and standard deviation of MNIST's training pixels on the 0-1 scale."""


def ink_box(picture: FloatArray) -> tuple[int, int, int, int] | None:
    """The bounding box (left, top, right, bottom; right and bottom exclusive) of the ink.

    Args:
        picture: float array (H, W), 0 empty to 1 full ink.

    Returns:
        None when there is no ink: nothing drawn.
    """
    inked = picture > INK
    rows = np.flatnonzero(inked.any(axis=1))
    if not len(rows):
        return None
    columns = np.flatnonzero(inked.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def to_input(picture: FloatArray) -> FloatArray | None:
    """The 28 x 28 picture the network gets, before normalisation.

    Args:
        picture: float array (H, W) of any size, 0 empty to 1 full ink.

    Returns:
        float32 array (28, 28), 0 to 1, or None when nothing is drawn.
    """
    box = ink_box(picture)
    if box is None:
        return None
    left, top, right, bottom = box
    crop = np.ascontiguousarray(picture[top:bottom, left:right], np.float32)
    scale = INNER / max(crop.shape)
    height, width = (max(1, round(side * scale)) for side in crop.shape)
    # Pillow's bilinear filter widens with the reduction, so it averages all pixels when shrinking.
    small = np.asarray(Image.fromarray(crop).resize((width, height), Image.Resampling.BILINEAR))
    return _centred(np.clip(small, 0.0, 1.0))


def _centred(small: FloatArray) -> FloatArray:
    """`small` in 28 x 28, its centre of mass as near to the centre as whole pixels allow."""
    height, width = small.shape
    total = float(small.sum())
    row = float((small.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total
    column = float((small.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total
    # A digit of 20 pixels stays whole wherever its mass lies, but for the rim: keep it inside.
    top = min(max(0, round(SIZE / 2 - row)), SIZE - height)
    left = min(max(0, round(SIZE / 2 - column)), SIZE - width)
    result = np.zeros((SIZE, SIZE), np.float32)
    result[top : top + height, left : left + width] = small
    return result


def normalised(pictures: FloatArray, mean: float = MNIST_MEAN, std: float = MNIST_STD) -> FloatArray:
    """Grey values 0-1 shifted and scaled with the mean and standard deviation of a checkpoint."""
    return ((pictures - np.float32(mean)) / np.float32(std)).astype(np.float32)
