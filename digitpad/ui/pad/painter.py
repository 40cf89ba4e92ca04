"""How the pad looks: ground, grid, ink, what lies over it, and the pointer.

What must be crisp is painted in device pixels, texts and the pointer in the widget's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPen,
    QTransform,
)

from digitpad.form import SIDE
from digitpad.ink.drawing import Point, Stroke
from digitpad.ui.pad import overlays
from digitpad.ui.pad.ink_layer import InkLayer
from digitpad.ui.pad.marks import Mark, marks_rect, paint_marks
from digitpad.ui.pad.model import PadGeometry, Sketch
from digitpad.ui.pad.overlays import Legend, Spotlight
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.style.theme import PAD
from digitpad.ui.widgets.pixels import tinted_image

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray

_OVERLAY_OPACITY = 0.72  # how much of the ink the network's brightest pixel hides
_GRID_FROM = 5  # device pixels; in smaller cells lines would be more than the ground
_INKED = 200  # of 255, from which more ink would hardly be seen


class PromptKind(Enum):
    """What the empty pad asks for: what the network reads."""

    DIGIT = "digit"
    DRAWING = "drawing"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The outline of the brush.

    Attributes:
        at: middle of the brush in network pixels.
        crossed: whether to mark the middle too: the pointer of the keyboard.
        down: whether it draws.
    """

    at: Point
    crossed: bool = False
    down: bool = False


class PadPainter(QObject):
    """Paints a `Sketch` and everything over it.

    While a stroke grows only its new piece is painted; size changes, undo and redo paint all strokes anew,
    which gives the same picture.

    Args:
        sketch: what is drawn.
        parent: its owner.

    Attributes:
        overlay_visible: whether the network's pixels are laid over the pad.
        marks: digits of a number, row by row, and then its signs; none for a single digit.
        chosen: number of the one that is marked.
        spotlight: what the network looks at; None for nothing.
        prompt_kind: what the empty pad asks for.
        pointer: the outline of the brush; None for none.
    """

    def __init__(self, sketch: Sketch, parent: QObject) -> None:
        super().__init__(parent)
        self._sketch = sketch
        self._layer = InkLayer()
        self._opened = overlays.OpenedPicture()
        self._stale = True  # whether the layer shows another drawing than the sketch
        self._ground, self._ground_of = QImage(), (0, 0)
        self._overlay: FloatArray | None = None
        self._overlay_is_whole = True  # whether no step was left out on the way to it
        self._overlay_image: QImage | None = None  # made when it is first seen
        self.overlay_visible = False
        self.marks: tuple[Mark, ...] = ()
        self.chosen = 0
        self.spotlight: Spotlight | None = None
        self.prompt_kind = PromptKind.DIGIT
        self.pointer: Pointer | None = None

    @property
    def overlay_offered(self) -> bool:
        """Whether it means anything: nearly all of a colour picture is bright in one of its colours."""
        return self.prompt_kind is not PromptKind.PICTURE

    def set_overlay(self, picture: FloatArray | None, *, whole: bool = True) -> None:
        """Lay this over the pad while `overlay_visible` is on; `whole` if no step was left out before it."""
        self._overlay, self._overlay_image, self._overlay_is_whole = picture, None, whole

    def is_inked(self, at: Point) -> bool:
        """Whether there is ink on the screen at `at` (network pixels); anywhere on an opened picture."""
        if isinstance(self._sketch.drawing, PadPicture):
            return True
        x, y = int(at[0] * self._layer.cell), int(at[1] * self._layer.cell)
        return self._layer.image.valid(x, y) and self._layer.image.pixelColor(x, y).red() > _INKED

    def forget_ink(self) -> None:
        """Paint all strokes anew at the next painting."""
        self._stale = True

    def grow(self, stroke: Stroke, first: int, geometry: PadGeometry) -> QRect | None:
        """Take in the points of the live stroke from number `first` on.

        Returns:
            What of the widget must be painted; None for all of it.
        """
        if self._stale:
            return None  # the next painting paints all strokes anyhow
        changed = self._layer.add(stroke, first)
        if len(stroke.points) == 1:
            return None  # the hint goes away
        # The layer may be of another scale than the widget for the moment (painted for a screenshot).
        scale = geometry.cell / self._layer.cell / geometry.ratio
        left, top = geometry.left / geometry.ratio, geometry.top / geometry.ratio
        return QRect(
            int(left + changed.x() * scale) - 1,
            int(top + changed.y() * scale) - 1,
            int(changed.width() * scale) + 4,
            int(changed.height() * scale) + 4,
        )

    def marks_rect(self, geometry: PadGeometry, font: QFont) -> QRect:
        """What the marks touch, in the widget's pixels."""
        return marks_rect(geometry, self.marks, font)

    def pointer_rect(self, geometry: PadGeometry, brush: float) -> QRect:
        """What the pointer touches, in the widget's pixels."""
        return QRect() if self.pointer is None else _pointer_rect(geometry, self.pointer.at, brush)

    def paint(
        self, painter: QPainter, geometry: PadGeometry, frame: QPen, brush: float, eraser: bool
    ) -> None:
        """Paint the pad.

        Args:
            painter: of the widget.
            geometry: of the pad at the painter's scale.
            frame: colour and width of the frame around it.
            brush: diameter of the brush in network pixels.
            eraser: whether the eraser is chosen.
        """
        drawing = self._sketch.drawing
        if self._stale or geometry.cell != self._layer.cell:
            self._layer.redraw(drawing, geometry.cell)
            self._stale = False
        overlay = self._shown_overlay()
        self._paint_ground(painter, geometry, overlay, frame)
        if isinstance(drawing, PadPicture):
            self._opened.paint(painter, geometry, drawing, overlay, self._sketch.live)
        if self.spotlight is not None and not drawing.empty:
            overlays.paint_spotlight(painter, geometry, self.spotlight)
        if drawing.empty:
            overlays.paint_hint(painter, geometry, *self._hint())
        if legends := self._legends(drawing.empty):
            overlays.paint_legends(painter, geometry, legends)
        if self.marks:
            paint_marks(painter, geometry, self.marks, self.chosen)
        if self.pointer is not None:
            live = self._sketch.live
            _paint_pointer(painter, geometry, self.pointer, brush, eraser if live is None else live.eraser)

    def _shown_overlay(self) -> QImage | None:
        if not self.overlay_visible or not self.overlay_offered or self._overlay is None:
            return None
        if self._overlay_image is None:
            self._overlay_image = tinted_image(self._overlay, QColor(PAD.overlay), _OVERLAY_OPACITY)
        return self._overlay_image

    def _paint_ground(
        self, painter: QPainter, geometry: PadGeometry, overlay: QImage | None, frame: QPen
    ) -> None:
        """Paint frame, ground, grid, ink and the network's pixels, on whole device pixels.

        At 125 or 150 % a widget may begin between two device pixels, so the pad's corner is rounded to the
        nearest one wherever the widget lies.
        """
        painter.save()
        transform = painter.deviceTransform()
        corner = transform.map(QPointF(geometry.left, geometry.top) / geometry.ratio)
        rest = painter.worldTransform().inverted()[0] * transform
        whole = QTransform.fromTranslate(round(corner.x()), round(corner.y()))
        painter.setWorldTransform(whole * rest.inverted()[0])
        side, out = geometry.side, max(1, round(frame.widthF() * geometry.ratio))
        painter.fillRect(-out, -out, side + 2 * out, side + 2 * out, frame.color())
        thick = max(1, round(geometry.ratio / 1.5))
        if self._ground_of != (geometry.cell, thick):
            self._ground_of, self._ground = (geometry.cell, thick), _ground(geometry.cell, thick)
        painter.drawImage(0, 0, self._ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        painter.drawImage(0, 0, self._layer.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if overlay is not None:
            painter.drawImage(QRect(0, 0, side, side), overlay)
        painter.restore()

    def _hint(self) -> tuple[str, str]:
        by_hand = self.tr("with the mouse, a pen or a finger, or with the arrow keys and the space bar")
        return {
            PromptKind.DIGIT: (self.tr("Draw a digit here"), by_hand),
            PromptKind.DRAWING: (self.tr("Draw here"), by_hand),
            PromptKind.PICTURE: (
                self.tr("Drop a picture here"),
                self.tr("or open or paste one: this network reads colour pictures"),
            ),
        }[self.prompt_kind]

    def _legends(self, empty: bool) -> list[Legend]:
        """What the colours over the ink mean; an empty pad has no spotlight."""
        legends: list[Legend] = []
        if self.spotlight is not None and self.spotlight.legend and not empty:
            legends.append(self.spotlight.legend)
        if self.overlay_visible and self.overlay_offered:
            legends.append(((QColor(PAD.overlay), self._overlay_words()),))
        return legends

    def _overlay_words(self) -> str:
        if self._overlay is None:
            return self.tr("The network sees nothing yet")
        if not self._overlay_is_whole:
            return self.tr("Network input: with steps switched off")
        return self.tr("Network input: cropped, scaled, centred")


def _ground(cell: int, thick: int) -> QImage:
    """The empty pad with its grid, in device pixels; it is painted at every point of a stroke.

    Args:
        cell: side of a network pixel.
        thick: of the grid's lines.
    """
    side = cell * SIDE
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(PAD.background))
    painter = QPainter(image)
    lines = range(1, SIDE) if cell >= _GRID_FROM else ()
    for place, size in (((1, 0), (thick, side)), ((0, 1), (side, thick))):
        for number in lines:
            colour = QColor(PAD.middle if number == SIDE // 2 else PAD.grid)
            painter.fillRect(place[0] * number * cell, place[1] * number * cell, *size, colour)
    painter.end()
    return image


def _pointer_rect(geometry: PadGeometry, at: Point, width: float) -> QRect:
    """What `_paint_pointer` touches, in the widget's pixels."""
    x, y = geometry.to_widget(at)
    reach = width / 2 * geometry.cell / geometry.ratio + 10
    return QRectF(x - reach, y - reach, 2 * reach, 2 * reach).toAlignedRect()


def _paint_pointer(
    painter: QPainter, geometry: PadGeometry, pointer: Pointer, width: float, eraser: bool
) -> None:
    """Paint the outline of a brush of `width` network pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QPointF(*geometry.to_widget(pointer.at))
    radius = max(2.0, width / 2 * geometry.cell / geometry.ratio)
    # A dark line beneath the light one is seen on ink as well as on the ground.
    for colour, thick in ((PAD.background, 3.5), (PAD.eraser if eraser else PAD.pointer, 1.5)):
        dash = Qt.PenStyle.SolidLine if pointer.down or not pointer.crossed else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(colour), thick, dash if thick < 2 else Qt.PenStyle.SolidLine))
        painter.drawEllipse(middle, radius, radius)
        if pointer.crossed:
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                way = QPointF(dx, dy)
                painter.drawLine(middle + way * radius, middle + way * (radius + 7))
    painter.restore()
