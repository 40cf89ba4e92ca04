"""The kinds of layers that a network can be written with: what each takes, returns and learns, without torch.

A layer is data. Its class knows how it changes a shape, which weights it has and what torch calls it; from
this the network is built (`building`), written as code, saved in recipes and shown in the editor. A further
kind of layer is one more class beside those here, and an entry of `KINDS`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from digitpad.errors import tr
from digitpad.model.spec.activations import ACTIVATIONS, Activation, LogSoftmax, PRelu
from digitpad.model.spec.layer import (
    STATISTICS,
    Layer,
    LayerError,
    Option,
    Shape,
    Size,
    maps,
    option,
    pair,
    windows,
)
from digitpad.model.spec.norms import BatchNorm, GroupNorm, LayerNorm
from digitpad.model.spec.pooling import AdaptiveAvgPool, AdaptiveMaxPool, AvgPool, MaxPool, Pool
from digitpad.model.spec.weighted import SAME, Conv, Linear

__all__ = [
    "ACTIVATIONS",
    "KINDS",
    "SAME",
    "STATISTICS",
    "Activation",
    "AdaptiveAvgPool",
    "AdaptiveMaxPool",
    "AvgPool",
    "BatchNorm",
    "ChannelDropout",
    "Conv",
    "Dropout",
    "Flatten",
    "GroupNorm",
    "Layer",
    "LayerError",
    "LayerNorm",
    "Linear",
    "LogSoftmax",
    "MaxPool",
    "Option",
    "PRelu",
    "Pool",
    "Residual",
    "Shape",
    "Size",
    "pair",
    "windows",
]


@dataclass(frozen=True, slots=True)
class Dropout(Layer):
    """While training, each value is left out with a probability, and the others grow to make up for it."""

    title = tr("Dropout")
    prefix = "dropout"
    module = "Dropout"
    function = "dropout"
    random = True
    passed = ("p",)

    p: float = option(0.5, tr("Probability"), 0, 1, fraction=True)


@dataclass(frozen=True, slots=True)
class ChannelDropout(Dropout):
    """While training, each whole channel is left out with a probability."""

    title = tr("Dropout of channels")
    module = "Dropout2d"
    function = "dropout2d"

    def output(self, shape: Shape) -> Shape:
        return maps(shape)


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Maps as a row of values, channel after channel."""

    title = tr("Flatten")
    prefix = "flatten"
    module = "Flatten"
    function = "flatten"

    def call_arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (1,)

    def output(self, shape: Shape) -> Shape:
        return (math.prod(shape),)


@dataclass(frozen=True, slots=True)
class Residual(Layer):
    """A residual block (K. He et al., 2016): what some layers make of the input, added to the input.

    Attributes:
        layers: that change the input.
        shortcut: that the input goes through on the other way; none where it is added as it is.
    """

    title = tr("Residual block")

    layers: tuple[Layer, ...] = ()
    shortcut: tuple[Layer, ...] = ()


KINDS: dict[str, type[Layer]] = {
    "conv": Conv,
    "linear": Linear,
    "batch_norm": BatchNorm,
    "group_norm": GroupNorm,
    "layer_norm": LayerNorm,
    "prelu": PRelu,
    "max_pool": MaxPool,
    "avg_pool": AvgPool,
    "adaptive_avg_pool": AdaptiveAvgPool,
    "adaptive_max_pool": AdaptiveMaxPool,
    "dropout": Dropout,
    "dropout2d": ChannelDropout,
    "flatten": Flatten,
    "log_softmax": LogSoftmax,
    "residual": Residual,
}
"""What each kind is called in recipes and checkpoints; an activation is called as in `ACTIVATIONS`."""
