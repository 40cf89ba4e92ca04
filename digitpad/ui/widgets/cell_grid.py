"""Cells in rows and columns that are pointed at, clicked, or gone to with the arrow keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.fields import tip_of

Cell = tuple[int, ...]

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CellGrid(QWidget):
    """Follows pointer and keys; a subclass paints the cells, and knows where they lie and what they say.

    Attributes:
        chosen: the marked cell; None for none.

    Signals:
        cell_chosen(tuple): the cell that the user chose.
    """

    ACCESSIBLE_ROLE = Role.Graphic

    cell_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._hovered: Cell | None = None
        self.chosen: Cell | None = None

    def choose(self, cell: Cell | None) -> None:
        """Mark a cell; None for no cell."""
        self.chosen = cell
        self.update()

    def select(self, cell: Cell) -> None:
        """Choose a cell as the user does."""
        self.choose(cell)
        self.setAccessibleDescription(self.words(cell))
        self.cell_chosen.emit(cell)

    def cell_at(self, place: QPointF) -> Cell | None:
        """The cell at a place of the widget."""
        raise NotImplementedError

    def words(self, cell: Cell) -> str:
        """What a cell says."""
        raise NotImplementedError

    def _move(self, rows: int, columns: int) -> bool:
        """Go on by so many rows and columns; whether there are cells."""
        raise NotImplementedError

    def _hover(self, cell: Cell | None) -> None:
        self._hovered = cell
        self.update()

    @staticmethod
    def _frame(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, width))
        painter.drawRect(rect)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell != self._hovered:
            self._hover(cell)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._move(*step):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> Any:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            text = "" if cell is None else tip_of(self.words(cell))
            QToolTip.showText(event.globalPos(), text, self)  # no text hides it
            return True
        return super().event(event)
