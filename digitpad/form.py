"""The form of the pictures that a network takes, for data, networks, files and the window."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitpad.errors import Sentence, is_displayable, printable

DIGITS = tuple("0123456789")
"""The classes of networks and datasets of digits."""

UNREAD = "?"
"""Stands in a number's text for a sign, which is not read."""

CIFAR10_CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
"""The classes of CIFAR-10 in the order of its labels (A. Krizhevsky, 2009)."""

MOST_CLASSES = 1000
"""As many as ImageNet has."""

LONGEST_CLASS = 255
"""Characters of a class's name, as of a file's."""

_DIRECTION_MARKS = "\u200e\u200f\u061c"
"""Unicode's marks of the writing direction: invisible, and they make names that look the same differ."""


def unfit_classes(names: Sequence[str]) -> Sentence | None:
    """What is wrong with the names of classes to be learnt, which have to be read and told apart.

    Files that were written without this check are still opened; see `undisplayable_classes`.

    Returns:
        What is wrong and what to do; None where they can be used.
    """
    if (unfit := undisplayable_classes(names)) is not None:
        return unfit
    met: set[str] = set()
    for name in names:
        if all(map(_is_invisible, name)):
            return Sentence("The name of a class is blank; give each class a name.", {})
        if mark := next((mark for mark in _DIRECTION_MARKS if mark in name), ""):
            return Sentence(
                "The name of the class {name} has an invisible mark of the writing direction ({code}); write "
                "the name without it.",
                {"name": printable(name), "code": f"U+{ord(mark):04X}"},
            )
        if name.strip() in met:
            return Sentence(
                "Two classes are called {name}; give each class a name of its own.", {"name": printable(name)}
            )
        met.add(name.strip())
    return None


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Cf" or category.startswith("Z")


def undisplayable_classes(names: Sequence[str]) -> Sentence | None:
    """What is wrong with the names of classes, which files keep and terminals and windows display.

    Returns:
        What is wrong and what to do; None where they can be used.
    """
    if not 1 <= len(names) <= MOST_CLASSES:
        return Sentence(
            "There are {count} classes, and digitpad tells up to {most} apart; take fewer.",
            {"count": f"{len(names):,}", "most": f"{MOST_CLASSES:,}"},
        )
    for name in names:
        if len(name) > LONGEST_CLASS:
            return Sentence(
                "The name of the class {name} has {count} characters; give it up to {most}.",
                {"name": printable(name), "count": f"{len(name):,}", "most": LONGEST_CLASS},
            )
        if not is_displayable(name):
            return Sentence(
                "The name of the class {name} has a character that cannot be displayed in a line, such as "
                "a tab or a line break; give it another name.",
                {"name": printable(name)},
            )
    return None


SIDE = 28
"""Side of MNIST's pictures in pixels, and of the pad in network pixels."""

DIGIT_SIDE = 20
"""Longer side of the digit in MNIST's pictures, in pixels."""

INK, OBJECT, WHOLE = "ink", "object", "picture"
CONTENTS = (INK, OBJECT, WHOLE)

SMALLEST, LARGEST = 8, 512
"""Limits of a picture's side, in pixels."""

PerChannel = float | tuple[float, ...]
"""A number for all channels, or one for each of them."""


@dataclass(frozen=True, slots=True)
class PictureForm:
    """The pictures that a network takes.

    Attributes:
        channels: 1 for grey pictures, 3 for colour.
        size: side in pixels.
        content: what is put there: "ink", lines brought to MNIST's convention, bright on black; "object", one
            thing bright on black that fills the picture, as in Fashion-MNIST; "picture", the whole picture
            as it is.
    """

    channels: int = 1
    size: int = SIDE
    content: str = INK

    @classmethod
    def usual(cls, channels: int, size: int) -> PictureForm:
        """Pictures as most networks take them: grey ones with ink, those in colour as they are."""
        return cls(channels, size, INK if channels == 1 else WHOLE)

    @property
    def colour(self) -> bool:
        """Whether the pictures are in colour."""
        return self.channels == 3

    @property
    def is_digit(self) -> bool:
        """Whether they are in MNIST's form."""
        return self == DIGIT_FORM

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height and width."""
        return self.channels, self.size, self.size

    @property
    def text(self) -> str:
        """The size as text: "32x32"."""
        return f"{self.size}x{self.size}"


DIGIT_FORM = PictureForm()
"""MNIST's pictures."""

COLOUR_FORM = PictureForm(channels=3, size=32, content=WHOLE)
"""CIFAR-10's pictures."""


def square_forms(values: int) -> Iterator[PictureForm]:
    """The square pictures, grey or in colour, that have so many values."""
    for channels in (1, 3):
        side = math.isqrt(values // channels)
        if channels * side * side == values and SMALLEST <= side <= LARGEST:
            yield PictureForm.usual(channels, side)


MNIST_MEAN, MNIST_STD = 0.1307, 0.3081
"""Mean and standard deviation of MNIST's training pixels on the 0-1 scale."""
