"""The confusion matrix: what the pictures are, row by row, and as what they were read, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.theme import data_colours, message_colours, soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.cell_grid import Cell, CellGrid

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LONGEST = 90.0  # pixels that a name may take
_SHORT = 3  # letters that stand beside one another over the columns
_EDGE = 4  # pixels around all
_LEAST, _USUAL, _MOST = 15, 26, 44  # sides of a cell


@contextmanager
def _upwards(painter: QPainter, foot: QPointF) -> Iterator[None]:
    """Paint upwards from `foot` instead of rightwards from (0, 0)."""
    painter.save()
    painter.translate(foot)
    painter.rotate(-90)
    yield
    painter.restore()


class ConfusionView(CellGrid):
    """Counts in cells as dark as their share of the row. A cell is (row, column).

    Attributes:
        counts: the pictures in each cell, row by row.
    """

    ACCESSIBLE_ROLE = Role.Chart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionView")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.counts: list[list[int]] = []
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cursor: Cell = (0, 0)

    def set_table(
        self,
        counts: npt.NDArray[np.int64] | Sequence[Sequence[int]],
        rows: Sequence[str],
        columns: Sequence[str],
    ) -> None:
        """Show a table.

        Args:
            counts: (rows, columns) of pictures.
            rows: names of the true classes.
            columns: names of the predicted classes.
        """
        self.counts = [[int(value) for value in row] for row in counts]
        self._rows, self._columns = tuple(rows), tuple(columns)
        self.chosen = self._hovered = None
        self._cursor = (0, 0)
        self.updateGeometry()
        self.update()

    def choose(self, cell: Cell | None) -> None:
        super().choose(cell)
        if cell is not None:
            self._cursor = cell

    def words(self, cell: Cell) -> str:
        row, column = cell
        count, total = self.counts[row][column], sum(self.counts[row])
        truth, answer = self._rows[row], self._columns[column]
        share = 100 * count / total if total else 0.0
        if truth == answer:
            text = self.tr("{count:,} of {total:,} pictures of {truth} read right ({share:.2f} %)")
        else:
            text = self.tr("{count:,} of {total:,} pictures of {truth} read as {answer} ({share:.2f} %)")
        return text.format(count=count, total=total, truth=truth, answer=answer, share=share)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is painted."""
        corner, side = self._layout()
        return QRectF(corner.x() + cell[1] * side, corner.y() + cell[0] * side, side, side)

    def cell_at(self, place: QPointF) -> Cell | None:
        corner, side = self._layout()
        column, row = int((place.x() - corner.x()) // side), int((place.y() - corner.y()) // side)
        return (row, column) if 0 <= row < len(self._rows) and 0 <= column < len(self._columns) else None

    def _layout(self) -> tuple[QPointF, float]:
        """Top left corner of the first cell, and the cells' side."""
        left, top = self._margins()
        wide, high = self.width() - left - _EDGE, self.height() - top - _EDGE
        room = min(wide / max(1, len(self._columns)), high / max(1, len(self._rows)))
        side = max(float(_LEAST), min(float(_MOST), float(int(room))))
        return QPointF(left + max(0.0, (wide - side * len(self._columns)) / 2), top), side

    def _margins(self) -> tuple[float, float]:
        """Room for the names on the left and at the top."""
        line = QFontMetricsF(self.font()).height()
        # Long names stand upright over their columns.
        above = self._longest(self._columns) + 4 if self._upright else line
        return _EDGE + line + 4 + self._longest(self._rows) + 6, _EDGE + line + 4 + above

    def _longest(self, names: Sequence[str]) -> float:
        """Pixels that the longest of some names takes."""
        metrics = QFontMetricsF(self.font())
        return min(_LONGEST, max((metrics.horizontalAdvance(name) for name in names), default=0.0))

    @property
    def _upright(self) -> bool:
        """Whether the names of the columns are too long to be written beside one another."""
        return any(len(name) > _SHORT for name in self._columns)

    def _size(self, side: int) -> QSize:
        left, top = self._margins()
        return QSize(
            round(left + side * len(self._columns) + _EDGE), round(top + side * len(self._rows) + _EDGE)
        )

    def sizeHint(self) -> QSize:
        return self._size(_USUAL)

    def minimumSizeHint(self) -> QSize:
        return self._size(_LEAST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        font = QFont(self.font())
        widest = max((len(str(value)) for row in self.counts for value in row), default=1)
        fitting = round(1.45 * self._layout()[1] / max(2, widest))
        font.setPixelSize(max(7, min(int(QFontMetricsF(font).height()) - 3, fitting)))
        painter.setFont(font)
        for row, values in enumerate(self.counts):
            total = max(1, sum(values))
            for column, count in enumerate(values):
                self._paint_cell(painter, (row, column), count, count / total)
        highlight = self.palette().highlight().color()
        for cell, colour in ((self._hovered, self.palette().mid().color()), (self.chosen, highlight)):
            if cell is not None:
                self._frame(painter, self.cell_rect(cell).adjusted(0.5, 0.5, -0.5, -0.5), colour, 2.0)
        if self.hasFocus() and self._cursor != self.chosen:
            rect = self.cell_rect(self._cursor).adjusted(0.5, 0.5, -0.5, -0.5)
            self._frame(painter, rect, highlight, 1.0)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: Cell, count: int, share: float) -> None:
        palette, rect = self.palette(), self.cell_rect(cell)
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(inner, palette.base())
        if count:
            right = self._rows[cell[0]] == self._columns[cell[1]]
            colour = QColor(
                data_colours(palette).best_bar if right else message_colours(palette, "error").edge
            )
            # One mistake in a thousand has to be seen beside all that was read right.
            strength = share if right else min(1.0, 0.12 + 2.5 * share)
            colour.setAlphaF(0.85 * strength)
            painter.fillRect(inner, colour)
            painter.setPen(palette.base().color() if strength > 0.55 else palette.text().color())
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))

    def _paint_names(self, painter: QPainter) -> None:
        corner, side = self._layout()
        metrics = QFontMetricsF(self.font())
        line, elided = metrics.height(), Qt.TextElideMode.ElideRight
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(self.palette().text().color())
        for column, name in enumerate(self._columns):
            if self._upright:
                foot = corner + QPointF((column + 0.5) * side, -4)
                at = QPointF(0, metrics.ascent() - line / 2)
                with _upwards(painter, foot):
                    painter.drawText(at, metrics.elidedText(name, elided, _LONGEST))
            else:
                rect = QRectF(corner.x() + column * side, corner.y() - line - 2, side, line)
                short = metrics.elidedText(name, elided, max(side - 2, 0.0)) if len(name) > 1 else name
                painter.drawText(rect, centre, short)
        left = corner.x() - 6
        for row, name in enumerate(self._rows):
            rect = QRectF(left - _LONGEST, corner.y() + row * side, _LONGEST, side)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, right, metrics.elidedText(name, elided, _LONGEST))
        painter.setPen(soft_text(self.palette()))
        wide, high = side * len(self._columns), side * len(self._rows)
        painter.drawText(QRectF(corner.x(), _EDGE, wide, line), centre, self.tr("read as"))
        foot = QPointF(left - self._longest(self._rows) - 4 - line, corner.y() + high)
        with _upwards(painter, foot):
            painter.drawText(QRectF(0, 0, high, line), centre, self.tr("true class"))

    def _hover(self, cell: Cell | None) -> None:
        super()._hover(cell)
        self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)

    def _move(self, rows: int, columns: int) -> bool:
        if not self.counts:
            return False
        row, column = self._cursor[0] + rows, self._cursor[1] + columns
        self._cursor = (
            max(0, min(len(self._rows) - 1, row)),
            max(0, min(len(self._columns) - 1, column)),
        )
        self.setAccessibleDescription(self.words(self._cursor))
        self.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.counts:
            self.select(self._cursor)
        else:
            super().keyPressEvent(event)
