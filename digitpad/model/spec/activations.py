"""Layers that are a function of each value by itself, or of the scores together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitpad.errors import tr
from digitpad.model.spec.layer import Layer, Shape, option


@dataclass(frozen=True, slots=True)
class Activation(Layer):
    """A function of each value by itself.

    Attributes:
        call: its function in torch; a key of `ACTIVATIONS`.
    """

    title = tr("Activation")

    call: str = "relu"
    slope: float | None = option(None, tr("Slope"), 0, 100, fraction=True, nothing=tr("torch's own"))

    def function_name(self) -> str:
        return self.call

    def class_name(self, shape: Shape) -> str:
        return ACTIVATIONS[self.call][0]

    def options(self) -> dict[str, Any]:
        name = ACTIVATIONS[self.call][1]
        return {} if self.slope is None or not name else {name: self.slope}


ACTIVATIONS: dict[str, tuple[str, str]] = {
    "relu": ("ReLU", ""),
    "leaky_relu": ("LeakyReLU", "negative_slope"),
    "elu": ("ELU", "alpha"),
    "selu": ("SELU", ""),
    "celu": ("CELU", "alpha"),
    "gelu": ("GELU", ""),
    "silu": ("SiLU", ""),
    "mish": ("Mish", ""),
    "sigmoid": ("Sigmoid", ""),
    "tanh": ("Tanh", ""),
    "softplus": ("Softplus", ""),
    "softsign": ("Softsign", ""),
    "relu6": ("ReLU6", ""),
    "hardtanh": ("Hardtanh", ""),
    "hardswish": ("Hardswish", ""),
    "hardsigmoid": ("Hardsigmoid", ""),
}
"""Function in `torch.nn.functional` -> its class in `torch.nn`, and what its slope is called there."""


@dataclass(frozen=True, slots=True)
class PRelu(Layer):
    """ReLU with a learnt slope below zero, one for all channels or one for each."""

    title = tr("PReLU")
    prefix = "prelu"
    module = "PReLU"
    learns = True

    each: bool = option(False, tr("For each channel"))

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape[:1] if self.each else (1,)}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[:1] if self.each else ()


@dataclass(frozen=True, slots=True)
class LogSoftmax(Layer):
    """Scores as log-probabilities."""

    title = tr("Log-softmax")
    prefix = "log_softmax"
    module = "LogSoftmax"
    function = "log_softmax"

    def options(self) -> dict[str, Any]:
        return {"dim": 1}
