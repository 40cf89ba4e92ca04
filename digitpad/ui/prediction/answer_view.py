"""The answer, large: the class or the number, and its probability."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.prediction.answer_painter import paint_edge, paint_message
from digitpad.ui.style.theme import data_colours, soft_text

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class AnswerView(QWidget):
    """A large word with its number beneath it, or a message; painted, so that a change moves nothing else.

    Of several digits one is chosen: by a click, or with the arrow keys while this has the focus.

    Signals:
        digit_chosen(int): a person chose the digit with this number, from the left.
    """

    digit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setAccessibleName(self.tr("Answer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words: tuple[str, ...] = ()
        self._chosen = 0
        self._number = ""
        self._message = ""
        self._detail = ""

    def word(self) -> str:
        """The class or number that is shown; empty with a message."""
        return "".join(self._words)

    def chosen(self) -> int:
        """Number of the chosen digit, from the left."""
        return self._chosen

    def number(self) -> str:
        """The number beneath the class; empty with a message."""
        return self._number

    def message(self) -> str:
        """The message that stands in place of an answer; empty with an answer."""
        return self._message

    def detail(self) -> str:
        """What stands smaller beneath the message."""
        return self._detail

    def show_answer(self, word: str, number: str) -> None:
        """Show the class `word` and, smaller, its probability."""
        self._show((word,), 0, number)

    def show_digits(self, words: Sequence[str], chosen: int, number: str) -> None:
        """Show several digits.

        Args:
            words: their classes, from left to right.
            chosen: number of the one that `number` is about, which is marked.
            number: its probability, or what else is to be said of it.
        """
        self._show(tuple(words), chosen, number)

    def show_message(self, text: str, detail: str = "") -> None:
        """Show a message instead of an answer, and `detail` smaller beneath it."""
        self._show((), 0, "", text, detail)

    def _show(
        self, words: tuple[str, ...], chosen: int, number: str, message: str = "", detail: str = ""
    ) -> None:
        self._words, self._chosen, self._number = words, chosen, number
        self._message, self._detail = message, detail
        several = len(words) > 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if several else Qt.FocusPolicy.NoFocus)
        if several:
            text = self.tr("digit {place} of {count}").format(place=chosen + 1, count=len(words))
            self.setAccessibleDescription(f"{self.word()}, {text}: {words[chosen]}, {number}")
            self.setToolTip(self.tr("Click a digit, or choose it with ← and →, to see its bars"))
        else:
            self.setAccessibleDescription("")
            self.setToolTip("")
        self.setCursor(Qt.CursorShape.PointingHandCursor if several else Qt.CursorShape.ArrowCursor)
        self.update()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * max(1.25, self.height() / 120))
        if len(self._words) > 1 or self._detail:  # a sentence rather than a number
            font.setPointSizeF(max(self.font().pointSizeF(), font.pointSizeF() * 0.8))
        return font

    def _room(self) -> QRectF:
        """Where the words are."""
        return QRectF(0, 0, self.width(), self.height() - QFontMetricsF(self._small_font()).height() - 2)

    def _word_font(self, room: QRectF) -> QFont:
        """As large as fits `room`, though never smaller than readable."""
        font = QFont(self.font())
        font.setBold(True)
        font.setPixelSize(max(1, round(room.height())))
        metrics = QFontMetricsF(font)
        # Digits have no descenders: their height is what counts, not the line's.
        by_height = room.height() / max(1.0, metrics.capHeight()) * 0.86
        by_width = room.width() / max(1.0, metrics.horizontalAdvance(self.word()))
        if len(self._words) > 1:  # the marked one has an edge around it
            by_height, by_width = by_height * 0.8, by_width * 0.94
        least = QFontMetricsF(self.font()).height() * 0.9
        font.setPixelSize(round(max(least, room.height() * min(by_height, by_width, 1.25))))
        return font

    def _word_rects(self, room: QRectF, font: QFont) -> list[QRectF]:
        """Where each word is, side by side in the middle of `room`."""
        metrics = QFontMetricsF(font)
        widths = [metrics.horizontalAdvance(word) for word in self._words]
        left = room.center().x() - sum(widths) / 2
        height = min(room.height(), metrics.capHeight() * 1.3)
        rects = []
        for width in widths:
            rects.append(QRectF(left, room.center().y() - height / 2, width, height))
            left += width
        return rects

    def _choose(self, number: int) -> None:
        if len(self._words) > 1 and 0 <= number < len(self._words) and number != self._chosen:
            self.digit_chosen.emit(number)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(110, 2 * height + 84)

    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(84, 2 * height + 48)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and len(self._words) > 1:
            rects = self._word_rects(self._room(), self._word_font(self._room()))
            away = [abs(rect.center().x() - event.position().x()) for rect in rects]
            self._choose(away.index(min(away)))
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and len(self._words) > 1:
            self._choose(self._chosen + step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._message:
            paint_message(painter, self, self._message, self._detail, self._small_font())
        else:
            self._paint_answer(painter)
        painter.end()

    def _paint_answer(self, painter: QPainter) -> None:
        room, several = self._room(), len(self._words) > 1
        font = self._word_font(room)
        best = QColor(data_colours(self.palette()).best_bar)
        rects = self._word_rects(room, font)
        if several:
            paint_edge(painter, self, rects[self._chosen], best)
        painter.setFont(font)
        for number, (word, rect) in enumerate(zip(self._words, rects, strict=True)):
            painter.setPen(best if number == self._chosen else soft_text(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
            painter.drawText(rect, flags, word)
        small = self._small_font()
        painter.setFont(small)
        painter.setPen(self.palette().windowText().color())
        metrics = QFontMetricsF(small)
        below = QRectF(0, room.bottom() + 2, self.width(), metrics.height())
        text = metrics.elidedText(self._number, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
