"""How a network is fine-tuned, and the batches of it: own samples, everyone's digits, and other drawings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from digitpad.data.augment import Affine
from digitpad.data.batches import mixed_seed
from digitpad.data.labelled import stacked
from digitpad.data.own.sets import ReadSamples, variations
from digitpad.errors import TrainingError
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.training.finetune.rehearsal import Rehearsal, non_digits

_STREAM = 7  # keeps these random numbers apart from others with the same seed

_OWN_AUGMENTATION = Affine(rotation=6.0, shift=1.0, scale=0.06, shear=0.06)
"""Slight: the own pictures are varied stroke by stroke already."""

_REHEARSAL_AUGMENTATION = Affine(rotation=25.0, shift=2.5, scale=0.2, shear=0.3, elastic=1.0)
"""Strong: the network's answers to unusual digits decide where its classes end, which must not change."""

_AUGMENTED_FRACTION = 0.8  # of the rehearsed digits in a batch

_CANDIDATES = 1_500
"""Pictures among which hard examples are mined. Measured with one misread three of a real hand: without hard
examples 0.26 % of MNIST's test set were lost, with them none."""

_HARD_FRACTION = 0.05
"""Fraction of the candidates that counts as hard."""

_HARD_BATCH_FRACTION = 0.35
"""Fraction of the rehearsed digits in a batch that are hard examples."""


@dataclass(frozen=True, slots=True)
class FineTuneConfig:
    """How a network is fine-tuned.

    Attributes:
        steps: batches.
        own: own pictures in a batch.
        rehearsed: everyone's digits in a batch.
        others: letters and scribbles in a batch, for a network that can refuse to answer.
        learning_rate: the highest of Adam; it rises at first and falls to 0 along a cosine.
        distillation_weight: weight of keeping the former answers, against learning the own samples.
        variations: pictures made of the own samples.
        seed: decides everything that is random.
    """

    steps: int = 150
    own: int = 24
    rehearsed: int = 80
    others: int = 16
    learning_rate: float = 5e-4
    distillation_weight: float = 20.0
    variations: int = 400
    seed: int = 1


class BatchSampler:
    """Draws the batches.

    Args:
        checkpoint: the network that is fine-tuned.
        samples: the own samples it learns from.
        rehearsal: the digits it must not forget.
        progress: called with (done, total) while pictures are made; may raise `Cancelled` to stop.
        config: how many, and the seed.

    Raises:
        TrainingError: when no sample can be read any more.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        samples: ReadSamples,
        rehearsal: Rehearsal,
        progress: Callable[[int, int], None],
        config: FineTuneConfig,
    ) -> None:
        self._config, self._rehearsed = config, rehearsal.train.images
        self._mean, self._std = checkpoint.mean, checkpoint.std
        pictures, labels = variations(samples.samples, config.variations, config.seed, progress)
        if not pictures:  # deleted since they were listed
            raise TrainingError("The samples could not be read any more; the network stays as it was.")
        self._own, self._own_labels = stacked(pictures), torch.tensor(labels, dtype=torch.int64)
        none = self._rehearsed[:0]
        refuses = checkpoint.refuse_below is not None
        self._others = non_digits(config.variations, config.seed) if refuses else none
        self._hard = none
        self._generator = torch.Generator().manual_seed(mixed_seed(config.seed, _STREAM))

    def batch(self) -> tuple[Tensor, Tensor]:
        """Draw a batch.

        Returns:
            Normalised pictures, float32 (B, 1, 28, 28), the own ones first, and the labels of those, int64.
        """
        config, generator = self._config, self._generator
        own = self._draw(len(self._own), config.own)
        rehearsed = self._rehearsed[self._draw(len(self._rehearsed), config.rehearsed)].float()
        count = round(_AUGMENTED_FRACTION * config.rehearsed)
        augmented = _REHEARSAL_AUGMENTATION(rehearsed[:count], generator).clamp_(0, 255)
        rehearsed = torch.cat([augmented, rehearsed[count:]])
        if len(self._hard):
            count = round(_HARD_BATCH_FRACTION * config.rehearsed)
            rehearsed[:count] = self._hard[self._draw(len(self._hard), count)].float()
        parts = [_OWN_AUGMENTATION(self._own[own].float(), generator), rehearsed]
        if len(self._others):
            parts.append(self._others[self._draw(len(self._others), config.others)].float())
        return normalize_uint8(torch.cat(parts), self._mean, self._std), self._own_labels[own]

    def mine_hard_examples(self, change: Callable[[Tensor], Tensor]) -> None:
        """Rehearse the pictures more often from now on whose answers have changed most.

        Args:
            change: returns how much the answer to each of some normalised pictures (B, 1, 28, 28) has
                changed, float32 (B,).
        """
        candidates = min(_CANDIDATES, len(self._rehearsed))
        images = self._rehearsed[self._draw(len(self._rehearsed), candidates)].float()
        images = _REHEARSAL_AUGMENTATION(images, self._generator).clamp_(0, 255)
        parts = (normalize_uint8(part, self._mean, self._std) for part in torch.split(images, 250))
        changes = torch.cat([change(part) for part in parts])
        worst = changes.topk(max(1, round(_HARD_FRACTION * len(images)))).indices
        self._hard = torch.cat([self._hard, images[worst].round().to(torch.uint8)])

    def _draw(self, count: int, size: int) -> Tensor:
        return torch.randint(count, (size,), generator=self._generator)
