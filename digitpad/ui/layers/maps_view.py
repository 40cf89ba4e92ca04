"""The numbers of one layer as pictures: its feature maps, or its kernels."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.layers.colours import ABOVE, signed_image
from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.widgets.cell_grid import Cell, CellGrid

if TYPE_CHECKING:
    from digitpad.ui.layers.colours import Numbers

_GAP = 4  # between two pictures
_NARROW_GAP = 1  # between single numbers
_LARGEST = 8  # pixels of a cell at most, where there are several pictures
_WITH_NUMBERS = 26  # pixels of a cell from which its number is written in it
_NUMBERS = ((2, 11), (2, 9), (1, 11), (1, 9), (0, 9))  # decimals and pixels, from what is liked best
_BETWEEN = 4  # pixels between two numbers at least
_WHOLE = 4  # pixels from which a cell is as large as whole pixels make it


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

    def rect(self, number: int) -> QRectF:
        """Where a picture is painted."""
        corner = self.place(number)
        return QRectF(corner.x(), corner.y(), self.width, self.height)


def grid_of(count: int, rows: int, columns: int, width: float, height: float) -> Grid:
    """The largest pictures of which `count` fit a widget.

    Large cells are whole pixels; of small ones, whole pictures are: all would be a third smaller otherwise.
    """
    gap = _GAP if rows * columns > 1 or count <= 64 else _NARROW_GAP
    across, cell = 1, 0.0
    for number in range(1, count + 1):
        down = math.ceil(count / number)
        room = min(
            (width - gap * (number - 1)) / (number * columns), (height - gap * (down - 1)) / (down * rows)
        )
        if room > cell:
            across, cell = number, room
    if count > 1:
        cell = min(cell, _LARGEST * max(1.0, 5 / max(rows, columns)))
    longest = max(rows, columns)
    if cell >= _WHOLE:
        cell = math.floor(cell)
    elif cell * longest >= 1:
        cell = math.floor(cell * longest) / longest
    if cell > 0:
        # Never less than what was counted with: rounding would send the last ones below the widget.
        fitting = int((width + gap) // (columns * cell + gap))
        across = max(across, min(count, fitting))
    return Grid(across, max(cell, 0.1), rows, columns, gap)


def _written(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace("-", "−")


class MapsView(CellGrid):
    """Pictures of numbers, white above zero and blue below. A cell is (picture, row, column).

    Args:
        by_cell: whether cells are chosen; else whole pictures.
        parent: its owner.

    Attributes:
        most: the number that is white: the largest one, whichever its sign.
    """

    def __init__(self, parent: QWidget | None = None, *, by_cell: bool = True) -> None:
        super().__init__(parent)
        self._by_cell = by_cell
        self.setObjectName("mapsView")
        self.setAccessibleName(self.tr("Feature maps"))
        self._maps: Numbers | None = None
        self._image: QImage | None = None
        self.most = 0.0

    def set_maps(self, maps: Numbers | None, most: float | None = None) -> None:
        """Show numbers.

        Args:
            maps: (pictures, rows, columns); None for nothing.
            most: what is white; the largest of them if None.
        """
        import numpy as np

        if self._maps is None or maps is None or self._maps.shape != maps.shape:
            self.chosen = self._hovered = None
        self._maps = maps
        largest = 0.0 if maps is None or not maps.size else float(np.abs(maps).max())
        self.most = largest if most is None else most
        # One picture with all of them below each other: a hundred small ones take ten times as long to make.
        self._image = None if maps is None else signed_image(maps.reshape(-1, maps.shape[2]), self.most)
        self.update()

    def picture(self, number: int) -> Numbers | None:
        """The numbers (rows, columns) of a picture; None where there is no such picture."""
        return None if self._maps is None or number >= len(self._maps) else self._maps[number]

    @property
    def count(self) -> int:
        """How many pictures are displayed."""
        return 0 if self._maps is None else len(self._maps)

    def grid(self) -> Grid | None:
        """How the pictures lie; None where there are none."""
        if self._maps is None or not self._maps.size:
            return None
        count, rows, columns = self._maps.shape
        return grid_of(count, rows, columns, self.width(), self.height())

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is painted."""
        grid = self.grid()
        assert grid is not None
        corner = grid.place(cell[0])
        return QRectF(
            corner.x() + cell[2] * grid.cell, corner.y() + cell[1] * grid.cell, grid.cell, grid.cell
        )

    def cell_at(self, place: QPointF) -> Cell | None:
        grid = self.grid()
        if grid is None:
            return None
        across, down = place.x() // (grid.width + grid.gap), place.y() // (grid.height + grid.gap)
        number = int(down * grid.across + across)
        if not (0 <= across < grid.across and 0 <= number < self.count):
            return None
        inside = place - grid.place(number)
        row, column = int(inside.y() // grid.cell), int(inside.x() // grid.cell)
        return (number, row, column) if row < grid.rows and column < grid.columns else None

    def words(self, cell: Cell) -> str:
        assert self._maps is not None
        number, row, column = cell
        value = float(self._maps[number, row, column])
        if self._maps.shape[1:] == (1, 1):
            return self.tr("value {number}: {value:.4f}").format(number=number, value=value)
        text = self.tr("channel {channel}, row {row}, column {column}: {value:.4f}")
        return text.format(channel=number, row=row, column=column, value=value)

    def _move(self, rows: int, columns: int) -> bool:
        grid = self.grid()
        if grid is None:
            return False
        number, row, column = self.chosen or (0, 0, 0)
        if self._by_cell and grid.rows * grid.columns > 1:
            row = max(0, min(grid.rows - 1, row + rows))
            column = max(0, min(grid.columns - 1, column + columns))
        else:
            number = max(0, min(self.count - 1, number + columns + rows * grid.across))
        self.select((number, row, column))
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        grid = self.grid()
        if grid is None or self._image is None:
            painter.setPen(soft_text(self.palette()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("nothing to show"))
            painter.end()
            return
        smooth = grid.cell != int(grid.cell)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        for number in range(self.count):
            part = QRect(0, number * grid.rows, grid.columns, grid.rows)
            if smooth:  # by itself, or its neighbour's edge would be mixed into its own
                painter.drawImage(grid.rect(number), self._image.copy(part))
            else:
                painter.drawImage(grid.rect(number), self._image, QRectF(part))
        if grid.cell >= _WITH_NUMBERS:
            self._paint_numbers(painter, grid)
        for cell, colour in ((self._hovered, QColor(PAD.pointer)), (self.chosen, ABOVE)):
            if cell is None:
                continue
            if self.count > 1:  # around the only one there would be no room
                self._frame(painter, grid.rect(cell[0]).adjusted(-1.5, -1.5, 0.5, 0.5), colour, 1.0)
            if self._by_cell:
                self._frame(painter, self.cell_rect(cell).adjusted(-0.5, -0.5, 0.5, 0.5), colour, 1.5)
        painter.end()

    def _paint_numbers(self, painter: QPainter, grid: Grid) -> None:
        """Write each number in its cell, in as many decimals as leave a gap between neighbours."""
        assert self._maps is not None
        values = self._maps.tolist()
        for places, pixels in _NUMBERS:
            font = painter.font()
            font.setPixelSize(min(pixels, int(grid.cell / 3)))
            texts = [[[_written(value, places) for value in row] for row in part] for part in values]
            widest = max(itertools.chain(*itertools.chain(*texts)), key=len)
            if QFontMetricsF(font).horizontalAdvance(widest) <= grid.cell - _BETWEEN:
                break
        else:
            return
        painter.setFont(font)
        for number, part in enumerate(texts):
            for row, column in itertools.product(range(grid.rows), range(grid.columns)):
                white = values[number][row][column] > 0.5 * self.most
                painter.setPen(QColor("#000000" if white else "#ffffff"))
                rect = self.cell_rect((number, row, column))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, part[row][column])

    def sizeHint(self) -> QSize:
        return QSize(380, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)
