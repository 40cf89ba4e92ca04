"""Layers that bring values to mean 0 and variance 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitpad.errors import tr
from digitpad.model.spec.layer import (
    MOST_CHANNELS,
    MOST_VALUES,
    Layer,
    LayerError,
    Shape,
    check_inputs,
    inputs_option,
    option,
)

_EPSILON, _CHANNELS = tr("Epsilon"), tr("channels")


@dataclass(frozen=True, slots=True)
class BatchNorm(Layer):
    """Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted as learnt."""

    title = tr("Batch norm")
    prefix = "bn"
    module = "BatchNorm2d"
    learns = True
    passed = ("eps", "momentum", "affine")

    eps: float = option(1e-5, _EPSILON, 0, 1, fraction=True)
    momentum: float | None = option(
        0.1, tr("Momentum"), 0, 1, fraction=True, nothing=tr("the mean of all batches")
    )
    affine: bool = option(True, tr("Scale and shift"))
    inputs: int | None = inputs_option(tr("Channels in"), MOST_VALUES)

    def output(self, shape: Shape) -> Shape:
        check_inputs(self.inputs, shape[0], _CHANNELS)
        return shape

    def weights(self, shape: Shape) -> dict[str, Shape]:
        learnt = ("weight", "bias") if self.affine else ()
        own = dict.fromkeys((*learnt, "running_mean", "running_var"), shape[:1])
        return {**own, "num_batches_tracked": ()}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[:1]

    def class_name(self, shape: Shape) -> str:
        return "BatchNorm2d" if len(shape) == 3 else "BatchNorm1d"


@dataclass(frozen=True, slots=True)
class GroupNorm(Layer):
    """Groups of channels brought to mean 0 and variance 1 in each picture, then scaled and shifted."""

    title = tr("Group norm")
    prefix = "gn"
    module = "GroupNorm"
    learns = True
    passed = ("eps",)

    groups: int = option(1, tr("Groups"), 1, MOST_CHANNELS)
    eps: float = option(1e-5, _EPSILON, 0, 1, fraction=True)
    inputs: int | None = inputs_option(tr("Channels in"), MOST_CHANNELS)

    def output(self, shape: Shape) -> Shape:
        check_inputs(self.inputs, shape[0], _CHANNELS)
        if shape[0] % self.groups:
            raise LayerError(
                "its {groups} groups do not divide {channels} channels", groups=self.groups, channels=shape[0]
            )
        return shape

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape[:1], "bias": shape[:1]}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return self.groups, shape[0]


@dataclass(frozen=True, slots=True)
class LayerNorm(Layer):
    """All values of a picture brought to mean 0 and variance 1, then scaled and shifted as learnt."""

    title = tr("Layer norm")
    prefix = "ln"
    module = "LayerNorm"
    learns = True
    passed = ("eps",)

    eps: float = option(1e-5, _EPSILON, 0, 1, fraction=True)

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape, "bias": shape}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (list(shape),)
