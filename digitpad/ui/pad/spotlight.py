"""What is shown over the ink of what the network looks at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from digitpad.ui.pad.geometry import PadGeometry
from digitpad.ui.pad.painter import pad_rect
from digitpad.ui.style.theme import PAD


@dataclass(frozen=True, slots=True, eq=False)
class Spotlight:
    """A picture of the network's input laid over the digit it was made from, and a frame.

    Attributes:
        image: with transparency; None for no picture.
        area: left, top, right, bottom of what it covers, in network pixels of the pad.
        frame: left, top, right, bottom of a frame, in the same; None for none.
    """

    image: QImage | None
    area: tuple[float, float, float, float]
    frame: tuple[float, float, float, float] | None


def paint_spotlight(painter: QPainter, geometry: PadGeometry, spotlight: Spotlight) -> None:
    """Paint it; the widget's pixels are the painter's."""
    painter.save()
    pad = pad_rect(geometry)
    painter.setClipRect(pad)
    if spotlight.image is not None:
        corners = geometry.to_widget(spotlight.area[:2]), geometry.to_widget(spotlight.area[2:])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(QPointF(*corners[0]), QPointF(*corners[1])), spotlight.image)
    if spotlight.frame is not None:
        low, high = geometry.to_widget(spotlight.frame[:2]), geometry.to_widget(spotlight.frame[2:])
        frame = QRectF(QPointF(*low), QPointF(*high)) & pad.adjusted(1, 1, -1, -1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(PAD.background), 4.0))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor(PAD.overlay), 2.0))
        painter.drawRect(frame)
    painter.restore()
