"""Dividing a drawing or picture into digits, each of them read by a network that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from digitpad.numbers.signs import joined, leans_too_far
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
        further: divides a picture in which nothing is certain once more, by whose the ink is, which takes
            longer; None where that makes no difference.
    """

    digits: list[ReadDigit] | None
    signs: list[Sign]
    single: Prediction
    further: Callable[[], Divided] | None = None


@dataclass(frozen=True, eq=False)
class _Ink:
    """What may be divided into rows and digits.

    Attributes:
        boxes: (n, 4), left, top, right, bottom of each piece.
        least: the least height of a digit, in their unit.
        parts: the parts of a row's pieces; None where they are too many.
        weights: how much each measure counts.
        owned: the same where broad pieces of a picture are cut by whose the ink is; None for a drawing.
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


def digits_in_picture(whole: Prepared, steps: Steps, tells: bool, read: Read) -> Divided:
    """The digits and signs in a picture that is cut at thin places, and the whole as one.

    Args:
        whole: the picture as it was prepared.
        steps, tells, read: see `digits_in_drawing`.
    """
    pieces = None if whole.ink is None or not steps.ink else inked_pieces(whole.ink)
    if pieces is None:
        return Divided(None, [], read([whole])[0])
    weights = PICTURES if tells else PICTURES_UNTOLD
    owned = OWNED if tells else OWNED_UNTOLD
    return _digits(_Ink(pieces.boxes, 0.0, pieces.parts, weights, owned, steps, read), whole)


def _digits(ink: _Ink, whole: Prepared) -> Divided:
    """The digits of all rows; of a single row the whole is read together with the first digits."""
    lines = _lines(ink)
    bars = bars_between(ink.boxes, lines)
    lines = [tuple(number for number in line if number not in bars) for line in lines]
    parts = [row for row in map(ink.parts, lines) if row is not None]
    if len(parts) < len(lines) or (len(lines) == 1 and parts[0].parts.count == 1):
        return Divided(None, [], ink.read([whole])[0])
    count = sum(row.parts.count for row in parts)
    every = [
        _Row(ink, row, whole if len(parts) == 1 else row.prepared(row.everything, ink.steps), line, count)
        for line, row in enumerate(parts)
    ]
    bar_signs = []
    for number, line in bars.items():
        bar = ink.parts((number,))
        if bar is not None:
            bar_signs.append(Sign(bar.box(bar.everything), bar.stroke_numbers(bar.everything), line))
    divided = [row.divided for row in every]
    single = divided[0].single if len(every) == 1 else ink.read([whole])[0]

    def further() -> Divided:
        return _together([row.by_owner() for row in every], bar_signs, single)

    doubtful = any(row.is_doubtful for row in every)
    return _together(divided, bar_signs, single)._replace(further=further if doubtful else None)


def _together(every: Sequence[Divided], bars: Sequence[Sign], single: Prediction) -> Divided:
    """The digits and signs of all rows, with the fraction bars between them."""
    digits = [digit for row in every for digit in row.digits or ()]
    signs = [sign for row in every for sign in row.signs]
    if len(every) == 1:
        return Divided(digits if len(digits) + len(signs) > 1 else None, signs, single)
    if 2 * sum(digit.prediction.unknown for digit in digits) >= len(digits):  # a colon's points, or scribbles
        return Divided(None, [], single)
    return Divided(digits, sorted([*signs, *bars], key=lambda sign: (sign.line, _place(sign))), single)


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


class _Row:
    """A row, divided into digits and signs.

    Args:
        ink: what it belongs to.
        row: its parts.
        whole: all of them as they were prepared.
        line: its number.
        count: of the parts of all rows.
    """

    def __init__(
        self, ink: _Ink, row: StrokeParts | PictureParts, whole: Prepared, line: int, count: int
    ) -> None:
        self._ink, self._row, self._whole, self._line = ink, row, whole, line
        self._share = row.parts.count / count
        self._answers: dict[Group | bytes, tuple[Prepared, Prediction]] = {}
        self.divided = self._of_parts(row, ink.weights)

    @property
    def is_doubtful(self) -> bool:
        """Whether it is a picture's that is not read with certainty where it is cut at thin places."""
        return self._ink.owned is not None and likelihood(self.divided.digits or ()) < CERTAIN

    def by_owner(self) -> Divided:
        """The likeliest answer with as many signs, where it is doubtful also cut by whose the ink is.

        One doubtful digit is rather badly written than several doubtful ones.
        """
        best = self.divided
        most = likelihood(best.digits or ())
        if self._ink.owned is None or not isinstance(self._row, PictureParts) or most >= CERTAIN:
            return best
        least = _SEVERAL if len(best.digits or ()) == 1 and not best.signs else 0.0
        for stretches in STRETCHES:
            owned = self._row.by_owner(stretches)
            if owned is None:
                break
            other = self._of_parts(owned, self._ink.owned)
            likely = likelihood(other.digits or ())
            if likely > max(most, least) and len(other.signs) == len(best.signs):
                best, most = other, likely
            if most >= _ENOUGH:
                break
        return best

    def _of_parts(self, row: StrokeParts | PictureParts, weights: Weights) -> Divided:
        """The best division of these parts.

        Signs stand beside digits: where there are more than digits that the network knows it is a scribble.
        """
        inks: dict[Group, Group | bytes] = {}

        def read_groups(groups: list[Group]) -> list[Prediction]:
            for group in (row.everything, *groups):
                if group not in inks:
                    inks[group] = row.identity(group)
            unread = {
                ink: self._whole if group == row.everything else row.prepared(group, self._ink.steps)
                for group, ink in inks.items()
                if ink not in self._answers
            }
            answers = self._ink.read(list(unread.values()))
            self._answers.update(zip(unread, zip(unread.values(), answers, strict=True), strict=True))
            return [self._answers[inks[group]][1] for group in groups]

        division = divided(row.parts, weights, read_groups, self._share)
        if len(division.signs) > sum(not answer.unknown for answer in division.digits.values()):
            division = divided(row.parts, weights, read_groups, self._share, signs=False)
        digits = [
            ReadDigit(answer, row.box(group), row.stroke_numbers(group), prepared, self._line)
            for group in division.digits
            for prepared, answer in [self._answers[inks[group]]]
            if not answer.blank
        ]
        signs = [
            Sign(row.box(group), row.stroke_numbers(group), self._line)
            for group in joined(row.parts, division.signs)
        ]
        digits.sort(key=_place)
        whole, single = self._answers[inks[row.everything]]
        if not signs and single.digit == 1 and _are_flag_and_stem(digits):
            box, strokes = row.box(row.everything), row.stroke_numbers(row.everything)
            digits = [ReadDigit(single, box, strokes, whole, self._line)]
        return Divided(digits, signs, single)


def _are_flag_and_stem(digits: Sequence[ReadDigit]) -> bool:
    """Whether two digits are rather one 1, whose flag is as long as its stem: many people write it so."""
    if [digit.prediction.digit for digit in digits] != [1, 1]:
        return False
    flag, stem = (leans_too_far(digit.prediction) for digit in digits)
    return flag and not stem


def _place(one: ReadDigit | Sign) -> float:
    return one.box[0] + one.box[2]
