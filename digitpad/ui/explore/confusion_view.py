"""The confusion matrix: what the pictures are, row by row, and as what they were read, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ui.style.theme import data_colours, message_colours, soft_text
from digitpad.ui.widgets.grid_keys import GRID_STEPS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LONGEST = 90.0  # pixels that a name may take
_SHORT = 3  # letters that stand beside one another over the columns
_EDGE = 4  # pixels around all
_LEAST = 15  # side of a cell
_MOST = 44


class ConfusionView(QWidget):
    """Counts in cells as dark as their share of the row; a cell can be clicked, or gone to with the keys.

    Signals:
        cell_chosen(int, int): row and column, the numbers of the true class and of the answer.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionView")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self._counts: list[list[int]] = []
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._hovered: tuple[int, int] | None = None
        self._chosen: tuple[int, int] | None = None
        self._cursor = (0, 0)

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
            columns: names of the answers.
        """
        self._counts = [[int(value) for value in row] for row in counts]
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._chosen = self._hovered = None
        self._cursor = (0, 0)
        self.updateGeometry()
        self.update()

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell as the one whose pictures are shown; None for no cell."""
        self._chosen = cell
        if cell is not None:
            self._cursor = cell
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is painted."""
        corner, side = self._layout()
        return QRectF(corner.x() + column * side, corner.y() + row * side, side, side)

    def words(self, row: int, column: int) -> str:
        """What a cell says, in a sentence."""
        count, truth, answer = self._counts[row][column], self._rows[row], self._columns[column]
        total = sum(self._counts[row])
        share = 100 * count / total if total else 0.0
        if truth == answer:
            text = self.tr("{count:,} of {total:,} pictures of {truth} read right ({share:.2f} %)")
        else:
            text = self.tr("{count:,} of {total:,} pictures of {truth} read as {answer} ({share:.2f} %)")
        return text.format(count=count, total=total, truth=truth, answer=answer, share=share)

    def _layout(self) -> tuple[QPointF, float]:
        """Top left corner of the first cell, and the cells' side."""
        left, top = self._margins()
        room = min(
            (self.width() - left - _EDGE) / max(1, len(self._columns)),
            (self.height() - top - _EDGE) / max(1, len(self._rows)),
        )
        side = max(float(_LEAST), min(float(_MOST), float(int(room))))
        spare = self.width() - left - _EDGE - side * len(self._columns)
        return QPointF(left + max(0.0, spare / 2), top), side

    def _margins(self) -> tuple[float, float]:
        """Room for the names on the left and at the top."""
        metrics = QFontMetricsF(self.font())
        longest = max((metrics.horizontalAdvance(name) for name in self._rows), default=0.0)
        line = metrics.height()
        above = max((metrics.horizontalAdvance(name) for name in self._columns), default=0.0)
        # Long names stand upright over their columns.
        names = min(above, _LONGEST) + 4 if self._upright() else line
        return _EDGE + line + 4 + min(longest, _LONGEST) + 6, _EDGE + line + 4 + names

    def _upright(self) -> bool:
        """Whether the names of the columns are too long to be written beside one another."""
        return any(len(name) > _SHORT for name in self._columns)

    def sizeHint(self) -> QSize:
        left, top = self._margins()
        side = 26
        return QSize(
            round(left + side * len(self._columns) + _EDGE), round(top + side * len(self._rows) + _EDGE)
        )

    def minimumSizeHint(self) -> QSize:
        left, top = self._margins()
        return QSize(
            round(left + _LEAST * len(self._columns) + _EDGE), round(top + _LEAST * len(self._rows) + _EDGE)
        )

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        corner, side = self._layout()
        column, row = int((place.x() - corner.x()) // side), int((place.y() - corner.y()) // side)
        return (row, column) if 0 <= row < len(self._rows) and 0 <= column < len(self._columns) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        _, side = self._layout()
        font = QFont(self.font())
        widest = max((len(str(value)) for row in self._counts for value in row), default=1)
        fitting = round(1.45 * side / max(2, widest))
        font.setPixelSize(max(7, min(int(QFontMetricsF(font).height()) - 3, fitting)))
        painter.setFont(font)
        for row, values in enumerate(self._counts):
            total = max(1, sum(values))
            for column, count in enumerate(values):
                right = self._rows[row] == self._columns[column]
                self._paint_cell(painter, self.cell_rect(row, column), count, count / total, right)
        for cell, role in ((self._hovered, self.palette().mid()), (self._chosen, self.palette().highlight())):
            if cell is not None:
                self._frame(painter, cell, role.color(), 2.0)
        if self.hasFocus() and self._cursor != self._chosen:
            self._frame(painter, self._cursor, self.palette().highlight().color(), 1.0)
        painter.end()

    def _frame(self, painter: QPainter, cell: tuple[int, int], colour: QColor, width: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(width)
        painter.setPen(pen)
        painter.drawRect(self.cell_rect(*cell).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_cell(self, painter: QPainter, rect: QRectF, count: int, share: float, right: bool) -> None:
        palette = self.palette()
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), palette.base())
        if count:
            colour = QColor(
                data_colours(palette).best_bar if right else message_colours(palette, "error").edge
            )
            # One mistake in a thousand has to be seen beside all that was read right.
            strength = share if right else min(1.0, 0.12 + 2.5 * share)
            colour.setAlphaF(0.85 * strength)
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), colour)
            strong = strength > 0.55
            painter.setPen(palette.base().color() if strong else palette.text().color())
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))

    @staticmethod
    def _paint_upright(painter: QPainter, foot: QPointF, name: str) -> None:
        """A name that reads upwards from `foot`, the middle of its line."""
        metrics = QFontMetricsF(painter.font())
        painter.save()
        painter.translate(foot)
        painter.rotate(-90)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST)
        painter.drawText(QPointF(0, metrics.ascent() - metrics.height() / 2), text)
        painter.restore()

    def _paint_names(self, painter: QPainter) -> None:
        corner, side = self._layout()
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        painter.setPen(self.palette().text().color())
        shown = max(side - 2, 0.0)
        for column, name in enumerate(self._columns):
            if self._upright():
                self._paint_upright(painter, corner + QPointF((column + 0.5) * side, -4), name)
                continue
            rect = QRectF(corner.x() + column * side, corner.y() - line - 2, side, line)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, shown) if len(name) > 1 else name
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, short)
        left = corner.x() - 6
        for row, name in enumerate(self._rows):
            rect = QRectF(left - _LONGEST, corner.y() + row * side, _LONGEST, side)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, right, metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST))
        painter.setPen(soft_text(self.palette()))
        wide, high = side * len(self._columns), side * len(self._rows)
        above = QRectF(corner.x(), _EDGE, wide, line)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self.tr("read as"))
        painter.save()
        longest = max((metrics.horizontalAdvance(name) for name in self._rows), default=0.0)
        painter.translate(left - min(longest, 90.0) - 4 - line, corner.y() + high)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, high, line), Qt.AlignmentFlag.AlignCenter, self.tr("it is"))
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell != self._hovered:
            self._hovered = cell
            self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(cell)
            self.cell_chosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = GRID_STEPS.get(Qt.Key(event.key()))
        if step is not None and self._counts:
            row, column = self._cursor[0] + step[0], self._cursor[1] + step[1]
            self._cursor = (
                max(0, min(len(self._rows) - 1, row)),
                max(0, min(len(self._columns) - 1, column)),
            )
            self.setAccessibleDescription(self.words(*self._cursor))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._counts:
            self.choose(self._cursor)
            self.cell_chosen.emit(*self._cursor)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> Any:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is not None and self._counts:
                QToolTip.showText(event.globalPos(), self.words(*cell), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
