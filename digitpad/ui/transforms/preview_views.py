"""What becomes of a picture: one draw step by step, and many draws side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.transforms import words
from digitpad.ui.transforms.preview import DRAWS, NORMALISED
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.ui.transforms.preview import Preview

_FINE = 64  # pixels up to which a picture is shown in squares

_LEAST, _MOST = 80, 104  # sides of a step's picture with its rim
_ARROW = 22  # between two of them
_HEAD = 3  # half the height of an arrow's head
_BELOW = 5  # between a picture and its title
_LINES = 2  # of a title

_GAP = 6  # between two draws
_MARK = 2  # around the first
_LEAST_DRAW, _USUAL_DRAW, _MOST_DRAW = 48, 96, 180  # sides
_USUAL_ACROSS = 6


class StepsView(QWidget):
    """A row of pictures with their titles; smaller, then wider than its place, when there are many.

    Attributes:
        steps: title, line beneath it, and picture of each.
    """

    ACCESSIBLE_ROLE = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformSteps")
        self.setAccessibleName(self.tr("The picture, step by step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.steps: list[tuple[str, str, QImage]] = []

    def show_preview(self, preview: Preview | None) -> None:
        """Show the steps; None for none."""
        self.steps = []
        for key, picture in () if preview is None else preview.steps:
            title = words.step_title(key, picture.shape[1], picture.shape[0])
            detail = ""
            if preview is not None and key == NORMALISED:
                detail = self.tr("{low:.1f} to {high:.1f}").format(low=preview.low, high=preview.high)
            self.steps.append((title, detail, image_of(picture)))
        titles = (f"{title} ({detail})" if detail else title for title, detail, _ in self.steps)
        self.setAccessibleDescription(" → ".join(titles))
        self.updateGeometry()
        self.update()

    def _sides(self) -> tuple[int, int]:
        """The sides of the smallest and of the largest picture, which have room for the words below them."""
        lines = [line for title, detail, _ in self.steps for line in (*title.split(), detail)]
        widest = max(map(self.fontMetrics().horizontalAdvance, lines), default=0)
        return max(_LEAST, widest), max(_MOST, widest)

    def _side(self) -> int:
        """The side of a picture in the room that there is."""
        count, (least, most) = max(1, len(self.steps)), self._sides()
        return max(least, min(most, (self.width() + _ARROW) // count - _ARROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line, side = self.fontMetrics().lineSpacing(), self._side()
        for number, (title, detail, image) in enumerate(self.steps):
            frame = QRectF(number * (side + _ARROW), 0, side, side)
            _paint_framed(painter, frame, image, self.palette().color(QPalette.ColorRole.Dark))
            beside = min(_ARROW / 2 - 3, frame.left())  # nothing is left of the first picture
            room = QRectF(
                frame.left() - beside, frame.bottom() + _BELOW, frame.width() + 2 * beside, _LINES * line
            )
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.setPen(self.palette().windowText().color())
            used = painter.drawText(room, flags, title)
            painter.setPen(soft_text(self.palette()))
            beneath = QRectF(room.left(), used.bottom(), room.width(), line)
            painter.drawText(beneath, Qt.AlignmentFlag.AlignCenter, detail)
            if number:
                self._paint_arrow(painter, QPointF(frame.left() - 4, frame.center().y()))
        painter.end()

    def _paint_arrow(self, painter: QPainter, tip: QPointF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = soft_text(self.palette())
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(tip - QPointF(_ARROW - 8, 0), tip - QPointF(_HEAD, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back = tip - QPointF(2 * _HEAD, 0)
        painter.drawPolygon(QPolygonF([tip, back - QPointF(0, _HEAD), back + QPointF(0, _HEAD)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _size(self, side: int) -> QSize:
        count = max(1, len(self.steps))
        text = (_LINES + 1) * self.fontMetrics().lineSpacing()
        return QSize(count * (side + _ARROW) - _ARROW, self._sides()[1] + _BELOW + text)

    def sizeHint(self) -> QSize:
        return self._size(self._sides()[1])

    def minimumSizeHint(self) -> QSize:
        return self._size(self._sides()[0])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text, number = "", int(event.pos().x() // (self._side() + _ARROW))
            if number < len(self.steps):
                title, detail, image = self.steps[number]
                size = self.tr("{width}×{height} pixels").format(width=image.width(), height=image.height())
                text = "\n".join(part for part in (title, detail, size) if part)
            QToolTip.showText(event.globalPos(), text, self)  # no text hides it
            return True
        return bool(super().event(event))


class DrawsView(QWidget):
    """A grid of pictures, as large as fit; the first is marked, as it is the one shown step by step.

    Attributes:
        images: the pictures.
    """

    ACCESSIBLE_ROLE = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformDraws")
        self.setAccessibleName(self.tr("What the network may see of the picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.images: list[QImage] = []
        self._text = ""

    def show_preview(self, preview: Preview | None, text: str = "") -> None:
        """Show the draws; None for none, and a text in their place."""
        self.images = [] if preview is None else [image_of(picture) for picture in preview.draws]
        self._text = text
        self.update()

    def _grid(self) -> tuple[int, float]:
        """Pictures beside each other, and the side of one."""
        wide, high = self.width() - 2 * _MARK + _GAP, self.height() - 2 * _MARK + _GAP
        side, across = max(
            (min(wide / across, high / (DRAWS // across)) - _GAP, -across)
            for across in range(1, DRAWS + 1)
            if DRAWS % across == 0
        )
        return -across, float(int(min(side, _MOST_DRAW)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.images:
            painter.setPen(soft_text(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._text)
        across, side = self._grid()
        rim, mark = QPalette.ColorRole.Dark, self.palette().color(QPalette.ColorRole.Highlight)
        for number, image in enumerate(self.images):
            row, column = divmod(number, across)
            frame = QRectF(column * (side + _GAP) + _MARK, row * (side + _GAP) + _MARK, side, side)
            if number == 0:
                painter.fillRect(frame.adjusted(-_MARK, -_MARK, _MARK, _MARK), mark)
            _paint_framed(painter, frame, image, mark if number == 0 else self.palette().color(rim))
        painter.end()

    def sizeHint(self) -> QSize:
        down = DRAWS // _USUAL_ACROSS
        return QSize(_USUAL_ACROSS * (_USUAL_DRAW + _GAP) - _GAP, down * (_USUAL_DRAW + _GAP) - _GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(_USUAL_ACROSS * (_LEAST_DRAW + _GAP), 2 * (_LEAST_DRAW + _GAP))


def _paint_framed(painter: QPainter, frame: QRectF, image: QImage, rim: QColor) -> None:
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
