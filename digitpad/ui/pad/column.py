"""The pad with its tools right beneath it, whatever the shape of the room they have."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget, QWidgetItem

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.tools import PadTools
from digitpad.ui.widgets.item_layout import ItemLayout

_GAP = 6
_MORE = 24  # pixels that the gap above the strip grows by where there is room


@runtime_checkable
class Strip(Protocol):
    """What can stand under the tools: it grows with its width, where there is room."""

    def height_for(self, width: int) -> int:
        """How high it would like to be for this width, in pixels."""


class PadColumn(QWidget):
    """A `Canvas` as the largest square there is room for, its tools as a row under it, and under these,
    while it is not hidden, a strip with more.
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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        parts = [canvas, tools] if strip is None else [canvas, tools, strip]
        for part in parts:
            part.setParent(self)
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)
        self.addAction(tools.clear_action)  # its key is for all that is here
        self._places = _PadLayout(parts)
        self.setLayout(self._places)

    def width_for(self, height: int) -> int:
        """The width with which the pad fills a column of this height, in pixels."""
        return self._places.width_for(height)


class _PadLayout(ItemLayout):
    """Puts pad, tools and strip below each other, from the top of their room as in the columns beside it.

    A box layout would leave the tools at the bottom of a tall column, far from the pad.
    """

    def __init__(self, parts: list[QWidget]) -> None:
        super().__init__()
        self._items += (QWidgetItem(part) for part in parts)

    def _part(self, number: int) -> QWidget | None:
        """The pad, the tools, or the strip; None for one that is not there or hidden."""
        widget = self._items[number].widget() if number < len(self._items) else None
        return None if widget is None or widget.isHidden() else widget

    def _around(self, pad: QSize, tools: QSize, strip: QSize) -> QSize:
        below = _GAP + strip.height() if strip.height() else 0
        wide = max(pad.width(), tools.width(), strip.width())
        return QSize(wide, pad.height() + _GAP + tools.height() + below)

    def _strip(self) -> QSize:
        """As narrow as the strip may be and as high as it likes; empty while it is hidden."""
        strip = self._part(2)
        return QSize() if strip is None else QSize(strip.minimumSizeHint().width(), strip.sizeHint().height())

    def sizeHint(self) -> QSize:
        pad, tools = (self._items[number].sizeHint() for number in (0, 1))
        return self._around(pad, tools, self._strip())

    def width_for(self, height: int) -> int:
        """The width with which the pad fills a column of this height."""
        return max(self.minimumSize().width(), height - self._beneath())

    def _beneath(self) -> int:
        """How high what stands beneath the pad is, with the gaps."""
        heights = [0 if self._part(1) is None else self._items[1].sizeHint().height(), self._strip().height()]
        return sum(height + _GAP for height in heights if height > 0)

    def minimumSize(self) -> QSize:
        pad, tools = (self._items[number].minimumSize() for number in (0, 1))
        return self._around(pad, tools, self._strip())

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        tools = self._items[1].sizeHint()
        strip = self._strip()
        side = max(0, min(room.width(), room.height() - self._beneath()))
        self._items[0].setGeometry(QRect((room.width() - side) // 2, 0, side, side))
        below = side + _GAP
        least = self._items[1].minimumSize().width()
        for number, wide, height in ((1, least, tools.height()), (2, strip.width(), strip.height())):
            part = self._part(number)
            if part is not None:
                wide = min(room.width(), max(side, wide))
                if isinstance(part, Strip):
                    height, gap = self._grown(part, wide, height, room.height() - below)
                    below += gap
                part.setGeometry(QRect((room.width() - wide) // 2, below, wide, height))
                below += height + _GAP

    @staticmethod
    def _grown(strip: Strip, width: int, height: int, room: int) -> tuple[int, int]:
        """How high a strip becomes in the room that is left, and how much further down it stands."""
        grown = max(height, min(strip.height_for(width), room))
        return grown, max(0, min(_MORE, room - grown))
