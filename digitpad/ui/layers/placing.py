"""Where on the pad the pixels of the network's input lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray


@dataclass(frozen=True, slots=True)
class Placing:
    """A part of the pad, in network pixels of the pad.

    Attributes:
        left: of the network's input.
        top: of it.
        scale: pad's pixels per pixel of it, along a row.
        scale_down: the same along a column; None where it is the same.
    """

    left: float
    top: float
    scale: float
    scale_down: float | None = None

    def on_pad(self, x: float, y: float) -> tuple[float, float]:
        """A place of the input on the pad."""
        down = self.scale if self.scale_down is None else self.scale_down
        return self.left + x * self.scale, self.top + y * down


def placed(
    network_input: FloatArray,
    box: tuple[float, float, float, float],
    *,
    exact: bool = False,
    whole: bool = False,
) -> Placing:
    """Where the input lies so that its ink covers the ink it was made from.

    Args:
        network_input: (H, W), 0 empty to 1 full ink, or (H, W, 3).
        box: left, top, right and bottom of the digit's ink on the pad.
        exact: whether the input itself lies on the pad.
        whole: whether the input is all of a picture, which fills `box`.
    """
    if whole:
        height, width = network_input.shape[:2]
        return Placing(box[0], box[1], (box[2] - box[0]) / width, (box[3] - box[1]) / height)
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
