"""What the pad shows: the drawing, the pen over it, and what lies over the ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from digitpad.form import SIDE
from digitpad.ink.drawing import BRUSH, Point
from digitpad.ui.pad.brush import BRUSH_STEP, THICKEST, THINNEST
from digitpad.ui.pad.marks import Mark
from digitpad.ui.pad.model import BORDER, PadGeometry, Sketch, fit
from digitpad.ui.pad.overlays import Spotlight
from digitpad.ui.pad.painter import PadPainter, Pointer, PromptKind

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray


class PadView(QWidget):
    """The pad as it is seen: a `Sketch`, painted by a `PadPainter` with the pen and what lies over it.

    Signals:
        brush_changed(float): diameter of the brush in network pixels.
        eraser_changed(bool): whether the eraser is chosen.
        overlay_visible_changed(bool): whether the network's pixels are laid over the pad.
        overlay_offered_changed(bool): whether they can be, which colour pictures exclude.
    """

    brush_changed = Signal(float)
    eraser_changed = Signal(bool)
    overlay_visible_changed = Signal(bool)
    overlay_offered_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sketch = Sketch()
        self._painter = PadPainter(self.sketch, self)
        self._brush = BRUSH
        self._eraser = False

    def geometry_in(self, ratio: float | None = None) -> PadGeometry:
        """Where the pad lies, at `ratio` device pixels per pixel; without it at the screen's."""
        return fit(self.width(), self.height(), ratio or self.devicePixelRatioF())

    def brush(self) -> float:
        """Diameter of the brush in network pixels."""
        return self._brush

    def set_brush(self, width: float) -> None:
        """Choose the brush for the next stroke: diameter in network pixels, kept within 0.5 to 6."""
        width = max(THINNEST, min(THICKEST, width))
        if width != self._brush:
            self._update_pointer()
            self._brush = width
            self._update_pointer()
            self.brush_changed.emit(width)

    @Slot()
    def thicken(self) -> None:
        """Choose a brush that is a step thicker."""
        self.set_brush(self._brush + BRUSH_STEP)

    @Slot()
    def thin(self) -> None:
        """Choose a brush that is a step thinner."""
        self.set_brush(self._brush - BRUSH_STEP)

    def eraser(self) -> bool:
        """Whether the eraser is chosen."""
        return self._eraser

    def set_eraser(self, on: bool) -> None:
        """Choose whether the next stroke takes ink away."""
        if on != self._eraser:
            self._eraser = on
            self._update_pointer()
            self.eraser_changed.emit(on)

    def overlay_visible(self) -> bool:
        """Whether the network's pixels are laid over the pad."""
        return self._painter.overlay_visible

    def overlay_offered(self) -> bool:
        """Whether there is ink that the network's pixels can be compared with; a colour picture has none."""
        return self._painter.overlay_offered

    def set_overlay_visible(self, on: bool) -> None:
        """Lay what `set_overlay` was given over the pad, or take it off."""
        if on != self._painter.overlay_visible:
            self._painter.overlay_visible = on
            self.update()
            self.overlay_visible_changed.emit(on)

    def set_overlay(self, picture: FloatArray | None, *, whole: bool = True) -> None:
        """Keep what the network gets, to be laid over the pad while `set_overlay_visible` is on.

        Args:
            picture: float32 array (H, W), 0 to 1, usually (28, 28); None when nothing is drawn.
            whole: whether none of the steps before the network was left out.
        """
        self._painter.set_overlay(picture, whole=whole)
        if self._painter.overlay_visible:
            self.update()

    def marks(self) -> tuple[Mark, ...]:
        """The digits that are shown, row by row, and then the signs; empty for a single digit."""
        return self._painter.marks

    def set_marks(self, marks: Sequence[Mark], chosen: int = 0) -> None:
        """Show the digits of a number over their ink; fewer than two are not shown.

        Args:
            marks: the digits row by row, and then the signs.
            chosen: number of the digit that is marked, whose bars are shown.
        """
        visible = tuple(marks) if len(marks) > 1 else ()
        if (visible, chosen) != (self._painter.marks, self._painter.chosen):
            self._update_marks()
            self._painter.marks, self._painter.chosen = visible, chosen
            self._update_marks()

    def spotlight(self) -> Spotlight | None:
        """What is shown over the ink."""
        return self._painter.spotlight

    def set_spotlight(self, spotlight: Spotlight | None) -> None:
        """Show over the ink what the network looks at; None for nothing."""
        if spotlight is not self._painter.spotlight:
            self._painter.spotlight = spotlight
            self.update()

    def set_prompt(self, kind: PromptKind) -> None:
        """Ask on the empty pad for what the network reads."""
        if kind is not self._painter.prompt_kind:
            before = self.overlay_offered()
            self._painter.prompt_kind = kind
            self.update()
            if self.overlay_offered() != before:
                self.overlay_offered_changed.emit(not before)

    def repaint_all(self) -> None:
        """Paint all strokes anew at the next painting."""
        self._painter.forget_ink()
        self.update()

    def _show_pointer(self, at: Point | None, *, crossed: bool = False, down: bool = False) -> None:
        """Show the brush's outline at `at` (network pixels), crossed for the keyboard's; None hides it."""
        self._update_pointer()
        self._painter.pointer = None if at is None else Pointer(at, crossed, down)
        self._update_pointer()

    def _update_pointer(self) -> None:
        if self._painter.pointer is not None:
            self.update(self._painter.pointer_rect(self.geometry_in(), self._brush))

    def _update_marks(self) -> None:
        if self._painter.marks:
            self.update(self._painter.marks_rect(self.geometry_in(), self.font()))

    def sizeHint(self) -> QSize:
        side = 14 * SIDE + 2 * BORDER
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        side = 7 * SIDE + 2 * BORDER
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        # The painter's ratio, not the widget's: a picture may be taken at another one.
        geometry = self.geometry_in(painter.deviceTransform().m11())
        focused = self.hasFocus()
        frame = self.palette().color(QPalette.ColorRole.Highlight if focused else QPalette.ColorRole.Dark)
        thick = QPen(frame, 2 if focused else 1)
        self._painter.paint(painter, geometry, thick, self._brush, self._eraser)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)
