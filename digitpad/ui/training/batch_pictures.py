"""The pictures of a batch, each with its true class, what it was read as, and a mark for right or wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.theme import PAD, data_colours, message_colours
from digitpad.ui.widgets.cell_grid import Cell, CellGrid
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace

MOST = 1024
"""Pictures of a batch that are displayed."""

SMALLEST, LARGEST = 28, 280
"""Pixels of the side of a picture to choose from."""

_LEAST = 20  # pixels of the side of a picture that has words
_TINY = 14  # pixels of a side that leave a picture no corner
_SHARES = 1.0, 0.8, 0.64  # of the usual size of text
_SMALL_PRINT = 6.5  # points
_GAP = 2  # pixels around a tile
_ROUND = 5  # pixels beside the words
_CHECK = ((0.08, 0.55), (0.38, 0.85), (0.92, 0.15))
_CROSS = (((0.12, 0.12), (0.88, 0.88)), ((0.88, 0.12), (0.12, 0.88)))


@dataclass(frozen=True, slots=True)
class _Tiles:
    """How tiles lie: how many across, their size, a picture's side, lines of words below it in which font."""

    across: int
    width: float
    height: float
    side: float
    lines: int
    font: QFont


class BatchPictures(CellGrid):
    """As large as there is room for all of them, or as one chooses. A cell is (number,).

    Signals:
        zoomed(): the pictures have another size of the user's choice.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchPictures")
        self.setAccessibleName(self.tr("The batch's pictures"))
        self.look: StepTrace | None = None
        self.images: list[QImage] = []
        self._right: list[bool] = []
        self._captions: list[tuple[str, ...]] = []
        self._zoom: int | None = None
        self._laid_out: tuple[object, _Tiles] | None = None  # of which size, zoom and font

    def show_look(self, look: StepTrace | None) -> None:
        """Show the pictures of a step; None for none."""
        self.look = look
        self.images = []
        for picture in () if look is None else look.pictures[:MOST]:
            pixels = picture.permute(1, 2, 0) if len(picture) == 3 else picture[0]
            self.images.append(image_of(pixels.numpy()))
        self._right = [self._is_right(number) for number in range(len(self.images))]
        self._captions = [self._caption(number) for number in range(len(self.images))]
        self._laid_out = None
        self.choose(None)
        self._fit()

    @property
    def zoom(self) -> int | None:
        """Pixels of the side of a picture; None for as many as there is room for."""
        return self._zoom

    def set_zoom(self, side: int | None) -> None:
        """Show the pictures this large, kept from `SMALLEST` to `LARGEST`; None for as there is room."""
        side = None if side is None else max(SMALLEST, min(LARGEST, side))
        if side != self._zoom:
            self._zoom = side
            self._fit()
            self.zoomed.emit()

    def zoom_by(self, steps: int) -> None:
        """Show the pictures larger, or smaller for a negative number."""
        side = self._zoom or round(self._tiles().side)
        self.set_zoom(round(side * 1.2**steps))

    def _fit(self) -> None:
        tiles = self._tiles()
        rows = math.ceil(len(self.images) / tiles.across)
        self.setMinimumHeight(0 if self._zoom is None else math.ceil(rows * tiles.height))
        self.update()

    def _caption(self, number: int) -> tuple[str, ...]:
        """The true class and, where it was read as another, that."""
        truth, answer = self._classes(number)
        return (truth,) if self._right[number] else (truth, f"→ {answer}")

    def _is_right(self, number: int) -> bool:
        """Whether a picture was read right before the step."""
        look = self.look
        return look is not None and int(look.answers[number]) == int(look.labels[number])

    def _classes(self, number: int) -> tuple[str, str]:
        look = self.look
        assert look is not None
        label = int(look.labels[number])
        truth = look.classes[label] if label < len(look.classes) else self.tr("none of the classes")
        return truth, look.classes[int(look.answers[number])]

    def words(self, cell: Cell) -> str:
        truth, answer = self._classes(cell[0])
        if self._right[cell[0]]:
            return self.tr("{truth}, read right before the step").format(truth=truth)
        return self.tr("{truth}, read as {answer} before the step").format(truth=truth, answer=answer)

    def _tiles(self) -> _Tiles:
        """How the tiles lie."""
        given = self.size(), self._zoom, self.font().toString()
        if self._laid_out is None or self._laid_out[0] != given:
            self._laid_out = given, self._lay_out()
        return self._laid_out[1]

    def _lay_out(self) -> _Tiles:
        """With words in one line, or in two, or in smaller ones, or else without."""
        captions = set(self._captions)
        for font in self._fonts():
            metrics = QFontMetricsF(font)
            line = metrics.height()
            one = max((metrics.horizontalAdvance(" ".join(words)) for words in captions), default=0.0)
            two = max((metrics.horizontalAdvance(part) for words in captions for part in words), default=0.0)
            for lines, words in ((1, one), (2, two)):
                tiles = self._with_words(font, lines, lines * line + _ROUND, words + line + _ROUND)
                if tiles.side >= _LEAST:
                    return tiles
        return self._with_words(self.font(), 0, 0, 0)

    def _fonts(self) -> Iterator[QFont]:
        for share in _SHARES:
            font = QFont(self.font())
            font.setPointSizeF(max(_SMALL_PRINT, font.pointSizeF() * share))
            yield font

    def _with_words(self, font: QFont, lines: int, below: float, least: float) -> _Tiles:
        """How tiles lie with so many pixels below the picture, and at least so wide."""
        count = max(1, len(self.images))
        if self._zoom is not None:
            width = max(self._zoom, least) + 2 * _GAP
            across = max(1, min(count, int(self.width() // width)))
            return _Tiles(across, width, self._zoom + below + 2 * _GAP, self._zoom, lines, font)
        best = _Tiles(1, self.width(), self.height(), 0, lines, font)
        for across in range(1, count + 1):
            width, height = self.width() // across, self.height() // math.ceil(count / across)
            side = min(width, height - below) - 2 * _GAP
            if width >= least and side > best.side:
                best = _Tiles(across, width, height, side, lines, font)
        return best

    def place(self, number: int) -> QRectF:
        """Where a picture is, with its words."""
        return self._place(self._tiles(), number)

    @property
    def has_words(self) -> bool:
        """Whether there is room for words below the pictures."""
        return self._tiles().lines > 0

    @staticmethod
    def _place(tiles: _Tiles, number: int) -> QRectF:
        row, column = divmod(number, tiles.across)
        return QRectF(column * tiles.width, row * tiles.height, tiles.width, tiles.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tiles = self._tiles()
        for number, image in enumerate(self.images):
            tile = self._place(tiles, number)
            if tile.toAlignedRect().intersects(event.rect()):
                self._paint(painter, tiles, tile, number, image)
        colours = data_colours(self.palette())
        for cell, colour in ((self._hovered, colours.train_line), (self.chosen, colours.test_dots)):
            if cell is not None and cell[0] < len(self.images):
                self._frame(painter, self._place(tiles, cell[0]).adjusted(1, 1, -1, -1), QColor(colour), 2)
        painter.end()

    def _paint(self, painter: QPainter, tiles: _Tiles, tile: QRectF, number: int, image: QImage) -> None:
        right = self._right[number]
        palette = self.palette()
        colour = QColor(data_colours(palette).accuracy if right else message_colours(palette, "error").edge)
        left = tile.left() + (tile.width() - tiles.side) / 2
        place = QRectF(left, tile.top() + _GAP, tiles.side, tiles.side)
        rim = 1 if right or tiles.side <= 24 else 2
        painter.fillRect(place, colour)
        inner = place.adjusted(rim, rim, -rim, -rim)
        painter.fillRect(inner, QColor(PAD.background))
        tiny = tiles.side < _TINY
        painter.setOpacity(0.5 if tiny and not right else 1)  # no room for a mark, nor for hue alone
        painter.drawImage(inner, image)
        painter.setOpacity(1)
        if not tiles.lines:
            if not right and not tiny:  # by a mark too: not everybody tells the colours apart
                size = max(7.0, tiles.side * 0.28)
                corner = QRectF(place.right() - size, place.top(), size, size)
                painter.fillRect(corner, QColor(PAD.background))
                _mark(painter, corner, right, QColor(PAD.eraser))
            return
        metrics = QFontMetricsF(tiles.font)
        line, words = metrics.height(), self._captions[number]
        texts = (" ".join(words),) if tiles.lines == 1 else words
        top = place.bottom() + _ROUND / 2
        wide = max(metrics.horizontalAdvance(text) for text in texts) + line
        start = tile.left() + max(0.0, (tile.width() - wide) / 2)
        _mark(painter, QRectF(start, top + line * 0.15, line * 0.7, line * 0.7), right, colour)
        painter.setFont(tiles.font)
        painter.setPen(palette.windowText().color())
        for text in texts:
            painter.drawText(QPointF(start + line, top + metrics.ascent()), text)
            top += line

    def cell_at(self, place: QPointF) -> Cell | None:
        tiles = self._tiles()
        column, row = int(place.x() // tiles.width), int(place.y() // tiles.height)
        number = row * tiles.across + column
        return (number,) if 0 <= column < tiles.across and 0 <= number < len(self.images) else None

    def _move(self, rows: int, columns: int) -> bool:
        if not self.images:
            return False
        number = 0 if self.chosen is None else self.chosen[0] + rows * self._tiles().across + columns
        self.select((max(0, min(len(self.images) - 1, number)),))
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is not None:
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(380, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 52)


def _mark(painter: QPainter, box: QRectF, right: bool, colour: QColor) -> None:
    """Paint a tick, or a cross."""
    path = QPainterPath()
    for points in (_CHECK,) if right else _CROSS:
        first, *others = (QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points)
        path.moveTo(first)
        for point in others:
            path.lineTo(point)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, max(1.5, box.width() / 6)))
    painter.drawPath(path)
    painter.restore()
