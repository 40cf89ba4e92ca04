"""The picture the network gets, pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.form import SIDE
from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray


_EMPTY, _HINT = QColor(PAD.background), QColor(PAD.faint_hint)


class InputPreview(QWidget):
    """Shows the network's input, white on black, each pixel a whole number of device pixels where it can be.

    It keeps its size when the picture changes, so it may be set as often as one likes.
    """

    ACCESSIBLE_ROLE = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inputPreview")
        self.setAccessibleName(self.tr("Network input"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._picture: FloatArray | None = None
        self._image: QImage | None = None
        self._size = (SIDE, SIDE)
        self._caption_colour = soft_text(self.palette())
        self.set_picture(None)

    def picture(self) -> FloatArray | None:
        """The array that is shown, or None where there is none."""
        return self._picture

    def set_picture(self, picture: FloatArray | None, image: QImage | None = None, about: str = "") -> None:
        """Show the network's input.

        Args:
            picture: float32 array (H, W), or (H, W, 3) for colour, 0 to 1; None where there is none.
            image: the same; made here where it is not given.
            about: what was done to it, for the tooltip.
        """
        self._picture = picture
        self._image = image_of(picture) if image is None and picture is not None else image
        size = self._size if picture is None else (picture.shape[1], picture.shape[0])
        if size != self._size:
            self._size = size
            self.update()
        else:
            self.update(self._outline(self.devicePixelRatioF()).adjusted(-2, -2, 2, 2).toAlignedRect())
        empty = self.tr("No input")
        description = self._captions()[0] if picture is not None else empty
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        if about != self.toolTip():
            self.setToolTip(about)

    def set_size(self, size: int) -> None:
        """The network takes pictures of this side: said of an empty one too."""
        if self._picture is None:
            self._size = size, size
            self.update()

    def _captions(self) -> tuple[str, ...]:
        """The caption, and what it is where there is less and less room."""
        size = dict(zip(("width", "height"), self._size, strict=True))
        long, short = self.tr("Network input {width}×{height}"), self.tr("Input {width}×{height}")
        return long.format(**size), short.format(**size), "{width}×{height}".format(**size)

    def _caption_height(self) -> int:
        return self.fontMetrics().height() + 4

    def _field(self, ratio: float) -> QRectF:
        """The picture's place, in device pixels from the widget's corner."""
        columns, rows = self._size
        width, height = (self.width() - 2) * ratio, (self.height() - self._caption_height() - 2) * ratio
        scale = min(width / columns, height / rows)
        scale = int(scale) if scale >= 1 else max(scale, 1 / max(columns, rows))
        across, down = round(columns * scale), round(rows * scale)
        left = round((self.width() * ratio - across) / 2)
        top = round((self.height() - self._caption_height()) * ratio - down) // 2
        return QRectF(left, max(round(ratio), top), across, down)

    def _outline(self, ratio: float) -> QRectF:
        """The picture's place in the widget's pixels."""
        field = self._field(ratio)
        return QRectF(field.x() / ratio, field.y() / ratio, field.width() / ratio, field.height() / ratio)

    def sizeHint(self) -> QSize:
        wide = max(112, self.fontMetrics().horizontalAdvance(self._captions()[0]))
        return QSize(wide + 2, 112 + 2 + self._caption_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(84 + 2, 84 + 2 + self._caption_height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._caption_colour = soft_text(self.palette())
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        transform = painter.deviceTransform()
        ratio = transform.m11()
        field = self._field(ratio)
        painter.save()
        corner = transform.map(QPointF(0, 0))
        rest = painter.worldTransform().inverted()[0] * transform
        whole = QTransform.fromTranslate(round(corner.x()), round(corner.y()))
        painter.setWorldTransform(whole * rest.inverted()[0])
        out = max(1, round(ratio))
        frame = self.palette().color(QPalette.ColorRole.Dark)
        painter.fillRect(field.adjusted(-out, -out, out, out), frame)
        painter.fillRect(field, _EMPTY if self._image is None else Qt.GlobalColor.black)
        if self._image is not None:
            # Each pixel stays a square where there is room for it.
            smooth = field.width() < self._image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(field, self._image)
        painter.restore()
        outline = self._outline(ratio)
        if self._image is None:
            painter.setPen(_HINT)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(outline.adjusted(4, 4, -4, -4), flags, self.tr("no input"))
        if event.rect().bottom() > outline.bottom() + 2:
            painter.setPen(self._caption_colour)
            below = QRectF(0, outline.bottom() + 3, self.width(), self._caption_height())
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            advance = self.fontMetrics().horizontalAdvance
            captions = self._captions()
            fitting = next((one for one in captions if advance(one) <= self.width()), captions[-1])
            painter.drawText(below, flags, fitting)
        painter.end()
