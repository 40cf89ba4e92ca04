"""The numbers of one layer as pictures: its feature maps, or its kernels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ui.layers.colours import ABOVE, signed_image
from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.widgets.grid_keys import GRID_STEPS

if TYPE_CHECKING:
    from digitpad.ui.layers.colours import Numbers

_GAP = 4  # between two pictures
_NARROW_GAP = 1  # between single numbers
_LARGEST = 8  # pixels of a cell at most, where there are several pictures


@dataclass(frozen=True, slots=True)
class Grid:
    """How pictures of `rows` x `columns` cells lie in a widget: `across` beside each other."""

    across: int
    cell: float
    rows: int
    columns: int
    gap: int = _GAP

    @property
    def width(self) -> float:
        """Of one picture."""
        return self.columns * self.cell

    @property
    def height(self) -> float:
        """Of one picture."""
        return self.rows * self.cell

    def place(self, number: int) -> QPointF:
        """Top left corner of a picture."""
        row, column = divmod(number, self.across)
        return QPointF(column * (self.width + self.gap), row * (self.height + self.gap))


def grid_of(count: int, rows: int, columns: int, width: float, height: float) -> Grid:
    """The largest pictures of which `count` fit a widget, with cells of whole pixels where they can be."""
    gap = _GAP if rows * columns > 1 or count <= 64 else _NARROW_GAP
    best = Grid(1, 0.0, rows, columns, gap)
    for across in range(1, count + 1):
        down = math.ceil(count / across)
        cell = min(
            (width - gap * (across - 1)) / (across * columns), (height - gap * (down - 1)) / (down * rows)
        )
        if cell > best.cell:
            best = Grid(across, cell, rows, columns, gap)
    cell = best.cell
    if count > 1:
        cell = min(cell, _LARGEST * max(1.0, 5 / max(rows, columns)))
    if cell >= 1:
        cell = math.floor(cell)
    across = max(1, min(count, int((width + gap) // (columns * cell + gap)))) if cell > 0 else best.across
    return Grid(across, max(cell, 0.1), rows, columns, gap)


class MapsView(QWidget):
    """Pictures of numbers, white above zero and blue below; a cell can be clicked, or gone to with the keys.

    Args:
        parent: its owner.
        by_cell: whether cells are chosen; else whole pictures.

    Signals:
        cell_chosen(int, int, int): number of the picture, row and column.
    """

    cell_chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None, *, by_cell: bool = True) -> None:
        super().__init__(parent)
        self._by_cell = by_cell
        self.setObjectName("mapsView")
        self.setAccessibleName(self.tr("Feature maps"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self._maps: Numbers | None = None
        self._image: QImage | None = None
        self._most = 0.0
        self._chosen: tuple[int, int, int] | None = None
        self._hovered: tuple[int, int, int] | None = None

    def set_maps(self, maps: Numbers | None, most: float | None = None) -> None:
        """Show numbers.

        Args:
            maps: (pictures, rows, columns); None for nothing.
            most: what is white; the largest of them if None.
        """
        import numpy as np

        same = self._maps is not None and maps is not None and self._maps.shape == maps.shape
        self._maps = maps
        largest = 0.0 if maps is None or not maps.size else float(np.abs(maps).max())
        self._most = largest if most is None else most
        # One picture with all of them below each other: a hundred small ones take ten times as long to make.
        self._image = None if maps is None else signed_image(maps.reshape(-1, maps.shape[2]), self._most)
        if not same:
            self._chosen = self._hovered = None
        self.update()

    def choose(self, cell: tuple[int, int, int] | None) -> None:
        """Mark a cell."""
        self._chosen = cell
        self.update()

    @property
    def chosen(self) -> tuple[int, int, int] | None:
        """The marked cell: picture, row, column."""
        return self._chosen

    def picture(self, number: int) -> Numbers | None:
        """The numbers (rows, columns) of a picture; None where there is no such picture."""
        return None if self._maps is None or number >= len(self._maps) else self._maps[number]

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return 0 if self._maps is None else len(self._maps)

    @property
    def most(self) -> float:
        """The largest number shown, whichever its sign."""
        return self._most

    def grid(self) -> Grid | None:
        """How the pictures lie; None where there are none."""
        if self._maps is None or not self._maps.size:
            return None
        count, rows, columns = self._maps.shape
        return grid_of(count, rows, columns, self.width(), self.height())

    def cell_rect(self, cell: tuple[int, int, int]) -> QRectF:
        """Where a cell is painted."""
        grid = self.grid()
        assert grid is not None
        corner = grid.place(cell[0])
        return QRectF(
            corner.x() + cell[2] * grid.cell, corner.y() + cell[1] * grid.cell, grid.cell, grid.cell
        )

    def _cell_at(self, place: QPointF) -> tuple[int, int, int] | None:
        grid = self.grid()
        if grid is None or self._maps is None:
            return None
        across, down = place.x() // (grid.width + grid.gap), place.y() // (grid.height + grid.gap)
        number = int(down * grid.across + across)
        if not (0 <= across < grid.across and 0 <= number < len(self._maps)):
            return None
        inside = place - grid.place(number)
        row, column = int(inside.y() // grid.cell), int(inside.x() // grid.cell)
        return (number, row, column) if row < grid.rows and column < grid.columns else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        grid = self.grid()
        if grid is None:
            painter.setPen(soft_text(self.palette()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("nothing to see here"))
            painter.end()
            return
        assert self._image is not None
        for number in range(self.count):
            corner = grid.place(number)
            place = QRectF(corner.x(), corner.y(), grid.width, grid.height)
            part = QRectF(0, number * grid.rows, grid.columns, grid.rows)
            painter.drawImage(place, self._image, part)
        if grid.cell >= 26 and self._maps is not None:
            self._paint_numbers(painter, grid)
        for cell, colour in ((self._hovered, QColor(PAD.pointer)), (self._chosen, ABOVE)):
            if cell is not None:
                self._frame(painter, grid, cell, colour)
        painter.end()

    def _paint_numbers(self, painter: QPainter, grid: Grid) -> None:
        font = painter.font()
        font.setPixelSize(max(7, min(11, int(grid.cell / 3))))
        painter.setFont(font)
        assert self._maps is not None
        for number, part in enumerate(self._maps):
            for row, values in enumerate(part.tolist()):
                for column, value in enumerate(values):
                    bright = value > 0.5 * self._most
                    painter.setPen(QColor("#000000") if bright else QColor("#ffffff"))
                    rect = self.cell_rect((number, row, column))
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{value:.2f}".replace("-", "−"))

    def _frame(self, painter: QPainter, grid: Grid, cell: tuple[int, int, int], colour: QColor) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(1.0)
        painter.setPen(pen)
        corner = grid.place(cell[0])
        painter.drawRect(
            QRectF(corner.x(), corner.y(), grid.width, grid.height).adjusted(-1.5, -1.5, 0.5, 0.5)
        )
        if not self._by_cell:
            return
        pen.setWidthF(1.5)
        painter.setPen(pen)
        painter.drawRect(self.cell_rect(cell).adjusted(-0.5, -0.5, 0.5, 0.5))

    def words(self, cell: tuple[int, int, int]) -> str:
        """What a cell says."""
        assert self._maps is not None
        number, row, column = cell
        value = float(self._maps[cell])
        if self._maps.shape[1:] == (1, 1):
            return self.tr("value {number}: {value:.4f}").format(number=number, value=value)
        text = self.tr("channel {channel}, row {row}, column {column}: {value:.4f}")
        return text.format(channel=number, row=row, column=column, value=value)

    def sizeHint(self) -> QSize:
        return QSize(380, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell != self._hovered:
            self._hovered = cell
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(cell)

    def _choose(self, cell: tuple[int, int, int]) -> None:
        self.choose(cell)
        self.setAccessibleDescription(self.words(cell))
        self.cell_chosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = GRID_STEPS.get(Qt.Key(event.key()))
        if step is None or self._maps is None or not self._maps.size:
            super().keyPressEvent(event)
            return
        count, rows, columns = self._maps.shape
        number, row, column = self._chosen or (0, 0, 0)
        if not self._by_cell or (rows, columns) == (1, 1):
            grid = self.grid()
            across = 1 if grid is None else grid.across
            number = max(0, min(count - 1, number + step[1] + step[0] * across))
        else:
            row, column = (
                max(0, min(rows - 1, row + step[0])),
                max(0, min(columns - 1, column + step[1])),
            )
        self._choose((number, row, column))

    def event(self, event: QEvent) -> Any:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.words(cell), self)
            return True
        return super().event(event)
