"""The digits of a number over their ink: a label each, and a box around the one that is chosen.

Signs that are not read have a label too, and always a box, whose line is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from digitpad.ink.drawing import Point
from digitpad.ui.pad.model import PadGeometry
from digitpad.ui.pad.overlays import pad_rect
from digitpad.ui.style.theme import PAD

_GAP = 3.0  # between box and label, and around the ink, in the widget's pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """One digit or sign.

    Attributes:
        box: left, top, right, bottom of its ink in network pixels.
        label: what it was read as.
        doubtful: whether it may be no digit at all.
        unread: whether it is a sign, which is not read.
    """

    box: tuple[float, float, float, float]
    label: str
    doubtful: bool = False
    unread: bool = False


def frame_rect(geometry: PadGeometry, mark: Mark) -> QRectF:
    """The box around the ink, in the widget's pixels."""
    corners = [QPointF(*geometry.to_widget(corner)) for corner in (mark.box[:2], mark.box[2:])]
    around = QRectF(*corners).adjusted(-_GAP, -_GAP, _GAP, _GAP)
    return around & pad_rect(geometry).adjusted(1, 1, -1, -1)


def label_rects(geometry: PadGeometry, marks: Sequence[Mark], font: QFont) -> list[QRectF]:
    """Where the labels are: above the ink, below it where there is no room, in the widget's pixels."""
    pad = pad_rect(geometry)
    metrics = QFontMetricsF(_label_font(font))
    height = metrics.height() + 2
    frames = [frame_rect(geometry, mark) for mark in marks]
    # On one line, as the digits are, as far as there is room.
    tops = [frame.top() - height - _GAP for frame in frames]
    above = min(tops, default=0.0) >= pad.top() + 1
    rects = []
    for mark, frame, top in zip(marks, frames, tops, strict=True):
        width = max(height, metrics.horizontalAdvance(mark.label) + 10)
        y = top if above or top >= pad.top() + 1 else frame.bottom() + _GAP
        y = min(y, pad.bottom() - height - 1)
        x = min(max(frame.center().x() - width / 2, pad.left() + 1), pad.right() - width - 1)
        rects.append(QRectF(x, y, width, height))
    return rects


def marks_rect(geometry: PadGeometry, marks: Sequence[Mark], font: QFont) -> QRect:
    """What `paint_marks` touches, in the widget's pixels."""
    touched = QRectF()
    for mark, label in zip(marks, label_rects(geometry, marks, font), strict=True):
        touched |= frame_rect(geometry, mark) | label
    return touched.adjusted(-3, -3, 3, 3).toAlignedRect()


def mark_at(geometry: PadGeometry, marks: Sequence[Mark], font: QFont, at: Point) -> int | None:
    """The number of the mark whose label lies at `at` (network pixels)."""
    place = QPointF(*geometry.to_widget(at))
    for number, rect in enumerate(label_rects(geometry, marks, font)):
        if rect.adjusted(-1, -1, 1, 1).contains(place):
            return number
    return None


def mark_over(marks: Sequence[Mark], at: Point) -> int | None:
    """The number of the mark whose box holds `at` (network pixels); of several the narrowest."""
    holding = [
        (mark.box[2] - mark.box[0], number)
        for number, mark in enumerate(marks)
        if mark.box[0] <= at[0] <= mark.box[2] and mark.box[1] <= at[1] <= mark.box[3]
    ]
    return min(holding)[1] if holding else None


def paint_marks(painter: QPainter, geometry: PadGeometry, marks: Sequence[Mark], chosen: int) -> None:
    """Paint the labels, and the box of mark number `chosen`; the widget's pixels are the painter's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    usual = painter.font()
    rects = label_rects(geometry, marks, usual)
    painter.setFont(_label_font(usual))
    for number, (mark, rect) in enumerate(zip(marks, rects, strict=True)):
        is_chosen = number == chosen
        colour = QColor(PAD.hint if mark.unread else PAD.doubt if mark.doubtful else PAD.pointer)
        pen = QPen(colour, 1.0, Qt.PenStyle.DashLine if mark.unread else Qt.PenStyle.SolidLine)
        if mark.unread:
            _paint_frame(painter, frame_rect(geometry, mark), pen)
        elif is_chosen:
            _paint_frame(painter, frame_rect(geometry, mark), QPen(colour, 1.5))
        ground = QColor(colour if is_chosen else PAD.background)
        ground.setAlpha(255 if is_chosen else 215)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(QColor(PAD.background) if is_chosen else colour)
        text = mark.label + ("?" if mark.doubtful else "")
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
    painter.restore()


def _paint_frame(painter: QPainter, frame: QRectF, pen: QPen) -> None:
    """Paint a box around ink; its broken line has a dark one beneath, for light paper."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if pen.style() is Qt.PenStyle.DashLine:
        painter.setPen(QPen(QColor(PAD.background), pen.widthF()))
        painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(pen)
    painter.drawRoundedRect(frame, 4, 4)


def _label_font(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
