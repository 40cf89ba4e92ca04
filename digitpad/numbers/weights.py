"""How much each measure of a group counts, in units of log-probability.

Found by a structured perceptron, for pictures followed by a search for the largest share of numbers read
right, on pen strokes of 24 writers, whose digits were put side by side, and on digits drawn by the program.
"""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple

from digitpad.numbers.parts import Measures
from digitpad.recognizer import Prediction

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

    The others are named as in `Measures`.
    """

    group: float
    clear: float
    known: float
    one: float
    loose: float
    gap: float
    hole: float
    apart: float
    low: float
    very_low: float
    rise: float
    drop: float
    broad: float
    tall: float
    shared: float
    touching: float
    parts: float
    cut: float
    late: float
    everything: float

    def of_geometry(self, measures: Measures) -> float:
        """What the geometry alone scores."""
        weights: tuple[float, ...] = self[-len(measures) :]
        return self.group + sum(map(mul, weights, measures), 0.0)

    def of_reading(self, prediction: Prediction, measures: Measures) -> float:
        """What the network's answer scores, at most 0."""
        score = self.clear * clearness(prediction) - self.one * (prediction.digit == 1)
        score -= self.loose * measures.apart * (prediction.digit not in _LOOSE)
        if prediction.known is not None:
            score += self.known * min(math.log(max(prediction.known, _LEAST_KNOWN)) - _SURE, 0.0)
        return score


def clearness(prediction: Prediction) -> float:
    """Log-probability of the best class, from 0 down; -20 for nothing."""
    if prediction.blank:
        return _LEAST
    return min(max(prediction.log_probs[prediction.digit], _LEAST) - _SURE, 0.0)


STROKES = Weights(
    group=0.78,
    clear=2.32,
    known=1.43,
    one=1.35,
    loose=3.01,
    gap=-3.59,
    hole=-9.86,
    apart=-1.43,
    low=-4.48,
    very_low=-4.07,
    rise=-3.44,
    drop=-1.3,
    broad=-1.97,
    tall=-0.93,
    shared=-0.86,
    touching=-0.04,
    parts=-1.66,
    cut=0.0,
    late=-0.35,
    everything=2.07,
)
"""For strokes, with a network that tells whether something is a digit at all."""

STROKES_UNTOLD = Weights(
    group=0.86,
    clear=3.03,
    known=0.0,
    one=1.4,
    loose=3.0,
    gap=-3.62,
    hole=-9.76,
    apart=-1.45,
    low=-4.54,
    very_low=-4.07,
    rise=-3.85,
    drop=-1.16,
    broad=-2.22,
    tall=-0.83,
    shared=-0.8,
    touching=-0.1,
    parts=-1.75,
    cut=0.0,
    late=-0.35,
    everything=1.93,
)
"""For strokes, with a network that does not."""

PICTURES = Weights(
    group=0.28,
    clear=2.28,
    known=0.52,
    one=0.76,
    loose=0.27,
    gap=-3.23,
    hole=-10.05,
    apart=-0.11,
    low=-3.08,
    very_low=-3.95,
    rise=-0.39,
    drop=0.0,
    broad=-3.78,
    tall=-0.47,
    shared=0.0,
    touching=0.82,
    parts=-1.5,
    cut=-1.88,
    late=0.0,
    everything=1.26,
)
"""For pieces of a picture, with a network that tells whether something is a digit at all."""

PICTURES_UNTOLD = Weights(
    group=0.04,
    clear=5.33,
    known=0.0,
    one=0.67,
    loose=0.28,
    gap=-3.3,
    hole=-9.94,
    apart=-0.14,
    low=-3.86,
    very_low=-4.01,
    rise=-0.32,
    drop=-0.03,
    broad=-4.66,
    tall=-0.22,
    shared=0.0,
    touching=0.71,
    parts=-1.51,
    cut=-1.01,
    late=0.0,
    everything=0.69,
)
"""For pieces of a picture, with a network that does not."""
