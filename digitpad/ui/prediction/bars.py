"""The classes as horizontal bars over one axis, painted in one go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from digitpad.ui.prediction import bar_scale
from digitpad.ui.style.theme import data_colours, soft_text

_GAP = 6.0
_AIRY = 2.4  # height of a row, in heights of its text, from which the text grows with the room
_LARGEST = 2.0  # how much it grows at most
_LONGEST_LABEL = 0.34  # of the width; longer class names are cut


class Bars(QAbstractScrollArea):
    """Rows of class, bar and number over an axis; the best class in bold, another colour and with a ▶.

    Rows shrink down to the text's height; if that is not enough they scroll while the axis stays.

    Signals:
        class_clicked(int): the number of the class whose row was clicked while an answer is shown.
    """

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
        self._hovered = -1  # the row under the mouse that a click would choose
        self._pressed = -1
        self.viewport().setMouseTracking(True)

    def as_probability(self) -> bool:
        """Whether probabilities are shown instead of log-probabilities."""
        return self._as_probability

    def set_classes(self, classes: Sequence[str]) -> None:
        """Give the rows their names."""
        self._classes = tuple(classes)
        self._fit()
        self.updateGeometry()
        self.viewport().update()

    def set_as_probability(self, on: bool) -> None:
        """Show probabilities from 0 to 1, or log-probabilities from -20 to 0."""
        self._as_probability = on
        self.viewport().update()

    def set_muted(self, on: bool) -> None:
        """Paint the bars fainter, as for an answer that is no answer."""
        if on != self._muted:
            self._muted = on
            self.viewport().update()

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
        self.viewport().update()

    def _row_at(self, y: float) -> int:
        """The row that a click at `y` chooses; -1 for none, as where no answer is shown."""
        row = int((y + self.verticalScrollBar().value()) // self._row_height())
        floor = self.viewport().height() - self._axis_height()
        return row if 0 <= y < floor and 0 <= row < min(len(self._classes), len(self._log_probs)) else -1

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            shape = Qt.CursorShape.ArrowCursor if row < 0 else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _text_font(self, *, bold: bool = False) -> QFont:
        """The widget's font, larger on a large screen where there is room both ways."""
        font = QFont(self.font())
        text = QFontMetricsF(font).height()
        rows = max(1, len(self._classes)) + 2  # the axis takes about two
        room = min(self.viewport().height() / rows / (_AIRY * text), self.viewport().width() / (22 * text))
        font.setPointSizeF(font.pointSizeF() * max(1.0, min(_LARGEST, room)))
        font.setBold(bold)
        return font

    def _axis_height(self) -> float:
        return 2 * QFontMetricsF(self._text_font()).height() + 9

    def _row_height(self) -> float:
        text = QFontMetricsF(self._text_font()).height()
        room = self.viewport().height() - self._axis_height()
        return max(text + 1, min(text * _AIRY, room / max(1, len(self._classes))))

    def _fit(self) -> None:
        """Give the scroll bar its range."""
        room = max(1, int(self.viewport().height() - self._axis_height()))
        needed = self._row_height() * len(self._classes)
        self.verticalScrollBar().setRange(0, max(0, round(needed - room)))
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setSingleStep(round(self._row_height()))

    def _scroll_to_best(self) -> None:
        bar, height = self.verticalScrollBar(), self._row_height()
        top, bottom = int(self._best * height), int((self._best + 1) * height) + 1
        if top < bar.value() or bottom > bar.value() + bar.pageStep():
            bar.setValue((top + bottom - bar.pageStep()) // 2)

    def _columns(self) -> tuple[float, float, float]:
        """Where the bars begin and end, and the width of the marker before the labels."""
        metrics = QFontMetricsF(self._text_font(bold=True))
        width = self.viewport().width()
        mark = metrics.height() * 0.7
        label = max((metrics.horizontalAdvance(name) for name in self._classes), default=0)
        label = min(label, _LONGEST_LABEL * width)
        digits = metrics.horizontalAdvance("> 99.9 %" if self._as_probability else "−88.88")
        return mark + label + _GAP, width - digits - _GAP, mark

    def _paint_axis(self, painter: QPainter, begin: float, end: float, top: float) -> None:
        painter.setFont(self._text_font())
        metrics = QFontMetricsF(painter.font())
        grid = QColor(data_colours(self.palette()).grid)
        painter.setPen(soft_text(self.palette()))
        marks = bar_scale.ticks(as_probability=self._as_probability)
        widest = max(metrics.horizontalAdvance(text) for _, text in marks) + _GAP
        # Where the numbers would run into each other only every second is written, or both ends.
        room = (end - begin) / (len(marks) - 1)
        every = next((step for step in (1, 2) if step * room >= widest), len(marks) - 1)
        for count, (place, text) in enumerate(marks):
            x = round(begin + place * (end - begin))
            painter.fillRect(QRectF(x, 0, 1, top + 4), grid)
            if count % every == 0:
                wide = metrics.horizontalAdvance(text)
                left = max(0.0, min(self.viewport().width() - wide, x - wide / 2))
                painter.drawText(QPointF(left, top + 4 + metrics.ascent()), text)
        title = self.tr("probability") if self._as_probability else self.tr("log-softmax (log-probability)")
        wide = metrics.horizontalAdvance(title)
        left = max(0.0, min(self.viewport().width() - wide, (begin + end - wide) / 2))
        line = QRectF(left, top + 5 + metrics.height(), self.viewport().width() - left, metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)

    def _paint_row(
        self, painter: QPainter, number: int, row: QRectF, columns: tuple[float, float, float]
    ) -> None:
        begin, end, mark = columns
        best = number == self._best
        colours = data_colours(self.palette())
        if number == self._hovered:
            painter.fillRect(row, self.palette().alternateBase())
        font = self._text_font(bold=best)
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        middle = Qt.AlignmentFlag.AlignVCenter
        label = QRectF(mark, row.top(), begin - mark - _GAP, row.height())
        name = QFontMetricsF(font).elidedText(
            self._classes[number], Qt.TextElideMode.ElideMiddle, label.width() + 1
        )
        painter.drawText(label, middle | Qt.AlignmentFlag.AlignRight, name)
        if number >= len(self._log_probs):
            return
        shown = bar_scale.bar(self._log_probs[number], as_probability=self._as_probability)
        thick = min(row.height() * 0.72, row.height() - 2)
        length = shown.length * (end - begin)
        colour = QColor(colours.best_bar if best and not self._muted else colours.bar)
        if self._muted:
            colour.setAlphaF(0.55)
        painter.fillRect(QRectF(begin, row.center().y() - thick / 2, max(1.0, length), thick), colour)
        text = QRectF(end + _GAP, row.top(), self.viewport().width() - end - _GAP, row.height())
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, shown.text)
        if best:
            self._paint_triangle(painter, 1, mark - 3, row.center().y(), colour)
        if shown.clipped:
            self._paint_triangle(painter, begin + 3 + mark * 0.6, begin + 3, row.center().y(), colour)

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
        return QSize(200, round((text + 1) * rows + 2 * text + 9))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()
            self.updateGeometry()
            self.viewport().update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        columns = self._columns()
        height, room = self._row_height(), self.viewport().height() - self._axis_height()
        floor = min(room, height * len(self._classes))
        self._paint_axis(painter, columns[0], columns[1], floor)
        painter.setClipRect(QRectF(0, 0, self.viewport().width(), floor))
        scrolled = self.verticalScrollBar().value()
        for number in range(len(self._classes)):
            row = QRectF(0, number * height - scrolled, self.viewport().width(), height)
            if row.bottom() > 0 and row.top() < floor:
                self._paint_row(painter, number, row, columns)
        painter.setClipping(False)
        edge = QPen(soft_text(self.palette()))
        painter.setPen(edge)
        painter.drawLine(QPointF(columns[0], 0), QPointF(columns[0], floor))
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
            QToolTip.showText(
                event.globalPos(), text.format(name=self._classes[row]) if row >= 0 else "", self.viewport()
            )
            return True
        return super().viewportEvent(event)
