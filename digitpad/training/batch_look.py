"""One step of training taken apart: the batch's pictures, its loss, gradients, and what the weights moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from digitpad.data.batches import steps_per_epoch
from digitpad.form import PerChannel
from digitpad.model.normalisation import denormalised
from digitpad.recipe.recipe import Recipe
from digitpad.training.position import Position


@dataclass(frozen=True, slots=True)
class LayerStep:
    """What one step did to one layer.

    Attributes:
        name: the layer's in the network.
        parameters: how many values it has learnt.
        gradient: length (L2 norm) of the loss's gradient with respect to them.
        weights: length of the values before the step.
        moved: length of what the step added to them.
    """

    name: str
    parameters: int
    gradient: float
    weights: float
    moved: float

    @property
    def moved_share(self) -> float:
        """How far they moved, in parts of their own length; 0 where they have none."""
        return self.moved / self.weights if self.weights else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class BatchLook:
    """One step.

    Attributes:
        epoch: number of the epoch, from 1.
        batch: number of the batch in its epoch, from 0.
        batches: batches (iterations) in an epoch.
        batch_size: pictures a batch.
        examples: pictures in the training set.
        epochs: epochs of the whole run.
        learning_rate: of this step.
        loss: mean loss of the batch before its weights were changed.
        pictures: uint8 (B, C, H, W), as the network got them but for their normalisation, augmented.
        labels: int64 (B,), numbers of classes; `len(classes)` for what is none of them.
        answers: int64 (B,), what the network answered, before the step.
        classes: names of the classes.
        layers: those that learn, in order.
    """

    epoch: int
    batch: int
    batches: int
    batch_size: int
    examples: int
    epochs: int
    learning_rate: float
    loss: float
    pictures: Tensor
    labels: Tensor
    answers: Tensor
    classes: tuple[str, ...]
    layers: tuple[LayerStep, ...]


class StepWatch:
    """Is told of a step while it is taken; see `Learner.step`."""

    def __init__(self) -> None:
        self.pictures = torch.empty(0)
        self.labels = torch.empty(0, dtype=torch.int64)
        self.answers = torch.empty(0, dtype=torch.int64)
        self.layers: tuple[LayerStep, ...] = ()
        self._before: Mapping[str, Tensor] = {}

    def asked(
        self, pictures: Tensor, labels: Tensor, scores: Tensor, mean: PerChannel, std: PerChannel
    ) -> None:
        """The network was asked: normalised pictures (B, C, H, W), labels (B,) and scores (B, classes)."""
        values = denormalised(pictures.detach(), mean, std).mul(255).round().clamp(0, 255)
        self.pictures = values.to("cpu", torch.uint8).contiguous()
        self.labels = labels.detach().cpu()
        self.answers = scores.detach().argmax(dim=1).cpu()

    def about_to_move(self, network: nn.Module) -> None:
        """Gradients are there, and the weights are still what they were."""
        self._before = {name: value.detach().clone() for name, value in network.named_parameters()}

    def moved(self, network: nn.Module) -> None:
        """The optimiser has changed the weights."""
        rows: dict[str, list[float]] = {}
        for name, value in network.named_parameters():
            layer = name.rpartition(".")[0] or name
            row = rows.setdefault(layer, [0.0, 0.0, 0.0, 0.0])
            before = self._before[name]
            row[0] += value.numel()
            row[1] += 0.0 if value.grad is None else float(value.grad.double().pow(2).sum())
            row[2] += float(before.double().pow(2).sum())
            row[3] += float((value.detach() - before).double().pow(2).sum())
        self._before = {}
        self.layers = tuple(
            LayerStep(name, int(count), gradient**0.5, weights**0.5, moved**0.5)
            for name, (count, gradient, weights, moved) in rows.items()
        )

    def look(
        self,
        recipe: Recipe,
        position: Position,
        examples: int,
        classes: tuple[str, ...],
        rate: float,
        loss: float,
    ) -> BatchLook:
        """What was seen, with where the run stood when the step was taken.

        Args:
            recipe: the run's.
            position: before it moved on.
            examples: pictures in the training set.
            classes: names of the classes.
            rate: the learning rate of the step.
            loss: of the batch.
        """
        return BatchLook(
            position.epoch,
            position.batch,
            steps_per_epoch(examples, recipe.batch_size),
            recipe.batch_size,
            examples,
            recipe.epochs,
            rate,
            loss,
            self.pictures,
            self.labels,
            self.answers,
            classes,
            self.layers,
        )
