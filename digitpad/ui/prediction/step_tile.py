"""A small picture with its title beneath, such as a step's between the pad and the network."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from digitpad.ui.prediction.answer import StepImage
from digitpad.ui.style.theme import PAD, soft_text

LEAST, USUAL, MOST = 40, 56, 96
"""Sides of a step's picture in device-independent pixels."""

_FINE = 28  # pixels that fill the tile, so that 20 are shown smaller
_SQUARES = 64  # pixels up to which a picture is shown in squares
_BOX = 9  # side of the switch's box
_GAP = 3
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_GROUND = QColor(PAD.background)


class StepTile(QAbstractButton):
    """A small picture with its title beneath; for a step that can be left out, the title is a switch.

    Args:
        name: of the step, such as "crop"; empty for the original, which cannot be switched.
        title: what people read.
        purpose: what the step is good for, in plain words.
        parent: its owner.
    """

    def __init__(self, name: str, title: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._purpose = purpose
        self.image: QImage | None = None
        self._size: tuple[int, int] | None = None
        self.setObjectName(f"step{name.capitalize() or 'Original'}")
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(bool(name))
        self.setChecked(bool(name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if name else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.84)
        self.setFont(font)
        self.show_step(None)

    def shows_picture(self) -> bool:
        """Whether there is a picture."""
        return self.image is not None

    def show_step(self, step: StepImage | None) -> None:
        """Show what the step gave."""
        image, size = (None, None) if step is None else step
        if image != self.image:
            self.image = image
            self.update(self._frame().toAlignedRect())  # and not the title
        if size != self._size or not self.toolTip():
            self._size = size
            text = self.tr("No picture")
            if size is not None:
                text = self.tr("{width}×{height} pixels").format(width=size[1], height=size[0])
            self.setToolTip(self.tr("{purpose}\n{size}").format(purpose=self._purpose, size=text))
            self.setAccessibleDescription(self.toolTip())

    def _frame(self) -> QRectF:
        """Where the picture is."""
        side = min(max(LEAST, min(MOST, self.width())), self.height() - _GAP - self.fontMetrics().height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def _row_is_crowded(self) -> bool:
        """Whether the switches lie in the pictures' corners, since a title in this row needs all the room."""
        parent = self.parentWidget()
        row = parent.findChildren(StepTile, options=_DIRECT) if parent is not None else [self]
        return any(tile.is_crowded() for tile in row)

    def is_crowded(self) -> bool:
        """Whether the title has no room beside its switch."""
        title = self.fontMetrics().horizontalAdvance(self.text())
        return self.isCheckable() and self.isVisible() and title + _BOX + _GAP > self.width()

    def sizeHint(self) -> QSize:
        return QSize(USUAL, USUAL + _GAP + self.fontMetrics().height())

    def height_for(self, width: int) -> int:
        """How high a tile with the largest picture for this width is, in pixels."""
        return max(LEAST, min(MOST, width)) + _GAP + self.fontMetrics().height()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, LEAST + _GAP + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        frame = self._frame()
        on = self.isChecked() or not self.isCheckable()
        painter.fillRect(frame, self.palette().color(QPalette.ColorRole.Dark))
        box = frame.adjusted(1, 1, -1, -1)
        painter.fillRect(box, _GROUND)
        if self.image is not None:
            self._paint_image(painter, box)
        if self.isCheckable() and self._row_is_crowded():
            corner = QRectF(round(frame.left()) + _GAP, round(frame.top()) + _GAP, _BOX, _BOX)
            self.paint_switch(painter, corner, on)
        if event.rect().bottom() > frame.bottom():
            self._paint_title(painter, frame.bottom() + _GAP, on)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_image(self, painter: QPainter, box: QRectF) -> None:
        assert self.image is not None
        wide, high = self.image.width(), self.image.height()
        painter.save()
        if max(wide, high) <= _SQUARES:
            scale = box.width() / max(_FINE, wide, high)  # 20 pixels are shown smaller than 28
            place = QRectF(0, 0, wide * scale, high * scale)
            place.moveCenter(box.center())
            painter.drawImage(place, self.image)
        else:
            size = self.image.size().toSizeF().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(box.topLeft(), size)
            place.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
        painter.restore()

    def _paint_title(self, painter: QPainter, top: float, on: bool) -> None:
        metrics, palette = self.fontMetrics(), self.palette()
        mark = _BOX + _GAP if self.isCheckable() else 0
        mark = 0 if self._row_is_crowded() else mark
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - mark)
        left = (self.width() - mark - metrics.horizontalAdvance(text)) / 2
        if mark:
            square = QRectF(round(left), round(top + (metrics.height() - _BOX) / 2), _BOX, _BOX)
            self.paint_switch(painter, square, on)
        painter.setPen(palette.windowText().color() if on else soft_text(palette))
        room = QRectF(left + mark, top, self.width(), metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def paint_switch(self, painter: QPainter, square: QRectF, on: bool) -> None:
        """Paint the box of the switch, with a tick where it is on."""
        palette = self.palette()
        painter.setPen(palette.color(QPalette.ColorRole.Highlight if on else QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.Highlight if on else QPalette.ColorRole.Base))
        painter.drawRect(square)
        if on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 1.6))
            at = square.topLeft()
            painter.drawPolyline([at + QPointF(2, 4.7), at + QPointF(4, 6.8), at + QPointF(7.2, 2.5)])
