"""What a number in a network was computed from, one class for each kind of arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.insight.windows import Cell

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Convolved:
    """A patch of every channel times its kernel, added up, and the bias.

    Attributes:
        channels: indices of the input's channels that take part (C,).
        patches: float64 (C, h, w), what the window sees; 0 in the padding.
        kernels: float64 (C, h, w).
        sums: float64 (C,), what each channel adds.
        bias: added at the end; 0 where the layer has none.
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
        patch: float64 (h, w); NaN where it lies outside the map.
        largest: True for the maximum, False for the mean.
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
        bias: added at the end; 0 where the layer has none.
        value: the result.
    """

    inputs: DoubleArray
    weights: DoubleArray
    bias: float
    value: float

    @property
    def products(self) -> DoubleArray:
        """float64 (N,), the contribution of each input."""
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
        log_sum: log of the sum of exp(scores).
        value: the result, a log-probability.
    """

    scores: DoubleArray
    score: float
    log_sum: float
    value: float


@dataclass(frozen=True, slots=True)
class Passthrough:
    """The same number again: the result of flattening, of repeating, and of dropout in evaluation mode.

    Attributes:
        source: its cell in the input.
        value: the number.
    """

    source: Cell
    value: float


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A number without its arithmetic, of a layer that is unknown here."""

    value: float


Arithmetic = (
    Convolved
    | Pooled
    | Weighted
    | Rectified
    | BatchNormalised
    | Summed
    | LogSoftmaxed
    | Passthrough
    | Unexplained
)
