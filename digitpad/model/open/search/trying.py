"""Which of several sets of labelled pictures candidates read, and which candidates read it best."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from torch import Tensor

from digitpad.form import INK, WHOLE, PictureForm
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.search.measuring import Labelled, Reading, Trial, usual_preparation
from digitpad.model.open.search.strategy import best_readings

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

Pictures = Callable[[PictureForm, int], Sequence[Labelled]]
"""Returns the labelled training pictures of a form and of so many classes."""

Tries = tuple[list[Reading], Labelled | None, int]
"""Readings of the pictures that are read best, best first; these pictures; and the count of tries."""


def reads(best: Reading, labelled: Labelled) -> bool:
    """Whether it reads more than a network of anything else would by chance."""
    return best.accuracy >= max(LEAST, _TIMES_CHANCE / len(labelled.labels.unique()))


def best_of_sets(
    weights: Mapping[str, Tensor],
    fitting: Sequence[Candidate],
    pictures: Pictures,
    tried: Callable[[int], None],
    given: Given,
    seconds: float,
) -> Tries:
    """The readings of the pictures that are read best.

    What reads nothing in colour may be for digits in three channels that are alike.

    Args:
        weights: by the file's names, float32.
        fitting: candidates of them, simplest first.
        pictures: what they are tried on.
        tried: called before each try with how many there were.
        given: what is settled.
        seconds: how long each set of pictures is tried at most, in processor time of the thread.
    """
    readings, labelled, tries = _tries(weights, fitting, pictures, tried, given, seconds)
    if fitting[0].form.content != WHOLE or (readings and labelled and reads(readings[0], labelled)):
        return readings, labelled, tries
    digits = [replace(one, form=replace(one.form, content=INK)) for one in fitting]
    counted = partial(_counted, tried, tries)
    inked, ink, more = _tries(weights, digits, pictures, counted, given, min(seconds, _SECONDS_FOR_DIGITS))
    if inked and ink and reads(inked[0], ink):
        readings, labelled = inked, ink
    return readings, labelled, tries + more


def _tries(
    weights: Mapping[str, Tensor],
    fitting: Sequence[Candidate],
    pictures: Pictures,
    tried: Callable[[int], None],
    given: Given,
    seconds: float,
) -> Tries:
    """The same for candidates of one form, each set of pictures for so long at most."""
    sets = pictures(fitting[0].form, fitting[0].classes)
    best: tuple[list[Reading], Labelled | None] = [], next(iter(sets), None)
    deadline = time.thread_time() + _MOST_SECONDS
    tries = 0
    for number in _likeliest_first(weights, fitting, pictures, len(sets), given):
        of_set = partial(_numbered, pictures, number)
        left = min(seconds, deadline - time.thread_time())
        trial = Trial(weights, of_set, partial(_counted, tried, tries), left)
        readings = best_readings(trial, fitting, given)
        tries += trial.count
        own = of_set(readings[0].candidate) if readings else None
        better = readings and (not best[0] or readings[0].accuracy > best[0][0].accuracy)
        # What reads nothing stays with the first pictures, which are digits.
        if better and own is not None and (not best[0] or reads(readings[0], own)):
            best = readings, own
        if readings and readings[0].accuracy > _GOOD:
            break
    return (*best, tries)


def _likeliest_first(
    weights: Mapping[str, Tensor], fitting: Sequence[Candidate], pictures: Pictures, count: int, given: Given
) -> list[int]:
    """The numbers of the sets: first one that the simplest candidates read clearly better than the others."""
    if count < 2:
        return list(range(count))
    best = []
    for number in range(count):
        trial = Trial(weights, partial(_numbered, pictures, number), seconds=_SECONDS_FOR_ORDER)
        readings = (
            trial.read(one, given.prepared(usual_preparation(one)), _FEW) for one in fitting[:_PROBED]
        )
        best.append(max((one.accuracy for one in readings if one is not None), default=0.0))
    first = max(range(count), key=lambda number: best[number] - (_CLEARLY if number else 0))
    return sorted(range(count), key=lambda number: (number != first, number))


def _numbered(pictures: Pictures, number: int, candidate: Candidate) -> Labelled | None:
    own = pictures(candidate.form, candidate.classes)
    return own[number] if number < len(own) else None


def _counted(tried: Callable[[int], None], before: int, count: int) -> None:
    tried(before + count)
