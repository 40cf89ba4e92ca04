"""The network as one picture: the drawing, the maps of every stage, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from digitpad.ui.layers.colours import ABOVE, BELOW, signed_image
from digitpad.ui.layers.flow_layout import FOOT, HEAD, Column, Shape, arranged
from digitpad.ui.layers.stages import Stage, stages
from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.widgets.cell_grid import Cell, CellGrid

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import RecordedLayer, Recording
    from digitpad.ui.layers.colours import Numbers

SMALLEST, USUAL, LARGEST = 28, 56, 280
"""Pixels of the side of the largest picture."""

_STRONGEST = 24  # lines to the chosen picture, at most


class FlowView(CellGrid):
    """Shows a `Recording`. A cell is (stage, picture); the wheel with Ctrl zooms.

    Attributes:
        stages: what is displayed, the input first.

    Signals:
        zoomed(): the pictures have another size.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowView")
        self.setAccessibleName(self.tr("The network as a picture"))
        self.recording: Recording | None = None
        self.stages: list[Stage] = []
        self._classes: tuple[str, ...] = ()
        self._numbers: list[Numbers] = []
        self._images: list[QImage] = []
        self._most: list[float] = []
        self._columns: list[Column] = []
        self._zoom = USUAL
        self._every = False
        self._whole: set[int] = set()  # stages of which all pictures are displayed

    @property
    def zoom(self) -> int:
        """Pixels of the side of the largest picture."""
        return self._zoom

    def set_zoom(self, side: int) -> None:
        """Show the pictures larger or smaller; the side is kept from `SMALLEST` to `LARGEST`."""
        side = max(SMALLEST, min(LARGEST, side))
        if side != self._zoom:
            self._zoom = side
            self._arrange()
            self.zoomed.emit()

    def set_every_layer(self, on: bool) -> None:
        """Show each layer as a stage of its own."""
        self._every = on
        self.choose(None)
        if self.recording is not None:
            self.show_recording(self.recording, self._classes)

    def show_recording(self, recording: Recording, classes: Sequence[str]) -> None:
        """Show a network's answer to a picture."""
        before, self.recording = self.stages, recording
        self.stages = stages(recording, every=self._every)
        self._classes = tuple(classes)
        if before != self.stages:
            self.chosen = self._hovered = None
            self._whole.clear()
        self._numbers = [_maps(recording.value(stage.output)) for stage in self.stages]
        self._arrange()

    def _arrange(self) -> None:
        """Lay the pictures out for the present height, and paint those that have room."""
        import numpy as np

        if not self._numbers:
            return
        last = len(self._numbers) - 1
        shapes = [
            Shape(
                len(maps),
                0 if maps.shape[1:] == (1, 1) else max(maps.shape[1:]),
                number == last and len(maps) == len(self._classes),
                number in self._whole,
            )
            for number, maps in enumerate(self._numbers)
        ]
        self._columns = arranged(shapes, self.height(), self._zoom)
        self._images, self._most = [], []
        for maps, column in zip(self._numbers, self._columns, strict=True):
            visible = maps[: column.count]
            most = float(np.abs(visible).max()) if visible.size else 0.0
            self._most.append(most)
            self._images.append(signed_image(visible.reshape(-1, visible.shape[2]), most))
        end = self._columns[-1]
        self.setMinimumWidth(int(end.left + end.width + 24))
        self.updateGeometry()
        self.update()

    def cell_at(self, place: QPointF) -> Cell | None:
        for number, column in enumerate(self._columns):
            picture = column.at(place)
            if picture is not None:
                return number, picture
        return None

    def words(self, cell: Cell) -> str:
        assert self.recording is not None
        stage, number = self.stages[cell[0]], cell[1]
        if not stage.layers:
            return self.tr("the network's input: {shape}").format(shape=_shape(self.recording.input))
        parts = [self._title(stage)]
        layer = self.recording.layers[stage.layers[0]]
        if options := self._options(layer):
            parts.append(options)
        parts.append(self.tr("output {shape}").format(shape=_shape(self.recording.value(stage.output))))
        maps = self._numbers[cell[0]]
        if maps.shape[1:] == (1, 1):
            value = float(maps[number, 0, 0])
            parts.append(self.tr("value {number}: {value:.4f}").format(number=number, value=value))
        else:
            parts.append(self.tr("channel {number} of {count}").format(number=number, count=len(maps)))
        return " · ".join(parts)

    def _options(self, layer: RecordedLayer) -> str:
        """How a convolution or pooling looks at its input."""
        options = {name: getattr(layer.module, name, layer.options.get(name)) for name in _OPTIONS}
        kernel = options["kernel_size"]
        if kernel is None:
            return ""
        text = self.tr("kernel {kernel}, stride {stride}, padding {padding}")
        stride, padding = options["stride"], options["padding"]
        return text.format(
            kernel=_pair(kernel),
            stride=_pair(stride or kernel),
            padding=_pair(0 if padding is None else padding),
        )

    def _title(self, stage: Stage) -> str:
        assert self.recording is not None
        if not stage.layers:
            return self.tr("Input")
        return " → ".join(self.recording.layers[number].kind for number in stage.layers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, column in enumerate(self._columns):
            if self._more(number) and self._foot(column).contains(event.position()):
                self._whole ^= {number}
                self.choose(None)
                self._arrange()
                return
        super().mousePressEvent(event)

    def _move(self, rows: int, columns: int) -> bool:
        if not self._columns:
            return False
        stage, number = self.chosen or (0, 0)
        stage = max(0, min(len(self._columns) - 1, stage + columns))
        number = max(0, min(self._columns[stage].count - 1, number + rows))
        self.select((stage, number))
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.recording is None or not self._columns:
            painter.setPen(soft_text(self.palette()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("nothing to show"))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        for number, column in enumerate(self._columns):
            self._paint_head(painter, number, column)
            if self._is_answer(number):
                self._paint_classes(painter, number, column)
            else:
                self._paint_maps(painter, number, column)
        pointed = self._hovered or self.chosen
        if pointed is not None:
            self._paint_sources(painter, pointed)
        for cell, colour in ((self._hovered, QColor(PAD.pointer)), (self.chosen, ABOVE)):
            if cell is not None:
                self._frame(
                    painter, self._columns[cell[0]].rect(cell[1]).adjusted(-1.5, -1.5, 1.5, 1.5), colour, 2
                )
        painter.end()

    def _is_answer(self, number: int) -> bool:
        return number == len(self._columns) - 1 and len(self._numbers[number]) == len(self._classes)

    def _paint_bands(self, painter: QPainter) -> None:
        """Faint bands from each stage to where its output goes."""
        colour = QColor(soft_text(self.palette()))
        colour.setAlpha(45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for number, stage in enumerate(self.stages):
            for source in stage.sources:
                before, after = self._columns[source], self._columns[number]
                if source == number - 1:
                    first, last = _span(before), _span(after)
                    painter.drawPolygon(
                        [
                            QPointF(before.left + before.width + 4, first[0]),
                            QPointF(after.left - 4, last[0]),
                            QPointF(after.left - 4, last[1]),
                            QPointF(before.left + before.width + 4, first[1]),
                        ]
                    )
                else:  # around what lies between
                    line = QPen(colour, 5)
                    painter.setPen(line)
                    y = self.height() - FOOT / 2
                    start, end = before.left + before.width / 2, after.left + after.width / 2
                    painter.drawPolyline(
                        [
                            QPointF(start, before.bottom),
                            QPointF(start, y),
                            QPointF(end, y),
                            QPointF(end, after.bottom),
                        ]
                    )
                    painter.setPen(Qt.PenStyle.NoPen)

    def _paint_head(self, painter: QPainter, number: int, column: Column) -> None:
        assert self.recording is not None
        stage = self.stages[number]
        room = QRectF(column.left - 24, 2, column.width + 56, HEAD / 2)
        metrics = painter.fontMetrics()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        title = metrics.elidedText(self._short_title(stage), Qt.TextElideMode.ElideRight, int(room.width()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room.translated(24, 0), left, title)
        painter.setPen(soft_text(self.palette()))
        painter.drawText(room.translated(24, HEAD / 2 - 2), left, _shape(self.recording.value(stage.output)))
        if more := self._more(number):
            painter.setPen(self.palette().color(QPalette.ColorRole.Link))
            painter.drawText(self._foot(column), left, more)

    def _more(self, number: int) -> str:
        """What stands below a stage's pictures, which a click turns."""
        hidden = len(self._numbers[number]) - self._columns[number].count
        if hidden > 0:
            return self.tr("+ {count}").format(count=f"{hidden:,}")
        return self.tr("fewer") if number in self._whole else ""

    @staticmethod
    def _foot(column: Column) -> QRectF:
        return QRectF(column.left, column.bottom + 2, max(column.width, 40) + 12, FOOT - 4)

    def _short_title(self, stage: Stage) -> str:
        assert self.recording is not None
        return self.recording.layers[stage.layers[0]].kind if stage.layers else self.tr("Input")

    def _paint_maps(self, painter: QPainter, number: int, column: Column) -> None:
        rows, columns = self._numbers[number].shape[1:]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for picture in range(column.count):
            part = QRectF(0, picture * rows, columns, rows)
            painter.drawImage(column.rect(picture), self._images[number], part)

    def _paint_classes(self, painter: QPainter, number: int, column: Column) -> None:
        """The answer: a class, and how likely it is."""
        import numpy as np

        values = self._numbers[number][:, 0, 0].astype(np.float64)
        shares = np.exp(values - values.max())
        shares /= shares.sum()
        best = int(values.argmax())
        text, role = self.palette().color(QPalette.ColorRole.WindowText), QPalette.ColorRole.Highlight
        for place in range(column.count):
            rect = column.rect(place)
            name = QRectF(rect.left(), rect.top(), 34, rect.height())
            painter.setPen(text)
            font = painter.font()
            font.setBold(place == best)
            painter.setFont(font)
            fitted = painter.fontMetrics().elidedText(self._classes[place], Qt.TextElideMode.ElideRight, 32)
            painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitted)
            full = rect.adjusted(36, 3, 0, -3)
            painter.fillRect(full, QColor(self.palette().color(QPalette.ColorRole.AlternateBase)))
            bar = QRectF(full.left(), full.top(), full.width() * float(shares[place]), full.height())
            painter.fillRect(bar, self.palette().color(role))
        font = painter.font()
        font.setBold(False)
        painter.setFont(font)

    def _paint_sources(self, painter: QPainter, cell: Cell) -> None:
        """Lines from the pictures that go into one, the stronger the more its weights take of them."""
        stage = self.stages[cell[0]]
        if not stage.layers or len(stage.sources) != 1:
            return
        source = self._columns[stage.sources[0]]
        target = self._columns[cell[0]].rect(cell[1])
        end = QPointF(target.left(), target.center().y())
        for number, strength in self._strengths(stage, cell[1], source.count):
            start = source.rect(number)
            colour = QColor(ABOVE if strength > 0 else BELOW)
            colour.setAlphaF(min(1.0, 0.15 + 0.85 * abs(strength)))
            painter.setPen(QPen(colour, 0.8 + 2.2 * abs(strength)))
            painter.drawLine(QPointF(start.right(), start.center().y()), end)

    def _strengths(self, stage: Stage, picture: int, count: int) -> list[tuple[int, float]]:
        """Which pictures of the stage before go into one, and how strongly, -1 to 1; the strongest only."""
        assert self.recording is not None
        weight = self.recording.layers[stage.layers[0]].weight
        if weight is None:
            return [(picture, 1.0)] if picture < count else []
        if picture >= len(weight):
            return []
        row = weight[picture].reshape(weight.shape[1], -1).sum(dim=1)[:count]
        if len(row) < min(count, weight.shape[1]) or not len(row):
            return []
        most = float(row.abs().max()) or 1.0
        strengths = [(number, value / most) for number, value in enumerate(row.tolist())]
        return sorted(strengths, key=lambda one: -abs(one[1]))[:_STRONGEST]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(round(self._zoom * (1.2 if event.angleDelta().y() > 0 else 1 / 1.2)))
            event.accept()
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 180)


_OPTIONS = ("kernel_size", "stride", "padding")


def _span(column: Column) -> tuple[float, float]:
    """Top and bottom of a column's pictures."""
    return column.top, column.bottom


def _maps(values: Tensor) -> Numbers:
    """A layer's output (B, ...) as pictures (C, H, W); numbers are pictures of one pixel."""
    first = values[0].float()
    maps: Numbers = (first if first.dim() == 3 else first.reshape(-1, 1, 1)).cpu().numpy()
    return maps


def _shape(values: Tensor) -> str:
    return "×".join(map(str, values.shape))


def _pair(value: object) -> str:
    return "×".join(map(str, value)) if isinstance(value, tuple | list) else f"{value}×{value}"
