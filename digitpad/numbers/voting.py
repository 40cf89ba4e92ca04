"""Which of several ways to find a picture's ink is right: the answer that most of them agree on."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from digitpad.reading import ReadDigit, Reading

_SURE = 0.97
"""Two answers that are alike and each of whose digits is as certain are not doubted."""

_CERTAIN = 0.998
"""One answer that is as certain is not doubted, unless another way has read something else."""

_ALIKE = 3
"""So many ways that come first and read the same are not doubted, however doubtful each is."""

_LEAST = 0.01
"""What an answer counts at least, however doubtful; none counts nothing."""

_DOUBT = 0.5
"""What each sign and each further row leaves of an answer's certainty: dirt and torn lines look so."""


def likelihood(digits: Sequence[ReadDigit]) -> float:
    """How likely it is that all are digits, and those that were read, 0-1; 0 for none."""
    return math.prod(_likely(digits)) if digits else 0.0


def certainty(reading: Reading) -> float:
    """The digits' likelihood, less where there are signs and rows."""
    return likelihood(reading.digits) * _DOUBT ** (len(reading.signs) + len(reading.lines) - 1)


def _likely(digits: Sequence[ReadDigit]) -> list[float]:
    """How likely it is of each that it is a digit, and that."""
    answers = [digit.prediction for digit in digits]
    return [one.probability * (1.0 if one.known is None else one.known) for one in answers]


def _is_sure(reading: Reading) -> bool:
    """Whether each digit is, in however many rows: all of a long list together are hardly ever."""
    return not reading.signs and min(_likely(reading.digits), default=0.0) >= _SURE


def voted(
    ways: Iterable[str], read: Callable[[str], Reading], enough: Callable[[], bool] = lambda: False
) -> tuple[str, Reading]:
    """The way whose answer is the likeliest, and that.

    Every way votes for what is read with it, as certain as that is; of those that agree the most certain is
    taken. The rest is not read where one is certain, as of two pictures in three the first is, where two are
    sure that agree, whose answer then is taken, where the first three agree, or where an answer is ahead of
    all others by as much as two sure ones.

    Args:
        ways: at least one.
        read: what is read with a way.
        enough: whether so much was read that no further way should be.
    """
    readings: dict[str, Reading] = {}
    votes: dict[str, float] = defaultdict(float)
    sure: Counter[str] = Counter()
    for way in ways:
        readings[way] = reading = read(way)
        certain = certainty(reading)
        votes[reading.text] += certain + _LEAST * bool(reading.digits)
        sure[reading.text] += _is_sure(reading)
        first, second, *_ = sorted((*votes.values(), 0.0), reverse=True)
        if (
            sure[reading.text] > 1
            or (certain >= _CERTAIN and len(votes) == 1)
            or (len(readings) == _ALIKE and len(votes) == 1 and reading.digits)
            or first - second >= 2 * _SURE
            or enough()
        ):
            break
    answer = max(votes, key=lambda text: (sure[text] > 1, votes[text]))
    alike = [way for way, reading in readings.items() if reading.text == answer]
    best = max(alike, key=lambda way: certainty(readings[way]))
    return best, readings[best]
