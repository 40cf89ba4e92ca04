"""Which of several sets of labelled pictures candidates read, and which candidates read it best."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from torch import Tensor

from digitpad.form import INK, WHOLE
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.search.measuring import Reading, Trial, usual_preparation
from digitpad.model.open.search.pictures import Labelled, Pictures
from digitpad.model.open.search.strategy import best_readings
from digitpad.model.open.search.tries import few_pictures

LEAST = 0.3
"""Share of the pictures that a network has to read where nothing is set by hand."""

_TIMES_CHANCE = 1.6
"""How much better than by chance a network of few classes has to read."""

_GOOD = 0.7
"""With so many read right no other pictures are tried."""

_SECONDS_FOR_DIGITS, _MOST_SECONDS = 12.0, 45.0
"""How long a network for colour is tried on digits, and any network on all pictures; in processor time."""

_PROBED, _FEW, _SECONDS_FOR_ORDER = 6, 48, 2.0
"""How many candidates, with how many pictures, and for how long each, say which pictures come first."""

_CLEARLY = 0.2
"""How much better than the first pictures these are read."""


def reads(best: Reading, labelled: Labelled) -> bool:
    """Whether it reads more than a network of anything else would by chance."""
    return best.accuracy >= max(LEAST, _TIMES_CHANCE / len(labelled.labels.unique()))


@dataclass(frozen=True)
class Best:
    """What reads best.

    Attributes:
        readings: best first.
        labelled: the pictures that they read; the likeliest where nothing reads any, None without any.
        tries: how many there were.
    """

    readings: list[Reading]
    labelled: Labelled | None
    tries: int

    @property
    def is_reading(self) -> bool:
        """Whether the first of them reads."""
        return bool(self.readings) and self.labelled is not None and reads(self.readings[0], self.labelled)


@dataclass(frozen=True)
class Trying:
    """Candidates for weights are tried on sets of labelled pictures.

    Args:
        weights: by the file's names, float32.
        pictures: the sets.
        given: what is settled.
        tried: called before each try with how many there were.
        seconds: how long each set of pictures is tried at most, in processor time of the thread.
    """

    weights: Mapping[str, Tensor]
    pictures: Pictures
    given: Given
    tried: Callable[[int], None]
    seconds: float

    def best(self, fitting: Sequence[Candidate]) -> Best:
        """What reads best of these, simplest first, and of the set of pictures that they read best.

        What reads nothing in colour may be for digits in three channels that are alike.
        """
        best = self._of_form(fitting)
        if fitting[0].form.content != WHOLE or best.is_reading:
            return best
        digits = [replace(one, form=replace(one.form, content=INK)) for one in fitting]
        after = replace(
            self, tried=partial(self._counted, best.tries), seconds=min(self.seconds, _SECONDS_FOR_DIGITS)
        )
        ink = after._of_form(digits)
        return replace(ink if ink.is_reading else best, tries=best.tries + ink.tries)

    def _of_form(self, fitting: Sequence[Candidate]) -> Best:
        """The same for candidates of one form."""
        sets = self.pictures(fitting[0].form, fitting[0].classes)
        best: Best | None = None
        deadline = time.thread_time() + _MOST_SECONDS
        tries = 0
        for number in self._likeliest_first(fitting, len(sets)):
            left = min(self.seconds, deadline - time.thread_time())
            trial = self._trial(number, left, partial(self._counted, tries))
            readings = best_readings(trial, fitting, self.given)
            tries += trial.count
            if not readings:
                continue
            of_set = Best(readings, self._set(number, readings[0].candidate), tries)
            # What reads nothing stays with the first pictures, which are digits.
            if best is None or (of_set.is_reading and readings[0].accuracy > best.readings[0].accuracy):
                best = of_set
            if readings[0].accuracy > _GOOD:
                break
        return replace(best or Best([], next(iter(sets), None), 0), tries=tries)

    def _likeliest_first(self, fitting: Sequence[Candidate], count: int) -> list[int]:
        """The numbers of the sets: first one that the simplest candidates read clearly better."""
        if count < 2:
            return list(range(count))
        best = []
        few = min(_FEW, few_pictures(fitting[:_PROBED]))
        for number in range(count):
            trial = self._trial(number, _SECONDS_FOR_ORDER, partial(self._counted, 0))
            readings = (
                trial.read(one, self.given.prepared(usual_preparation(one)), few) for one in fitting[:_PROBED]
            )
            best.append(max((one.accuracy for one in readings if one is not None), default=0.0))
        first = max(range(count), key=lambda number: best[number] - (_CLEARLY if number else 0))
        return sorted(range(count), key=lambda number: (number != first, number))

    def _trial(self, number: int, seconds: float, tried: Callable[[int], None]) -> Trial:
        return Trial(self.weights, partial(self._set, number), tried, seconds)

    def _set(self, number: int, candidate: Candidate) -> Labelled | None:
        sets = self.pictures(candidate.form, candidate.classes)
        return sets[number] if number < len(sets) else None

    def _counted(self, before: int, count: int) -> None:
        self.tried(before + count)
