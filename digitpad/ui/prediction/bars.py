"""The classes as horizontal bars over one axis, painted in one go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from digitpad.numerals import percent
from digitpad.ui.prediction.bars_look import FLOOR, GAP, BarsLook
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.fields import tip_of

_READ_OUT = 10  # classes that a screen reader is given, the likeliest


@dataclass(frozen=True, slots=True)
class Bar:
    """One class on the scale.

    Attributes:
        length: 0 to 1 of the axis.
        clipped: whether the value lies below where the axis begins.
        text: the number to show.
    """

    length: float
    clipped: bool
    text: str


def bar(log_probability: float, *, as_probability: bool) -> Bar:
    """The bar of a class.

    Args:
        log_probability: natural logarithm of the probability, at most 0; -inf and NaN are clipped.
        as_probability: whether the axis goes from 0 to 1 instead of `FLOOR` to 0.
    """
    if as_probability:
        probability = math.exp(min(0.0, log_probability)) if log_probability == log_probability else 0.0
        return Bar(probability, False, percent(probability))
    inside = log_probability >= FLOOR  # false for NaN
    length = min(1.0, 1 - log_probability / FLOOR) if inside else 0.0
    return Bar(length, not inside, number(log_probability))


def number(value: float) -> str:
    """A log-probability in few characters, with a true minus sign."""
    if not math.isfinite(value):
        return "−∞" if value < 0 else "?"
    # Adding zero turns -0.0 into 0.0.
    text = f"{round(value, 2) + 0.0:.2f}" if abs(value) < 99.5 else f"{value:.0f}"
    return text.replace("-", "−")


class Bars(QAbstractScrollArea):
    """Rows of class, bar and number over an axis; the best class in bold, another colour and with a ▶.

    Rows shrink down to the text's height; if that is not enough they scroll while the axis stays.

    Signals:
        class_clicked(int): the number of the class whose row was clicked while an answer is shown.
    """

    ACCESSIBLE_ROLE = Role.Chart

    class_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bars")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Bars of the classes"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self._classes: tuple[str, ...] = ()
        self._log_probs: tuple[float, ...] = ()
        self._best = -1
        self._as_probability = False
        self._muted = False
        self._kept_look: BarsLook | None = None
        self._hovered = -1  # the row under the mouse that a click would choose
        self._pressed = -1
        self.viewport().setMouseTracking(True)

    def as_probability(self) -> bool:
        """Whether probabilities are shown instead of log-probabilities."""
        return self._as_probability

    def set_classes(self, classes: Sequence[str]) -> None:
        """Give the rows their names."""
        self._classes = tuple(classes)
        self._renew()
        self.updateGeometry()

    def set_as_probability(self, on: bool) -> None:
        """Show probabilities from 0 to 1, or log-probabilities from -20 to 0."""
        self._as_probability = on
        self._renew()

    def set_muted(self, on: bool) -> None:
        """Paint the bars fainter, as for something unknown."""
        if on != self._muted:
            self._muted = on
            self._update_rows()

    def set_values(self, log_probs: Sequence[float], best: int) -> None:
        """Show an answer.

        Args:
            log_probs: natural logarithms of the probabilities, one per class; empty for no answer.
            best: the class to mark; -1 for none.
        """
        self._log_probs = tuple(log_probs)
        if best != self._best and best >= 0:
            self._best = best
            self._scroll_to_best()
        self._best = best
        if not self._log_probs:
            self._hover(-1)
        self._update_rows()

    def accessible_value(self) -> str:
        """The numbers of the likeliest classes, for screen readers: "7 −0.08, 2 −3.00"."""
        pairs = sorted(zip(self._log_probs, self._classes, strict=False), key=lambda pair: -pair[0])
        bars = ((name, bar(value, as_probability=self._as_probability)) for value, name in pairs[:_READ_OUT])
        return ", ".join(f"{name} {one.text}" for name, one in bars)

    def _row_at(self, y: float) -> int:
        """The row that a click at `y` chooses; -1 for none, as where no answer is shown."""
        look = self._look()
        row = int((y + self.verticalScrollBar().value()) // look.row)
        inside = 0 <= y < self.viewport().height() - look.axis
        return row if inside and 0 <= row < min(len(self._classes), len(self._log_probs)) else -1

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            shape = Qt.CursorShape.ArrowCursor if row < 0 else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self._update_rows()

    def _look(self) -> BarsLook:
        """Fonts, colours and measures; made anew when size, classes, scale or palette have changed."""
        if self._kept_look is None:
            self._kept_look = BarsLook(
                self.font(), self.palette(), self.viewport().size(), self._classes, self._as_probability
            )
        return self._kept_look

    def _renew(self) -> None:
        """Take in what `_look` depends on, and give the scroll bar its range."""
        self._kept_look = None
        look = self._look()
        room = max(1, int(self.viewport().height() - look.axis))
        beyond = look.row * len(self._classes) - room
        self.verticalScrollBar().setRange(0, max(0, int(beyond)))  # a part of a pixel is no row to scroll to
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setSingleStep(round(look.row))
        self.viewport().update()

    def _update_rows(self) -> None:
        """Paint the rows anew, and not the axis."""
        self.viewport().update(0, 0, self.viewport().width(), math.ceil(self._floor()))

    def _floor(self) -> float:
        """Where the rows end and the axis begins."""
        look = self._look()
        return min(self.viewport().height() - look.axis, look.row * len(self._classes))

    def _scroll_to_best(self) -> None:
        bar, height = self.verticalScrollBar(), self._look().row
        top, bottom = int(self._best * height), int((self._best + 1) * height) + 1
        if top < bar.value() or bottom > bar.value() + bar.pageStep():
            bar.setValue((top + bottom - bar.pageStep()) // 2)

    def _paint_axis(self, painter: QPainter, look: BarsLook, floor: float) -> None:
        painter.setFont(look.font)
        painter.setPen(look.soft)
        for tick in look.ticks:
            painter.drawText(QPointF(tick.left, floor + 4 + look.ascent), tick.text)
        title = self.tr("probability") if self._as_probability else self.tr("log-softmax (log-probability)")
        wide = look.advance(title)
        if wide > self.viewport().width():
            title = self.tr("probability") if self._as_probability else self.tr("log-softmax")
            wide = look.advance(title)
        left = max(0.0, min(self.viewport().width() - wide, (look.begin + look.end - wide) / 2))
        line = QRectF(left, floor + 5 + look.text, self.viewport().width() - left, look.text)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)

    def _paint_row(self, painter: QPainter, look: BarsLook, number: int, row: QRectF) -> None:
        best = number == self._best
        if number == self._hovered:
            painter.fillRect(row, look.hovered)
        painter.setFont(look.bold if best else look.font)
        painter.setPen(look.ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        label = QRectF(look.mark, row.top(), look.begin - look.mark - GAP, row.height())
        painter.drawText(label, middle | Qt.AlignmentFlag.AlignRight, look.names[best][number])
        if number >= len(self._log_probs):
            return
        extent = bar(self._log_probs[number], as_probability=self._as_probability)
        thick = min(row.height() * 0.72, row.height() - 2)
        length = extent.length * (look.end - look.begin)
        colour = look.muted if self._muted else look.best if best else look.bar
        painter.fillRect(QRectF(look.begin, row.center().y() - thick / 2, max(1.0, length), thick), colour)
        right = look.end + GAP
        text = QRectF(right, row.top(), self.viewport().width() - right, row.height())
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, extent.text)
        if best:
            self._paint_triangle(painter, 1, look.mark - 3, row.center().y(), colour)
        if extent.clipped:
            base, tip = look.begin + 3 + look.mark * 0.6, look.begin + 3
            self._paint_triangle(painter, base, tip, row.center().y(), colour)

    @staticmethod
    def _paint_triangle(painter: QPainter, base: float, tip: float, y: float, colour: QColor) -> None:
        half = abs(tip - base) * 0.6
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(base, y - half), QPointF(tip, y), QPointF(base, y + half)]))
        painter.restore()

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(self.font()).height()
        return QSize(260, round(min(text * 1.8 * max(1, len(self._classes)), 420) + 2 * text + 9))

    def minimumSizeHint(self) -> QSize:
        text = QFontMetricsF(self.font()).height()
        rows = min(10, max(3, len(self._classes)))
        return QSize(178, round((text + 1) * rows + 2 * text + 13))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._renew()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._renew()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look, floor, width = self._look(), self._floor(), self.viewport().width()
        for tick in look.ticks_of_grid:
            painter.fillRect(QRectF(tick, 0, 1, floor + 4), look.grid)
        if event.rect().bottom() >= floor:
            self._paint_axis(painter, look, floor)
        painter.setClipRect(QRectF(0, 0, width, floor))
        scrolled = self.verticalScrollBar().value()
        for number in range(len(self._classes)):
            row = QRectF(0, number * look.row - scrolled, width, look.row)
            if row.bottom() > 0 and row.top() < floor:
                self._paint_row(painter, look, number, row)
        painter.setClipping(False)
        painter.setPen(look.soft)
        painter.drawLine(QPointF(look.begin, 0), QPointF(look.begin, floor))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._row_at(event.position().y()) if left else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        if pressed >= 0 and pressed == self._row_at(event.position().y()):
            self.class_clicked.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._row_at(event.position().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._row_at(event.pos().y())
            text = self.tr("It was {name}: click to keep the drawing as one of your samples")
            tip = tip_of(text.format(name=self._classes[row])) if row >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)
