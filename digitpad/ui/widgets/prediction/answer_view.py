"""The answer, large: the class and its probability."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.theme import data_colours, soft_text


class AnswerView(QWidget):
    """A large word with its number beneath it, or a message; painted, so that a change moves nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._word = ""
        self._number = ""
        self._message = ""

    def word(self) -> str:
        """The class that is shown; empty with a message."""
        return self._word

    def number(self) -> str:
        """The number beneath the class; empty with a message."""
        return self._number

    def message(self) -> str:
        """The message that stands in place of an answer; empty with an answer."""
        return self._message

    def show_answer(self, word: str, number: str) -> None:
        """Show the class `word` and, smaller, its probability."""
        self._word, self._number, self._message = word, number, ""
        self.update()

    def show_message(self, text: str) -> None:
        """Show a message instead of an answer."""
        self._word, self._number, self._message = "", "", text
        self.update()

    def _word_font(self, room: QRectF) -> QFont:
        """As large as fits `room`, though never smaller than readable."""
        font = QFont(self.font())
        font.setBold(True)
        font.setPixelSize(max(1, round(room.height())))
        metrics = QFontMetricsF(font)
        # Digits have no descenders: their height is what counts, not the line's.
        by_height = room.height() / max(1.0, metrics.capHeight()) * 0.86
        by_width = room.width() / max(1.0, metrics.horizontalAdvance(self._word))
        least = QFontMetricsF(self.font()).height() * 0.9
        font.setPixelSize(round(max(least, room.height() * min(by_height, by_width, 1.25))))
        return font

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(110, 2 * height + 84)

    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(84, 2 * height + 48)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        if self._message:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * 1.2)
            painter.setFont(font)
            painter.setPen(soft_text(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(whole, flags, self._message)
            painter.end()
            return
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * max(1.25, whole.height() / 120))
        height = QFontMetricsF(font).height()
        room = QRectF(0, 0, whole.width(), whole.height() - height - 2)
        painter.setFont(self._word_font(room))
        painter.setPen(QColor(data_colours(self.palette()).best_bar))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._word)
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        below = QRectF(0, room.bottom() + 2, whole.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._number)
        painter.end()
