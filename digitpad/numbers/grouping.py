"""Which parts make up which digit or sign: the best division of all parts into groups.

Every group has a score, made of what its geometry says and what the network reads in it, as a digit or as a
sign, whichever is better. The best division is the one with the largest sum. Reading costs far more than
measuring, so a group is read only when it is in the division that is best as long as everything unread is
taken for a digit as clear as can be: then the one that is found is the best of all, with hardly a reading
more than there are digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from heapq import nlargest
from typing import NamedTuple

import numpy as np

from digitpad.numbers.measuring import measures_of
from digitpad.numbers.parts import Group, Parts
from digitpad.numbers.signs import of_signs
from digitpad.numbers.weights import Weights
from digitpad.reading import Prediction

LARGEST = 8
"""Most parts of one digit."""

MOST = 24
"""Most parts of a row that are looked at; more are a scribble, not a number."""

_CHOICES = 40  # most groups that begin with one part
_GROUPS = 700  # most groups of a picture's parts: of very many parts only the nearest are put together
_READ = 24  # groups of a picture, after which no further round of reading is begun: numbers take up to 20
_STATES = 40  # most beginnings of a division that are followed up at a part
_REACH = 0.45  # widest gap inside a group, in heights of a digit
_WIDEST = 2.2  # of a group, in heights
_ROUNDS = 12  # of reading; hardly a number takes more than six


def candidates(parts: Parts, share: float = 1.0) -> list[Group]:
    """All groups that may be one digit: near together and not too broad; connected ink, and all there is.

    Args:
        parts: of a row.
        share: how much of all rows' parts they are.
    """
    near: list[list[bool]] = (parts.distances <= _REACH * parts.height).tolist()
    found: list[Group] = []
    most = min(_CHOICES, max(LARGEST, int(share * _GROUPS) // parts.count))
    for first in range(parts.count):
        found += _grown(parts, (first,), near, most)
    pieces = [tuple(np.flatnonzero(parts.wholes == piece).tolist()) for piece in np.unique(parts.wholes)]
    return list(dict.fromkeys((*found, *pieces, tuple(range(parts.count)))))


def _grown(parts: Parts, start: Group, near: list[list[bool]], most: int) -> list[Group]:
    """At most so many connected groups whose first part is `start`'s."""
    groups: dict[Group, None] = {start: None}
    queue = [start]
    while queue and len(groups) < most:
        group = queue.pop(0)
        if len(group) == LARGEST:
            continue
        for number in range(start[0] + 1, parts.count):
            if number in group or not any(near[number][other] for other in group):
                continue
            larger = tuple(sorted((*group, number)))
            if larger in groups:
                continue
            left, _, right, _ = parts.around(larger)
            if right - left <= _WIDEST:
                groups[larger] = None
                queue.append(larger)
    return list(groups)


def best_division(count: int, groups: Sequence[Group], scores: Sequence[float]) -> list[int]:
    """Numbers of the groups that together hold every part once, with the largest sum of scores.

    Of scattered parts there are exponentially many sets that a division may begin with: only the best of them
    are followed up, so that of very many parts the division may be a little worse than the best.

    Args:
        count: how many parts there are.
        groups: among them each part alone.
        scores: one per group.
    """
    by_first: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, group in enumerate(groups):
        by_first[group[0]].append((number, sum(1 << part for part in group)))
    everything = (1 << count) - 1
    # From what is held already to the best sum and the last group of it. A state's lowest part that is not
    # held comes next, so states are met in the order of that part.
    best: dict[int, tuple[float, int, int]] = {0: (0.0, -1, -1)}
    waiting: list[set[int]] = [set() for _ in range(count + 1)]
    waiting[0].add(0)
    for part in range(count):
        for held in nlargest(_STATES, waiting[part], key=lambda held: best[held][0]):
            score = best[held][0]
            for number, members in by_first[part]:
                if held & members:
                    continue
                value, state = score + scores[number], held | members
                known = best.get(state)
                if known is None or value > known[0]:
                    best[state] = (value, held, number)
                    waiting[_lowest_missing(state)].add(state)
    chosen: list[int] = []
    state = everything
    while state:
        _, state, number = best[state]
        chosen.append(number)
    return chosen[::-1]


def _lowest_missing(held: int) -> int:
    return (~held & (held + 1)).bit_length() - 1


class Division(NamedTuple):
    """The best division of a row.

    Attributes:
        digits: the groups that are digits, with what was read in them.
        signs: those that are signs.
    """

    digits: dict[Group, Prediction]
    signs: list[Group]


def divided(
    parts: Parts,
    weights: Weights,
    read: Callable[[list[Group]], list[Prediction]],
    share: float,
    signs: bool = True,
) -> Division:
    """The best division into digits and signs.

    Args:
        parts: at most `MOST`.
        weights: how much each measure counts.
        read: asks the network what groups are.
        share: how much of all rows' parts they are: as much of the work is spent on them.
        signs: whether there may be signs.
    """
    groups = candidates(parts, share)
    measures = measures_of(parts, groups)
    as_digits = [weights.of_geometry(measured) for measured in measures]
    as_signs = [-math.inf] * len(groups)
    if signs:
        as_signs = of_signs(parts, groups, measures, [None] * len(groups))
    answers: dict[int, Prediction] = {}
    for _ in range(_ROUNDS):
        chosen = best_division(parts.count, groups, list(map(max, as_digits, as_signs)))
        unread = [number for number in chosen if number not in answers]
        if not unread:
            break
        chosen_groups, measured = [groups[n] for n in unread], [measures[n] for n in unread]
        predictions = read(chosen_groups)
        for number, prediction in zip(unread, predictions, strict=True):
            answers[number] = prediction
            as_digits[number] += weights.of_reading(prediction, measures[number])
        if signs:
            read_signs = of_signs(parts, chosen_groups, measured, predictions)
            for number, score in zip(unread, read_signs, strict=True):
                as_signs[number] = score
        if len(answers) >= share * _READ:
            break
    digits = {groups[number]: answers[number] for number in chosen if as_digits[number] >= as_signs[number]}
    return Division(digits, [groups[n] for n in chosen if as_digits[n] < as_signs[n]])
