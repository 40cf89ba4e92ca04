"""Names for the classes of a network whose file has none."""

from __future__ import annotations

import string

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
