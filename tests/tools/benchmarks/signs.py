"""Numbers with a sign among their digits, for measuring: the digits' writers and the sign's are others.

Points, commas, colons and equals signs are drawn here; the others are one hand's, of `numberpad-not-digits`
in DIGITPAD_DATA.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.drawing_file import read_strokes
from digitpad.resources import data_root
from tests.tools.benchmarks.composed import Composed, SizedSign, composed
from tests.tools.writers import Labelled

_SIZES = {
    "-": ((0.3, 0.6), 0.55),
    "+": ((0.4, 0.7), 0.55),
    "x": ((0.4, 0.7), 0.6),
    "/": ((1.0, 1.35), 0.5),
    "e": ((0.5, 0.7), 0.7),
    "^": ((0.3, 0.6), 0.3),
    "?": ((0.9, 1.1), 0.5),
    ".": ((0.02, 0.1), 0.98),
    ",": ((0.15, 0.3), 1.02),
    ":": ((0.4, 0.6), 0.6),
    "=": ((0.3, 0.6), 0.55),
}
"""Longer side and middle of each sign, in heights of a digit, from its head."""

_DRAWN = {
    ".": [[(0.0, 0.0), (0.6, 1.0)]],
    ",": [[(0.3, 0.0), (0.35, 0.5), (0.0, 1.0)]],
    ":": [[(0.0, 0.0), (0.03, 0.05)], [(0.0, 0.95), (0.03, 1.0)]],
    "=": [[(0.0, 0.0), (1.0, 0.02)], [(0.02, 0.42), (1.0, 0.4)]],
}
SIGNS = tuple(_SIZES)


@functools.cache
def _written() -> dict[str, list[Drawing]]:
    drawings: dict[str, list[Drawing]] = {}
    for item in read_strokes(data_root() / "pen-strokes" / "numberpad-not-digits.jsonl"):
        drawings.setdefault(str(item.label), []).append(item.drawing)
    return drawings


def number_with_sign(digits: Sequence[Labelled], name: str, rng: np.random.Generator) -> Composed:
    """The digits of one hand with one of `SIGNS` between two of them; a minus may stand before all.

    Args:
        digits: at least two.
        name: of the sign.
        rng: source of what varies.
    """
    if name in _DRAWN:
        points = [np.array(path) + rng.normal(0, 0.02, (len(path), 2)) for path in _DRAWN[name]]
        sign = Drawing(tuple(Stroke(tuple(map(tuple, path.tolist())), 1.0) for path in points))
    else:
        drawings = _written()[name]
        sign = drawings[rng.integers(len(drawings))]
    size, middle = _SIZES[name]
    place = int(rng.integers(name != "-", len(digits)))
    sized = SizedSign(sign, float(rng.uniform(*size)), middle + float(rng.normal(0, 0.03)))
    return composed([*digits[:place], sized, *digits[place:]], "normal", rng)
