"""Weights between those before teaching and those after: as much new as possible, nothing forgotten.

After "Robust fine-tuning of zero-shot models" (WiSE-FT), Wortsman et al., 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from digitpad.data.augment import Affine
from digitpad.data.datasets import LabelledImages
from digitpad.model.checkpoint import Checkpoint
from digitpad.training.evaluate import evaluate

ALLOWED = 0.0012
"""Share of the checked pictures, 0-1, that may be read wrong beyond those that were read wrong before. They
are disturbed and so harder than the test set, of which 0.1 % may be lost."""

_HALVINGS = 3
"""How often the way from the weights before to the taught ones is halved in search of the share to go."""

_UNSEEN = Affine(rotation=15.0, shift=1.5, scale=0.12, shear=0.2)
"""What is done to the pictures to check with. The network was trained on them: undisturbed it reads them so
surely that they would not tell what it forgets."""

_SEED = 8  # how they are disturbed


def share_to_go(
    checkpoint: Checkpoint,
    taught: Mapping[str, Tensor],
    check: LabelledImages,
    progress: Callable[[int, int], None],
) -> float:
    """The largest share of the way to the taught weights that forgets next to nothing, found by halving.

    Args:
        checkpoint: the network before.
        taught: its weights after.
        check: training pictures that were not gone over while teaching.
        progress: called with (done, total); may raise `Cancelled` to stop.

    Returns:
        0 to 1, in eighths.
    """
    unseen = _unseen(check)
    tries = 2 + _HALVINGS

    def read_right(share: float, number: int) -> int:
        network = replace(checkpoint, model=mixed(checkpoint.model, taught, share)).network()

        def told(done: int, total: int) -> None:
            progress(number * total + done, tries * total)

        return int(evaluate(network, unseen, checkpoint.mean, checkpoint.std, told).right.sum())

    before = read_right(0.0, 0)

    def keeps(share: float, number: int) -> bool:
        return before - read_right(share, number) <= ALLOWED * len(check)

    if keeps(1.0, 1):
        return 1.0
    low, high = 0.0, 1.0
    for number in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if keeps(middle, 2 + number) else (low, middle)
    return low


def _unseen(images: LabelledImages) -> LabelledImages:
    """The pictures as nobody has seen them yet, always in the same way."""
    disturbed = _UNSEEN(images.images.float(), torch.Generator().manual_seed(_SEED))
    return replace(images, images=disturbed.round().clamp(0, 255).to(torch.uint8))


def mixed(before: Mapping[str, Tensor], after: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Weights on the way from those before (`share` 0) to those after (1); whole numbers stay."""
    return {
        name: value.lerp(after[name], share) if value.is_floating_point() else value.clone()
        for name, value in before.items()
    }
