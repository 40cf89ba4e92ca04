"""Weights with which numbers are divided into digits rightly.

Of every example some divisions are kept: the best ones under the weights so far, and under weights somewhat
different from them. The weights are those that make it as probable as can be that a division is chosen whose
digits read as the number does, where a division's probability goes with the exponential of its score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from digitpad.numbers.grouping import best_division
from digitpad.numbers.measuring import Measures
from digitpad.numbers.parts import Group
from digitpad.numbers.weights import Weights

DoubleArray = npt.NDArray[np.float64]

START = Weights(
    group=0.5, clear=2.5, known=0.6, one=0.7, loose=0.3,
    geometry=Measures(
        gap=-3.4, hole=-10.0, apart=-0.5, low=-4.0, very_low=-4.0, rise=-1.0, drop=-0.5, broad=-3.0,
        tall=-0.5, shared=-0.4, touching=0.0, crossed=-2.0, parts=-1.3, cut=-1.2, united=-6.0, late=-0.3,
        everything=1.2,
    ),
)  # fmt: skip
"""Where the search begins, and what it keeps near where the examples say nothing."""

_NAMES = (*Weights._fields[:-1], *Measures._fields)
_ANY = frozenset(("group", "tall", "touching", "parts", "everything"))  # rewards or penalties
_REWARDS = frozenset(("clear", "known", "one", "loose"))
_ROUNDS = 12
_OTHERS = 3  # divisions that are added per example and round under different weights
_DIFFERENT = 0.35  # how different: standard deviation of the logarithm
_STEPS = 250
_RATE = 0.02
_PULL = 0.002  # towards the start


@dataclass(frozen=True, eq=False)
class Example:
    """A number or a single digit with all its groups.

    Attributes:
        text: what a right division reads; None for a single digit, which only has to stay one.
        counts: how much it counts.
        kind: how its digits stand.
        parts: how many there are.
        groups: of parts.
        features: (g, k), of every group what each of `row` is multiplied with.
        names: of every group the digit that is read.
        centres: of every group the place from left to right.
    """

    text: str | None
    counts: float
    kind: str
    parts: int
    groups: Sequence[Group]
    features: DoubleArray
    names: Sequence[str]
    centres: Sequence[float]

    def divided(self, weights: DoubleArray) -> tuple[int, ...]:
        """Numbers of the groups of the best division."""
        return tuple(best_division(self.parts, self.groups, (self.features @ weights).tolist()))

    def right(self, division: tuple[int, ...]) -> bool:
        """Whether the division reads as it should."""
        if self.text is None:
            return len(division) == 1
        ordered = sorted(division, key=lambda number: self.centres[number])
        return "".join(self.names[number] for number in ordered) == self.text


def row(weights: Weights) -> DoubleArray:
    """(k,): all weights, those of the geometry last."""
    return np.array((*weights[:-1], *weights.geometry))


def share_right(examples: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Percent of each kind that is read right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        right[example.kind].append(example.right(example.divided(row(weights))))
    return {kind: round(100 * float(np.mean(values)), 1) for kind, values in sorted(right.items())}


def fitted(examples: Sequence[Example], without: frozenset[str]) -> Weights:
    """The weights that read the examples best.

    Args:
        examples: what to learn from.
        without: weights that stay 0.
    """
    torch.set_num_threads(1)
    used = np.array([name not in without for name in _NAMES])
    weights = row(START) * used
    rng = np.random.default_rng(0)
    kept: list[dict[tuple[int, ...], bool]] = [{} for _ in examples]
    for _ in range(_ROUNDS):
        for example, divisions in zip(examples, kept, strict=True):
            for other in range(_OTHERS + 1):
                noise = np.exp(rng.normal(0, _DIFFERENT, len(weights))) if other else 1.0
                division = example.divided(weights * noise)
                divisions[division] = example.right(division)
        weights = _most_probable(examples, kept, weights, used)
    values = weights.round(2).tolist()
    own = len(Weights._fields) - 1
    return Weights(*values[:own], Measures(*values[own:]))


def _most_probable(
    examples: Sequence[Example],
    kept: Sequence[dict[tuple[int, ...], bool]],
    weights: DoubleArray,
    used: npt.NDArray[np.bool_],
) -> DoubleArray:
    """The weights under which right divisions are most probable among those kept."""
    told = [
        (example, divisions)
        for example, divisions in zip(examples, kept, strict=True)
        if len(set(divisions.values())) == 2  # otherwise no weights make a difference
    ]
    if not told:
        return weights
    most = max(len(divisions) for _, divisions in told)
    sums = torch.zeros(len(told), most, len(weights), dtype=torch.float64)
    none = torch.full((len(told), most), -torch.inf, dtype=torch.float64)
    right, there = none.clone(), none.clone()
    for place, (example, divisions) in enumerate(told):
        for column, (division, is_right) in enumerate(divisions.items()):
            sums[place, column] = torch.from_numpy(example.features[list(division)].sum(axis=0))
            there[place, column] = 0
            right[place, column] = 0 if is_right else -torch.inf
    counts = torch.tensor([example.counts for example, _ in told])
    start = torch.from_numpy(row(START))
    free = torch.tensor(weights, requires_grad=True)
    optimiser = torch.optim.Adam([free], _RATE)
    for _ in range(_STEPS):
        scores = sums @ free
        wrong = torch.logsumexp(scores + there, 1) - torch.logsumexp(scores + right, 1)
        pull = (((free - start) / (start.abs() + 0.5)) ** 2)[torch.from_numpy(used)].sum()
        loss = (wrong * counts).sum() / counts.sum() + _PULL * pull
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            for place, name in enumerate(_NAMES):
                if not used[place]:
                    free[place] = 0
                elif name in _REWARDS:
                    free[place].clamp_(min=0)
                elif name not in _ANY:
                    free[place].clamp_(max=0)
    return free.detach().numpy().copy()
