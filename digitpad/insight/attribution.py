"""What in a picture speaks for a class, and what against it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from digitpad.data.preprocess import FloatArray, as_batch
from digitpad.form import PerChannel
from digitpad.model.normalization import normalize_unit

PATCH = 5
"""Side of the square that is wiped out of MNIST's and CIFAR-10's pictures for `occlusion`, in pixels."""

_PLACES = 28  # squares that are wiped out of a larger picture along each side

_BATCH = 49


def gradient(
    network: nn.Module, picture: FloatArray, mean: PerChannel, std: PerChannel, class_number: int
) -> FloatArray:
    """The gradient of a class's log-odds times the ink: how far every pixel's ink speaks for it.

    Positive speaks for the class, negative against it; their sum is what the picture adds to the log-odds,
    as far as the network is linear there (Simonyan et al., "Deep inside convolutional networks", 2013;
    Shrikumar et al., "Not just a black box", 2016).

    Args:
        network: in evaluation mode.
        picture: float32 (H, W), 0 empty to 1 full ink, or (H, W, 3) in colour.
        mean: normalisation of its values.
        std: the same.
        class_number: which class.

    Returns:
        float32 (H, W).
    """
    ink = as_batch(picture).requires_grad_()
    with torch.enable_grad():
        odds = _log_odds(network(normalize_unit(ink, mean, std)), class_number).sum()
        (slope,) = torch.autograd.grad(odds, ink)
    return (slope * ink).detach()[0].sum(dim=0).numpy()


def nothing() -> None:
    """What is called between two steps where nobody wants to stop."""


def occlusion(
    network: nn.Module,
    picture: FloatArray,
    mean: PerChannel,
    std: PerChannel,
    class_number: int,
    between: Callable[[], None] = nothing,
) -> FloatArray:
    """How far a class's log-odds fall when the ink around a pixel is wiped out, for every pixel.

    Of pictures much larger than MNIST's larger squares are wiped out, and not around every pixel.

    Positive speaks for the class, negative against it (Zeiler and Fergus, "Visualizing and understanding
    convolutional networks", 2014). Slower than `gradient`, and no matter of slopes.

    Args:
        network: in evaluation mode.
        picture: float32 (H, W), 0 empty to 1 full ink, or (H, W, 3) in colour.
        mean: normalisation of its values.
        std: the same.
        class_number: which class.
        between: called between two batches; may raise `Cancelled`.

    Returns:
        float32 (H, W).
    """
    longest = max(picture.shape[:2])
    step = max(1, longest // _PLACES)
    reach = max(PATCH, longest // 6) // 2
    ink = as_batch(picture)[0]
    found = np.zeros(ink.shape[1:], np.float32)
    # Where nothing is drawn nothing can be wiped out.
    near = torch.nn.functional.max_pool2d(ink.amax(dim=0)[None, None], 2 * reach + 1, 1, reach)[0, 0] > 0
    middles = near[step // 2 :: step, step // 2 :: step].nonzero() * step + step // 2
    places = middles.tolist()
    with torch.inference_mode():
        whole = float(_log_odds(network(normalize_unit(ink[None], mean, std)), class_number)[0])
        for start in range(0, len(places), _BATCH):
            between()
            part = places[start : start + _BATCH]
            wiped = ink.repeat(len(part), 1, 1, 1)
            for number, (row, column) in enumerate(part):
                top, left = max(0, row - reach), max(0, column - reach)
                wiped[number, :, top : row + reach + 1, left : column + reach + 1] = 0
            odds = _log_odds(network(normalize_unit(wiped, mean, std)), class_number).tolist()
            for (row, column), value in zip(part, odds, strict=True):
                low, left = row - step // 2, column - step // 2
                found[low : low + step, left : left + step] = whole - value
    return found


def _log_odds(scores: Tensor, class_number: int) -> Tensor:
    """log(p / (1 - p)) of a class: unlike its probability it does not level off where the network is sure."""
    others = torch.cat([scores[:, :class_number], scores[:, class_number + 1 :]], dim=1)
    if not others.shape[1]:  # a network of one class
        return scores[:, class_number]
    return scores[:, class_number] - others.logsumexp(dim=1)
