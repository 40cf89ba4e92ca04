"""A number as it was read: its digits with their place, and the whole as one digit."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digitpad.data.preprocess import FloatArray
from digitpad.recognizer import Prediction

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadDigit:
    """One digit of a number.

    Attributes:
        prediction: what the network says of this digit's ink.
        box: around its ink with the pen's width; of a drawing in network pixels, of a picture in its own.
        strokes: numbers of the drawing's strokes that belong to it, ascending; empty for a picture.
        ink: of a picture with several digits this one's ink alone, float32 (h, w), 0 paper to 1 full ink,
            its edges cropped; else None.
    """

    prediction: Prediction
    box: Box
    strokes: tuple[int, ...] = ()
    ink: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """What was read in a drawing or picture.

    Attributes:
        digits: from left to right; one where the whole is one digit, none where nothing is drawn.
        single: the whole read as one digit.
        classes: names of the network's classes.
    """

    digits: tuple[ReadDigit, ...]
    single: Prediction
    classes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The digits' names side by side, such as "2026"; empty where nothing is drawn."""
        return "".join(self.classes[digit.prediction.digit] for digit in self.digits)

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
        told = [digit.prediction.known for digit in self.digits if digit.prediction.known is not None]
        return math.prod(told) if told else None
