"""The pad with its tools right beneath it, whatever the shape of the room they have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.tools import PadTools

_GAP = 6


class PadColumn(QWidget):
    """Lays a `Canvas` out as the largest square there is room for, its tools as a row under it, and under
    these, while it is not hidden, a strip with more.

    A box layout would leave the tools at the bottom of a tall column, far from the pad.
    """

    def __init__(
        self,
        canvas: Canvas,
        tools: PadTools,
        strip: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("padColumn")
        self._canvas, self._tools, self._strip = canvas, tools, strip or QWidget()
        for part in (canvas, tools, self._strip):
            part.setParent(self)
        self._strip.setHidden(strip is None or strip.isHidden())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setTabOrder(canvas, tools)
        self.setTabOrder(tools, self._strip)

    def _strip_height(self) -> int:
        """Of the strip with the gap above it; 0 while it is hidden."""
        return 0 if self._strip.isHidden() else self._strip.sizeHint().height() + _GAP

    def _arrange(self) -> None:
        row, more = self._tools.sizeHint().height(), self._strip_height()
        side = max(0, min(self.width(), self.height() - row - _GAP - more))
        top = max(0, (self.height() - side - row - _GAP - more) // 2)
        self._canvas.setGeometry(QRect((self.width() - side) // 2, top, side, side))
        below = top + side + _GAP
        wide = min(self.width(), max(side, self._tools.minimumSizeHint().width()))
        self._tools.setGeometry(QRect((self.width() - wide) // 2, below, wide, row))
        wide = min(self.width(), max(side, self._strip.minimumSizeHint().width()))
        left = (self.width() - wide) // 2
        self._strip.setGeometry(QRect(left, below + row + _GAP, wide, max(0, more - _GAP)))

    def _around(self, pad: QSize, tools: QSize, strip: QSize) -> QSize:
        more = self._strip_height()
        wide = max(pad.width(), tools.width(), strip.width() if more else 0)
        return QSize(wide, pad.height() + _GAP + tools.height() + more)

    def sizeHint(self) -> QSize:
        return self._around(self._canvas.sizeHint(), self._tools.sizeHint(), self._strip.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._around(
            self._canvas.minimumSizeHint(), self._tools.minimumSizeHint(), self._strip.minimumSizeHint()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a child wants another size: fonts or scale changed
            self.updateGeometry()
            self._arrange()
        return super().event(event)
