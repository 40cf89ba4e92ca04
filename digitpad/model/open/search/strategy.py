"""Which of many candidates reads best: a search that varies one assumption after the other."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace

from digitpad.form import PictureForm
from digitpad.model.assumptions import Given, Preparation
from digitpad.model.open.fitting.candidates import Candidate, near, possible_orders
from digitpad.model.open.search.measuring import Reading, Trial, usual_preparation
from digitpad.model.open.search.variations import (
    activations,
    activations_left_out,
    ends,
    groups,
    in_order,
    orders,
    other_preparations,
    poolings,
    poolings_and_activations,
    with_activation_and_order,
)
from digitpad.model.spec.shapes import multiplications, places

ALL, MOST = 300, 1500
"""How many pictures the best candidates are tried on, and those between which these do not decide."""

_UNDECIDED, _DECIDED, _ENOUGH_TO_DECIDE = 0.05, 6, 700
"""What has a score of so much more than the best at most is decided upon, how many of these, and with how
many pictures at least."""

_DECIDING = 20_000_000_000
"""Products of weights and values that this may take."""

_FIRST, _FEWEST = 64, 16
"""How many pictures all candidates are tried on, and how many those with much to compute."""

_MUCH = 20_000_000
"""Products for one picture with which fewer pictures are taken."""

_AT_FIRST, _SOME, _DOUBTFUL_ONES = 40, 20, 300
"""How many candidates are tried as they are, how many with each variation of all, and how many where nothing
reads well."""

_ENOUGH, _SURE = 12, 0.97
"""How many are tried where one of them reads so many right."""

_NEIGHBOURS = 30
"""How many candidates near the best are tried; twice as many at last."""

_LAST_KEPT, _MORE_ROUNDS = 2, 3
"""How many of the best are varied at last, and how often more than once as long as they read better then."""

_SOMETHING = 0.2
"""With less read right there is little to vary."""

_READS = 0.35
"""With so many read right, activations are likely right, and paddings and poolings are tried first."""

_CLEAR, _DOUBTFUL = 0.95, 0.8
"""With so many read right other activations, or dark ink on a bright ground, are not tried everywhere."""

_BUDGET = 8_000_000_000
"""Products of weights and values that a part of the search may take where something reads well."""

_BEST, _LIKE, _SIMPLE = 10, 4, 8
"""How many of what reads best of few pictures is tried on all, how many of these whatever they are like, and
how many of the simplest are tried with all normalisations."""

_PLAINNESS = 0.06
"""What being unusual costs where few pictures choose what is tried on all."""

_AT_ANY_COST = 3
"""How many of these, however much they take."""

_SECONDS_FOR_ALL = 8.0
"""What trying few pictures leaves of the time, for all pictures."""

_SECONDS_FOR_VARIATIONS = 18.0
"""What looking for anything that reads leaves of it."""

_SECONDS_FOR_BETTER = 25.0
"""What looking for what reads well leaves of it, where something reads."""

_NEAR = 1.2
"""What has a loss of so much more, by the root of how many pictures were few, is not tried on all."""

Tried = tuple[Candidate, Preparation]


def best_readings(trial: Trial, candidates: Sequence[Candidate], given: Given) -> list[Reading]:
    """The readings of the best candidates, best first.

    First every candidate as it is, then other poolings, orders, activations and preparations of the few best:
    of few pictures, and at last of all.

    Args:
        trial: reads.
        candidates: simplest first.
        given: what is settled.
    """
    search = _Search(trial, given, _pictures(candidates[:_ENOUGH]))
    search.begin()
    search.first(candidates)
    for kept in (3, *[_LAST_KEPT] * (1 + _MORE_ROUNDS)) if search.best > _SOMETHING else (_LAST_KEPT,):
        before = search.readings[:1]
        search.begin()
        search.vary(kept)
        search.begin()
        search.read_near()
        if kept == _LAST_KEPT and (search.best > _CLEAR or search.readings[:1] == before):
            break
    if not search.readings:
        return []
    # With what reads best so far the simplest may read better still.
    best = search.readings[0]
    alike = [with_activation_and_order(one, best.candidate) for one in _simplest(candidates)]
    simple = [other for one in alike for other in (one, *poolings(one, given))]
    search.read_few([(one, best.preparation) for one in simple])
    search.begin()
    search.read_few([(one, other) for one in simple[:_SIMPLE] for other in other_preparations(best, given)])
    few = search.readings
    plain = sorted(few, key=lambda one: one.loss + _PLAINNESS * one.candidate.odd)
    in_turn = [one for both in zip(search.unlike(_BEST), plain, strict=False) for one in both]
    search.begin(_DECIDING)
    search.read_all(_without_repeats([*in_turn, *few[:_LIKE]]))
    search.begin()
    search.vary(1, _BEST)
    for _ in range(_MORE_ROUNDS):
        before = search.at_last[:1]
        search.begin()
        search.read_near(_BEST)
        if search.at_last[:1] == before:
            break
    search.decide()
    return search.at_last or few


class _Search:
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
            is_enough = self._trial.products > self._limit and self.best > _CLEAR
            if is_enough or self._trial.seconds_left < _SECONDS_FOR_ALL:
                break
            if (reading := self._trial.read(candidate, preparation, self._few)) is not None:
                self.readings.append(reading)
        self.readings = _ranked(self.readings)

    def read_all(self, readings: Iterable[Reading]) -> None:
        """Read all pictures with those that read few of them well, the best of them at any cost."""
        for few in readings:
            is_dear = len(self.at_last) >= _AT_ANY_COST and self._trial.products > self._limit
            if self.at_last and (is_dear or few.loss > self.readings[0].loss + _NEAR / math.sqrt(self._few)):
                continue
            if (reading := self._trial.read(few.candidate, few.preparation, ALL)) is not None:
                self.at_last.append(reading)
        self.at_last = _ranked(self.at_last)

    def decide(self) -> None:
        """First of those that read about as well the one that reads most pictures best."""
        best = self.at_last[0].score if self.at_last else 0.0
        undecided = [one for one in self.unlike(_DECIDED) if one.score < best + _UNDECIDED]
        while len(undecided) > 1:
            cost = sum(_products(one.candidate) for one in undecided)
            count = min(MOST, _DECIDING // max(cost, 1))
            if count >= _ENOUGH_TO_DECIDE:
                decided = [self._trial.read(one.candidate, one.preparation, count) for one in undecided]
                first = next(iter(_ranked(decided)), self.at_last[0])
                self.at_last.sort(key=lambda one: one.tried != first.tried)
                break
            undecided.pop()

    def first(self, candidates: Sequence[Candidate]) -> None:
        """The candidates as they are; as long as none reads well, with what would make all of them fail."""
        given = self._given
        simple = [*candidates[:_AT_FIRST], *(one for each in candidates[:3] for one in poolings(each, given))]
        self.read_few((one, self._usual(one)) for one in simple[:_ENOUGH])
        if self.best < _SURE:
            self.read_few((one, self._usual(one)) for one in simple[_ENOUGH:])
        if _READS < self.best < _CLEAR:
            best = self.readings[0]
            self.read_few((best.candidate, other) for other in other_preparations(best, given))
        some, open_ones = simple[:_SOME], [one for one in simple if not one.fixed][:_SOME]
        if self.best < _READS:
            self._read_with_other_activations(open_ones)
        if not given.order and any(part.norm is not None for one in open_ones[:1] for part in one.parts):
            for order in possible_orders(open_ones[0].parts)[1:3]:
                if self.best < _CLEAR:
                    self.read_few((in_order(one, order), self._usual(one)) for one in open_ones)
        if not given.polarity and self.best < _DOUBTFUL:
            self.read_few((one, replace(self._usual(one), inverted=True)) for one in some)
        if not given.order and self.best < _DOUBTFUL:
            # A last convolution to as few maps as classes often has no activation before its averages.
            bare = [
                other
                for one in open_ones
                if one.end == 1 and len(one.parts) == len(one.ways) + 1
                for order in possible_orders(one.parts)[: 2 if one.order_matters else 1]
                for other in list(activations_left_out(in_order(one, order), given))[-1:]
            ]
            self.read_few((one, self._usual(one)) for one in bare)
        for one in candidates[_AT_FIRST:_DOUBTFUL_ONES]:
            left = _SECONDS_FOR_VARIATIONS if self.best < _DOUBTFUL else _SECONDS_FOR_BETTER
            if self.best > _CLEAR or self._trial.seconds_left < left:
                break
            usual = (one, self._usual(one))
            like = self.readings[0] if self.best > _READS else None
            self.read_few(
                [(with_activation_and_order(one, like.candidate), like.preparation) if like else usual]
            )
        if self.best < _CLEAR:
            self._read_with_other_activations(open_ones)

    def _read_with_other_activations(self, candidates: Sequence[Candidate]) -> None:
        for activation in () if self._given.activation else ("tanh", "sigmoid"):
            if self.best < _CLEAR:
                varied = [replace(one, activation=(activation,)) for one in candidates]
                self.read_few((one, self._usual(one)) for one in varied)

    def read_near(self, most: int = 0) -> None:
        """The best with another padding, stride or pooling; the `most` best of these with all pictures."""
        for best in (self.at_last or self.readings)[:1]:
            alike = near(best.candidate, self._given)[: _NEIGHBOURS * (2 if most else 1)]
            self._read([(one, best.preparation) for one in alike], most)

    def _usual(self, candidate: Candidate) -> Preparation:
        return self._given.prepared(usual_preparation(candidate))

    @property
    def best(self) -> float:
        """The largest share that was read right."""
        return max((one.accuracy for one in self.readings), default=0.0)

    def vary(self, kept: int, most: int = 0) -> None:
        """Variations of the best, one after the other; the `most` best are tried on all pictures."""
        for best in (2 * kept, kept):
            tries = [
                (one.candidate, other)
                for one in self.unlike(best)
                for other in other_preparations(one, self._given)
            ]
            self._read(tries, most)
            if best > kept:
                both = (poolings_and_activations,) if self.best < _CLEAR else ()
                for vary in (groups, poolings, ends, orders, activations, activations_left_out, *both):
                    varied = [
                        (other, one.preparation)
                        for one in self.unlike(kept)
                        for other in vary(one.candidate, self._given)
                    ]
                    self._read(varied, most)

    def unlike(self, count: int) -> list[Reading]:
        """So many of the best whose convolutions differ."""
        unlike: dict[object, Reading] = {}
        for one in self.at_last or self.readings:
            own = one.candidate
            unlike.setdefault((own.ways, own.end, own.form, own.fixed), one)
        return list(unlike.values())[:count]

    def _read(self, tries: list[Tried], most: int) -> None:
        self.read_few(tries)
        if most:
            chosen = set(tries)
            self.read_all([one for one in self.readings if one.tried in chosen][:most])


def _simplest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The simplest of all, and of those for pictures of each size."""
    open_ones = [one for one in candidates if not one.fixed]
    forms: dict[PictureForm, list[Candidate]] = {}
    for one in open_ones:
        forms.setdefault(one.form, []).append(one)
    return list(dict.fromkeys([*open_ones[:6], *(one for each in forms.values() for one in each[:3])]))


def _pictures(simplest: Sequence[Candidate]) -> int:
    """How many pictures are taken at first."""
    cost = statistics.median_high(map(_products, simplest))
    return max(_FEWEST, min(_FIRST, _FIRST * _MUCH // max(cost, 1)))


def _products(one: Candidate) -> int:
    return multiplications(places(one.layers(), one.form.shape, one.classes))


def _without_repeats(readings: Sequence[Reading]) -> list[Reading]:
    return list({one.tried: one for one in readings}.values())


def _ranked(readings: Sequence[Reading | None]) -> list[Reading]:
    return sorted(_without_repeats([one for one in readings if one is not None]), key=lambda one: one.score)
