"""Paints the network as a picture: bands between stages, maps, the answer, and where a map comes from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from digitpad.ui.layers.flow_layout import FOOT, HEAD, between
from digitpad.ui.layers.flow_picture import FlowPicture
from digitpad.ui.style.theme import data_colours, soft_text

_NAME = 34  # pixels of a class's name in letters of the usual size
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FlowPainter:
    """Paints one `FlowPicture`.

    Args:
        painter: the widget's, which is open.
        flow: what is painted.
        palette: its colours.
        height: of the widget in pixels.
    """

    def __init__(self, painter: QPainter, flow: FlowPicture, palette: QPalette, height: float) -> None:
        self._painter, self._flow, self._palette, self._height = painter, flow, palette, height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, head: Callable[[int], tuple[str, str, str]]) -> None:
        """Paint all of it.

        Args:
            head: gives of a stage its title, its shape, and what stands below its pictures.
        """
        self._paint_bands()
        for number in range(len(self._flow.columns)):
            self._paint_head(number, head(number))
            if self._flow.is_answer(number):
                self._paint_classes(number)
            else:
                self._paint_maps(number)

    def _paint_bands(self) -> None:
        """Faint bands from each stage to where its output goes."""
        colour = QColor(soft_text(self._palette))
        colour.setAlpha(45)
        for number, stage in enumerate(self._flow.stages):
            for source in stage.sources:
                if source == number - 1:
                    self._paint_band(source, number, colour)
                else:
                    self._paint_detour(source, number, colour)

    def _paint_band(self, source: int, number: int, colour: QColor) -> None:
        before, after = self._flow.columns[source], self._flow.columns[number]
        start, end = before.left + before.width + 4, after.left - 4
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        corners = (start, before.top), (end, after.top), (end, after.bottom), (start, before.bottom)
        self._painter.drawPolygon([QPointF(*corner) for corner in corners])

    def _paint_detour(self, source: int, number: int, colour: QColor) -> None:
        """A line around what lies between, as of a residual connection."""
        before, after = self._flow.columns[source], self._flow.columns[number]
        start, end = before.left + before.width / 2, after.left + after.width / 2
        low = self._height - FOOT * self._flow.text / 2
        self._painter.setPen(QPen(colour, 5))
        places = (start, before.bottom), (start, low), (end, low), (end, after.bottom)
        self._painter.drawPolyline([QPointF(*place) for place in places])

    def _paint_head(self, number: int, words: tuple[str, str, str]) -> None:
        painter, column = self._painter, self._flow.columns[number]
        title, shape, more = words
        line = HEAD * self._flow.text / 2
        room = QRectF(column.left, 2, column.width + between(self._flow.text) - 2, line)
        painter.setPen(self._palette.color(QPalette.ColorRole.WindowText))
        metrics, cut, wide = painter.fontMetrics(), Qt.TextElideMode.ElideRight, int(room.width())
        painter.drawText(room, _LEFT, metrics.elidedText(title, cut, wide))
        painter.setPen(soft_text(self._palette))
        painter.drawText(room.translated(0, line - 2), _LEFT, metrics.elidedText(shape, cut, wide))
        if more:
            painter.setPen(self._palette.color(QPalette.ColorRole.Link))
            painter.drawText(self._flow.foot(number), _LEFT, more)

    def _paint_maps(self, number: int) -> None:
        rows, columns = self._flow.numbers[number].shape[1:]
        column, image = self._flow.columns[number], self._flow.images[number]
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for picture in range(column.count):
            self._painter.drawImage(column.rect(picture), image, QRectF(0, picture * rows, columns, rows))

    def _paint_classes(self, number: int) -> None:
        """The answer: each class, and how likely it is."""
        import numpy as np

        painter, column = self._painter, self._flow.columns[number]
        values = self._flow.numbers[number][:, 0, 0].astype(np.float64)
        shares = np.exp(values - values.max())
        shares /= shares.sum()
        font, beside = painter.font(), _NAME * self._flow.text
        for place in range(column.count):
            rect = column.rect(place)
            font.setBold(place == int(values.argmax()))
            painter.setFont(font)
            painter.setPen(self._palette.color(QPalette.ColorRole.WindowText))
            name = self._flow.classes[place]
            fitted = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(beside) - 2)
            painter.drawText(QRectF(rect.left(), rect.top(), beside, rect.height()), _LEFT, fitted)
            full = rect.adjusted(beside + 2, 3, 0, -3)
            painter.fillRect(full, self._palette.color(QPalette.ColorRole.AlternateBase))
            bar = QRectF(full.left(), full.top(), full.width() * float(shares[place]), full.height())
            painter.fillRect(bar, self._palette.color(QPalette.ColorRole.Highlight))
        font.setBold(False)
        painter.setFont(font)

    def paint_sources(self, cell: tuple[int, int]) -> None:
        """Lines from the pictures that go into one, the stronger the more its weights take of them.

        Those that take away are dashed.
        """
        number, picture = cell
        colours = data_colours(self._palette)
        target = self._flow.columns[number].rect(picture)
        end = QPointF(target.left(), target.center().y())
        for source, strength in self._flow.strengths(number, picture):
            start = self._flow.columns[self._flow.stages[number].sources[0]].rect(source)
            colour = QColor(colours.test_dots if strength > 0 else colours.train_line)
            colour.setAlphaF(min(1.0, 0.15 + 0.85 * abs(strength)))
            pen = QPen(colour, 0.8 + 2.2 * abs(strength))
            if strength < 0:  # not by hue alone
                pen.setStyle(Qt.PenStyle.DashLine)
            self._painter.setPen(pen)
            self._painter.drawLine(QPointF(start.right(), start.center().y()), end)
