"""Readings made by hand: what was read where, without a network."""

from __future__ import annotations

import math

import numpy as np

from digitpad.data.preparation import Prepared
from digitpad.form import DIGITS
from digitpad.reading import Prediction, ReadDigit, Reading, Sign

NOTHING = Prepared(np.zeros((28, 28), np.float32))


def prediction(number: int, probability: float = 0.8, known: float | None = 0.9) -> Prediction:
    """What a network says that takes something for a digit."""
    rest = math.log((1 - probability) / 9)
    log_probs = tuple(math.log(probability) if each == number else rest for each in range(10))
    return Prediction(log_probs, number, 1.0, False, None, known)


def reading(text: str, probability: float = 0.8, known: float | None = 0.9) -> Reading:
    """The digits and signs ("?") of rows, each in a box of its own."""
    digits, signs = [], []
    for line, row in enumerate(text.splitlines()):
        for place, character in enumerate(row):
            box = (float(place), float(line), place + 1.0, line + 1.0)
            if character == "?":
                signs.append(Sign(box, (), line))
            else:
                answer = prediction(int(character), probability, known)
                digits.append(ReadDigit(answer, box, (), NOTHING, line))
    return Reading(tuple(digits), prediction(1, 0.5, known), DIGITS, NOTHING, signs=tuple(signs))
