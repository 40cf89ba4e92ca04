"""The ways in which people write the ten digits (allographs), as text. Data only; `skeletons` reads it.

Knots are `x,y` in percent of the digit's height, x to the right and y downwards, in the order in which the
pen meets them; `!` after a knot marks a corner; `|` lifts the pen. An allograph has a weight (how often it
is drawn, relative to the digit's others) and two or more poses with the same knots in different places: a
drawn digit lies somewhere between them.

The weights follow how often people write so, as far as that is known: about a quarter of the zeros are
slashed (28 % of 268 people slash theirs). A rare form still gets enough weight to be learnt.
"""

from __future__ import annotations

from digitpad.ink.allographs import four_to_six, seven_to_nine, zero_to_three
from digitpad.ink.allographs.kinds import Allographs

__all__ = ["ALLOGRAPHS", "ODD_FORMS", "Allographs"]

ALLOGRAPHS: dict[int, Allographs] = {**zero_to_three.FORMS, **four_to_six.FORMS, **seven_to_nine.FORMS}
"""Digit -> its allographs."""

ODD_FORMS: dict[str, tuple[int, tuple[str, ...]]] = {
    "slashed zero": (
        0,
        (
            "slashed",
            "slashed inside",
            "slashed long",
            "slashed in one stroke",
            "slashed backwards",
            "barred",
            "dotted",
        ),
    ),
    "one with flag and foot": (
        1,
        (
            "flag and foot",
            "one-stroke foot",
            "short flag, narrow foot",
            "short flag, wide foot",
            "long flag, narrow foot",
            "long flag, wide foot",
            "flag and foot in three strokes",
            "one-stroke wide foot",
            "one-stroke foot, right first",
        ),
    ),
    "open four": (
        4,
        ("open", "open, short bar", "cup", "open, with a gap", "open, low right stroke"),
    ),
    "six with loop": (6, ("loop", "curled", "big loop", "tiny loop", "open loop", "spiral")),
    "crossed seven": (
        7,
        (
            "crossed",
            "crossed low",
            "hooked and crossed",
            "crossed, short bar",
            "crossed, long bar",
            "crossed, tilted bar",
            "crossed, curved leg",
            "serif, curved and crossed",
            "dipped and crossed",
        ),
    ),
    "nine with loop": (9, ("looped", "big loop", "tiny loop", "open loop")),
    "nine with hooked foot": (
        9,
        (
            "hooked leg",
            "curled foot",
            "angled foot",
            "big foot",
            "open top, hooked foot",
            "foot to the right",
            "deep hook",
        ),
    ),
}
"""Forms that are read less well than most, by name -> (digit, names of its allographs)."""
