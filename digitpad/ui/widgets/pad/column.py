"""The pad with its tools right beneath it, whatever the shape of the room they have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.widgets.pad.canvas import Canvas
from digitpad.ui.widgets.pad.tools import PadTools

_GAP = 6


class PadColumn(QWidget):
    """Lays a `Canvas` out as the largest square there is room for and its tools as a row under it.

    A box layout would leave the tools at the bottom of a tall column, far from the pad.
    """

    def __init__(self, canvas: Canvas, tools: PadTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("padColumn")
        self._canvas, self._tools = canvas, tools
        canvas.setParent(self)
        tools.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setTabOrder(canvas, tools)

    def _arrange(self) -> None:
        row = self._tools.sizeHint().height()
        side = max(0, min(self.width(), self.height() - row - _GAP))
        top = max(0, (self.height() - side - row - _GAP) // 2)
        self._canvas.setGeometry(QRect((self.width() - side) // 2, top, side, side))
        wide = min(self.width(), max(side, self._tools.minimumSizeHint().width()))
        self._tools.setGeometry(QRect((self.width() - wide) // 2, top + side + _GAP, wide, row))

    def sizeHint(self) -> QSize:
        pad, tools = self._canvas.sizeHint(), self._tools.sizeHint()
        return QSize(max(pad.width(), tools.width()), pad.height() + _GAP + tools.height())

    def minimumSizeHint(self) -> QSize:
        pad, tools = self._canvas.minimumSizeHint(), self._tools.minimumSizeHint()
        return QSize(max(pad.width(), tools.width()), pad.height() + _GAP + tools.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a child wants another size: fonts or scale changed
            self.updateGeometry()
            self._arrange()
        return super().event(event)
