"""The arithmetic behind one number in a network, worked out as on paper.

What is worked out here is computed anew, from the layer's inputs and weights; that it comes to what the
network has computed is what the tests hold it to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from digitpad.insight.recording import Layer, Recording
from digitpad.insight.windows import Cell, unflattened, window_of

if TYPE_CHECKING:
    from digitpad.insight.windows import Window

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Convolved:
    """A patch of every channel times its kernel, added up, and the bias.

    Attributes:
        channels: numbers of the input's channels that take part (C,).
        patches: float64 (C, h, w), what the window sees; 0 in the padding.
        kernels: float64 (C, h, w).
        sums: float64 (C,), what each channel adds.
        bias: what is added at the end; 0 where there is none.
        value: the result.
    """

    channels: tuple[int, ...]
    patches: DoubleArray
    kernels: DoubleArray
    sums: DoubleArray
    bias: float
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """The largest number of a patch, or its mean.

    Attributes:
        patch: float64 (h, w); not a number where it lies outside of the map.
        largest: whether the largest counts; else the mean.
        value: the result.
    """

    patch: DoubleArray
    largest: bool
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Every input times its weight, added up, and the bias.

    Attributes:
        inputs, weights: float64 (N,).
        bias: what is added at the end; 0 where there is none.
        value: the result.
    """

    inputs: DoubleArray
    weights: DoubleArray
    bias: float
    value: float

    @property
    def products(self) -> DoubleArray:
        """float64 (N,), what each input adds."""
        return self.inputs * self.weights


@dataclass(frozen=True, slots=True)
class Rectified:
    """The larger of 0 and the input."""

    input: float
    value: float


@dataclass(frozen=True, slots=True)
class BatchNormalised:
    """(input - mean) / sqrt(variance + epsilon) * weight + bias, with the channel's own numbers."""

    input: float
    mean: float
    variance: float
    epsilon: float
    weight: float
    bias: float
    value: float


@dataclass(frozen=True, slots=True)
class Summed:
    """The sum of cells at the same place."""

    inputs: tuple[float, ...]
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class LogSoftmaxed:
    """A score minus the logarithm of the sum of all scores' exponentials.

    Attributes:
        scores: float64 (N,).
        score: the one of this class.
        log_sum: log of the sum of exp(score).
        value: the result, a log-probability.
    """

    scores: DoubleArray
    score: float
    log_sum: float
    value: float


@dataclass(frozen=True, slots=True)
class Taken:
    """The same number again: what flattening, repeating, or dropout while answering, gives.

    Attributes:
        source: where it stood in the input.
        value: the number.
    """

    source: Cell
    value: float


@dataclass(frozen=True, slots=True)
class Given:
    """A number that is told without its arithmetic, of a layer that is not known here."""

    value: float


Arithmetic = (
    Convolved | Pooled | Weighted | Rectified | BatchNormalised | Summed | LogSoftmaxed | Taken | Given
)

_RELU = ("relu", "relu_", "ReLU")
_SAME = ("dropout", "dropout2d", "feature_dropout", "Dropout", "Dropout2d", "Identity")
_FLAT = ("flatten", "view", "reshape", "Flatten")
_MAX = ("max_pool2d", "MaxPool2d")


def worked_out(recording: Recording, number: int, cell: Cell) -> Arithmetic:
    """How a layer came to one cell of its output.

    Args:
        recording: the network's answer to one picture.
        number: the layer's.
        cell: (channel, row, column) or (value,).
    """
    layer = recording.layers[number]
    value = float(layer.output[0][cell])
    inputs = [recording.value(source)[0].double() for source in layer.sources]
    if len(inputs) == 1:
        found = _of_one(layer, inputs[0], cell)
        if found is not None:
            return found
    if layer.kind == "add" and len(inputs) == 2 and layer.options.get("alpha", 1) == 1:
        parts = tuple(float(part.expand(layer.shape[1:])[cell]) for part in inputs)
        return Summed(parts, sum(parts))
    return Given(value)


def _of_one(layer: Layer, before: torch.Tensor, cell: Cell) -> Arithmetic | None:
    """The arithmetic of a layer with one input (C, H, W) or (N,)."""
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
    if layer.kind in _SAME and torch.equal(before.float(), layer.output[0]):  # dropout changes it in training
        return Taken(cell, float(before[cell]))
    if layer.kind == "expand" and before.dim() == len(cell):
        source = tuple(0 if side == 1 else place for side, place in zip(before.shape, cell, strict=True))
        return Taken(source, float(before[source]))
    if layer.kind in _FLAT and before.dim() == 3 and len(cell) == 1:
        source = unflattened(tuple(before.shape), cell[0])
        return Taken(source, float(before[source]))
    if layer.kind in ("log_softmax", "LogSoftmax") and before.dim() == 1:
        log_sum = float(torch.logsumexp(before, 0))
        score = float(before[cell])
        return LogSoftmaxed(before.numpy(), score, log_sum, score - log_sum)
    return None


def _plain_mean(layer: Layer) -> bool:
    """Whether a pooling's mean is that of all cells of its window, the padding's zeros among them."""
    if layer.kind not in ("avg_pool2d", "AvgPool2d"):
        return False
    options = layer.options if layer.module is None else vars(layer.module)
    unlike = options.get("ceil_mode", False) or options.get("divisor_override") is not None
    return bool(options.get("count_include_pad", True)) and not unlike


def _patch(before: torch.Tensor, window: Window, cell: Cell, outside: float) -> DoubleArray:
    """(C, h, w): what a window sees of (C, H, W)."""
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


def _pooled(layer: Layer, window: Window, before: torch.Tensor, cell: Cell) -> Pooled:
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
    """A number of a layer's, or what stands for it where the layer has none."""
    return without if values is None else float(values.detach()[place])


def followed(recording: Recording, number: int, cell: Cell) -> list[tuple[int, Cell]]:
    """Where a cell goes on to: layers, with their cell, as long as one cell is made of it, or of it and its
    neighbours: through activations, normalisation and pooling.

    Args:
        recording: the network's answer.
        number: the layer's.
        cell: (channel, row, column); values without a place are not followed.
    """
    steps: list[tuple[int, Cell]] = []
    while len(cell) == 3:
        takers = recording.takers(number)
        if len(takers) != 1 or not recording.layers[takers[0]].is_map:
            break
        number = takers[0]
        layer = recording.layers[number]
        window = window_of(layer)
        if isinstance(layer.module, nn.Conv2d):
            break
        if window is not None:
            channel, row, column = cell
            down = (row + window.padding[0]) // window.stride[0]
            across = (column + window.padding[1]) // window.stride[1]
            if down >= layer.shape[2] or across >= layer.shape[3]:
                break  # a rest at the edge that no window reaches
            cell = (channel, down, across)
        elif len(layer.sources) != 1 or recording.value(layer.sources[0]).shape != layer.output.shape:
            break
        steps.append((number, cell))
    return steps
