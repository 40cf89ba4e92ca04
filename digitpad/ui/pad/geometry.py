"""Where the pad lies in its widget: a network pixel is a whole number of device pixels."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.form import SIDE
from digitpad.ink.drawing import Point

BORDER = 3
"""Device-independent pixels around the pad for its frame."""


@dataclass(frozen=True, slots=True)
class PadGeometry:
    """The square of the pad within a widget.

    Attributes:
        cell: side of a network pixel in device pixels, at least 1.
        left: left edge of the pad in device pixels from the widget's.
        top: upper edge of the pad in device pixels from the widget's.
        ratio: device pixels per device-independent pixel (1, 1.25, 1.5, 2, ...).
    """

    cell: int
    left: int
    top: int
    ratio: float

    @property
    def side(self) -> int:
        """Side of the pad in device pixels: 28 times `cell`."""
        return self.cell * SIDE

    def to_network(self, x: float, y: float) -> Point:
        """From a place in the widget (device-independent pixels) to network pixels; also outside the pad."""
        return (x * self.ratio - self.left) / self.cell, (y * self.ratio - self.top) / self.cell

    def to_widget(self, point: Point) -> Point:
        """From network pixels to a place in the widget (device-independent pixels)."""
        return (point[0] * self.cell + self.left) / self.ratio, (point[1] * self.cell + self.top) / self.ratio


def fit(width: float, height: float, ratio: float) -> PadGeometry:
    """The largest pad that fits a widget, centred.

    Args:
        width: of the widget, in device-independent pixels.
        height: of the widget, in device-independent pixels.
        ratio: device pixels per device-independent pixel.
    """
    cell = max(1, int((min(width, height) - 2 * BORDER) * ratio) // SIDE)
    side = cell * SIDE
    return PadGeometry(cell, round((width * ratio - side) / 2), round((height * ratio - side) / 2), ratio)
