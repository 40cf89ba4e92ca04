"""From log-probabilities to the length of bars, ticks and numbers: two scales, as pure functions."""

from __future__ import annotations

import math
from dataclasses import dataclass

FLOOR = -20.0
"""Where the log scale begins: below it a class is as good as ruled out (2 in a thousand million)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One class on the scale.

    Attributes:
        length: 0 to 1 of the axis.
        clipped: whether the value lies below where the axis begins.
        text: the number to show.
    """

    length: float
    clipped: bool
    text: str


def bar(log_probability: float, *, as_probability: bool) -> Bar:
    """The bar of a class.

    Args:
        log_probability: natural logarithm of the probability, at most 0; -inf and NaN are clipped.
        as_probability: whether the axis goes from 0 to 1 instead of `FLOOR` to 0.
    """
    if as_probability:
        probability = math.exp(min(0.0, log_probability)) if log_probability == log_probability else 0.0
        return Bar(probability, False, percent(probability))
    inside = log_probability >= FLOOR  # false for NaN
    length = min(1.0, 1 - log_probability / FLOOR) if inside else 0.0
    return Bar(length, not inside, number(log_probability))


def number(value: float) -> str:
    """A log-probability in few characters, with a true minus sign."""
    if not math.isfinite(value):
        return "−∞" if value < 0 else "?"
    # Adding zero turns -0.0 into 0.0.
    text = f"{round(value, 2) + 0.0:.2f}" if abs(value) < 99.5 else f"{value:.0f}"
    return text.replace("-", "−")


def percent(probability: float) -> str:
    """A probability as a percentage that does not round up to certainty or down to impossibility."""
    value = 100 * probability
    if 0 < value < 0.1:
        return "< 0.1 %"
    if 99.9 < value < 100:
        return "> 99.9 %"
    return f"{value:.1f} %"


def ticks(*, as_probability: bool) -> list[tuple[float, str]]:
    """Places on the axis, 0 to 1, with their numbers."""
    if as_probability:
        return [(quarter / 4, f"{quarter / 4:g}") for quarter in range(5)]
    return [(1 - value / FLOOR, f"{value:g}".replace("-", "−")) for value in (-20, -15, -10, -5, 0)]
