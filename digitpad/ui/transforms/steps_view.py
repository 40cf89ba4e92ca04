"""One picture, step by step: a row of pictures with their titles beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ui.style.theme import soft_text
from digitpad.ui.transforms.frames import paint_framed, rim_of
from digitpad.ui.transforms.preview import NORMALISED
from digitpad.ui.transforms.words import TransformWords
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.ui.transforms.preview import Preview

_LEAST, _MOST = 80, 104  # sides of a picture with its rim
_ARROW = 22  # between two of them
_GAP = 5
_LINES = 2  # of a title
_HEAD = 3  # half the height of an arrow's head


class StepsView(QWidget):
    """What each step makes of the picture; smaller, then wider than its place, when there are many."""

    def __init__(self, words: TransformWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformSteps")
        self.setAccessibleName(self.tr("The picture, step by step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = words
        self._steps: list[tuple[str, str, QImage]] = []  # title, line beneath it, picture

    def titles(self) -> list[str]:
        """What the steps are called."""
        return [title for title, _, _ in self._steps]

    def details(self) -> list[str]:
        """What is told of the steps beneath their titles."""
        return [detail for _, detail, _ in self._steps]

    def show_preview(self, preview: Preview | None) -> None:
        """Show the steps; None for none."""
        count = len(self._steps)
        self._steps = []
        for key, picture in () if preview is None else preview.steps:
            height, width = picture.shape[:2]
            detail = ""
            if preview is not None and key == NORMALISED:
                detail = self.tr("{low:.1f} to {high:.1f}").format(low=preview.low, high=preview.high)
            self._steps.append((self._words.step(key, width, height), detail, image_of(picture)))
        told = (f"{title} ({detail})" if detail else title for title, detail, _ in self._steps)
        self.setAccessibleDescription(" → ".join(told))
        if len(self._steps) != count:
            self.updateGeometry()
        self.update()

    def _side(self) -> int:
        """The side of a picture in the room that there is."""
        count = max(1, len(self._steps))
        return max(_LEAST, min(_MOST, (self.width() + _ARROW) // count - _ARROW))

    def _frame(self, number: int) -> QRectF:
        side = self._side()
        return QRectF(number * (side + _ARROW), 0, side, side)

    def _text_height(self) -> int:
        return (_LINES + 1) * self.fontMetrics().lineSpacing()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self.fontMetrics().lineSpacing()
        soft = soft_text(self.palette())
        for number, (title, detail, image) in enumerate(self._steps):
            frame = self._frame(number)
            paint_framed(painter, frame, image, rim_of(self.palette()))
            beside = min(_ARROW / 2 - 3, frame.left())  # of the first, nothing is left of its picture
            top = frame.bottom() + _GAP
            room = QRectF(frame.left() - beside, top, frame.width() + 2 * beside, _LINES * line)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.setPen(self.palette().windowText().color())
            taken = painter.drawText(room, flags, title)
            painter.setPen(soft)
            beneath = QRectF(room.left(), taken.bottom(), room.width(), line)
            painter.drawText(beneath, Qt.AlignmentFlag.AlignCenter, detail)
            if number:
                self._paint_arrow(painter, frame)
        painter.end()

    def _paint_arrow(self, painter: QPainter, frame: QRectF) -> None:
        """The arrow that leads to a picture."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = soft_text(self.palette())
        painter.setPen(QPen(colour, 1.5))
        tip = QPointF(frame.left() - 4, frame.center().y())
        painter.drawLine(tip - QPointF(_ARROW - 8, 0), tip - QPointF(_HEAD, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back = tip - QPointF(2 * _HEAD, 0)
        painter.drawPolygon(QPolygonF([tip, back - QPointF(0, _HEAD), back + QPointF(0, _HEAD)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def sizeHint(self) -> QSize:
        count = max(1, len(self._steps))
        return QSize(count * (_MOST + _ARROW) - _ARROW, _MOST + _GAP + self._text_height())

    def minimumSizeHint(self) -> QSize:
        count = max(1, len(self._steps))
        return QSize(count * (_LEAST + _ARROW) - _ARROW, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = int(event.pos().x() // (self._side() + _ARROW))
            told = ""
            if number < len(self._steps):
                title, detail, image = self._steps[number]
                size = self.tr("{width}×{height} pixels").format(width=image.width(), height=image.height())
                told = "\n".join(part for part in (title, detail, size) if part)
            QToolTip.showText(event.globalPos(), told, self)  # no text hides it
            return True
        return bool(super().event(event))
