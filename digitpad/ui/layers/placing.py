"""Where on the pad the pixels of the network's input lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray


@dataclass(frozen=True, slots=True)
class Placing:
    """A square of the pad, in network pixels of the pad.

    Attributes:
        left: of the network's input.
        top: of it.
        scale: pad's pixels per pixel of it.
    """

    left: float
    top: float
    scale: float

    def on_pad(self, x: float, y: float) -> tuple[float, float]:
        """A place of the input on the pad."""
        return self.left + x * self.scale, self.top + y * self.scale


def placed(
    network_input: FloatArray, box: tuple[float, float, float, float], *, exact: bool = False
) -> Placing:
    """Where the input lies so that its ink covers the ink it was made from.

    Args:
        network_input: (28, 28), 0 empty to 1 full ink.
        box: left, top, right and bottom of the digit's ink on the pad.
        exact: whether the input itself lies on the pad.
    """
    from digitpad.data.preprocess import ink_box

    inked = ink_box(network_input)
    if exact or inked is None:
        return Placing(0.0, 0.0, 1.0)
    left, top, right, bottom = inked
    scale = max(box[2] - box[0], box[3] - box[1]) / max(right - left, bottom - top, 1)
    return Placing(
        (box[0] + box[2]) / 2 - scale * (left + right) / 2,
        (box[1] + box[3]) / 2 - scale * (top + bottom) / 2,
        scale,
    )
