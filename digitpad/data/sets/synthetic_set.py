"""The synthetic training set: drawn digits as the network's input.

They keep the brush that they are drawn with, while the pad draws strokes anew with one width: a network
trained on many pens reads pictures of any pen, and the pad's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from digitpad.data.preparation import Steps, prepare_ink
from digitpad.form import SIDE
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import synthetic_drawings

_STEPS = Steps(width=False)
_CHUNK = 100  # digits between two calls of `progress`: about a twentieth of a second


def synthetic_images(
    count: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Tensor, Tensor]:
    """Draw digits as labelled pictures.

    About 2,000 a second on one core. 20,000 are enough for a small convolutional network to read 95 % of
    MNIST's test pictures without training on MNIST.

    Args:
        count: how many, 0 or more; example i depends on `seed` and i alone, so a larger set begins with
            the smaller one.
        seed: which set, 0 or more.
        progress: called every 100 digits with (made, count), and at the end with (count, count); it may
            raise `Cancelled` to stop.

    Returns:
        uint8 pictures (count, 1, 28, 28), 0 empty to 255 full ink, and int64 labels (count,), 0 to 9 in
        turn.

    Raises:
        Cancelled: from `progress`.
        ValueError: when `count` or `seed` is negative.
    """
    pictures = np.zeros((count, 1, SIDE, SIDE), np.uint8)
    labels = np.zeros(count, np.int64)
    for number, (label, drawing) in enumerate(synthetic_drawings(count, seed)):
        if number % _CHUNK == 0 and progress is not None:
            progress(number, count)
        picture = prepare_ink(rasterize(drawing), _STEPS).input
        assert picture is not None, "a drawn digit leaves ink"
        pictures[number, 0] = np.rint(picture * 255)
        labels[number] = label
    if progress is not None:
        progress(count, count)
    return torch.from_numpy(pictures), torch.from_numpy(labels)
