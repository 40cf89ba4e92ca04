"""The pad as it is seen: the ink, the grid, and the network's pixels over it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.form import SIDE
from digitpad.ink.drawing import BRUSH, Point, Stroke
from digitpad.ui.pad import painter as pad_painter
from digitpad.ui.pad.geometry import BORDER, PadGeometry, fit
from digitpad.ui.pad.ink_layer import InkLayer
from digitpad.ui.pad.marks import Mark, paint_marks
from digitpad.ui.pad.opened_picture import OpenedPicture
from digitpad.ui.pad.sketch import Sketch
from digitpad.ui.pad.spotlight import Spotlight, paint_spotlight
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.style.theme import PAD
from digitpad.ui.widgets.pixels import tinted_image

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray


_INKED = 200  # of 255, from which more ink would hardly be seen


class PromptKind(Enum):
    """What the empty pad asks for: what the network reads."""

    DIGIT = "digit"
    DRAWING = "drawing"
    PICTURE = "picture"


class PadView(QWidget):
    """Shows a `Sketch`; `Canvas` adds the drawing.

    While a stroke grows only its new piece is painted; size changes, undo and redo paint all strokes anew,
    which gives the same picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.sketch = Sketch()
        self._layer = InkLayer()
        self._opened = OpenedPicture()
        self._stale = True  # whether the layer shows another drawing than the sketch
        self._overlay: QImage | None = None
        self._overlay_visible = False
        self._marks: tuple[Mark, ...] = ()
        self._chosen = 0
        self._spotlight: Spotlight | None = None
        self._brush = BRUSH
        self._eraser = False
        self._pointer: Point | None = None
        self._pointer_crossed = False
        self._pointer_down = False
        self._prompt_kind = PromptKind.DIGIT

    def set_prompt(self, kind: PromptKind) -> None:
        """Ask on the empty pad for what the network reads."""
        if kind is not self._prompt_kind:
            self._prompt_kind = kind
            self.update()

    def geometry_in(self, ratio: float | None = None) -> PadGeometry:
        """Where the pad lies, at `ratio` device pixels per pixel; without it at the screen's."""
        return fit(self.width(), self.height(), ratio or self.devicePixelRatioF())

    def set_overlay(self, picture: FloatArray | None) -> None:
        """Keep what the network gets, to be laid over the pad while `set_overlay_visible` is on.

        Args:
            picture: float32 array (H, W), 0 to 1, usually (28, 28); None when nothing is drawn.
        """
        opacity = pad_painter.OVERLAY_OPACITY
        self._overlay = None if picture is None else tinted_image(picture, QColor(PAD.overlay), opacity)
        if self._overlay_visible:
            self.update()

    def overlay_visible(self) -> bool:
        """Whether the network's pixels are laid over the pad."""
        return self._overlay_visible

    def set_marks(self, marks: Sequence[Mark], chosen: int = 0) -> None:
        """Show the digits of a number over their ink; fewer than two are not shown.

        Args:
            marks: from left to right.
            chosen: number of the one that is marked, whose bars are shown.
        """
        shown = tuple(marks) if len(marks) > 1 else ()
        if (shown, chosen) != (self._marks, self._chosen):
            changes = bool(shown or self._marks)
            self._marks, self._chosen = shown, chosen
            if changes:
                self.update()

    def set_spotlight(self, spotlight: Spotlight | None) -> None:
        """Show over the ink what the network looks at; None for nothing."""
        if spotlight is not None or self._spotlight is not None:
            self._spotlight = spotlight
            self.update()

    def spotlight(self) -> Spotlight | None:
        """What is shown over the ink."""
        return self._spotlight

    def marks(self) -> tuple[Mark, ...]:
        """The digits that are shown, from left to right; empty for a single one."""
        return self._marks

    def chosen_mark(self) -> int:
        """Number of the digit that is marked."""
        return self._chosen

    def is_inked(self, at: Point) -> bool:
        """Whether there is ink on the screen at `at` (network pixels); anywhere on an opened picture.

        On a picture nothing can be drawn without taking it off the pad.
        """
        if isinstance(self.sketch.drawing, PadPicture):
            return True
        x, y = int(at[0] * self._layer.cell), int(at[1] * self._layer.cell)
        return self._layer.image.valid(x, y) and self._layer.image.pixelColor(x, y).red() > _INKED

    def repaint_growth(self, stroke: Stroke, first: int) -> None:
        """Paint the points of the live stroke from number `first` on."""
        if self._stale:
            self.update()  # the next painting paints all strokes anyhow
            return
        changed = self._layer.add(stroke, first)
        if len(stroke.points) == 1:
            self.update()  # the hint goes away
            return
        # The layer may be of another scale than the widget for the moment (painted for a screenshot).
        shown = self.geometry_in()
        scale = shown.cell / self._layer.cell / shown.ratio
        left, top = shown.left / shown.ratio, shown.top / shown.ratio
        self.update(
            QRect(
                int(left + changed.x() * scale) - 1,
                int(top + changed.y() * scale) - 1,
                int(changed.width() * scale) + 4,
                int(changed.height() * scale) + 4,
            )
        )

    def repaint_all(self) -> None:
        """Paint all strokes anew at the next painting."""
        self._stale = True
        self.update()

    def show_pointer(self, at: Point | None, *, crossed: bool = False, down: bool = False) -> None:
        """Show the brush's outline at `at` (network pixels), crossed for the keyboard's; None hides it."""
        self._update_pointer()
        self._pointer, self._pointer_crossed, self._pointer_down = at, crossed, down
        self._update_pointer()

    def _update_pointer(self) -> None:
        if self._pointer is not None:
            self.update(pad_painter.pointer_rect(self.geometry_in(), self._pointer, self._brush))

    def _paint_texts(self, painter: QPainter, geometry: PadGeometry) -> None:
        if self.sketch.drawing.empty:
            pad_painter.paint_hint(painter, geometry, *self._hint())
        if self._overlay_visible:
            text = self.tr("The network sees nothing yet")
            if self._overlay is not None:
                text = self.tr("Network input: cropped, scaled, centred")
                if self._prompt_kind is PromptKind.PICTURE:
                    text = self.tr("Network input: the whole picture, squeezed")
            pad_painter.paint_legend(painter, geometry, text)
        if self._marks:
            paint_marks(painter, geometry, self._marks, self._chosen)
        if self._pointer is not None:
            live = self.sketch.live
            pad_painter.paint_pointer(
                painter,
                geometry,
                self._pointer,
                self._brush,
                eraser=self._eraser if live is None else live.eraser,
                cross=self._pointer_crossed,
                down=self._pointer_down,
            )

    def _hint(self) -> tuple[str, str]:
        by_hand = self.tr("with the mouse, a pen or a finger, or with the arrow keys and the space bar")
        return {
            PromptKind.DIGIT: (self.tr("Draw a digit here"), by_hand),
            PromptKind.DRAWING: (self.tr("Draw here"), by_hand),
            PromptKind.PICTURE: (
                self.tr("Drop a picture here"),
                self.tr("or open or paste one: this network reads colour pictures"),
            ),
        }[self._prompt_kind]

    def sizeHint(self) -> QSize:
        side = 14 * SIDE + 2 * BORDER
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        side = 7 * SIDE + 2 * BORDER
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        # The painter's ratio, not the widget's: a picture may be taken at another one.
        geometry = self.geometry_in(painter.deviceTransform().m11())
        if self._stale or geometry.cell != self._layer.cell:
            self._layer.redraw(self.sketch.drawing, geometry.cell)
            self._stale = False
        overlay = self._overlay if self._overlay_visible else None
        focused = self.hasFocus()
        frame = self.palette().color(QPalette.ColorRole.Highlight if focused else QPalette.ColorRole.Dark)
        pad_painter.paint_ground(
            painter, geometry, self._layer.image, overlay, frame, thick=2 if focused else 1
        )
        if isinstance(self.sketch.drawing, PadPicture):
            self._opened.paint(painter, geometry, self.sketch.drawing, overlay)
        if self._spotlight is not None and not self.sketch.drawing.empty:
            paint_spotlight(painter, geometry, self._spotlight)
        self._paint_texts(painter, geometry)
        painter.end()
