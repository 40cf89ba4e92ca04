"""The network as one picture: the drawing, the maps of every stage, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.layers.flow_painter import FlowPainter
from digitpad.ui.layers.flow_picture import FlowPicture
from digitpad.ui.style.theme import data_colours, soft_text
from digitpad.ui.widgets.cell_grid import Cell, CellGrid

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import RecordedLayer, Recording
    from digitpad.ui.layers.stages import Stage

SMALLEST, USUAL, LARGEST = 28, 56, 280
"""Pixels of the side of the largest picture."""

_LINE = 15  # pixels of a line of text of the usual size
_OPTIONS = ("kernel_size", "stride", "padding")


class FlowView(CellGrid):
    """Shows a `Recording`. A cell is (stage, picture); the wheel with Ctrl zooms.

    Space shows all pictures of the chosen stage, or fewer again, as a click on what stands below them does.

    Attributes:
        flow: what is displayed; None for nothing.

    Signals:
        zoomed(): the pictures have another size.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowView")
        self.setAccessibleName(self.tr("The network as a picture"))
        self.flow: FlowPicture | None = None
        self._zoom = USUAL
        self._every = False
        self._whole: set[int] = set()  # stages of which all pictures are displayed

    @property
    def recording(self) -> Recording | None:
        """What is displayed, if anything is."""
        return None if self.flow is None else self.flow.recording

    @property
    def stages(self) -> list[Stage]:
        """Of what is displayed, the input first."""
        return [] if self.flow is None else self.flow.stages

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
        if self.flow is not None:
            self.show_recording(self.flow.recording, self.flow.classes)

    def show_recording(self, recording: Recording, classes: Sequence[str]) -> None:
        """Show a network's answer to a picture; what is chosen stays so where the network is the same."""
        before = self.stages
        self.flow = FlowPicture(recording, classes, every=self._every)
        if before != self.stages:
            self.chosen = self._hovered = None
            self._whole.clear()
        self._arrange()

    def _arrange(self) -> None:
        if self.flow is not None:
            text = max(1.0, self.fontMetrics().height() / _LINE)
            self.flow.arrange(self.height(), self._zoom, self._whole, text)
            self.setMinimumWidth(int(self.flow.width))
            self.updateGeometry()
            self.update()

    def more(self, number: int) -> str:
        """What stands below a stage's pictures, which a click turns: how many more there are, or fewer."""
        if self.flow is not None and (hidden := self.flow.hidden(number)) > 0:
            return self.tr("+ {count}").format(count=f"{hidden:,}")
        return self.tr("fewer") if number in self._whole else ""

    def cell_at(self, place: QPointF) -> Cell | None:
        return None if self.flow is None else self.flow.at(place)

    def words(self, cell: Cell) -> str:
        assert self.flow is not None
        flow, (place, number) = self.flow, cell
        stage, recording = flow.stages[place], flow.recording
        if not stage.layers:
            return self.tr("the network's input: {shape}").format(shape=_shape(recording.input))
        parts = [" → ".join(recording.layers[layer].kind for layer in stage.layers)]
        if options := self._options(recording.layers[stage.layers[0]]):
            parts.append(options)
        parts.append(self.tr("output {shape}").format(shape=_shape(recording.value(stage.output))))
        maps = flow.numbers[place]
        if maps.shape[1:] == (1, 1):
            value = float(maps[number, 0, 0])
            parts.append(self.tr("value {number}: {value:.4f}").format(number=number, value=value))
        else:
            parts.append(self.tr("channel {number} of {count}").format(number=number, count=len(maps)))
        return " · ".join(parts)

    def _options(self, layer: RecordedLayer) -> str:
        """How a convolution or pooling looks at its input."""
        options = {name: getattr(layer.module, name, layer.options.get(name)) for name in _OPTIONS}
        kernel, stride, padding = (options[name] for name in _OPTIONS)
        if kernel is None:
            return ""
        text = self.tr("kernel {kernel}, stride {stride}, padding {padding}")
        return text.format(
            kernel=_pair(kernel),
            stride=_pair(stride or kernel),
            padding=_pair(0 if padding is None else padding),
        )

    def _head(self, number: int) -> tuple[str, str, str]:
        """A stage's title, its shape, and what stands below its pictures."""
        assert self.flow is not None
        stage, recording = self.flow.stages[number], self.flow.recording
        title = recording.layers[stage.layers[0]].kind if stage.layers else self.tr("Input")
        return title, _shape(recording.value(stage.output)), self.more(number)

    def place(self, cell: Cell) -> QRect:
        """Where a picture is."""
        assert self.flow is not None
        return self.flow.columns[cell[0]].rect(cell[1]).toAlignedRect()

    def _turn(self, number: int) -> None:
        """Show all pictures of a stage, or those that there is room for."""
        self._whole ^= {number}
        self.choose(None)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(len(self.stages)):
            if (
                self.flow is not None
                and self.more(number)
                and self.flow.foot(number).contains(event.position())
            ):
                self._turn(number)
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.chosen is not None and self.more(self.chosen[0]):
            stage = self.chosen[0]
            self._turn(stage)
            self.select((stage, 0))
        else:
            super().keyPressEvent(event)

    def _move(self, rows: int, columns: int) -> bool:
        if self.flow is None:
            return False
        stage, number = self.chosen or (0, 0)
        stage = max(0, min(len(self.flow.columns) - 1, stage + columns))
        number = max(0, min(self.flow.columns[stage].count - 1, number + rows))
        self.select((stage, number))
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.flow is None:
            painter.setPen(soft_text(self.palette()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("nothing to show"))
            painter.end()
            return
        picture = FlowPainter(painter, self.flow, self.palette(), self.height())
        picture.paint(self._head)
        if (pointed := self._hovered or self.chosen) is not None:
            picture.paint_sources((pointed[0], pointed[1]))
        colours = data_colours(self.palette())
        for cell, colour in ((self._hovered, colours.train_line), (self.chosen, colours.test_dots)):
            if cell is not None:
                around = self.flow.columns[cell[0]].rect(cell[1]).adjusted(-1.5, -1.5, 1.5, 1.5)
                self._frame(painter, around, QColor(colour), 2)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "flow"):
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


def _shape(values: Tensor) -> str:
    return "×".join(map(str, values.shape))


def _pair(value: object) -> str:
    return "×".join(map(str, value)) if isinstance(value, tuple | list) else f"{value}×{value}"
