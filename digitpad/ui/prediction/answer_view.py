"""The answer, large: the class or the number, and its probability."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.form import UNREAD
from digitpad.ui.prediction.answer_look import AnswerLook, Rows, lines_of
from digitpad.ui.widgets.accessible import Role

_ASIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPWARDS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnswerView(QWidget):
    """A large word with its number beneath it, or a message; painted, so that a change moves nothing else.

    Of several digits one is chosen: by a click, or with the arrow keys while this has the focus. They stand
    in rows, and signs that are not read in boxes between them.

    Signals:
        digit_chosen(int): the user chose the digit with this number, row by row.
    """

    ACCESSIBLE_ROLE = Role.StaticText

    digit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setAccessibleName(self.tr("Answer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._rows: Rows = ()
        self._chosen = 0
        self._number = ""
        self._message = ""
        self._detail = ""
        self._kept_look: AnswerLook | None = None

    def word(self) -> str:
        """The class or number that is shown, its rows in lines, "?" for a sign; empty with a message."""
        return "\n".join(lines_of(self._rows))

    def chosen(self) -> int:
        """Number of the chosen digit, row by row."""
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
        self._show(((word,),), 0, number)

    def show_digits(self, rows: Rows, chosen: int, number: str) -> None:
        """Show several digits, or digits with signs.

        Args:
            rows: the digits' classes, row by row; None for a sign.
            chosen: number of the digit that `number` is about, which is marked.
            number: its probability, or what else is to be said of it.
        """
        self._show(rows, chosen, number)

    def show_message(self, text: str, detail: str = "") -> None:
        """Show a message instead of an answer, and `detail` smaller beneath it."""
        self._show((), 0, "", text, detail)

    def reword(self, again: Callable[[str], str]) -> None:
        """Put the words into another language."""
        self._number, self._message, self._detail = map(again, (self._number, self._message, self._detail))

    def _show(self, rows: Rows, chosen: int, number: str, message: str = "", detail: str = "") -> None:
        before = self._divided()
        self._rows, self._chosen, self._number = rows, chosen, number
        self._message, self._detail = message, detail
        self.update()
        divided = self._divided()
        if divided != before:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if divided else Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor if divided else Qt.CursorShape.ArrowCursor)
        if divided:
            words = self._digits()
            text = self.tr("digit {place} of {count}").format(place=chosen + 1, count=len(words))
            self.setAccessibleDescription(f"{self.word()}, {text}: {words[chosen]}, {number}")
            self.setToolTip(self.tr("Click a digit, or choose it with the arrow keys, to see its bars"))
        elif before:
            self.setAccessibleDescription("")
            self.setToolTip("")

    def _divided(self) -> bool:
        """Whether there is more than one digit or sign."""
        return sum(map(len, self._rows)) > 1

    def _digits(self) -> list[str]:
        return [word for row in self._rows for word in row if word is not None]

    def _look(self) -> AnswerLook:
        """Fonts, places and colours; made anew when words, size, font or palette have changed."""
        short = not self._detail and not self._divided()  # a number rather than a sentence
        if self._kept_look is None or not self._kept_look.fits(self._rows, short, self.size()):
            self._kept_look = AnswerLook(self._rows, short, self.size(), self.font(), self.palette())
        return self._kept_look

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._look().digits) and number != self._chosen:
            self.digit_chosen.emit(number)

    def _choose_row(self, rows: int) -> None:
        """Choose the digit above (-1) or below (1) the chosen one."""
        places = self._look().digits
        at = places[self._chosen].center()
        away = {
            number: (abs(place.center().y() - at.y()), abs(place.center().x() - at.x()))
            for number, place in enumerate(places)
            if (place.center().y() - at.y()) * rows > 1
        }
        if away:
            self._choose(min(away, key=away.__getitem__))

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(110, 2 * height + 84)

    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(84, 2 * height + 48)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._divided():
            at = event.position()
            middles = [place.center() for place in self._look().digits]
            away = [(round(abs(middle.y() - at.y())), abs(middle.x() - at.x())) for middle in middles]
            self._choose(away.index(min(away)))
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._divided() and key in _ASIDE:
            self._choose(self._chosen + _ASIDE[key])
        elif self._divided() and key in _UPWARDS:
            self._choose_row(_UPWARDS[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and any(
            sign.contains(QPointF(event.pos())) for sign in self._look().signs
        ):
            QToolTip.showText(event.globalPos(), self.tr("A sign that is not read"), self)
            return True
        return super().event(event)

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

    def _paint_answer(self, painter: QPainter, look: AnswerLook) -> None:
        if self._divided():
            self._paint_edge(painter, look.digits[self._chosen], look)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.setFont(look.large)
        for number, (word, place) in enumerate(zip(self._digits(), look.digits, strict=True)):
            painter.setPen(look.best if number == self._chosen else look.soft)
            painter.drawText(place, flags, word)
        painter.setFont(look.unread)
        painter.setPen(QPen(look.soft, 1, Qt.PenStyle.DashLine))
        for sign in look.signs:
            margin = sign.width() * 0.12
            painter.drawRoundedRect(sign.adjusted(margin, margin, -margin, -margin), 4, 4)
            painter.drawText(sign, flags, UNREAD)
        font = QFont(look.small)
        wide = look.metrics.horizontalAdvance(self._number)
        if wide > self.width():  # a percentage without its end would be another one
            font.setPointSizeF(font.pointSizeF() * self.width() / wide)
        painter.setFont(font)
        painter.setPen(look.ink)
        below = QRectF(0, look.room.bottom() + 2, self.width(), look.metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self._number)

    def _paint_edge(self, painter: QPainter, rect: QRectF, look: AnswerLook) -> None:
        """Mark the chosen digit with a line beneath it, and a frame while the arrow keys choose."""
        y = rect.bottom() + 3
        painter.setPen(QPen(look.best, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(rect.left() + 3, y), QPointF(rect.right() - 3, y))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-2, -3, 2, 0), 4, 4)

    def _paint_message(self, painter: QPainter, look: AnswerLook) -> None:
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
