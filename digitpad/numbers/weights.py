"""How much each measure of a group counts, in units of log-probability."""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple

from digitpad.numbers.measuring import Measures
from digitpad.reading import Prediction

_SURE = math.log(0.999)  # nothing is clearer than this: differences beyond are noise
_LEAST = -20.0  # nor anything less clear than this log-probability
_LEAST_KNOWN = 1e-6
_LOOSE = (4, 5)  # digits that are often written in parts that do not touch


class Weights(NamedTuple):
    """What a group scores: `group` for being one at all, and each measure times its weight.

    Attributes:
        group: for each digit.
        clear: for the best class's log-probability.
        known: for the logarithm of being one of the classes at all, where the network tells.
        one: against a group that is read as a 1, which a bar or a part of a 4 easily is.
        loose: against parts that lie apart, unless they are read as one of the digits that many people write
            so: a 4 with its right stroke beside it, a 5 with its bar.

        geometry: for each of the measures.
    """

    group: float
    clear: float
    known: float
    one: float
    loose: float
    geometry: Measures

    def of_geometry(self, measures: Measures) -> float:
        """What the geometry alone scores."""
        return self.group + sum(map(mul, self.geometry, measures), 0.0)

    def of_reading(self, prediction: Prediction, measures: Measures) -> float:
        """What the network's answer scores, at most 0."""
        weights = (self.clear, self.known, self.one, self.loose)
        return sum(map(mul, weights, of_answer(prediction, measures)), 0.0)


def of_answer(prediction: Prediction, measures: Measures) -> tuple[float, float, float, float]:
    """What `Weights.clear`, `known`, `one` and `loose` are multiplied with, each at most 0."""
    known = 0.0
    if prediction.known is not None:
        known = min(math.log(max(prediction.known, _LEAST_KNOWN)) - _SURE, 0.0)
    one = -1.0 if prediction.digit == 1 else 0.0
    loose = 0.0 if prediction.digit in _LOOSE else -measures.apart
    return clearness(prediction), known, one, loose


def clearness(prediction: Prediction) -> float:
    """Log-probability of the best class, from 0 down; -20 for nothing."""
    if prediction.blank:
        return _LEAST
    return min(max(prediction.log_probs[prediction.digit], _LEAST) - _SURE, 0.0)
