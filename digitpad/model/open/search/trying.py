"""Which of several sets of labelled pictures candidates read, and which candidates read it best."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from digitpad.form import INK, WHOLE
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.search.allowance import SECONDS, Allowance
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

_FOR_FIRST, _FOR_COLOUR = 0.8, 0.7
"""The share of the time for the likeliest pictures where others follow, and for colour before digits."""

_PROBED, _FEW, _SECONDS_FOR_ORDER = 6, 48, 2.0
"""How many candidates, with how many pictures, and for how long each, say which pictures come first."""

_CLEARLY = 0.2
"""How much better than the first pictures these are read."""


def reads(best: Reading, labelled: Labelled) -> bool:
    """Whether it reads more than a network of anything else would by chance."""
    return best.accuracy >= max(LEAST, _TIMES_CHANCE / len(labelled.labels.unique()))


@contextlib.contextmanager
def _one_core() -> Iterator[None]:
    """Have torch compute on one core in this thread meanwhile."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


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


class _Count:
    """How many tries there have been, of all pictures."""

    def __init__(self, tried: Callable[[int], None]) -> None:
        self.tries = 0
        self._tried = tried

    def __call__(self, _of_these: int) -> None:
        self._tried(self.tries)
        self.tries += 1


@dataclass(frozen=True)
class Trying:
    """Candidates for weights are tried on sets of labelled pictures.

    Args:
        weights: by the file's names, float32.
        pictures: the sets.
        given: what is settled.
        tried: called before each try with how many there were.
        seconds: how long all is tried at most, in processor time of the thread.
    """

    weights: Mapping[str, Tensor]
    pictures: Pictures
    given: Given
    tried: Callable[[int], None]
    seconds: float = SECONDS

    def best(self, fitting: Sequence[Candidate]) -> Best:
        """What reads best of these, simplest first, and of the set of pictures that they read best.

        What reads nothing in colour may be for digits in three channels that are alike. It takes one core: on
        a busy processor several wait for each other, and that time counts too.
        """
        with _one_core():
            return self._best(fitting)

    def _best(self, fitting: Sequence[Candidate]) -> Best:
        allowance = Allowance(self.seconds)
        count = _Count(self.tried)
        if fitting[0].form.content != WHOLE:
            return self._of_form(fitting, allowance, count)
        best = self._of_form(fitting, allowance.part(_FOR_COLOUR), count)
        if best.is_reading:
            return best
        ink = self._of_form(
            [replace(one, form=replace(one.form, content=INK)) for one in fitting], allowance.part(), count
        )
        return ink if ink.is_reading else replace(best, tries=ink.tries)

    def _of_form(self, fitting: Sequence[Candidate], allowance: Allowance, count: _Count) -> Best:
        """The same for candidates of one form."""
        sets = self.pictures(fitting[0].form, fitting[0].classes)
        best: Best | None = None
        numbers = self._likeliest_first(fitting, len(sets), allowance, count)
        for number in numbers:
            part = allowance.part(1.0 if number == numbers[-1] else _FOR_FIRST)
            readings = best_readings(self._trial(number, part, count), fitting, self.given)
            if not readings:
                continue
            of_set = Best(readings, self._set(number, readings[0].candidate), count.tries)
            # What reads nothing stays with the first pictures, which are digits.
            if best is None or (of_set.is_reading and readings[0].accuracy > best.readings[0].accuracy):
                best = of_set
            if readings[0].accuracy > _GOOD:
                break
        return replace(best or Best([], next(iter(sets), None), 0), tries=count.tries)

    def _likeliest_first(
        self, fitting: Sequence[Candidate], sets: int, allowance: Allowance, count: _Count
    ) -> list[int]:
        """The numbers of the sets: first one that the simplest candidates read clearly better."""
        if sets < 2:
            return list(range(sets))
        best = []
        few = min(_FEW, few_pictures(fitting[:_PROBED]))
        for number in range(sets):
            trial = self._trial(number, allowance.part(1 / sets, _SECONDS_FOR_ORDER), count)
            readings = (
                trial.read(one, self.given.prepared(usual_preparation(one)), few) for one in fitting[:_PROBED]
            )
            best.append(max((one.accuracy for one in readings if one is not None), default=0.0))
        first = max(range(sets), key=lambda number: best[number] - (_CLEARLY if number else 0))
        return sorted(range(sets), key=lambda number: (number != first, number))

    def _trial(self, number: int, allowance: Allowance, count: _Count) -> Trial:
        return Trial(self.weights, partial(self._set, number), count, allowance)

    def _set(self, number: int, candidate: Candidate) -> Labelled | None:
        sets = self.pictures(candidate.form, candidate.classes)
        return sets[number] if number < len(sets) else None
