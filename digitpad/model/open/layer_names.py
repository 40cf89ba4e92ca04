"""Names for weights that come without any: lists of arrays, and what people call W1, b1, W2, b2."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import replace

from digitpad.model.safe_io.tensors import TensorRef

_MOST_CLASSES = 1000
"""Rows of the last matrix; pictures and their labels look like a layer with more of them."""


def are_names_of_layers(names: Iterable[str]) -> bool:
    """Whether tensors are called as PyTorch calls those of layers."""
    return any(name.rpartition(".")[2] in ("weight", "bias", "running_mean") for name in names)


def named_layers(tensors: Iterable[TensorRef]) -> dict[str, TensorRef] | None:
    """Tensors under names of layers; None where they are not the weights and biases of layers in order.

    Linear layers may be written either way round: (outputs, inputs) as in PyTorch, or (inputs, outputs).
    """
    weights: list[TensorRef] = []
    biases: list[TensorRef] = []
    for tensor in tensors:
        wide = sum(size > 1 for size in tensor.shape)
        is_last = (
            len(tensor.shape) == 2 and len(weights) > len(biases) and _fits(tensor, weights[len(biases)])
        )
        if len(tensor.shape) in (2, 4) and wide > 1 and not is_last:
            weights.append(tensor)
        elif wide > 1 and not is_last:
            return None
        else:
            biases.append(tensor)
    if len(weights) + len(biases) < 2 or len(biases) not in (0, len(weights)):
        return None
    for turned in (weights, [_turned(weight) for weight in weights]):
        if _follow(turned, biases) and turned[-1].shape[0] <= _MOST_CLASSES:
            return _named(turned, biases)
    return None


def _fits(bias: TensorRef, weight: TensorRef) -> bool:
    """Whether a tensor with one row or column is the bias of a layer."""
    return 1 in bias.shape and bias.numel in (weight.shape[0], weight.shape[-1])


def _follow(weights: list[TensorRef], biases: list[TensorRef]) -> bool:
    outputs = [weight.shape[0] for weight in weights]
    if any(bias.numel != count for bias, count in zip(biases, outputs, strict=False)):
        return False
    return all(
        before.shape[0] and after.shape[1] and after.shape[1] % before.shape[0] == 0
        for before, after in itertools.pairwise(weights)
    )


def _turned(weight: TensorRef) -> TensorRef:
    """The transposed matrix; anything else as it is."""
    if len(weight.shape) != 2:
        return weight
    return replace(weight, shape=weight.shape[::-1], stride=weight.stride[::-1])


def _named(weights: list[TensorRef], biases: list[TensorRef]) -> dict[str, TensorRef]:
    names: dict[str, TensorRef] = {}
    for number, weight in enumerate(weights):
        names[f"layers.{number}.weight"] = weight
        if biases:
            names[f"layers.{number}.bias"] = _flat(biases[number])
    return names


def _flat(bias: TensorRef) -> TensorRef:
    """A row or a column as a vector."""
    step = next((step for size, step in zip(bias.shape, bias.stride, strict=True) if size > 1), 1)
    return replace(bias, shape=(math.prod(bias.shape),), stride=(step,))
