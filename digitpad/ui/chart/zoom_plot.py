"""A plot to zoom in and to read values from. Importing this imports pyqtgraph, which takes a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.chart.curves import FloatArray
from digitpad.ui.chart.readout import Readout, Row
from digitpad.ui.style.theme import soft_text
from digitpad.ui.widgets.accessible import Role

NARROWEST = 100
"""Training examples that the axis shows at least."""

_ZOOM = 0.8  # share that is left in sight by a key
_RIM = 1  # pixels around plot and axes
_KEY_STEPS = 100  # presses of an arrow key from one end of the curves to the other, at most

MARGIN = 0.05  # share of the height below and above, so that marks and numbers at the ends are whole


class ZoomPlot(pg.PlotWidget):
    """Follows its curves until the user zooms (wheel) or drags; a double click lets it follow again.

    The wheel over one axis zooms that one. With the focus, arrow keys go through the values, plus and minus
    zoom, and Home shows all again.

    Args:
        parent: the usual owner.
        options: of `pyqtgraph.PlotWidget`.

    Signals:
        zoomed(bool): whether the user looks at a part, or everything is in sight again.
    """

    ACCESSIBLE_ROLE = Role.Chart

    zoomed = Signal(bool)

    def __init__(self, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(parent=parent, enableMenu=False, **options)
        self._follows = True
        self._at: float | None = None  # where values are read
        self._beside = QPoint()  # and where they stand
        self._readout = Readout(self)
        self._ruler = pg.InfiniteLine(angle=90, movable=False)
        self._ruler.hide()
        self.viewport().setObjectName("qt_scrollarea_viewport")  # as Qt calls its own
        for action in self.scene().contextMenu:  # charts are exported by menus of ours
            action.setParent(None)
        self.scene().contextMenu.clear()
        item = self.getPlotItem()
        item.hideButtons()
        item.vb.addItem(self._ruler, ignoreBounds=True)
        item.vb.setLimits(minXRange=NARROWEST)
        item.vb.sigRangeChangedManually.connect(self._stop_following)

    def reset_view(self) -> None:
        """Show everything and follow it."""
        self._follows = True
        self._fit()
        self.zoomed.emit(False)

    def reading(self) -> str:
        """The values that are shown, in words; empty while there are none."""
        return "" if self._readout.isHidden() else self._readout.accessibleName()

    # What a plot says of itself.

    def _fit(self) -> None:
        """Bring everything into sight."""
        raise NotImplementedError

    def _places(self) -> FloatArray:
        """Where there are values, in their order."""
        raise NotImplementedError

    def _rows(self, at: float) -> Sequence[Row]:
        """What there is to read at one of these places."""
        raise NotImplementedError

    # The rest is the same everywhere.

    def _stop_following(self) -> None:
        if self._follows:
            self._follows = False
            self.zoomed.emit(True)

    def _point(self, position: QPointF) -> None:
        """The pointer is there."""
        box = self.getPlotItem().vb
        if not box.sceneBoundingRect().contains(position):
            self._read_nothing()
            return
        places, (left, right) = self._places(), box.viewRange()[0]
        places = places[(left <= places) & (places <= right)]
        if not len(places):
            self._read_nothing()
            return
        wish = box.mapSceneToView(position).x()
        self._read(float(places[np.abs(places - wish).argmin()]), self.mapFromScene(position))

    def _read(self, at: float, beside: QPoint) -> None:
        self._at, self._beside = at, beside
        self._ruler.setPos(at)
        self._ruler.show()
        self._readout.setFont(self.small_font())
        self._readout.show_rows(self._rows(at), beside)

    def _read_again(self) -> None:
        """The curves have changed under a pointer that rests."""
        if self._at is not None:
            self._read(self._at, self._beside)

    def _read_nothing(self) -> None:
        self._at = None
        self._ruler.hide()
        self._readout.hide()

    def _read_by_key(self, forward: bool) -> None:
        places = self._places()
        if not len(places):
            return
        step = max(1, len(places) // _KEY_STEPS)
        number = int(np.searchsorted(places, self._at)) if self._at is not None else len(places) - 1
        if self._at is not None:
            number = min(len(places) - 1, max(0, number + (step if forward else -step)))
        at, box = float(places[number]), self.getPlotItem().vb
        middle = box.viewRect().center().y()
        self._read(at, self.mapFromScene(box.mapViewToScene(QPointF(at, middle))))

    def small_font(self) -> QFont:
        """Return the font of axes and legend."""
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.88))
        return font

    def _leave_titles_room(self) -> None:
        """Leave the axes' titles the room that they take beyond their axes."""
        item = self.getPlotItem()
        left, right, bottom = (_RIM + item.getAxis(side).beyond() for side in ("left", "right", "bottom"))
        item.layout.setContentsMargins(left, _RIM, right, bottom)

    def _colour_ruler(self) -> None:
        self._ruler.setPen(thin(soft_text(self.palette()), 1, Qt.PenStyle.DotLine))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        if key in (keys.Key_Left, keys.Key_Right):
            self._read_by_key(forward=key == keys.Key_Right)
        elif key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            share = 1 / _ZOOM if key == keys.Key_Minus else _ZOOM
            self.getPlotItem().vb.scaleBy((share, share))
            self._stop_following()
        elif key == keys.Key_Home:
            self.reset_view()
        elif key == keys.Key_Escape and self._at is not None:
            self._read_nothing()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self.mapToScene(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._read_nothing()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_view()
        event.accept()


def thin(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen as wide on every screen; one pixel, since Qt draws long lines of wider pens many times slower."""
    pen = QPen(colour, width, style)
    pen.setCosmetic(True)
    return pen
