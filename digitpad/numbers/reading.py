"""Dividing a drawing or picture into digits, each of them read by a network that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from digitpad.data.preparation import Prepared, Steps
from digitpad.ink.redraw import Piece
from digitpad.numbers.fitted import OWNED, OWNED_UNTOLD, PICTURES, PICTURES_UNTOLD, STROKES, STROKES_UNTOLD
from digitpad.numbers.grouping import MOST, divided
from digitpad.numbers.owners import STRETCHES
from digitpad.numbers.parts import DoubleArray, Group
from digitpad.numbers.picture import PictureParts, inked_pieces
from digitpad.numbers.rows import bars_between, possible_digit, rows
from digitpad.numbers.signs import joined
from digitpad.numbers.strokes import StrokeParts, boxes_of, stroke_parts
from digitpad.numbers.voting import likelihood
from digitpad.numbers.weights import Weights
from digitpad.reading import Prediction, ReadDigit, Sign

Read = Callable[[Sequence[Prepared]], list[Prediction]]
"""Asks the network."""

CERTAIN = 0.998
"""Likelihood of what is cut at thin places from which it isn't cut by whose the ink is."""

_MOST_PIECES = 400  # of a drawing that is divided; more are a scribble, not rows of numbers
_SURE = 0.9  # probability of being a digit, and that, from which two halves are one
_ENOUGH = 0.95  # of a row cut by whose the ink is, from which no other votes are asked for
_SEVERAL = 0.99  # of several digits from which they take the place of a doubtful one: a one was read as 11


class Divided(NamedTuple):
    """What a drawing or picture was divided into.

    Attributes:
        digits: row by row, from left to right; None where it is one digit.
        signs: in the same order.
        single: what the whole is as one.
    """

    digits: list[ReadDigit] | None
    signs: list[Sign]
    single: Prediction


@dataclass(frozen=True, eq=False)
class _Ink:
    """What may be divided into rows and digits.

    Attributes:
        boxes: (n, 4), left, top, right, bottom of each piece.
        least: the least height of a digit, in their unit.
        parts: the parts of a row's pieces; None where they are too many.
        weights: how much each measure counts.
        owned: the same where broad pieces of a picture are cut by whose the ink is; None where none are.
        steps: what is done to every digit's ink on the way to the network.
        read: asks the network.
    """

    boxes: DoubleArray
    least: float
    parts: Callable[[Group], StrokeParts | PictureParts | None]
    weights: Weights
    owned: Weights | None
    steps: Steps
    read: Read


def digits_in_drawing(
    pieces: Sequence[Piece], whole: Prepared, steps: Steps, tells: bool, read: Read
) -> Divided:
    """The digits and signs in a drawing, and the whole as one.

    Args:
        pieces: what is visible of its strokes, at least two.
        whole: the drawing as it was prepared.
        steps: what is done to every digit's ink on the way to the network.
        tells: whether the network tells whether something is a digit at all.
        read: asks the network.
    """

    if len(pieces) > _MOST_PIECES:
        return Divided(None, [], read([whole])[0])

    def parts(row: Group) -> StrokeParts | None:
        return stroke_parts([pieces[number] for number in row]) if len(row) <= MOST else None

    weights = STROKES if tells else STROKES_UNTOLD
    pen = max(piece.stroke.width for piece in pieces)
    return _digits(_Ink(boxes_of(pieces), pen, parts, weights, None, steps, read), whole)


def digits_in_picture(whole: Prepared, steps: Steps, tells: bool, read: Read, by_owner: bool) -> Divided:
    """The digits and signs in a picture, and the whole as one; see `digits_in_drawing`.

    Args:
        whole: the picture as it was prepared.
        steps: what is done to every digit's ink on the way to the network.
        tells: whether the network tells whether something is a digit at all.
        read: asks the network.
        by_owner: whether what is not certain is also cut by whose the ink is, which takes longer.
    """
    pieces = None if whole.ink is None or not steps.ink else inked_pieces(whole.ink)
    if pieces is None:
        return Divided(None, [], read([whole])[0])
    weights = PICTURES if tells else PICTURES_UNTOLD
    owned = OWNED if tells else OWNED_UNTOLD
    return _digits(
        _Ink(pieces.boxes, 0.0, pieces.parts, weights, owned if by_owner else None, steps, read), whole
    )


def _digits(ink: _Ink, whole: Prepared) -> Divided:
    """The digits of all rows; of a single row the whole is read together with the first digits."""
    lines = _lines(ink)
    bars = bars_between(ink.boxes, lines)
    lines = [tuple(number for number in line if number not in bars) for line in lines]
    parts = [row for row in map(ink.parts, lines) if row is not None]
    if len(parts) < len(lines) or (len(lines) == 1 and parts[0].parts.count == 1):
        return Divided(None, [], ink.read([whole])[0])
    if len(lines) == 1:
        row = _row(ink, parts[0], whole, 0, 1.0)
        return row if len(row.digits or ()) + len(row.signs) > 1 else row._replace(digits=None)
    count = sum(row.parts.count for row in parts)
    every = [
        _row(ink, row, row.prepared(row.everything, ink.steps), line, row.parts.count / count)
        for line, row in enumerate(parts)
    ]
    digits = [digit for row in every for digit in row.digits or ()]
    if 2 * sum(digit.prediction.unknown for digit in digits) >= len(digits):  # a colon's points, or scribbles
        return Divided(None, [], ink.read([whole])[0])
    signs = [sign for row in every for sign in row.signs]
    for number, line in bars.items():
        bar = ink.parts((number,))
        if bar is not None:
            signs.append(Sign(bar.box(bar.everything), bar.stroke_numbers(bar.everything), line))
    signs.sort(key=lambda sign: (sign.line, _place(sign)))
    return Divided(digits, signs, ink.read([whole])[0])


def _lines(ink: _Ink) -> list[Group]:
    """The pieces of each row; those with halves of one digit, such as an 8's two circles, are one."""
    numbers = rows(ink.boxes, ink.least)
    lines: list[Group] = []
    for number in range(int(numbers.max(initial=-1)) + 1):
        line = tuple(np.flatnonzero(numbers == number).tolist())
        if lines and _share_a_digit(ink, lines[-1], line):
            line = tuple(sorted((*lines.pop(), *line)))
        lines.append(line)
    return lines


def _share_a_digit(ink: _Ink, upper: Group, lower: Group) -> bool:
    """Whether the network reads some pieces of one row and some of the next as one digit."""
    both = possible_digit(ink.boxes, upper, lower)
    parts = None if both is None else ink.parts(both)
    if parts is None:
        return False
    (answer,) = ink.read([parts.prepared(parts.everything, ink.steps)])
    return answer.probability * (1.0 if answer.known is None else answer.known) >= _SURE


def _row(ink: _Ink, row: StrokeParts | PictureParts, whole: Prepared, line: int, share: float) -> Divided:
    """The digits and signs of a row, and what it is as one.

    Where a picture that is cut at thin places is not read with certainty, it is also cut by whose the ink is,
    and the likeliest answer with as many signs is taken. One doubtful digit is rather badly written than
    several doubtful ones.

    Args:
        ink: what it belongs to.
        row: its parts.
        whole: all of them as they were prepared.
        line: its number.
        share: how much of all rows' parts it has.
    """
    best = _of_parts(ink, row, whole, line, share)
    most = likelihood(best.digits or ())
    if ink.owned is None or not isinstance(row, PictureParts) or most >= CERTAIN:
        return best
    least = _SEVERAL if len(best.digits or ()) == 1 and not best.signs else 0.0
    for stretches in STRETCHES:
        owned = row.by_owner(stretches)
        if owned is None:
            break
        other = _of_parts(replace(ink, weights=ink.owned), owned, whole, line, share)
        likely = likelihood(other.digits or ())
        if likely > max(most, least) and len(other.signs) == len(best.signs):
            best, most = other, likely
        if most >= _ENOUGH:
            break
    return best


def _of_parts(
    ink: _Ink, row: StrokeParts | PictureParts, whole: Prepared, line: int, share: float
) -> Divided:
    """The best division of these parts; see `_row`.

    Signs stand beside digits: where there are more than digits that the network knows it is a scribble.
    """
    prepared: dict[Group, Prepared] = {row.everything: whole}
    answers: dict[Group, Prediction] = {}

    def read_groups(groups: list[Group]) -> list[Prediction]:
        unread = [group for group in dict.fromkeys((row.everything, *groups)) if group not in answers]
        prepared.update({group: row.prepared(group, ink.steps) for group in unread if group not in prepared})
        answers.update(zip(unread, ink.read([prepared[group] for group in unread]), strict=True))
        return [answers[group] for group in groups]

    division = divided(row.parts, ink.weights, read_groups, share)
    if len(division.signs) > sum(not answer.unknown for answer in division.digits.values()):
        division = divided(row.parts, ink.weights, read_groups, share, signs=False)
    digits = [
        ReadDigit(prediction, row.box(group), row.stroke_numbers(group), prepared[group], line)
        for group, prediction in division.digits.items()
        if not prediction.blank
    ]
    signs = [
        Sign(row.box(group), row.stroke_numbers(group), line) for group in joined(row.parts, division.signs)
    ]
    return Divided(sorted(digits, key=_place), signs, answers[row.everything])


def _place(one: ReadDigit | Sign) -> float:
    return one.box[0] + one.box[2]
