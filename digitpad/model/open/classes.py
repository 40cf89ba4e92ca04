"""Names for the classes of a network whose file has none."""

from __future__ import annotations

import string
from collections.abc import Sequence

from digitpad.errors import Sentence
from digitpad.form import CIFAR10_CLASSES, COLOUR_FORM, PictureForm

_LETTERS = string.ascii_lowercase
_DIGITS_AND_CAPITALS = string.digits + string.ascii_uppercase

_EMNIST = {
    26: _LETTERS,
    27: "-" + _LETTERS,  # torchvision's labels of EMNIST's letters begin with 1
    36: _DIGITS_AND_CAPITALS,
    47: _DIGITS_AND_CAPITALS + "abdefghnqrt",
    62: _DIGITS_AND_CAPITALS + _LETTERS,
}
"""Names of EMNIST's classes by their number (G. Cohen et al., 2017). Where there are 47, small letters that
look like capitals have none."""


def class_names(count: int, form: PictureForm) -> tuple[str, ...]:
    """The names of so many classes: EMNIST's or CIFAR-10's where they fit, and else numbers."""
    if (form, count) == (COLOUR_FORM, len(CIFAR10_CLASSES)):
        return CIFAR10_CLASSES
    if form.channels == 1 and count in _EMNIST:
        return tuple(_EMNIST[count])
    return tuple(map(str, range(count)))


def names_assumed(classes: Sequence[str]) -> tuple[Sentence, ...]:
    """That the names of the classes are a dataset's, which the file does not tell; nothing of numbers."""
    if tuple(classes) == CIFAR10_CLASSES:
        dataset = "CIFAR-10"
    elif tuple(classes) in map(tuple, _EMNIST.values()):
        dataset = "EMNIST"
    else:
        return ()
    text = "The file does not name its classes: as there are {count}, those of {dataset} are assumed."
    return (Sentence(text, {"dataset": dataset, "count": len(classes)}),)
