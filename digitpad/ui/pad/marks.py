"""The digits of a number over their ink: a label each, and a box around the one that is chosen.

Signs that are not read have a label too, and always a box, whose line is broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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
        line: number of its row, from the top.
    """

    box: tuple[float, float, float, float]
    label: str
    doubtful: bool = False
    unread: bool = False
    line: int = 0


def frame_rect(geometry: PadGeometry, mark: Mark) -> QRectF:
    """The box around the ink, in the widget's pixels."""
    corners = [QPointF(*geometry.to_widget(corner)) for corner in (mark.box[:2], mark.box[2:])]
    around = QRectF(*corners).adjusted(-_GAP, -_GAP, _GAP, _GAP)
    return around & pad_rect(geometry).adjusted(1, 1, -1, -1)


def label_rects(geometry: PadGeometry, marks: Sequence[Mark], font: QFont) -> list[QRectF]:
    """Where the labels are, in the widget's pixels: above their row's ink, or below where it hides less."""
    frames = [frame_rect(geometry, mark) for mark in marks]
    rects: dict[int, QRectF] = {}
    for line in dict.fromkeys(mark.line for mark in marks):
        numbers = [number for number, mark in enumerate(marks) if mark.line == line]
        sides = [
            {number: _label_rect(geometry, marks[number], frames[number], font, above) for number in numbers}
            for above in (True, False)
        ]
        taken = [*frames, *rects.values()]
        rects.update(min(sides, key=partial(_covered, taken)))
    return [rects[number] for number in range(len(marks))]


def _label_rect(geometry: PadGeometry, mark: Mark, frame: QRectF, font: QFont, above: bool) -> QRectF:
    """Where a label is above or below its frame; never outside the pad."""
    pad = pad_rect(geometry).adjusted(1, 1, -1, -1)
    metrics = QFontMetricsF(_label_font(font))
    height = metrics.height() + 2
    width = max(height, metrics.horizontalAdvance(mark.label) + 10)
    x = frame.center().x() - width / 2
    y = frame.top() - height - _GAP if above else frame.bottom() + _GAP
    x, y = min(max(x, pad.left()), pad.right() - width), min(max(y, pad.top()), pad.bottom() - height)
    return QRectF(x, y, width, height)


def _covered(taken: Sequence[QRectF], labels: Mapping[int, QRectF]) -> float:
    """How much of what has its place labels hide, in square pixels."""
    common = [label.intersected(rect) for label in labels.values() for rect in taken]
    return sum((rect.width() * rect.height() for rect in common), 0.0)


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


def sign_at(geometry: PadGeometry, marks: Sequence[Mark], font: QFont, at: Point) -> bool:
    """Whether a sign that is not read has its box or label at `at` (network pixels)."""
    over = mark_at(geometry, marks, font, at), mark_over(marks, at)
    return any(number is not None and marks[number].unread for number in over)


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
