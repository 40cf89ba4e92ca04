"""How the pad looks: ground, grid, ink, the network's pixels over it, hint, legend and pointer.

What must be crisp is painted in device pixels (`paint_ground`), texts and the pointer in the widget's own.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QTransform

from digitpad.form import SIDE
from digitpad.ink.drawing import Point
from digitpad.ui.pad.geometry import PadGeometry
from digitpad.ui.style.theme import PAD

OVERLAY_OPACITY = 0.72
"""How much of the ink the network's brightest pixel hides."""

_GRID_FROM = 5  # device pixels; in smaller cells lines would be more than the ground


def pad_rect(geometry: PadGeometry) -> QRectF:
    """The pad's square in the widget's (device-independent) pixels."""
    ratio = geometry.ratio
    side = geometry.side / ratio
    return QRectF(geometry.left / ratio, geometry.top / ratio, side, side)


def paint_ground(
    painter: QPainter, geometry: PadGeometry, ink: QImage, overlay: QImage | None, frame: QColor, thick: float
) -> None:
    """Paint frame, ground, grid, ink and, where given, the network's pixels, on whole device pixels.

    At 125 or 150 % a widget may begin between two device pixels, so the pad's corner is rounded to the
    nearest one wherever the widget lies.

    Args:
        painter: of the widget.
        geometry: of the pad.
        ink: the strokes, white on black, in device pixels.
        overlay: the network's pixels with their tint and opacity, or None.
        frame: colour of the frame.
        thick: of the frame, in device-independent pixels.
    """
    painter.save()
    transform = painter.deviceTransform()
    corner = transform.map(QPointF(geometry.left, geometry.top) / geometry.ratio)
    rest = painter.worldTransform().inverted()[0] * transform
    whole = QTransform.fromTranslate(round(corner.x()), round(corner.y()))
    painter.setWorldTransform(whole * rest.inverted()[0])
    side, out = geometry.side, max(1, round(thick * geometry.ratio))
    painter.fillRect(-out, -out, side + 2 * out, side + 2 * out, frame)
    painter.fillRect(0, 0, side, side, QColor(PAD.background))
    if geometry.cell >= _GRID_FROM:
        _paint_grid(painter, geometry)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
    painter.drawImage(0, 0, ink)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if overlay is not None:
        painter.drawImage(QRect(0, 0, side, side), overlay)
    painter.restore()


def _paint_grid(painter: QPainter, geometry: PadGeometry) -> None:
    side, cell = geometry.side, geometry.cell
    thick = max(1, round(geometry.ratio / 1.5))
    for number in range(1, SIDE):
        colour = QColor(PAD.middle if number == SIDE // 2 else PAD.grid)
        painter.fillRect(number * cell, 0, thick, side, colour)
    for number in range(1, SIDE):
        colour = QColor(PAD.middle if number == SIDE // 2 else PAD.grid)
        painter.fillRect(0, number * cell, side, thick, colour)


def paint_hint(painter: QPainter, geometry: PadGeometry, title: str, text: str) -> None:
    """Paint what to do into an empty pad: `title` large, `text` smaller beneath it."""
    pad = pad_rect(geometry)
    inner = pad.adjusted(pad.width() * 0.06, 0, -pad.width() * 0.06, 0)
    usual = painter.font()
    large = _fitting(usual, title, inner.width(), max(usual.pointSizeF() * 1.3, pad.width() / 22))
    large.setWeight(QFont.Weight.DemiBold)
    height = QFontMetricsF(large).height()
    upper = QRectF(inner.left(), pad.center().y() - height * 1.1, inner.width(), height)
    painter.setFont(large)
    painter.setPen(QColor(PAD.hint))
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, title)
    small = _fitting(usual, "", 0, max(usual.pointSizeF(), large.pointSizeF() * 0.52))
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    lower = QRectF(inner.left(), upper.bottom() + height * 0.35, inner.width(), pad.bottom() - upper.bottom())
    painter.setFont(small)
    painter.setPen(QColor(PAD.faint_hint))
    painter.drawText(lower, flags, text)
    painter.setFont(usual)


def _fitting(font: QFont, text: str, width: float, size: float) -> QFont:
    """`font` at `size` points, or smaller so that `text` is at most `width` pixels wide."""
    font = QFont(font)
    font.setPointSizeF(size)
    wide = QFontMetricsF(font).horizontalAdvance(text) * 1.08  # bold comes later
    if wide > width > 0:
        font.setPointSizeF(size * width / wide)
    return font


def paint_legend(painter: QPainter, geometry: PadGeometry, text: str) -> None:
    """Paint what the tinted pixels are, along the pad's lower edge."""
    pad = pad_rect(geometry)
    metrics = QFontMetricsF(painter.font())
    height = metrics.height() + 6
    strip = QRectF(pad.left(), pad.bottom() - height, pad.width(), height)
    ground = QColor(PAD.background)
    ground.setAlpha(215)
    painter.fillRect(strip, ground)
    box = metrics.ascent() * 0.8
    painter.fillRect(QRectF(strip.left() + 6, strip.center().y() - box / 2, box, box), QColor(PAD.overlay))
    words = strip.adjusted(12 + box, 0, -4, 0)
    painter.setPen(QColor(PAD.hint))
    painter.drawText(
        words,
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width()),
    )


def pointer_rect(geometry: PadGeometry, at: Point, width: float) -> QRect:
    """What `paint_pointer` touches, in the widget's pixels."""
    x, y = geometry.to_widget(at)
    reach = width / 2 * geometry.cell / geometry.ratio + 10
    return QRectF(x - reach, y - reach, 2 * reach, 2 * reach).toAlignedRect()


def paint_pointer(
    painter: QPainter,
    geometry: PadGeometry,
    at: Point,
    width: float,
    *,
    eraser: bool,
    cross: bool,
    down: bool,
) -> None:
    """Paint the brush's outline at `at` (network pixels).

    Args:
        painter: of the widget.
        geometry: of the pad.
        at: middle of the brush in network pixels.
        width: diameter of the brush in network pixels.
        eraser: whether it takes ink away.
        cross: whether to mark the middle too: the pointer of the keyboard.
        down: whether it draws.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QPointF(*geometry.to_widget(at))
    radius = max(2.0, width / 2 * geometry.cell / geometry.ratio)
    # A dark line beneath the light one is seen on ink as well as on the ground.
    for colour, thick in ((PAD.background, 3.5), (PAD.eraser if eraser else PAD.pointer, 1.5)):
        dash = Qt.PenStyle.SolidLine if down or not cross else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(colour), thick, dash if thick < 2 else Qt.PenStyle.SolidLine))
        painter.drawEllipse(middle, radius, radius)
        if cross:
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                way = QPointF(dx, dy)
                painter.drawLine(middle + way * radius, middle + way * (radius + 7))
    painter.restore()
