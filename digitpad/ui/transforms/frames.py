"""How the pictures of the preview are framed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from digitpad.ui.style.theme import PAD

_FINE = 64  # pixels up to which a picture is shown in squares


def paint_framed(painter: QPainter, frame: QRectF, image: QImage, rim: QColor) -> None:
    """Paint a picture into a thin rim, as large as fits."""
    painter.fillRect(frame, rim)
    inner = frame.adjusted(1, 1, -1, -1)
    painter.fillRect(inner, QColor(PAD.background))
    size = QSizeF(image.size()).scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(inner.topLeft(), size)
    place.moveCenter(inner.center())
    smooth = max(image.width(), image.height()) > _FINE
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(place, image)


def rim_of(palette: QPalette) -> QColor:
    """The colour of a rim that does not want to be seen."""
    return palette.color(QPalette.ColorRole.Dark)
