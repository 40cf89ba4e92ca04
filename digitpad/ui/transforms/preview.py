"""What the window of transforms asks for, and what it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray

PICTURE, RESIZED, NORMALISED = "picture", "resized", "normalised"
"""Steps that no transform makes."""

DRAWS = 12
"""How often the whole chain is drawn."""


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """A preview that is wanted.

    Attributes:
        transforms: each with its name and what it is told.
        seed: decides all draws.
    """

    transforms: tuple[Mapping[str, Any], ...]
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What becomes of a picture. Pictures are (H, W) or (H, W, 3), 0 to 1.

    Attributes:
        steps: what each step is called and what it gives: `PICTURE`, `RESIZED`, then the transforms, the
            recipe's augmentation if it has one, and `NORMALISED`, brought to 0 to 1 from `low` to `high`.
        draws: what the network may see of the picture, before normalising; the first is that of `steps`.
        low, high: smallest and largest value after normalization.
    """

    steps: tuple[tuple[str, FloatArray], ...]
    draws: tuple[FloatArray, ...]
    low: float
    high: float
