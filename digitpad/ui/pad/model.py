"""The pad without Qt: where it lies in its widget, and the drawing that is being made on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing, History, Point, Stroke
from digitpad.ui.pad_picture import PadPicture

BORDER = 3
"""Device-independent pixels around the pad for its frame."""

_PICTURES = 60
"""Steps that can be undone after a stroke on an opened picture."""


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


class Sketch:
    """A `History` and, while the pen is down, the live stroke, which joins the history when it ends."""

    def __init__(self) -> None:
        self.history = History()
        self.live: Stroke | None = None

    @property
    def drawing(self) -> Drawing:
        """The drawing as it is seen: with the live stroke, which becomes a part of a picture at its end."""
        present = self.history.present
        return present if self.live is None or self.on_picture else present.with_stroke(self.live)

    @property
    def on_picture(self) -> bool:
        """Whether there is an opened picture on the pad."""
        return isinstance(self.history.present, PadPicture)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back; the live stroke is one."""
        return self.live is not None or bool(self.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to bring back."""
        return self.live is None and bool(self.history.future)

    def begin(self, point: Point, width: float, *, eraser: bool) -> Stroke:
        """Start a stroke with a dot, `width` network pixels wide."""
        self.finish()
        self.live = Stroke((point,), width, eraser)
        return self.live

    def add(self, point: Point) -> Stroke:
        """Lengthen the live stroke."""
        if self.live is None:
            raise RuntimeError("there is no stroke to lengthen")
        self.live = self.live.extended((point,))
        return self.live

    def finish(self) -> None:
        """Make the live stroke a step of the history."""
        if self.live is not None:
            self.history = self.history.push(self.history.present.with_stroke(self.live))
            self.live = None
            if self.on_picture:  # each of which takes two megabytes
                self.history = replace(self.history, past=self.history.past[-_PICTURES:])

    def replace(self, drawing: Drawing) -> None:
        """Put another drawing in place of this one, as a step that can be undone."""
        self.finish()
        self.history = self.history.push(drawing)

    def undo(self) -> None:
        """Take the last step back; in mid-stroke that is the stroke."""
        self.finish()
        self.history = self.history.undo()

    def redo(self) -> None:
        """Bring the last undone step back."""
        self.finish()
        self.history = self.history.redo()
