"""Attribution: which pixels of a picture speak for a class, and which against it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from digitpad.data.preprocess import FloatArray, as_batch
from digitpad.form import PerChannel
from digitpad.model.normalization import normalize_unit

PATCH = 5
"""Side of the square that `occlusion` erases in MNIST's and CIFAR-10's pictures, in pixels."""

_PLACES = 28  # squares that are erased in a larger picture along each side

_BATCH = 49


def gradient(
    network: nn.Module, picture: FloatArray, mean: PerChannel, std: PerChannel, class_number: int
) -> FloatArray:
    """Gradient times input: how far the ink of every pixel speaks for a class.

    The gradient is that of the class's log-odds. Positive speaks for the class, negative against it; the sum
    is what the picture adds to the log-odds, as far as the network is linear there (Simonyan et al., "Deep
    inside convolutional networks", 2013; Shrikumar et al., "Not just a black box", 2016).

    Args:
        network: in evaluation mode.
        picture: float32 (H, W), 0 empty to 1 full ink, or (H, W, 3) in colour.
        mean: of the normalisation.
        std: of the normalisation.
        class_number: index of the class.

    Returns:
        float32 (H, W).
    """
    ink = as_batch(picture).requires_grad_()
    with torch.enable_grad():
        odds = _log_odds(network(normalize_unit(ink, mean, std)), class_number).sum()
        (slope,) = torch.autograd.grad(odds, ink)
    return (slope * ink).detach()[0].sum(dim=0).numpy()


def occlusion(
    network: nn.Module,
    picture: FloatArray,
    mean: PerChannel,
    std: PerChannel,
    class_number: int,
    between: Callable[[], None] = lambda: None,
) -> FloatArray:
    """How far a class's log-odds fall when the ink around a pixel is erased, for every pixel.

    In pictures much larger than MNIST's, larger squares are erased, and not around every pixel.

    Positive speaks for the class, negative against it (Zeiler and Fergus, "Visualizing and understanding
    convolutional networks", 2014). Slower than `gradient`, and independent of slopes.

    Args:
        network: in evaluation mode.
        picture: float32 (H, W), 0 empty to 1 full ink, or (H, W, 3) in colour.
        mean: of the normalisation.
        std: of the normalisation.
        class_number: index of the class.
        between: called between two batches; may raise `Cancelled` to stop.

    Returns:
        float32 (H, W).
    """
    longest = max(picture.shape[:2])
    step = max(1, longest // _PLACES)
    reach = max(PATCH, longest // 6) // 2
    ink = as_batch(picture)[0]
    result = np.zeros(ink.shape[1:], np.float32)
    # Where nothing is drawn, nothing can be erased.
    near = torch.nn.functional.max_pool2d(ink.amax(dim=0)[None, None], 2 * reach + 1, 1, reach)[0, 0] > 0
    middles = near[step // 2 :: step, step // 2 :: step].nonzero() * step + step // 2
    places = middles.tolist()
    with torch.inference_mode():
        whole = float(_log_odds(network(normalize_unit(ink[None], mean, std)), class_number)[0])
        for start in range(0, len(places), _BATCH):
            between()
            part = places[start : start + _BATCH]
            erased = ink.repeat(len(part), 1, 1, 1)
            for number, (row, column) in enumerate(part):
                top, left = max(0, row - reach), max(0, column - reach)
                erased[number, :, top : row + reach + 1, left : column + reach + 1] = 0
            odds = _log_odds(network(normalize_unit(erased, mean, std)), class_number).tolist()
            for (row, column), value in zip(part, odds, strict=True):
                low, left = row - step // 2, column - step // 2
                result[low : low + step, left : left + step] = whole - value
    return result


def _log_odds(scores: Tensor, class_number: int) -> Tensor:
    """log(p / (1 - p)) of a class; unlike the probability it does not saturate where the network is sure."""
    others = torch.cat([scores[:, :class_number], scores[:, class_number + 1 :]], dim=1)
    if not others.shape[1]:  # a network of one class
        return scores[:, class_number]
    return scores[:, class_number] - others.logsumexp(dim=1)
