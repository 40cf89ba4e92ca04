"""How well a network reads labelled pictures, and how well its probabilities are calibrated."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.data.labelled import LabelledImages, PictureOptions
from digitpad.errors import RecipeError
from digitpad.form import INK, PerChannel
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.recipe.recipe import Recipe

BATCH = 200
"""Pictures evaluated at a time: large enough for speed, small enough for the processor's cache."""

BINS = 15
"""Bins of the expected calibration error: those of Guo et al., "On Calibration of Modern Neural
Networks", 2017."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The result of evaluating a network.

    Attributes:
        loss: mean negative log-likelihood of the pictures whose class the network has; NaN without any.
        accuracy: fraction read right, 0-1.
        confusion: int64 (pictures' classes, network's classes), rows the truth, columns the answers.
        confidence: float32 (N,), probability of the answer to each picture, 0-1.
        right: bool (N,), whether each was read right.
        answers: int64 (N,), number of the answered class among the network's.
        refused: bool (N,), whether each was answered "not a digit I know"; None if the network cannot refuse.
    """

    loss: float
    accuracy: float
    confusion: Tensor
    confidence: Tensor
    right: Tensor
    answers: Tensor
    refused: Tensor | None = None

    @property
    def count(self) -> int:
        """Pictures evaluated."""
        return len(self.right)

    @property
    def refused_share(self) -> float | None:
        """Fraction of the pictures answered "not a digit I know", 0-1; None if the network cannot refuse."""
        return None if self.refused is None else float(self.refused.float().mean())

    @property
    def calibration_error(self) -> float:
        """Expected calibration error, 0-1: how far probability and accuracy are apart on average.

        The pictures are put into `BINS` bins of equal width by the probability of their answer. The distances
        between the bins' mean probability and accuracy are averaged, weighted by pictures (Guo et al., 2017).
        """
        confidence = self.confidence.double()
        bins = confidence.mul(BINS).ceil().sub(1).clamp(0, BINS - 1).long()
        surplus = torch.zeros(BINS, dtype=torch.float64).index_add_(0, bins, confidence - self.right.double())
        return float(surplus.abs().sum()) / self.count


def for_batches(network: nn.Module) -> nn.Module:
    """Lay out the network's kernels for many pictures.

    On the processor it answers more than twice as fast, and learns about a fifth faster.
    """
    # torch declares `memory_format` for tensors alone.
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def evaluate(
    network: nn.Module,
    data: LabelledImages,
    mean: PerChannel,
    std: PerChannel,
    progress: Callable[[int, int], None] | None = None,
    refuse_below: float | None = None,
    classes: tuple[str, ...] | None = None,
) -> Measurement:
    """Evaluate `network` on `data`; its training mode stays as it was.

    Args:
        network: returns logits or log-probabilities; on the device of `data`.
        data: labelled pictures, uint8; an empty one of ink counts as answered with all classes alike, and
            as refused.
        mean: normalisation on the 0-1 scale.
        std: the same.
        progress: called with (done, total); may raise to stop.
        refuse_below: the checkpoint's; None for a network that cannot refuse.
        classes: names of the network's classes; the pictures' if None. Pictures of others are read wrong.
    """
    was_training = network.training
    network.eval()
    names = data.classes if classes is None else classes
    column = {name: number for number, name in enumerate(names)}
    targets = torch.tensor([column.get(name, -1) for name in data.classes]).to(data.labels.device)
    pairs = len(data.classes) * len(names)
    confusion = torch.zeros(pairs, dtype=torch.int64)
    confidence, right, answered, known = [], [], [], []
    loss, counted = 0.0, 0
    try:
        with torch.inference_mode():
            for start in range(0, len(data), BATCH):
                labels = data.labels[start : start + BATCH]
                images = data.images[start : start + BATCH]
                scores = network(normalize_uint8(images, mean, std))
                log_probs = F.log_softmax(scores, dim=1)
                # Nothing is drawn: no class is likelier than another, and it is not a digit.
                blank = (images.flatten(1).amax(dim=1) == 0) & (data.content == INK)
                log_probs[blank] = -math.log(len(names))
                truth = targets[labels]
                loss += float(F.nll_loss(log_probs, truth, reduction="sum", ignore_index=-1))
                counted += int((truth >= 0).sum())
                best, answers = log_probs.max(dim=1)
                confusion += torch.bincount((labels * len(names) + answers).cpu(), minlength=pairs)
                confidence.append(best.exp().cpu())
                right.append((answers == truth).cpu())
                answered.append(answers.cpu())
                known.append(scores.logsumexp(dim=1).sigmoid().masked_fill(blank, 0.0).cpu())
                if progress is not None:
                    progress(min(start + BATCH, len(data)), len(data))
    finally:
        network.train(was_training)
    is_right = torch.cat(right)
    return Measurement(
        loss / counted if counted else math.nan,
        int(is_right.sum()) / len(data),
        confusion.view(len(data.classes), len(names)),
        torch.cat(confidence),
        is_right,
        torch.cat(answered),
        None if refuse_below is None else torch.cat(known) < refuse_below,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the evaluated pictures, such as one digit's pictures or one writer's.

    Attributes:
        n: its pictures, at least 1.
        right: how many were read right.
    """

    n: int
    right: int

    @property
    def accuracy(self) -> float:
        """Fraction read right, 0-1."""
        return self.right / self.n


def per_digit(measurement: Measurement, classes: tuple[str, ...]) -> dict[str, Part]:
    """Split a measurement by true class, in the order of the classes; those without pictures are left out."""
    rows = measurement.confusion.tolist()
    return {
        name: Part(sum(row), row[number])
        for number, (name, row) in enumerate(zip(classes, rows, strict=True))
        if sum(row)
    }


def per_writer(measurement: Measurement, data: LabelledImages) -> dict[str, Part]:
    """Split a measurement by writer, in the order of names; pictures of unknown writers are left out."""
    counts: dict[str, list[int]] = {}
    for writer, right in zip(data.writers, measurement.right.tolist(), strict=bool(data.writers)):
        if writer is not None:
            count = counts.setdefault(writer, [0, 0])
            count[0] += 1
            count[1] += right
    return {writer: Part(*counts[writer]) for writer in sorted(counts)}


def run_options(checkpoint: Checkpoint, folder: str) -> PictureOptions | None:
    """Return how the run in `checkpoint` read its pictures; None if it was not trained on this folder."""
    try:
        recipe = None if checkpoint.recipe is None else Recipe.from_dict(dict(checkpoint.recipe))
        if recipe is None or not Path(recipe.dataset).expanduser().samefile(Path(folder).expanduser()):
            return None
    except (RecipeError, OSError):
        return None
    form = checkpoint.form
    return replace(recipe.picture_options, size=form.size, channels=form.channels, content=form.content)


def network_options(checkpoint: Checkpoint) -> PictureOptions:
    """Return how to read a folder's pictures for the network."""
    form = checkpoint.form
    return PictureOptions(form.size, form.channels, form.content)
