"""An opened picture as it lies on the pad."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from digitpad.ui.pad import painter as pad_painter
from digitpad.ui.pad.geometry import PadGeometry
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.style.theme import PAD
from digitpad.ui.widgets.pixels import image_of


class OpenedPicture:
    """Paints the picture fitted into the pad, at its own proportions."""

    def __init__(self) -> None:
        self._picture: PadPicture | None = None
        self._image = QImage()

    def paint(
        self, painter: QPainter, geometry: PadGeometry, picture: PadPicture, overlay: QImage | None
    ) -> None:
        """Paint the picture and, where given, the network's pixels over it."""
        if picture is not self._picture:
            self._picture, self._image = picture, image_of(picture.pixels)
        pad = pad_painter.pad_rect(geometry)
        painter.save()
        painter.fillRect(pad, QColor(PAD.background))
        # A small one is shown in squares, as it is; a photograph smoothly.
        large = max(self._image.width(), self._image.height()) > geometry.side / 4
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, large)
        size = self._image.size().toSizeF().scaled(pad.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(pad.topLeft(), size)
        place.moveCenter(pad.center())
        painter.drawImage(place, self._image)
        if overlay is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(pad, overlay)
        painter.restore()
