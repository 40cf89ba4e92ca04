"""What is tried first: the candidates as they are, and what would make all of them fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from digitpad.model.assumptions import Preparation
from digitpad.model.open.fitting.candidates import Candidate, possible_orders
from digitpad.model.open.search.measuring import usual_preparation
from digitpad.model.open.search.pictures import preparations
from digitpad.model.open.search.tries import CLEAR, Tries, convolutions
from digitpad.model.open.search.variations import (
    activations,
    activations_left_out,
    in_order,
    orders,
    other_preparations,
    poolings,
    with_activation_and_order,
)

ENOUGH = 12
"""How many are tried where one of them reads `_SURE`."""

_SURE = 0.97
_AT_FIRST, _SOME, _MOST = 40, 20, 130
"""How many candidates are tried as they are, how many with each variation of all, and how many where nothing
reads well."""

_TOGETHER = 10
"""How many of these come between two looks at what reads best."""

_READS = 0.35
"""With so many read right, activations are likely right, and paddings and poolings are tried first."""

_LIKE = 4
"""With how many of the best other activations are tried then."""

_LIKELY, _ALONE = 0.9, 0.4
"""With so many read right by the simplest network, or by one whose loss is so much below those of others, the
rest is not looked through."""

_DOUBTFUL = 0.8
"""With less read right, dark ink on a bright ground and others are tried everywhere."""

_USUAL_ACTIVATIONS, _USUAL_PREPARATIONS = 8, 3
"""How many are tried together with each order of norm, activation and pooling."""

_SHARE_FOR_VARIATIONS, _SHARE_FOR_BETTER = 0.5, 0.47
"""What looking for anything that reads leaves of the time, and for what reads well where something reads."""


class FirstRound(Tries):
    """The candidates, simplest first, on few pictures."""

    def first(self, candidates: Sequence[Candidate]) -> None:
        """The candidates as they are; as long as none reads well, with what would make all of them fail."""
        given = self._given
        simple = [*candidates[:_AT_FIRST], *(one for each in candidates[:3] for one in poolings(each, given))]
        open_ones = [one for one in simple if not one.fixed][:_SOME]
        self._as_they_are(simple)
        likely = [one.candidate for one in self.unlike(_LIKE) if not one.candidate.fixed]
        self._with_other_activations(open_ones if self.best < _READS else likely)
        has_norms = any(part.norm is not None for one in open_ones[:1] for part in one.parts)
        if has_norms and not given.order:
            for order in possible_orders(open_ones[0].parts)[1:3]:
                if self.best < CLEAR:
                    self._read_usual([in_order(one, order) for one in open_ones])
        if self.best < _DOUBTFUL and not given.polarity:
            some = [(one, replace(self._usual(one), inverted=True)) for one in simple[:_SOME]]
            self.read_few(some)
        if self.best < _DOUBTFUL and not given.order:
            self._read_usual(self._without_last_activation(open_ones))
        if self.best < CLEAR and has_norms and not self.is_dear:
            self._together(open_ones[0])
        self._further(candidates)
        if self.best < _DOUBTFUL:
            self._with_other_activations(open_ones)

    def _as_they_are(self, simple: Sequence[Candidate]) -> None:
        self._read_usual(simple[:ENOUGH])
        if self.best < _SURE:
            self._read_usual(simple[ENOUGH:])
        if _READS < self.best < CLEAR:
            for best in (self.readings[0], self.plain()[0]):
                self.read_few((best.candidate, other) for other in other_preparations(best, self._given))

    def _with_other_activations(self, candidates: Sequence[Candidate]) -> None:
        for activation in () if self._given.activation else ("tanh", "sigmoid"):
            if self.best < CLEAR:
                self._read_usual([replace(one, activation=(activation,)) for one in candidates])

    def _without_last_activation(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Before averages of whole maps and a single linear layer the last activation is often left out."""
        return [
            other
            for one in candidates
            if one.end == 1 and len(one.parts) == len(one.ways) + 1
            for order in possible_orders(one.parts)[: 2 if one.order_matters else 1]
            for other in list(activations_left_out(in_order(one, order), self._given))[-1:]
        ]

    def _together(self, simplest: Candidate) -> None:
        """Order, activation and normalisation of the network that most people write tell only together."""
        usual = preparations(simplest.form)[:_USUAL_PREPARATIONS]
        self.begin()
        for one in islice(activations(simplest, self._given), _USUAL_ACTIVATIONS):
            for other in orders(one, self._given):
                self.read_few((other, self._given.prepared(way)) for way in usual)

    def _further(self, candidates: Sequence[Candidate]) -> None:
        """More candidates, with what reads best so far, until something is clear."""
        simplest = {convolutions(one) for one in candidates[:3]}
        is_simple = any(convolutions(one.candidate) in simplest for one in self.plain()[:1])
        two = [one.loss for one in self.unlike(2)] or [0.0]
        is_alone = two[0] < _ALONE * two[-1]
        enough = _LIKELY if is_simple or is_alone else CLEAR
        for start in range(_AT_FIRST, _MOST, _TOGETHER):
            left = _SHARE_FOR_VARIATIONS if self.best < _DOUBTFUL else _SHARE_FOR_BETTER
            # One picture less: of sixteen, fifteen are soon read by chance.
            is_clear = self.best == 1 or self.best - 1 / self._few > enough
            if is_clear or self._trial.share_left < left:
                break
            more = candidates[start : start + _TOGETHER]
            if self.best > _READS:
                best = self.readings[0]
                alike = [with_activation_and_order(one, best.candidate) for one in more]
                self.read_few((one, best.preparation) for one in alike)
            else:
                self._read_usual(more)

    def _read_usual(self, candidates: Sequence[Candidate]) -> None:
        self.read_few((one, self._usual(one)) for one in candidates)

    def _usual(self, candidate: Candidate) -> Preparation:
        return self._given.prepared(usual_preparation(candidate))
