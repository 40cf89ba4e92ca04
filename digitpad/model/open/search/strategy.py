"""Which of many candidates reads best: a search that varies one assumption after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from digitpad.form import PictureForm
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.candidates import Candidate, near
from digitpad.model.open.search.first_round import ENOUGH, FirstRound
from digitpad.model.open.search.measuring import Reading, Trial
from digitpad.model.open.search.tries import CLEAR, DECIDING, Tried, few_pictures, without_repeats
from digitpad.model.open.search.variations import (
    activations,
    activations_left_out,
    ends,
    groups,
    orders,
    other_preparations,
    poolings,
    poolings_and_activations,
    with_activation_and_order,
)

_NEIGHBOURS = 30
"""How many candidates near the best are tried; twice as many at last."""

_LAST_KEPT, _MORE_ROUNDS = 2, 3
"""How many of the best are varied at last, and how often more than once as long as they read better then."""

_SOMETHING = 0.2
"""With less read right there is little to vary."""

_BEST, _LIKE, _SIMPLE = 10, 4, 8
"""How many of what reads best of few pictures is tried on all, how many of these whatever they are like, and
how many of the simplest are tried with all normalisations."""


def best_readings(trial: Trial, candidates: Sequence[Candidate], given: Given) -> list[Reading]:
    """The readings of the best candidates, best first.

    First the simplest as they are, and more of them as long as none reads well; then other poolings, orders,
    activations and preparations of the few best: with few pictures, and at last with all.

    Args:
        trial: reads.
        candidates: simplest first.
        given: what is settled.
    """
    search = _Search(trial, given, few_pictures(candidates[:ENOUGH]))
    search.begin()
    search.first(candidates)
    for kept in (3, *[_LAST_KEPT] * (1 + _MORE_ROUNDS)) if search.best > _SOMETHING else (_LAST_KEPT,):
        before = search.readings[:1]
        search.begin()
        search.vary(kept)
        search.begin()
        search.read_near()
        if kept == _LAST_KEPT and (search.best > CLEAR or search.readings[:1] == before):
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
    in_turn = [one for both in zip(search.unlike(_BEST), search.plain(), strict=False) for one in both]
    search.begin(DECIDING)
    search.read_all(without_repeats([*in_turn, *few[:_LIKE]]))
    for _ in range(_MORE_ROUNDS):
        before = search.at_last[:1]
        search.begin()
        search.vary(1, _BEST)
        search.begin()
        search.read_near(_BEST)
        if search.at_last[:1] == before:
            break
    search.decide()
    return search.at_last or few


class _Search(FirstRound):
    """What is tried one after the other."""

    def read_near(self, most: int = 0) -> None:
        """The best with another padding, stride or pooling; the `most` best of these with all pictures."""
        for best in (self.at_last or self.readings)[:1]:
            alike = near(best.candidate, self._given)[: _NEIGHBOURS * (2 if most else 1)]
            self.read([(one, best.preparation) for one in alike], most)

    def vary(self, kept: int, most: int = 0) -> None:
        """Variations of the best, one after the other; the `most` best are tried on all pictures."""
        plain = self.unlike(kept, self.plain())
        for best in (2 * kept, kept):
            self.read(self._prepared(self.unlike(best)), most)
            if best > kept:
                for vary in (groups, poolings, ends, orders, activations, activations_left_out):
                    self._read_varied(vary, self.unlike(kept), most)
                if self.best < CLEAR:
                    # Not of what reads best with another activation alone, which is soon alike.
                    self._read_varied(poolings_and_activations, plain, most)
                if self.best < CLEAR:
                    pooled = [
                        replace(one, candidate=other)
                        for one in self.unlike(kept)
                        for other in poolings(one.candidate, self._given)
                    ]
                    self.read(self._prepared(pooled), most)

    def _read_varied(
        self, vary: Callable[[Candidate, Given], Iterable[Candidate]], readings: Sequence[Reading], most: int
    ) -> None:
        varied = [(other, one.preparation) for one in readings for other in vary(one.candidate, self._given)]
        self.read(varied, most)

    def _prepared(self, readings: Sequence[Reading]) -> list[Tried]:
        """The candidates of these with other preparations."""
        return [(one.candidate, other) for one in readings for other in other_preparations(one, self._given)]


def _simplest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The simplest of all, and of those for pictures of each size."""
    open_ones = [one for one in candidates if not one.fixed]
    forms: dict[PictureForm, list[Candidate]] = {}
    for one in open_ones:
        forms.setdefault(one.form, []).append(one)
    return list(dict.fromkeys([*open_ones[:6], *(one for each in forms.values() for one in each[:3])]))
