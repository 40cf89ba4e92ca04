"""What a network reads in a drawing or picture: digits or other classes, each with its place and pictures."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from digitpad.data.preparation import Prepared
from digitpad.data.preprocess import FloatArray
from digitpad.form import DIGITS, UNREAD
from digitpad.numerals import percent
from digitpad.terminal_language import tr

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network says of one drawing.

    Attributes:
        log_probs: log-probability of every class (natural logarithm); for a blank drawing all equal.
        digit: number of the best class; -1 when blank.
        margin: log-probability of the best minus that of the second best, at least 0.
        blank: whether nothing was drawn.
        input: the picture (0-1) that the network saw: (28, 28) for digits, (size, size, 3) in colour; None
            when blank.
        known: probability that this is one of the classes at all, 0-1; None for a network that was not
            trained to tell.
        unknown: whether `known` is so low that the answer is "not a digit I know".
        classes: names of the classes.
    """

    log_probs: tuple[float, ...]
    digit: int
    margin: float
    blank: bool
    input: FloatArray | None
    known: float | None = None
    unknown: bool = False
    classes: tuple[str, ...] = DIGITS

    @property
    def probability(self) -> float:
        """Probability of the best class, 0-1; 0 when blank."""
        return 0.0 if self.blank else math.exp(self.log_probs[self.digit])

    def __repr__(self) -> str:
        if self.blank:
            return "Prediction(blank)"
        name = str(self.digit) if self._of_digits else repr(self.classes[self.digit])
        unknown = ", unknown" if self.unknown else ""
        return f"Prediction({name}, probability {percent(self.probability)}{unknown})"

    def _repr_html_(self) -> str:
        """What a notebook shows: the picture that the network saw, and a bar for each of the classes."""
        from digitpad import rich_output

        if self.input is None:
            return rich_output.caption(tr("Nothing is drawn."))
        refusal = tr("not a digit I know") if self._of_digits else tr("not a class I know")
        shares = rich_output.bars(self.classes, [math.exp(value) for value in self.log_probs])
        unknown = rich_output.caption(refusal) if self.unknown else ""
        return rich_output.side_by_side(rich_output.picture(self.input), shares, unknown)

    @property
    def _of_digits(self) -> bool:
        return self.classes == DIGITS


@dataclass(frozen=True, slots=True, eq=False)
class ReadDigit:
    """One digit of a number, or the one class of a whole picture.

    Attributes:
        prediction: what the network says of it.
        box: around its ink with the pen's width; of a drawing in network pixels, of a picture in its own.
        strokes: numbers of the drawing's strokes that belong to it, ascending; empty for a picture.
        prepared: the pictures on its way to the network.
        line: the row that it stands in, from the top, 0 for the first.
    """

    prediction: Prediction
    box: Box
    strokes: tuple[int, ...]
    prepared: Prepared
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sign:
    """Ink beside digits that is none itself and not read: a minus, a decimal point, a colon.

    Attributes:
        box: around its ink; see `ReadDigit`.
        strokes: numbers of the drawing's strokes that belong to it, ascending; empty for a picture.
        line: the row that it stands in, from the top, 0 for the first.
    """

    box: Box
    strokes: tuple[int, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read in a drawing or picture.

    Attributes:
        digits: row by row, each from left to right; one where the whole is one digit, none where nothing is
            drawn.
        single: the whole read as one digit.
        classes: names of the network's classes.
        prepared: the pictures on the way of the whole to the network.
        way: how the ink of a picture was told from paper; "" where it was not.
        signs: what stands beside the digits and is not read, in the same order.
    """

    digits: tuple[ReadDigit, ...]
    single: Prediction
    classes: tuple[str, ...]
    prepared: Prepared
    way: str = ""
    signs: tuple[Sign, ...] = ()

    @property
    def rows(self) -> tuple[tuple[ReadDigit | Sign, ...], ...]:
        """The rows from the top, each from left to right; none where nothing is drawn."""
        rows: dict[int, list[ReadDigit | Sign]] = defaultdict(list)
        everything: list[ReadDigit | Sign] = [*self.digits, *self.signs]
        for one in everything:
            rows[one.line].append(one)
        return tuple(tuple(sorted(rows[line], key=lambda one: _middle(one.box))) for line in sorted(rows))

    @property
    def lines(self) -> tuple[str, ...]:
        """Of each row the digits' names side by side, "?" for each sign; none where nothing is drawn."""

        def name(one: ReadDigit | Sign) -> str:
            return UNREAD if isinstance(one, Sign) else self.classes[one.prediction.digit]

        return tuple("".join(map(name, row)) for row in self.rows)

    @property
    def text(self) -> str:
        """The rows one under the other, such as "2026" or "12\n?34"; empty where nothing is drawn."""
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        if self.blank:
            return "Reading(blank)"
        return (
            f"Reading({self.text!r}, {len(self.digits)} digits)"
            if self.several
            else f"Reading({self.text!r})"
        )

    def _repr_html_(self) -> str:
        from digitpad import rich_output

        if not self.digits:
            return self.single._repr_html_()
        digits = [rich_output.side_by_side(digit.prediction._repr_html_()) for digit in self.digits]
        return rich_output.caption(self.text) + rich_output.side_by_side(*digits)

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn."""
        return self.single.blank

    @property
    def several(self) -> bool:
        """Whether there is more than one digit."""
        return len(self.digits) > 1

    @property
    def unknown(self) -> bool:
        """Whether one of the digits is none that the network knows, or nothing is drawn."""
        return self.single.unknown if self.blank else any(digit.prediction.unknown for digit in self.digits)

    @property
    def known(self) -> float | None:
        """The probability that all of the digits are digits at all, 0-1; 0 where nothing is drawn.

        None for a network that cannot tell.
        """
        if self.blank:
            return self.single.known
        known = [digit.prediction.known for digit in self.digits if digit.prediction.known is not None]
        return math.prod(known) if known else None


def _middle(box: Box) -> float:
    """Twice the place of its middle from left to right."""
    return box[0] + box[2]
