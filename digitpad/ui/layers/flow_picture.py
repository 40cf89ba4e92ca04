"""What the network as a picture consists of: its stages, their maps, and where these lie. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from digitpad.ui.layers.colours import signed_image
from digitpad.ui.layers.flow_layout import FOOT, Column, Shape, arranged
from digitpad.ui.layers.stages import Stage, stages

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import Recording
    from digitpad.ui.layers.colours import Numbers

_STRONGEST = 24  # lines to the chosen picture, at most


class FlowPicture:
    """A network's answer to a picture, laid out.

    Args:
        recording: the answer.
        classes: what the network's classes are called.
        every: whether each layer is a stage of its own.

    Attributes:
        stages: the input first.
        numbers: of each stage (pictures, rows, columns); values are pictures of one number.
        columns: where each stage's pictures lie; none before `arrange`.
        text: how many times as large as usual words are.
        images: of each stage one, its visible pictures below each other.
    """

    def __init__(self, recording: Recording, classes: Sequence[str], *, every: bool = False) -> None:
        self.recording, self.classes = recording, tuple(classes)
        self.stages: list[Stage] = stages(recording, every=every)
        self.numbers: list[Numbers] = [_maps(recording.value(stage.output)) for stage in self.stages]
        self.columns: list[Column] = []
        self.images: list[QImage] = []
        self.text = 1.0

    def arrange(self, height: float, zoom: float, whole: set[int], text: float = 1.0) -> None:
        """Lay the pictures out, and paint those that have room.

        Args:
            height: of the view in pixels.
            zoom: side of the largest picture in pixels.
            whole: the stages of which all pictures are displayed.
            text: how many times as large as usual words are.
        """
        import numpy as np

        shapes = [
            Shape(
                len(maps),
                0 if maps.shape[1:] == (1, 1) else max(maps.shape[1:]),
                self.is_answer(number),
                number in whole,
            )
            for number, maps in enumerate(self.numbers)
        ]
        self.text = text
        self.columns = arranged(shapes, height, zoom, text)
        self.images = []
        for maps, column in zip(self.numbers, self.columns, strict=True):
            visible = maps[: column.count]
            most = float(np.abs(visible).max()) if visible.size else 0.0
            self.images.append(signed_image(visible.reshape(-1, visible.shape[2]), most))

    @property
    def width(self) -> float:
        """Of all of it, in pixels."""
        end = self.columns[-1]
        return end.left + end.width + 24

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """The stage and picture at a place."""
        for number, column in enumerate(self.columns):
            picture = column.at(place)
            if picture is not None:
                return number, picture
        return None

    def is_answer(self, number: int) -> bool:
        """Whether a stage's numbers are those of the classes."""
        return number == len(self.stages) - 1 and len(self.numbers[number]) == len(self.classes)

    def hidden(self, number: int) -> int:
        """How many pictures of a stage have no room."""
        return len(self.numbers[number]) - self.columns[number].count

    def foot(self, number: int) -> QRectF:
        """Below a stage's pictures."""
        column = self.columns[number]
        wide = max(column.width, 40 * self.text) + 12
        return QRectF(column.left, column.bottom + 2, wide, FOOT * self.text - 4)

    def strengths(self, number: int, picture: int) -> list[tuple[int, float]]:
        """Which pictures of the stage before go into one, and how strongly, -1 to 1; the strongest only."""
        stage = self.stages[number]
        if not stage.layers or len(stage.sources) != 1:
            return []
        count = self.columns[stage.sources[0]].count
        weight = self.recording.layers[stage.layers[0]].weight
        if weight is None:  # such as pooling, which takes its own channel
            return [(picture, 1.0)] if picture < count else []
        if picture >= len(weight):
            return []
        row = weight[picture].reshape(weight.shape[1], -1).sum(dim=1)[:count]
        if not len(row):
            return []
        most = float(row.abs().max()) or 1.0
        strengths = [(source, value / most) for source, value in enumerate(row.tolist())]
        return sorted(strengths, key=lambda one: -abs(one[1]))[:_STRONGEST]


def _maps(values: Tensor) -> Numbers:
    """A layer's output (B, ...) as pictures (C, H, W); numbers are pictures of one pixel."""
    first = values[0].float()
    maps: Numbers = (first if first.dim() == 3 else first.reshape(-1, 1, 1)).cpu().numpy()
    return maps
