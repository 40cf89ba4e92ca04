"""What is shown on the pad besides ink and pointer: hint, legend, opened picture, spotlight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from digitpad.form import SIDE
from digitpad.ink.drawing import Stroke
from digitpad.ui.pad.model import PadGeometry
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.picture_strokes import is_light, paint_path
from digitpad.ui.style.theme import PAD
from digitpad.ui.widgets.pixels import image_of

_SMALLEST = 6.5  # points of a hint that has little room


def pad_rect(geometry: PadGeometry) -> QRectF:
    """The pad's square in the widget's (device-independent) pixels."""
    ratio = geometry.ratio
    side = geometry.side / ratio
    return QRectF(geometry.left / ratio, geometry.top / ratio, side, side)


def paint_hint(painter: QPainter, geometry: PadGeometry, title: str, text: str) -> None:
    """Paint what to do into an empty pad: `title` large, `text` smaller beneath it."""
    pad = pad_rect(geometry)
    inner = pad.adjusted(pad.width() * 0.06, 0, -pad.width() * 0.06, 0)
    usual = painter.font()
    large = _fitting(
        usual, title, inner.width(), max(usual.pointSizeF() * 1.3, pad.width() / 22), QFont.Weight.DemiBold
    )
    height = QFontMetricsF(large).height()
    upper = QRectF(inner.left(), pad.center().y() - height * 1.1, inner.width(), height)
    painter.setFont(large)
    painter.setPen(QColor(PAD.hint))
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, title)
    small = _fitting(usual, "", 0, max(usual.pointSizeF(), large.pointSizeF() * 0.52), QFont.Weight.Normal)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    lower = QRectF(inner.left(), upper.bottom() + height * 0.35, inner.width(), pad.bottom() - upper.bottom())
    while _height(small, lower, flags, text) > lower.height() and small.pointSizeF() > _SMALLEST:
        small.setPointSizeF(small.pointSizeF() * 0.9)
    painter.setFont(small)
    painter.setPen(QColor(PAD.faint_hint))
    painter.drawText(lower, flags, text)
    painter.setFont(usual)


def _height(font: QFont, room: QRectF, flags: Qt.AlignmentFlag | Qt.TextFlag, text: str) -> float:
    """Pixels that a text in lines is high."""
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, room.width(), 1e4), int(flags), text).height()


def _fitting(font: QFont, text: str, width: float, size: float, weight: QFont.Weight) -> QFont:
    """`font` at `size` points, or smaller so that `text` is at most `width` pixels wide."""
    font = QFont(font)
    font.setPointSizeF(size)
    font.setWeight(weight)
    wide = QFontMetricsF(font).horizontalAdvance(text) + 2
    if wide > width > 0:
        font.setPointSizeF(size * width / wide)
    return font


Legend = tuple[tuple[QColor, str], ...]
"""Colours from left to right, and what each of them means."""


def paint_legends(painter: QPainter, geometry: PadGeometry, legends: Sequence[Legend]) -> None:
    """Paint what colours on the pad mean, each legend in a line along its lower edge."""
    pad = pad_rect(geometry)
    metrics = QFontMetricsF(painter.font())
    height = metrics.height() + 6
    ground = QColor(PAD.background)
    ground.setAlpha(215)
    for number, legend in enumerate(reversed(legends), start=1):
        strip = QRectF(pad.left(), pad.bottom() - number * height, pad.width(), height)
        painter.fillRect(strip, ground)
        room = strip.width() / len(legend)
        box, left = metrics.ascent() * 0.8, strip.left()
        for colour, text in legend:
            painter.fillRect(QRectF(left + 6, strip.center().y() - box / 2, box, box), colour)
            words = QRectF(left + 12 + box, strip.top(), room - box - 16, height)
            painter.setPen(QColor(PAD.hint))
            painter.drawText(
                words,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width()),
            )
            left += room


class OpenedPicture:
    """Paints the picture fitted into the pad, at its own proportions."""

    def __init__(self) -> None:
        self._picture: PadPicture | None = None
        self._image = QImage()
        self._light = True  # whether its paper is

    def paint(
        self,
        painter: QPainter,
        geometry: PadGeometry,
        picture: PadPicture,
        overlay: QImage | None,
        live: Stroke | None,
    ) -> None:
        """Paint the picture and, where given, the network's pixels and the stroke that is made over it."""
        if picture is not self._picture:
            self._picture, self._image = picture, image_of(picture.pixels)
            self._light = picture.grey is None or is_light(picture.grey)
        pad = pad_rect(geometry)
        painter.save()
        painter.fillRect(pad, QColor(PAD.background))
        # A small one is shown in squares, as it is; a photograph smoothly.
        large = max(self._image.width(), self._image.height()) > geometry.side / 4
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, large)
        size = self._image.size().toSizeF().scaled(pad.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(pad.topLeft(), size)
        place.moveCenter(pad.center())
        painter.drawImage(place, self._image)
        if live is not None:
            self._paint_live(painter, pad, place, live)
        if overlay is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(pad, overlay)
        painter.restore()

    def _paint_live(self, painter: QPainter, pad: QRectF, place: QRectF, stroke: Stroke) -> None:
        """Paint a stroke nearly as it will be a part of the picture."""
        white = self._light == stroke.eraser
        painter.save()
        painter.setClipRect(place)
        painter.translate(pad.topLeft())
        painter.scale(pad.width() / SIDE, pad.height() / SIDE)
        painter.setBrush(Qt.GlobalColor.white if white else Qt.GlobalColor.black)
        if stroke.eraser:
            painter.setOpacity(0.6)  # the paper's tone comes at its end
        paint_path(painter, stroke)
        painter.restore()


@dataclass(frozen=True, slots=True, eq=False)
class Spotlight:
    """A picture of the network's input laid over the digit it was made from, and a frame.

    Attributes:
        image: with transparency; None for no picture.
        area: left, top, right, bottom of what it covers, in network pixels of the pad.
        frame: left, top, right, bottom of a frame, in the same; None for none.
        legend: what the picture's colours mean.
    """

    image: QImage | None
    area: tuple[float, float, float, float]
    frame: tuple[float, float, float, float] | None
    legend: Legend = ()


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
