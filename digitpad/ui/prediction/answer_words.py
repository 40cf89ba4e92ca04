"""An answer in words: under the answer, on the line below, and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from digitpad.ui.prediction.bar_scale import number as number_text


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an answer.

    Attributes:
        beneath: under the large class or number.
        line: on the line below, mostly the margin to the second class.
        description: all of it, for screen readers.
    """

    beneath: str
    line: str
    description: str


class AnswerWords(QObject):
    """Puts answers into words.

    Attributes:
        digits: whether the classes are the digits.
    """

    digits = True

    def unknown(self) -> str:
        """What is answered in place of a class where there may be none."""
        return self.tr("Not a digit I know") if self.digits else self.tr("Not a class I know")

    def margin(self, margin: float, second: str) -> str:
        """How far the answer lies ahead of the class `second`, in log-probability."""
        text = self.tr("margin to second: {margin} (second: {name})")
        return text.format(margin=number_text(margin), name=second)

    def told(
        self, name: str, chance: str, margin: str, unknown: bool, words: Sequence[str], chosen: int
    ) -> Told:
        """What is said of an answer.

        Args:
            name: the class.
            chance: its probability in percent.
            margin: how far it lies ahead; empty where it is the only class.
            unknown: whether it may be no class at all, and `name` only what comes nearest.
            words: of several digits their classes, from left to right.
            chosen: number of the one that the arguments above are about.
        """
        if unknown:
            beneath = self.tr("unknown") if words else self.tr("nearest: {name}").format(name=name)
            description = self.tr("{answer}; nearest: {name}").format(answer=self.unknown(), name=name)
        else:
            beneath = chance
            description = self.tr("{name}, {chance}").format(name=name, chance=chance)
        line = description if unknown and words else margin
        if margin:
            description = self.tr("{answer}; {margin}").format(answer=description, margin=margin)
        if words:
            description = self.tr("{number}, digit {place} of {count}: {answer}").format(
                number="".join(words), place=chosen + 1, count=len(words), answer=description
            )
        return Told(beneath, line, description)
