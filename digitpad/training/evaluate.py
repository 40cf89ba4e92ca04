"""How well a network reads labelled pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.data.datasets import LabelledImages

BATCH = 500
"""Pictures measured at a time: large enough for speed, small enough for the processor's cache."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The result of measuring a network.

    Attributes:
        loss: mean negative log-likelihood.
        accuracy: share read right, 0-1.
        confusion: int64 (classes, classes), rows the truth, columns the answers.
    """

    loss: float
    accuracy: float
    confusion: Tensor

    @property
    def count(self) -> int:
        """Pictures measured."""
        return int(self.confusion.sum())


def normalise(images: Tensor, mean: float, std: float) -> Tensor:
    """Pictures as a network takes them: float32 from uint8 0-255, shifted and scaled."""
    return images.mul(1 / (255 * std)).sub_(mean / std)


def evaluate(
    network: nn.Module,
    data: LabelledImages,
    mean: float,
    std: float,
    progress: Callable[[int, int], None] | None = None,
) -> Measurement:
    """Measure `network` on `data`; its training mode is left as it was.

    Args:
        network: gives logits or log-probabilities; on the device that `data` is on.
        data: labelled pictures, uint8.
        mean: normalisation of the grey values on the 0-1 scale.
        std: the same.
        progress: called with (done, total); may raise to stop.
    """
    was_training = network.training
    network.eval()
    classes = len(data.classes)
    confusion = torch.zeros(classes * classes, dtype=torch.int64)
    loss = 0.0
    try:
        with torch.inference_mode():
            for start in range(0, len(data), BATCH):
                labels = data.labels[start : start + BATCH]
                images = normalise(data.images[start : start + BATCH], mean, std)
                log_probs = F.log_softmax(network(images), dim=1)
                loss += float(F.nll_loss(log_probs, labels, reduction="sum"))
                cells = labels * classes + log_probs.argmax(dim=1)
                confusion += torch.bincount(cells.cpu(), minlength=classes * classes)
                if progress is not None:
                    progress(min(start + BATCH, len(data)), len(data))
    finally:
        network.train(was_training)
    table = confusion.view(classes, classes)
    return Measurement(loss / len(data), int(table.trace()) / len(data), table)
