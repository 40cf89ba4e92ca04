"""The curve of an activation, with the typed numbers on it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.insight.bench.activations import Activated
from digitpad.insight.bench.example import Cell
from digitpad.insight.bench.numerals import flat, write
from digitpad.ui.style.theme import data_colours, soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.fields import named

_STEPS = 160
_LEAST, _MOST = 4.0, 20.0  # of x to either side
_MARGIN = 22  # pixels, for the numbers at the ends of the axes


class CurveView(QWidget):
    """Paints y over x."""

    ACCESSIBLE_ROLE = Role.Chart

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name, self.tr("The curve of the function"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._example: Activated | None = None
        self._cell: Cell = (0, 0)

    def show_example(self, example: Activated | None, cell: Cell = (0, 0)) -> None:
        """Show the curve of an example, and mark the number in a cell of it."""
        self._example, self._cell = example, cell
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 190)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(data_colours(self.palette()).grid), 1))
        painter.setBrush(self.palette().base())
        painter.drawRect(area)
        if self._example is not None:
            self._paint(painter, self._example, area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    def _paint(self, painter: QPainter, example: Activated, area: QRectF) -> None:
        side = min(max([_LEAST, *(math.ceil(abs(x)) for x in flat(example.input))]), _MOST)
        xs = [side * (2 * step / _STEPS - 1) for step in range(_STEPS + 1)]
        ys = [example.value(x) for x in xs]
        low, high = min(*ys, -1.0), max(*ys, 1.0)

        def place(x: float, y: float) -> QPointF:
            return QPointF(
                area.left() + (x + side) / (2 * side) * area.width(),
                area.bottom() - (y - low) / (high - low) * area.height(),
            )

        colours = data_colours(self.palette())
        painter.setPen(QPen(soft_text(self.palette()), 1))
        painter.drawLine(place(-side, 0), place(side, 0))
        painter.drawLine(place(0, low), place(0, high))
        self._paint_ends(
            painter, (place(-side, 0), place(side, 0), place(0, low), place(0, high)), side, low, high
        )
        painter.setPen(QPen(QColor(colours.train_line), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([place(x, y) for x, y in zip(xs, ys, strict=True)]))
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = example.input[self._cell[0]][self._cell[1]]
        for x in [*flat(example.input), chosen]:
            if abs(x) <= side:
                large = x == chosen
                painter.setBrush(QColor(colours.test_dots if large else colours.train_line))
                painter.drawEllipse(place(x, example.value(x)), 5 if large else 3, 5 if large else 3)

    @staticmethod
    def _paint_ends(
        painter: QPainter, ends: tuple[QPointF, ...], side: float, low: float, high: float
    ) -> None:
        """Write the axes' ends beside them."""
        left, right, bottom, top = ends
        centre, width, height = Qt.AlignmentFlag.AlignCenter, 60, 16
        for at, value in (
            (left + QPointF(0, height / 2 + 2), -side),
            (right + QPointF(0, height / 2 + 2), side),
            (bottom + QPointF(0, height / 2 + 1), low),
            (top - QPointF(0, height / 2 + 1), high),
        ):
            box = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
            painter.drawText(box, centre, write(round(value, 2)))
