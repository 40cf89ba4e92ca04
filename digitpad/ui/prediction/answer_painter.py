"""Parts of the answer's picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.theme import soft_text


def paint_message(painter: QPainter, widget: QWidget, message: str, detail: str, small: QFont) -> None:
    """Paint a message over all of `widget` and, where given, a detail in the font `small` beneath it."""
    whole = QRectF(widget.rect())
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * 1.2)
    painter.setFont(font)
    painter.setPen(soft_text(widget.palette()))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    if not detail:
        painter.drawText(whole, flags, message)
        return
    needed = QFontMetricsF(font).boundingRect(whole, flags, message).height()
    below = QFontMetricsF(small).height()
    top = max(0.0, (whole.height() - needed - below - 4) / 2)
    painter.drawText(QRectF(0, top, whole.width(), needed), flags, message)
    painter.setFont(small)
    painter.setPen(widget.palette().windowText().color())
    painter.drawText(QRectF(0, top + needed + 4, whole.width(), below), flags, detail)


def paint_edge(painter: QPainter, widget: QWidget, rect: QRectF, colour: QColor) -> None:
    """Mark the chosen digit in `rect` with a line beneath it, and a frame while the arrow keys choose."""
    y = rect.bottom() + 3
    painter.setPen(QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(rect.left() + 3, y), QPointF(rect.right() - 3, y))
    if widget.hasFocus():
        painter.setPen(QPen(widget.palette().color(QPalette.ColorRole.Highlight), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-2, -3, 2, 0), 4, 4)
