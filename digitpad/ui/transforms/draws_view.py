"""What the network may see: the same picture, drawn again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.theme import soft_text
from digitpad.ui.transforms.frames import paint_framed, rim_of
from digitpad.ui.transforms.preview import DRAWS
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.ui.transforms.preview import Preview

_GAP = 6
_MARK = 2  # around the first
_LEAST, _USUAL, _MOST = 48, 96, 180  # sides of a picture
_USUAL_ACROSS = 6


class DrawsView(QWidget):
    """A grid of pictures, as large as fit; the first is marked, as it is the one shown step by step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformDraws")
        self.setAccessibleName(self.tr("What the network may see of the picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._images: list[QImage] = []
        self._text = ""

    def images(self) -> list[QImage]:
        """The pictures that are shown."""
        return list(self._images)

    def show_preview(self, preview: Preview | None, text: str = "") -> None:
        """Show the draws; None for none, and a text in their place."""
        self._images = [] if preview is None else [image_of(picture) for picture in preview.draws]
        self._text = text
        self.update()

    def _grid(self) -> tuple[int, float]:
        """Pictures beside each other, and the side of one."""
        best, side = 1, 0.0
        for across in range(1, DRAWS + 1):
            if DRAWS % across:
                continue
            down = DRAWS // across
            wide, high = self.width() - 2 * _MARK, self.height() - 2 * _MARK
            room = min((wide - (across - 1) * _GAP) / across, (high - (down - 1) * _GAP) / down)
            if room > side:
                best, side = across, room
        return best, float(int(min(side, _MOST)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._images:
            painter.setPen(soft_text(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._text)
        across, side = self._grid()
        mark = self.palette().color(QPalette.ColorRole.Highlight)
        for number, image in enumerate(self._images):
            row, column = divmod(number, across)
            frame = QRectF(column * (side + _GAP) + _MARK, row * (side + _GAP) + _MARK, side, side)
            if number == 0:
                painter.fillRect(frame.adjusted(-_MARK, -_MARK, _MARK, _MARK), mark)
            paint_framed(painter, frame, image, mark if number == 0 else rim_of(self.palette()))
        painter.end()

    def sizeHint(self) -> QSize:
        down = DRAWS // _USUAL_ACROSS
        return QSize(_USUAL_ACROSS * (_USUAL + _GAP) - _GAP, down * (_USUAL + _GAP) - _GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(_USUAL_ACROSS * (_LEAST + _GAP), 2 * (_LEAST + _GAP))
