"""Fonts, places and colours of the large answer: what stays while one answer follows the other."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette

from digitpad.form import UNREAD
from digitpad.ui.style.theme import data_colours, soft_text

Rows = tuple[tuple[str | None, ...], ...]
"""Names of the digits' classes row by row, None for a sign that is not read; of one class one row."""

_SIGN = 1.0  # breadth of a sign's box in those of a digit


def lines_of(rows: Rows) -> list[str]:
    """Each row as text, "?" for a sign."""
    return ["".join(UNREAD if word is None else word for word in row) for row in rows]


class AnswerLook:
    """How an answer is painted.

    Args:
        rows: the classes; none with a message.
        short: whether a number stands beneath, rather than a sentence.
        size: of the widget.
        font: of the widget.
        palette: of the widget.

    Attributes:
        small: font of what stands beneath; `metrics` of it.
        room: where the rows are.
        digits: where each digit is, row by row, and `signs` each sign.
        large: the digits' font, as large as fits, though never smaller than readable.
        unread: the font of the question mark in a sign's box.
        ink, soft, best: colours.
    """

    def __init__(self, rows: Rows, short: bool, size: QSize, font: QFont, palette: QPalette) -> None:
        self._made_for = rows, short, size
        self.small = QFont(font)
        self.small.setBold(True)
        self.small.setPointSizeF(font.pointSizeF() * max(1.25, size.height() / 120))
        if not short:
            self.small.setPointSizeF(max(font.pointSizeF(), self.small.pointSizeF() * 0.8))
        self.metrics = QFontMetricsF(self.small)
        self.room = QRectF(0, 0, size.width(), size.height() - self.metrics.height() - 2)
        self.large = self._large(font, rows)
        self.unread = QFont(self.large)
        self.unread.setPixelSize(max(1, round(self.large.pixelSize() * 0.65)))
        self.digits: list[QRectF] = []
        self.signs: list[QRectF] = []
        self._place(rows)
        self.ink, self.soft = palette.windowText().color(), soft_text(palette)
        self.best = QColor(data_colours(palette).best_bar)

    def fits(self, rows: Rows, short: bool, size: QSize) -> bool:
        """Whether it is for these rows in this size."""
        return self._made_for == (rows, short, size)

    def _large(self, small: QFont, rows: Rows) -> QFont:
        height = self.room.height() / max(1, len(rows))
        font = QFont(small)
        font.setBold(True)
        font.setPixelSize(max(1, round(height)))
        metrics = QFontMetricsF(font)
        # Digits have no descenders: their height is what counts, not the line's.
        by_height = height / max(1.0, metrics.capHeight()) * 0.86
        widest = max((sum(_widths(row, metrics)) for row in rows), default=0.0)
        by_width = self.room.width() / max(1.0, widest)
        if sum(map(len, rows)) > 1:  # the marked one has an edge around it
            by_height, by_width = by_height * 0.8, by_width * 0.94
        least = QFontMetricsF(small).height() * 0.9
        font.setPixelSize(round(max(least, height * min(by_height, by_width, 1.25))))
        return font

    def _place(self, rows: Rows) -> None:
        """Put the rows one under the other, each in the middle of the room."""
        metrics = QFontMetricsF(self.large)
        step = min(self.room.height() / max(1, len(rows)), metrics.capHeight() * 1.6)
        height = min(step, metrics.capHeight() * 1.3)
        middle = self.room.center().y() - step * (len(rows) - 1) / 2
        for row in rows:
            widths = _widths(row, metrics)
            left = self.room.center().x() - sum(widths) / 2
            for word, width in zip(row, widths, strict=True):
                places = self.signs if word is None else self.digits
                places.append(QRectF(left, middle - height / 2, width, height))
                left += width
            middle += step


def _widths(row: tuple[str | None, ...], metrics: QFontMetricsF) -> list[float]:
    """How broad each word or sign of a row is."""
    sign = metrics.horizontalAdvance("0") * _SIGN
    return [sign if word is None else metrics.horizontalAdvance(word) for word in row]
