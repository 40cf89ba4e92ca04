"""The arithmetic behind one number in a network, worked out as on paper.

Everything is computed anew from the layer's inputs and weights; the tests hold it to what the network
computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from digitpad.insight.recording import RecordedLayer, Recording
from digitpad.insight.windows import Cell, unflattened, window_of
from digitpad.insight.worked_out import (
    Arithmetic,
    BatchNormalised,
    Convolved,
    DoubleArray,
    LogSoftmaxed,
    Passthrough,
    Pooled,
    Rectified,
    Summed,
    Unexplained,
    Weighted,
)

if TYPE_CHECKING:
    from digitpad.insight.windows import Window


_RELU = ("relu", "relu_", "ReLU")
_SAME = ("dropout", "dropout2d", "feature_dropout", "Dropout", "Dropout2d", "Identity")
_FLAT = ("flatten", "view", "reshape", "Flatten")
_MAX = ("max_pool2d", "MaxPool2d")


def explain(recording: Recording, number: int, cell: Cell) -> Arithmetic:
    """Explain how a layer computed one cell of its output.

    Args:
        recording: the network's answer to one picture.
        number: index of the layer.
        cell: (channel, row, column) or (value,).
    """
    layer = recording.layers[number]
    value = float(layer.output[0][cell])
    inputs = [recording.value(source)[0].double() for source in layer.sources]
    if len(inputs) == 1:
        arithmetic = _of_one_input(layer, inputs[0], cell)
        if arithmetic is not None:
            return arithmetic
    if layer.kind == "add" and len(inputs) == 2 and layer.options.get("alpha", 1) == 1:
        parts = tuple(float(part.expand(layer.shape[1:])[cell]) for part in inputs)
        return Summed(parts, sum(parts))
    return Unexplained(value)


def _of_one_input(layer: RecordedLayer, before: torch.Tensor, cell: Cell) -> Arithmetic | None:
    """Return the arithmetic of a layer with one input (C, H, W) or (N,); None where it is unknown."""
    module, window = layer.module, window_of(layer)
    if isinstance(module, nn.Conv2d) and window is not None and module.padding_mode == "zeros":
        return _convolved(module, window, before, cell)
    if window is not None and (layer.kind in _MAX or _plain_mean(layer)):
        return _pooled(layer, window, before, cell)
    if isinstance(module, nn.Linear) and before.dim() == 1:
        return _weighted(module, before, cell)
    if isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d) and module.running_mean is not None:
        return _batch_normalised(module, before, cell)
    if layer.kind in _RELU:
        entry = float(before[cell])
        return Rectified(entry, max(0.0, entry))
    if layer.kind in _SAME and torch.equal(before.float(), layer.output[0]):  # but not dropout in training
        return Passthrough(cell, float(before[cell]))
    if layer.kind == "expand" and before.dim() == len(cell):
        source = tuple(0 if side == 1 else place for side, place in zip(before.shape, cell, strict=True))
        return Passthrough(source, float(before[source]))
    if layer.kind in _FLAT and before.dim() == 3 and len(cell) == 1:
        source = unflattened(tuple(before.shape), cell[0])
        return Passthrough(source, float(before[source]))
    if layer.kind in ("log_softmax", "LogSoftmax") and before.dim() == 1:
        log_sum = float(torch.logsumexp(before, 0))
        score = float(before[cell])
        return LogSoftmaxed(before.numpy(), score, log_sum, score - log_sum)
    return None


def _plain_mean(layer: RecordedLayer) -> bool:
    """Whether it is a mean over all cells of a window, zeros of the padding included."""
    if layer.kind not in ("avg_pool2d", "AvgPool2d"):
        return False
    options = layer.options if layer.module is None else vars(layer.module)
    unusual = options.get("ceil_mode", False) or options.get("divisor_override") is not None
    return bool(options.get("count_include_pad", True)) and not unusual


def _patch(before: torch.Tensor, window: Window, cell: Cell, outside: float) -> DoubleArray:
    """Return what a window covers of (C, H, W), as (C, h, w)."""
    _, row, column = cell
    rows, columns = window.rows(row), window.columns(column)
    patch = np.full((len(before), len(rows), len(columns)), outside)
    values = before.numpy()
    for y, from_row in enumerate(rows):
        for x, from_column in enumerate(columns):
            if 0 <= from_row < values.shape[1] and 0 <= from_column < values.shape[2]:
                patch[:, y, x] = values[:, from_row, from_column]
    return patch


def _convolved(module: nn.Conv2d, window: Window, before: torch.Tensor, cell: Cell) -> Convolved:
    group = cell[0] // (module.out_channels // module.groups)
    count = module.in_channels // module.groups
    channels = tuple(range(group * count, (group + 1) * count))
    patches = _patch(before[list(channels)], window, cell, 0.0)
    kernels = module.weight.detach()[cell[0]].cpu().double().numpy()
    sums = (patches * kernels).sum(axis=(1, 2))
    bias = _entry(module.bias, cell[0], 0.0)
    return Convolved(channels, patches, kernels, sums, bias, float(sums.sum()) + bias)


def _pooled(layer: RecordedLayer, window: Window, before: torch.Tensor, cell: Cell) -> Pooled:
    patch = _patch(before[cell[0] : cell[0] + 1], window, cell, np.nan)[0]
    largest = layer.kind in _MAX
    value = np.nanmax(patch) if largest else np.nansum(patch) / patch.size
    return Pooled(patch, largest, float(value))


def _weighted(module: nn.Linear, before: torch.Tensor, cell: Cell) -> Weighted:
    inputs = before.numpy()
    weights = module.weight.detach()[cell[0]].cpu().double().numpy()
    bias = _entry(module.bias, cell[0], 0.0)
    return Weighted(inputs, weights, bias, float(inputs @ weights) + bias)


def _batch_normalised(
    module: nn.BatchNorm1d | nn.BatchNorm2d, before: torch.Tensor, cell: Cell
) -> BatchNormalised:
    channel = cell[0]
    entry = float(before[cell])
    mean = _entry(module.running_mean, channel, 0.0)
    variance = _entry(module.running_var, channel, 1.0)
    weight = _entry(module.weight, channel, 1.0)
    bias = _entry(module.bias, channel, 0.0)
    value = (entry - mean) / (variance + module.eps) ** 0.5 * weight + bias
    return BatchNormalised(entry, mean, variance, module.eps, weight, bias, value)


def _entry(values: torch.Tensor | None, place: int, without: float) -> float:
    """Return a layer's number at an index, or `without` where the layer has none."""
    return without if values is None else float(values.detach()[place])


def follow(recording: Recording, number: int, cell: Cell) -> list[tuple[int, Cell]]:
    """Follow a cell through activations, normalisation and pooling, as long as each layer makes one cell of
    it, or of it and its neighbours.

    Args:
        recording: the network's answer.
        number: index of the layer.
        cell: (channel, row, column); values that are not in a map are not followed.

    Returns:
        The layers that come next, each with its cell.
    """
    steps: list[tuple[int, Cell]] = []
    while len(cell) == 3:
        consumers = recording.consumers(number)
        if len(consumers) != 1 or not recording.layers[consumers[0]].is_map:
            break
        number = consumers[0]
        layer = recording.layers[number]
        window = window_of(layer)
        if isinstance(layer.module, nn.Conv2d):
            break
        if window is not None:
            channel, row, column = cell
            down = (row + window.padding[0]) // window.stride[0]
            across = (column + window.padding[1]) // window.stride[1]
            if down >= layer.shape[2] or across >= layer.shape[3]:
                break  # a remainder at the edge that no window covers
            cell = (channel, down, across)
        elif len(layer.sources) != 1 or recording.value(layer.sources[0]).shape != layer.output.shape:
            break
        steps.append((number, cell))
    return steps
