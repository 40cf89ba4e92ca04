"""What a lesson consists of, and the batches of it: own samples, everybody's digits, and no digits."""

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
from digitpad.model.normalisation import normalise
from digitpad.training.rehearsal import Rehearsal, empty_pictures, no_digits

_STREAM = 7  # keeps these random numbers apart from others with the same seed

_MOVED = Affine(rotation=6.0, shift=1.0, scale=0.06, shear=0.06)
"""What is done to the own pictures: they are varied stroke by stroke already."""

_DISTURBED = Affine(rotation=25.0, shift=2.5, scale=0.2, shear=0.3, elastic=1.0)
"""What is done to most of the digits that are gone over: what the network says of unusual ones decides where
its classes end, and that is what shall stay."""

_DISTURBED_SHARE = 0.8


_LOOKED_AT = 1_500
"""Pictures that are looked at to find those of which the network says something else already. Measured with
one misread three of a real hand: not doing so lost 0.26 % of MNIST's test set, doing so nothing."""

_SHAKY_PART = 0.05
"""Part of them that is gone over more often from then on."""

_SHAKY_SHARE = 0.35
"""Share of a batch's old pictures that are such ones."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a network is taught.

    Attributes:
        steps: batches.
        own: own pictures in a batch.
        old: digits that everybody writes in a batch.
        others: letters and scribbles in a batch, for a network that can tell.
        rate: highest learning rate of Adam, which rises at first and falls to 0 along a cosine.
        keeping: weight of saying what was said before, against learning the own samples.
        variations: pictures made of the own samples.
        seed: decides everything that is random.
    """

    steps: int = 150
    own: int = 24
    old: int = 80
    others: int = 16
    rate: float = 5e-4
    keeping: float = 20.0
    variations: int = 400
    seed: int = 1


class Pool:
    """The pictures that batches are drawn from, and who draws.

    Args:
        checkpoint: the network that is taught.
        learn: the samples it learns from.
        old: what is gone over.
        progress: called with (done, total) while pictures are made; may raise `Cancelled` to stop.
        lesson: how many, and the seed.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        learn: ReadSamples,
        old: Rehearsal,
        progress: Callable[[int, int], None],
        lesson: Lesson,
    ) -> None:
        self._lesson, self._old = lesson, old.learn.images
        self._mean, self._std = checkpoint.mean, checkpoint.std
        pictures, labels = variations(learn.samples, lesson.variations, lesson.seed, progress)
        if not pictures:  # taken away since they were listed
            raise TrainingError("The samples could not be read any more; the network stays as it was.")
        self._own, self._own_labels = stacked(pictures), torch.tensor(labels, dtype=torch.int64)
        tells = checkpoint.refuse_below is not None
        self._others = no_digits(lesson.variations, lesson.seed) if tells else empty_pictures()
        self._shaky = old.learn.images[:0]
        self._generator = torch.Generator().manual_seed(mixed_seed(lesson.seed, _STREAM))

    def batch(self) -> tuple[Tensor, Tensor]:
        """Normalised pictures, the own ones first, and the labels of those."""
        lesson, generator = self._lesson, self._generator
        own = self._choose(len(self._own), lesson.own)
        old = self._old[self._choose(len(self._old), lesson.old)].float()
        disturbed = round(_DISTURBED_SHARE * lesson.old)
        kept = torch.cat([_DISTURBED(old[:disturbed], generator).clamp_(0, 255), old[disturbed:]])
        if len(self._shaky):
            dwelt_on = round(_SHAKY_SHARE * lesson.old)
            kept[:dwelt_on] = self._shaky[self._choose(len(self._shaky), dwelt_on)].float()
        parts = [_MOVED(self._own[own].float(), generator), kept]
        if len(self._others):
            parts.append(self._others[self._choose(len(self._others), lesson.others)].float())
        return normalise(torch.cat(parts), self._mean, self._std), self._own_labels[own]

    def dwell_on(self, change: Callable[[Tensor], Tensor]) -> None:
        """Go over those pictures more often from now on of which the network says something else already.

        Args:
            change: gives how much of each of some normalised pictures (B, 1, 28, 28) is said otherwise, (B,).
        """
        images = self._old[self._choose(len(self._old), min(_LOOKED_AT, len(self._old)))].float()
        images = _DISTURBED(images, self._generator).clamp_(0, 255)
        parts = (normalise(part, self._mean, self._std) for part in torch.split(images, 250))
        changes = torch.cat([change(part) for part in parts])
        worst = changes.topk(max(1, round(_SHAKY_PART * len(images)))).indices
        self._shaky = torch.cat([self._shaky, images[worst].round().to(torch.uint8)])

    def _choose(self, count: int, size: int) -> Tensor:
        return torch.randint(count, (size,), generator=self._generator)
