"""Dividing a drawing or picture into digits, each of them read by a network that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digitpad.data.preparation import Prepared, Steps
from digitpad.ink.redraw import Piece
from digitpad.numbers.fitted import PICTURES, PICTURES_UNTOLD, STROKES, STROKES_UNTOLD
from digitpad.numbers.grouping import MOST, divided
from digitpad.numbers.parts import Group
from digitpad.numbers.picture import PictureParts, picture_parts
from digitpad.numbers.strokes import StrokeParts, stroke_parts
from digitpad.numbers.weights import Weights
from digitpad.reading import Prediction, ReadDigit

Read = Callable[[Sequence[Prepared]], list[Prediction]]
"""Asks the network."""


def digits_in_drawing(
    pieces: Sequence[Piece], whole: Prepared, steps: Steps, tells: bool, read: Read
) -> tuple[list[ReadDigit] | None, Prediction]:
    """The digits in a drawing, and the whole as one.

    Args:
        pieces: what is visible of its strokes, at least two.
        whole: the drawing as it was prepared.
        steps: what is done to every digit's ink on the way to the network.
        tells: whether the network tells whether something is a digit at all.
        read: asks the network.

    Returns:
        The digits from left to right, None where it is one; and what the whole is as one.
    """
    if len(pieces) > MOST:
        return None, read([whole])[0]
    return _digits(stroke_parts(pieces), STROKES if tells else STROKES_UNTOLD, whole, steps, read)


def digits_in_picture(
    whole: Prepared, steps: Steps, tells: bool, read: Read
) -> tuple[list[ReadDigit] | None, Prediction]:
    """The digits in a picture, and the whole as one; see `digits_in_drawing`.

    Args:
        whole: the picture as it was prepared.
        steps: what is done to every digit's ink on the way to the network.
        tells: whether the network tells whether something is a digit at all.
        read: asks the network.
    """
    found = None if whole.ink is None or not steps.ink else picture_parts(whole.ink)
    if found is None or found.parts.count == 1:
        return None, read([whole])[0]
    return _digits(found, PICTURES if tells else PICTURES_UNTOLD, whole, steps, read)


def _digits(
    found: StrokeParts | PictureParts, weights: Weights, whole: Prepared, steps: Steps, read: Read
) -> tuple[list[ReadDigit] | None, Prediction]:
    """The whole is read together with the first digits."""
    everything = tuple(range(found.parts.count))
    prepared: dict[Group, Prepared] = {everything: whole}
    single: list[Prediction] = []

    def read_groups(groups: list[Group]) -> list[Prediction]:
        parts = [group for group in groups if group != everything]
        prepared.update({group: found.prepared(group, steps) for group in parts})
        first = [] if single else [everything]
        answers = read([prepared[group] for group in (*first, *parts)])
        if first:
            single.append(answers.pop(0))
        rest = iter(answers)
        return [single[0] if group == everything else next(rest) for group in groups]

    answers = divided(found.parts, weights, read_groups)
    if len(answers) < 2:
        return None, single[0]
    digits = [
        ReadDigit(prediction, found.box(group), found.stroke_numbers(group), prepared[group])
        for group, prediction in answers.items()
        if not prediction.blank
    ]
    return sorted(digits, key=lambda digit: digit.box[0] + digit.box[2]), single[0]
