"""The ink on the pad as a picture that grows with the stroke.

It is painted by the same rule as in `digitpad.ink.raster`: a pixel is as bright as the soft round brush
covers it at the nearest point of the path. Ink keeps the brighter value of pixel and brush and the eraser the
darker of pixel and uncovered part, so a segment can be painted over what is there, in any pieces, with the
same result: what was painted during the stroke equals the drawing painted anew, pixel by pixel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QRadialGradient

from digitpad.form import SIDE
from digitpad.ink.drawing import SOFTNESS, Drawing, Point, Stroke

_NEAR, _FAR = -4 * SIDE, 5 * SIDE
"""Beyond, a point leaves no ink on the pad; as raster.py has it."""


@dataclass(frozen=True, slots=True)
class _Brush:
    """One end and one metre of the brush, as gradients around (0, 0) in device pixels."""

    reach: float
    tip: QBrush
    body: QBrush
    mode: QPainter.CompositionMode


def _brush(width: float, eraser: bool, cell: int) -> _Brush:
    reach = (width + SOFTNESS) / 2 * cell  # where the soft rim ends
    core = max(0.0, (width - SOFTNESS) / 2 * cell / reach)  # the part of it where the cover is full
    # A brush thinner than its rim never covers fully, not even in its middle.
    grey = round(255 * min(1.0, reach / (SOFTNESS * cell)))
    full, none = QColor(grey, grey, grey), QColor(0, 0, 0)
    mode = QPainter.CompositionMode.CompositionMode_Lighten
    if eraser:
        full, none = QColor(255 - grey, 255 - grey, 255 - grey), QColor(255, 255, 255)
        mode = QPainter.CompositionMode.CompositionMode_Darken
    tip = QRadialGradient(QPointF(0, 0), reach)
    tip.setColorAt(0, full)
    tip.setColorAt(core, full)
    tip.setColorAt(1, none)
    body = QLinearGradient(0, -reach, 0, reach)
    for place, colour in ((0, none), ((1 - core) / 2, full), ((1 + core) / 2, full), (1, none)):
        body.setColorAt(place, colour)
    return _Brush(reach, QBrush(tip), QBrush(body), mode)


class InkLayer:
    """A black square picture of 28 `cell` device pixels on a side with the strokes in white."""

    def __init__(self) -> None:
        self.cell = 0
        self.image = QImage()
        self._brushes: dict[tuple[float, bool], _Brush] = {}

    def redraw(self, drawing: Drawing, cell: int) -> None:
        """Paint all strokes anew, `cell` device pixels to the network pixel."""
        if cell != self.cell:
            side = cell * SIDE
            self.cell = cell
            self.image = QImage(side, side, QImage.Format.Format_RGB32)
            self._brushes.clear()
        self.image.fill(Qt.GlobalColor.black)
        painter = QPainter(self.image)
        for stroke in drawing.strokes:
            self._paint(painter, stroke, stroke.points)
        painter.end()

    def add(self, stroke: Stroke, first: int) -> QRect:
        """Paint what a growing stroke gained.

        Args:
            stroke: the stroke with its new points.
            first: number of the first new point.

        Returns:
            The part of the picture that changed, in device pixels.
        """
        points = stroke.points[max(0, first - 1) :]
        painter = QPainter(self.image)
        self._paint(painter, stroke, points)
        painter.end()
        xs, ys = [x for x, _ in points], [y for _, y in points]
        reach = (stroke.width + SOFTNESS) / 2 + 1
        box = QRectF(
            QPointF((min(xs) - reach) * self.cell, (min(ys) - reach) * self.cell),
            QPointF((max(xs) + reach) * self.cell, (max(ys) + reach) * self.cell),
        )
        return box.toAlignedRect().intersected(self.image.rect())

    def _paint(self, painter: QPainter, stroke: Stroke, points: Sequence[Point]) -> None:
        """Paint the path through `points`: the brush's body along each piece, its tip at each point."""
        key = stroke.width, stroke.eraser
        brush = self._brushes.get(key)
        if brush is None:
            brush = self._brushes[key] = _brush(*key, self.cell)
        painter.setCompositionMode(brush.mode)
        reach, before = brush.reach, None
        for x, y in points:
            at = min(_FAR, max(_NEAR, x)) * self.cell, min(_FAR, max(_NEAR, y)) * self.cell
            painter.translate(*at)
            painter.fillRect(QRectF(-reach, -reach, 2 * reach, 2 * reach), brush.tip)
            if before is not None and before != at:
                dx, dy = before[0] - at[0], before[1] - at[1]
                painter.rotate(math.degrees(math.atan2(dy, dx)))
                painter.fillRect(QRectF(0, -reach, math.hypot(dx, dy), 2 * reach), brush.body)
            painter.resetTransform()
            before = at
