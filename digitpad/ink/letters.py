"""Letters and signs drawn by the program: what a network that reads digits should not take for one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from digitpad.ink.allographs.letters import LETTERS
from digitpad.ink.drawing import Drawing
from digitpad.ink.skeletons import Skeleton, built
from digitpad.ink.synthetic import draw_skeleton

_STREAM = 1  # keeps the random numbers apart from those of the digits with the same seed and number
_ROUNDING = 0.35  # a square with corners as round as a digit's would be a zero
_CARE = (0.35, 1.1)  # as a digit's in `synthetic`, but a careless h is a 6
# Brush diameter in pixels on a letter of 20 pixels: what has much to show is not drawn with a thick brush,
# because a blob might be any digit. The first is divided by the number of knots, the others are limits.
_INK, _THINNEST, _THICKEST = 40.0, 1.5, 3.8
_NAMES = tuple(LETTERS)


def letter_drawings(count: int, seed: int) -> Iterator[tuple[str, Drawing]]:
    """`count` names of letters or signs with drawings; number i depends on `seed` and i alone.

    Args:
        count: how many.
        seed: which set of drawings, 0 or more.

    Raises:
        ValueError: when `seed` is negative.
    """
    for number in range(count):
        rng = np.random.default_rng((seed, number, _STREAM))
        name = _NAMES[rng.integers(len(_NAMES))]
        yield name, draw_letter(name, rng)


def draw_letter(name: str, rng: np.random.Generator) -> Drawing:
    """A letter or sign as somebody might draw it on the pad.

    Args:
        name: one of the names in `LETTERS`.
        rng: source of everything that varies.

    Returns:
        Strokes of one width, in network pixels. The ink lies wholly on the pad.

    Raises:
        KeyError: when there is no such letter.
    """
    forms = letter_skeletons(name)
    form = forms[rng.integers(len(forms))]
    thickest = min(max(_INK / form.poses.shape[1], _THINNEST), _THICKEST)
    return draw_skeleton(form, rng, _CARE, thickest)


@cache
def letter_skeletons(name: str) -> tuple[Skeleton, ...]:
    """The forms of a letter or sign.

    Args:
        name: one of the names in `LETTERS`.

    Raises:
        KeyError: when there is no such letter.
    """
    return tuple(
        built(f"{name} {number}", 1.0, poses, _ROUNDING) for number, poses in enumerate(LETTERS[name])
    )
