"""A trace of one training step: the batch's pictures, its loss, gradients and the size of the update."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from digitpad.data.batches import steps_per_epoch
from digitpad.form import PerChannel
from digitpad.model.normalization import denormalize_unit
from digitpad.recipe.recipe import Recipe
from digitpad.training.position import Position


@dataclass(frozen=True, slots=True)
class LayerStep:
    """What one step did to one layer.

    Attributes:
        name: the layer's in the network.
        parameters: how many values it learns.
        gradient: length (L2 norm) of the loss's gradient with respect to them.
        weights: length of the values before the step.
        update: length of what the step added to them.
    """

    name: str
    parameters: int
    gradient: float
    weights: float
    update: float

    @property
    def update_ratio(self) -> float:
        """Length of the update over that of the weights; 0 where all weights are 0."""
        return self.update / self.weights if self.weights else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class StepTrace:
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
        pictures: uint8 (B, C, H, W), the network's input without its normalisation, augmented.
        labels: int64 (B,), numbers of classes; `len(classes)` for pictures of no class.
        answers: int64 (B,), the network's answers before the step.
        classes: names of the classes.
        layers: those with parameters, in order.
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


class StepRecorder:
    """Records a step while `Learner.step` takes it."""

    def __init__(self) -> None:
        self.pictures = torch.empty(0)
        self.labels = torch.empty(0, dtype=torch.int64)
        self.answers = torch.empty(0, dtype=torch.int64)
        self.layers: tuple[LayerStep, ...] = ()
        self._before: Mapping[str, Tensor] = {}

    def forward_done(
        self, pictures: Tensor, labels: Tensor, scores: Tensor, mean: PerChannel, std: PerChannel
    ) -> None:
        """Record the batch: normalised pictures (B, C, H, W), labels (B,) and scores (B, classes)."""
        values = denormalize_unit(pictures.detach(), mean, std).mul(255).round().clamp(0, 255)
        self.pictures = values.to("cpu", torch.uint8).contiguous()
        self.labels = labels.detach().cpu()
        self.answers = scores.detach().argmax(dim=1).cpu()

    def backward_done(self, network: nn.Module) -> None:
        """Record the weights before the optimiser changes them."""
        self._before = {name: value.detach().clone() for name, value in network.named_parameters()}

    def update_done(self, network: nn.Module) -> None:
        """Record the gradients, and how far the optimiser has moved the weights."""
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
            LayerStep(name, int(count), gradient**0.5, weights**0.5, update**0.5)
            for name, (count, gradient, weights, update) in rows.items()
        )

    def trace(
        self,
        recipe: Recipe,
        position: Position,
        examples: int,
        classes: tuple[str, ...],
        rate: float,
        loss: float,
    ) -> StepTrace:
        """The trace of the recorded step.

        Args:
            recipe: the run's.
            position: where the run stood before the step.
            examples: pictures in the training set.
            classes: names of the classes.
            rate: the learning rate of the step.
            loss: of the batch.
        """
        return StepTrace(
            position.epoch,
            position.batch,
            steps_per_epoch(examples, recipe.batch_size, recipe.drop_last),
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
