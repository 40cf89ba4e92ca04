"""Weights between those before fine-tuning and those after: as much new as possible, nothing forgotten.

After "Robust fine-tuning of zero-shot models" (WiSE-FT), Wortsman et al., 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from digitpad.data.augment import Affine
from digitpad.data.labelled import LabelledImages
from digitpad.model.checkpoint import Checkpoint
from digitpad.training.evaluate import evaluate

MAX_FORGOTTEN = 0.0012
"""Fraction of the validation pictures, 0-1, that may be misread beyond those misread before. They are
augmented and so harder than the test set, of which 0.1 % may be lost."""

_HALVINGS = 3
"""How often the way from the weights before to the fine-tuned ones is halved in search of the fraction."""

_AUGMENTATION = Affine(rotation=15.0, shift=1.5, scale=0.12, shear=0.2)
"""What is done to the validation pictures. The network was trained on them: as they are it reads them so
surely that they would not show what it forgets."""

_SEED = 8  # of that augmentation


def safe_fraction(
    checkpoint: Checkpoint,
    tuned: Mapping[str, Tensor],
    validation: LabelledImages,
    progress: Callable[[int, int], None],
) -> float:
    """Find by bisection how far the weights can move towards the fine-tuned ones and forget next to nothing.

    Args:
        checkpoint: the network before.
        tuned: its weights after.
        validation: training pictures that were not rehearsed.
        progress: called with (done, total); may raise `Cancelled` to stop.

    Returns:
        The largest fraction of the way, 0 to 1, in eighths.
    """
    images = _augmented(validation)
    tries = 2 + _HALVINGS

    def count_right(fraction: float, number: int) -> int:
        weights = interpolated(checkpoint.model, tuned, fraction)
        network = replace(checkpoint, model=weights).network()

        def report(done: int, total: int) -> None:
            progress(number * total + done, tries * total)

        return int(evaluate(network, images, checkpoint.mean, checkpoint.std, report).right.sum())

    before = count_right(0.0, 0)

    def is_safe(fraction: float, number: int) -> bool:
        return before - count_right(fraction, number) <= MAX_FORGOTTEN * len(validation)

    if is_safe(1.0, 1):
        return 1.0
    low, high = 0.0, 1.0
    for number in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_safe(middle, 2 + number) else (low, middle)
    return low


def _augmented(images: LabelledImages) -> LabelledImages:
    """The pictures augmented, always in the same way."""
    changed = _AUGMENTATION(images.images.float(), torch.Generator().manual_seed(_SEED))
    return replace(images, images=changed.round().clamp(0, 255).to(torch.uint8))


def interpolated(
    before: Mapping[str, Tensor], after: Mapping[str, Tensor], fraction: float
) -> dict[str, Tensor]:
    """Weights between those before (`fraction` 0) and those after (1); integers stay as before."""
    return {
        name: value.lerp(after[name], fraction) if value.is_floating_point() else value.clone()
        for name, value in before.items()
    }
