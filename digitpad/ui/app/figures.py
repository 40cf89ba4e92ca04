"""Numbers that compare as numbers and are written as the window writes them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

from digitpad.numerals import percent
from digitpad.ui.prediction.bars import number


class Figure(float):
    """A number with its own way of being written.

    Args:
        value: the number.
        write: returns its text.
    """

    def __new__(cls, value: float, write: Callable[[float], str]) -> Self:
        figure = super().__new__(cls, value)
        figure._write = write
        return figure

    _write: Callable[[float], str]

    def __str__(self) -> str:
        return self._write(float(self))

    def __format__(self, _spec: str) -> str:
        return str(self)


def chance(log_probability: float) -> Figure:
    """A probability, in percent: "> 99.9 %"."""
    probability = math.exp(min(0.0, log_probability))
    return Figure(100 * probability, lambda value: percent(value / 100))


def margin(value: float) -> Figure:
    """A difference of log-probabilities: "−0.50"."""
    return Figure(value, number)


def loss(value: float) -> Figure:
    """A loss as the chart writes it: "0.0420"."""
    return Figure(value, "{:.4f}".format)


def accuracy(share: float) -> Figure:
    """An accuracy in percent: "98.50"."""
    return Figure(100 * share, "{:.2f}".format)
