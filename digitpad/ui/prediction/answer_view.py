"""The answer, large: the class or the number, and its probability."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.theme import data_colours, soft_text

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class AnswerView(QWidget):
    """A large word with its number beneath it, or a message; painted, so that a change moves nothing else.

    Of several digits one is chosen: by a click, or with the arrow keys while this has the focus.

    Signals:
        digit_chosen(int): the user chose the digit with this number, from the left.
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
        self._kept_look: _Look | None = None

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
        several, before = len(words) > 1, len(self._words) > 1
        self._words, self._chosen, self._number = words, chosen, number
        self._message, self._detail = message, detail
        self.update()
        if several != before:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if several else Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor if several else Qt.CursorShape.ArrowCursor)
        if several:
            text = self.tr("digit {place} of {count}").format(place=chosen + 1, count=len(words))
            self.setAccessibleDescription(f"{self.word()}, {text}: {words[chosen]}, {number}")
            self.setToolTip(self.tr("Click a digit, or choose it with ← and →, to see its bars"))
        elif before:
            self.setAccessibleDescription("")
            self.setToolTip("")

    def _look(self) -> _Look:
        """Fonts, places and colours; made anew when words, size, font or palette have changed."""
        short = not self._detail and len(self._words) < 2  # a number rather than a sentence
        if self._kept_look is None or not self._kept_look.fits(self._words, short, self.size()):
            self._kept_look = _Look(self._words, short, self.size(), self.font(), self.palette())
        return self._kept_look

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
            away = [abs(rect.center().x() - event.position().x()) for rect in self._look().rects]
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
            self._kept_look = None
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._message:
            self._paint_message(painter, self._look())
        else:
            self._paint_answer(painter, self._look())
        painter.end()

    def _paint_answer(self, painter: QPainter, look: _Look) -> None:
        if len(self._words) > 1:
            self._paint_edge(painter, look.rects[self._chosen], look)
        painter.setFont(look.large)
        for number, (word, rect) in enumerate(zip(self._words, look.rects, strict=True)):
            painter.setPen(look.best if number == self._chosen else look.soft)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
            painter.drawText(rect, flags, word)
        painter.setFont(look.small)
        painter.setPen(look.ink)
        below = QRectF(0, look.room.bottom() + 2, self.width(), look.metrics.height())
        text = look.metrics.elidedText(self._number, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_edge(self, painter: QPainter, rect: QRectF, look: _Look) -> None:
        """Mark the chosen digit with a line beneath it, and a frame while the arrow keys choose."""
        y = rect.bottom() + 3
        painter.setPen(QPen(look.best, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(rect.left() + 3, y), QPointF(rect.right() - 3, y))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-2, -3, 2, 0), 4, 4)

    def _paint_message(self, painter: QPainter, look: _Look) -> None:
        """Paint the message and, where there is one, the detail smaller beneath it."""
        whole = QRectF(self.rect())
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.2)
        painter.setFont(font)
        painter.setPen(look.soft)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if not self._detail:
            painter.drawText(whole, flags, self._message)
            return
        needed = QFontMetricsF(font).boundingRect(whole, flags, self._message).height()
        below = look.metrics.height()
        top = max(0.0, (whole.height() - needed - below - 4) / 2)
        painter.drawText(QRectF(0, top, whole.width(), needed), flags, self._message)
        painter.setFont(look.small)
        painter.setPen(look.ink)
        painter.drawText(QRectF(0, top + needed + 4, whole.width(), below), flags, self._detail)


class _Look:
    """Fonts, places and colours of an answer.

    Args:
        words: the classes, from left to right; none with a message.
        short: whether a number stands beneath, rather than a sentence.
        size: of the widget.
        font: of the widget.
        palette: of the widget.

    Attributes:
        small: font of what stands beneath; `metrics` of it.
        room: where the words are; `rects` where each of them is.
        large: their font, as large as fits, though never smaller than readable.
        ink, soft, best: colours.
    """

    def __init__(
        self, words: tuple[str, ...], short: bool, size: QSize, font: QFont, palette: QPalette
    ) -> None:
        self._made_for = words, short, size
        self.small = QFont(font)
        self.small.setBold(True)
        self.small.setPointSizeF(font.pointSizeF() * max(1.25, size.height() / 120))
        if not short:
            self.small.setPointSizeF(max(font.pointSizeF(), self.small.pointSizeF() * 0.8))
        self.metrics = QFontMetricsF(self.small)
        self.room = QRectF(0, 0, size.width(), size.height() - self.metrics.height() - 2)
        self.large = self._large(font, words)
        self.rects = self._places(words)
        self.ink, self.soft = palette.windowText().color(), soft_text(palette)
        self.best = QColor(data_colours(palette).best_bar)

    def fits(self, words: tuple[str, ...], short: bool, size: QSize) -> bool:
        """Whether it is for these words in this size."""
        return self._made_for == (words, short, size)

    def _large(self, small: QFont, words: tuple[str, ...]) -> QFont:
        height = self.room.height()
        font = QFont(small)
        font.setBold(True)
        font.setPixelSize(max(1, round(height)))
        metrics = QFontMetricsF(font)
        # Digits have no descenders: their height is what counts, not the line's.
        by_height = height / max(1.0, metrics.capHeight()) * 0.86
        by_width = self.room.width() / max(1.0, metrics.horizontalAdvance("".join(words)))
        if len(words) > 1:  # the marked one has an edge around it
            by_height, by_width = by_height * 0.8, by_width * 0.94
        least = QFontMetricsF(small).height() * 0.9
        font.setPixelSize(round(max(least, height * min(by_height, by_width, 1.25))))
        return font

    def _places(self, words: tuple[str, ...]) -> list[QRectF]:
        """Where each word is, side by side in the middle of the room."""
        metrics, middle = QFontMetricsF(self.large), self.room.center()
        widths = [metrics.horizontalAdvance(word) for word in words]
        left = middle.x() - sum(widths) / 2
        height = min(self.room.height(), metrics.capHeight() * 1.3)
        rects = []
        for width in widths:
            rects.append(QRectF(left, middle.y() - height / 2, width, height))
            left += width
        return rects
