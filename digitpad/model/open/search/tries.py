"""What of a search has been read, with few pictures and with all, within its budgets."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

from digitpad.model.assumptions import Given, Preparation
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.search.measuring import Reading, Trial
from digitpad.model.spec.shapes import multiplications, places

ALL, MOST = 300, 1500
"""How many pictures the best candidates are tried on, and those between which these do not decide."""

_UNDECIDED, _DECIDED, _ENOUGH_TO_DECIDE = 0.05, 6, 700
"""What has a score of so much more than the best at most is decided upon, how many of these, and with how
many pictures at least."""

_SAME_ANSWERS = 1
"""What answers so few pictures otherwise than the best is as good."""

DECIDING = 20_000_000_000
"""Products of weights and values that this may take."""

_FIRST, _FEWEST = 64, 16
"""How many pictures all candidates are tried on, and how many those with much to compute."""

_MUCH = 20_000_000
"""Products for one picture with which fewer pictures are taken."""

CLEAR = 0.95
"""With so many read right little else is tried."""

_DIGITS = 5
"""Decimals of the loss that the same network has however it is written."""

_BUDGET = 8_000_000_000
"""Products of weights and values that a part of the search may take where something reads well."""

_PLAINNESS = 0.06
"""What being unusual costs where few pictures choose what is tried on all."""

_AT_ANY_COST = 3
"""How many of these, however much they take."""

_SHARE_FOR_ALL = 0.22
"""What trying few pictures leaves of the time, for all pictures."""

_NEAR = 1.2
"""What has a loss of so much more, by the root of how many pictures were few, is not tried on all."""

Tried = tuple[Candidate, Preparation]


class Tries:
    """What has been read, and what may still be.

    Attributes:
        readings: of few pictures, best first.
        at_last: of all pictures, best first.
    """

    def __init__(self, trial: Trial, given: Given, few: int) -> None:
        self.readings: list[Reading] = []
        self.at_last: list[Reading] = []
        self._trial, self._given, self._few = trial, given, few
        self._limit = 0

    def begin(self, budget: int = 0) -> None:
        """A part of the search begins, with a budget of its own."""
        self._limit = self._trial.products + (budget or _BUDGET)

    def read_few(self, tries: Iterable[Tried]) -> None:
        """Read few pictures with each, as long as nothing reads well or the budget allows it."""
        for candidate, preparation in tries:
            is_enough = self._trial.products > self._limit and self.best > CLEAR
            if is_enough or self._trial.share_left < _SHARE_FOR_ALL:
                break
            if (reading := self._trial.read(candidate, preparation, self._few)) is not None:
                self.readings.append(reading)
        self.readings = _ranked(self.readings)

    def read_all(self, readings: Iterable[Reading]) -> None:
        """Read all pictures with those that read few of them well, the best of them at any cost."""
        for few in readings:
            is_spent = len(self.at_last) >= _AT_ANY_COST and self._trial.products > self._limit
            is_spent = is_spent and few is not self.readings[0]
            if self.at_last and (is_spent or few.loss > self.readings[0].loss + _NEAR / math.sqrt(self._few)):
                continue
            if (reading := self._trial.read(few.candidate, few.preparation, ALL)) is not None:
                self.at_last.append(reading)
        self.at_last = _ranked(self.at_last)

    def decide(self) -> None:
        """First of those that read about as well the one that reads most pictures best."""
        if not self.at_last:
            return
        best, *others = self.unlike(_DECIDED)
        close = [one for one in others if one.score < best.score + _UNDECIDED]
        undecided = [best, *(one for one in close if self._trial.differing(one, best) > _SAME_ANSWERS)]
        while len(undecided) > 1:
            cost = sum(_products(one.candidate) for one in undecided)
            count = min(MOST, DECIDING // max(cost, 1))
            if count >= _ENOUGH_TO_DECIDE:
                decided = [self._trial.read(one.candidate, one.preparation, count) for one in undecided]
                first = next(iter(_ranked(decided)), best)
                self.at_last.sort(key=lambda one: one.tried != first.tried)
                break
            undecided.pop()

    @property
    def best(self) -> float:
        """The largest share that was read right."""
        return max((one.accuracy for one in self.readings), default=0.0)

    @property
    def is_dear(self) -> bool:
        """Whether a picture takes so much that few are."""
        return self._few < _FIRST

    def plain(self) -> list[Reading]:
        """Those of few pictures, with more weight on what is usual than the score has."""
        return sorted(self.readings, key=lambda one: one.loss + _PLAINNESS * one.candidate.odd)

    def unlike(self, count: int, readings: Sequence[Reading] = ()) -> list[Reading]:
        """So many of the best, or of these, whose convolutions differ, and what they compute."""
        unlike: dict[object, Reading] = {}
        losses = set()
        for one in readings or self.at_last or self.readings:
            # Written otherwise, as averages of all or a pooling of that size, a network has the same loss.
            loss = round(one.loss, _DIGITS)
            if loss not in losses and convolutions(one.candidate) not in unlike:
                losses.add(loss)
                unlike[convolutions(one.candidate)] = one
        return list(unlike.values())[:count]

    def read(self, tries: list[Tried], most: int) -> None:
        """Read few pictures with each, and all with the `most` best of these."""
        self.read_few(tries)
        if most:
            chosen = set(tries)
            self.read_all([one for one in self.readings if one.tried in chosen][:most])


def few_pictures(simplest: Sequence[Candidate]) -> int:
    """How many pictures are taken at first."""
    cost = statistics.median_high(map(_products, simplest))
    return max(_FEWEST, min(_FIRST, _FIRST * _MUCH // max(cost, 1)))


def convolutions(one: Candidate) -> object:
    """What candidates that differ in activation and order alone have in common."""
    return one.ways, one.end, one.form, one.fixed


def _products(one: Candidate) -> int:
    return multiplications(places(one.layers(), one.form.shape, one.classes))


def without_repeats(readings: Sequence[Reading]) -> list[Reading]:
    """Each reading once."""
    # A trial returns the same reading again, and what candidates are compared by is long.
    return list({id(one): one for one in readings}.values())


def _ranked(readings: Sequence[Reading | None]) -> list[Reading]:
    return sorted(without_repeats([one for one in readings if one is not None]), key=lambda one: one.score)
