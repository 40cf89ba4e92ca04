"""The pad: where a digit is drawn with mouse, pen, finger or the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.form import SIDE
from digitpad.ink.drawing import BRUSH, Drawing, Point
from digitpad.ui.pad.brush import BRUSH_STEP, THICKEST, THINNEST
from digitpad.ui.pad.gestures import Act, Outcome
from digitpad.ui.pad.input import PadInput, Surface
from digitpad.ui.pad.keys import Command, command_of
from digitpad.ui.pad.marks import Mark, mark_at, mark_over, sign_at
from digitpad.ui.pad.model import BORDER, PadGeometry, Sketch, fit
from digitpad.ui.pad.overlays import Spotlight
from digitpad.ui.pad.painter import PadPainter, Pointer, PromptKind
from digitpad.ui.widgets.actions import digit_of

if TYPE_CHECKING:
    from digitpad.ui.widgets.pixels import FloatArray


class Canvas(QWidget):
    """A square pad that shows the network's 28 x 28 grid scaled up and takes strokes as points.

    Left button, pen tip or finger draw; right button, pen's eraser end or the eraser tool rub out. Keys:
    arrows lead the pen (Shift finer, Ctrl faster), space puts it down and up, E eraser, N what the network
    sees, [ and ] brush, Esc or Delete clear, Ctrl+Z and Ctrl+Shift+Z undo and redo, 0 to 9 what it was.

    It is put together from a `Sketch`, a `PadPainter` and a `PadInput`.

    Signals:
        drawing_changed(Drawing): the drawing with the live stroke, at every point that was added.
        history_changed(bool, bool): whether undo and redo have something to do.
        brush_changed(float): diameter of the brush in network pixels.
        eraser_changed(bool): whether the eraser is chosen.
        overlay_visible_changed(bool): whether the network's pixels are laid over the pad.
        digit_pressed(int): the key of a digit, which says what the drawing was.
        mark_clicked(int): the number of the digit, from the left, that was clicked in a number.
    """

    drawing_changed = Signal(object)
    history_changed = Signal(bool, bool)
    brush_changed = Signal(float)
    eraser_changed = Signal(bool)
    overlay_visible_changed = Signal(bool)
    digit_pressed = Signal(int)
    mark_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setAccessibleDescription(
            self.tr(
                "Draw a digit here. Arrow keys move the pen, space puts it down and up, E takes the eraser, "
                "Escape clears, the keys 0 to 9 say what it was."
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # the right button rubs out
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.sketch = Sketch()
        self._painter = PadPainter(self.sketch, self)
        self._input = PadInput(
            Surface(
                self.geometry_in,
                self.eraser,
                self._digit_at,
                self._follow,
                self._show_pointer,
                self.mark_clicked.emit,
            )
        )
        self._brush = BRUSH
        self._eraser = False
        self._known_history = (False, False)

    def geometry_in(self, ratio: float | None = None) -> PadGeometry:
        """Where the pad lies, at `ratio` device pixels per pixel; without it at the screen's."""
        return fit(self.width(), self.height(), ratio or self.devicePixelRatioF())

    def drawing(self) -> Drawing:
        """The drawing as it is seen, with the stroke that is being made."""
        return self.sketch.drawing

    def set_drawing(self, drawing: Drawing) -> None:
        """Put `drawing` on the pad; undo brings back what was there."""
        self.end_stroke()
        self.sketch.replace(drawing)
        self._show_other_drawing()

    def undo(self) -> None:
        """Take the last stroke, clearing or opening back."""
        self.end_stroke()
        self.sketch.undo()
        self._show_other_drawing()

    def redo(self) -> None:
        """Bring back what undo took."""
        self.end_stroke()
        self.sketch.redo()
        self._show_other_drawing()

    def clear(self) -> None:
        """Empty the pad; undo brings the drawing back."""
        self.set_drawing(Drawing())

    def end_stroke(self) -> None:
        """Finish the stroke that is being made, whatever makes it."""
        self._input.end_stroke()

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

    def set_overlay_visible(self, on: bool) -> None:
        """Lay what `set_overlay` was given over the pad, or take it off."""
        if on != self._painter.overlay_visible:
            self._painter.overlay_visible = on
            self.update()
            self.overlay_visible_changed.emit(on)

    def set_overlay(self, picture: FloatArray | None) -> None:
        """Keep what the network gets, to be laid over the pad while `set_overlay_visible` is on.

        Args:
            picture: float32 array (H, W), 0 to 1, usually (28, 28); None when nothing is drawn.
        """
        self._painter.set_overlay(picture)
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
            self._painter.prompt_kind = kind
            self.update()

    def repaint_all(self) -> None:
        """Paint all strokes anew at the next painting."""
        self._painter.forget_ink()
        self.update()

    def _follow(self, outcome: Outcome) -> None:
        """Do what a gesture came to."""
        if outcome.act is Act.NOTHING:
            return
        if outcome.point is not None:
            if outcome.act is Act.BEGIN:
                stroke = self.sketch.begin(outcome.point, self._brush, eraser=outcome.eraser)
            else:
                stroke = self.sketch.add(outcome.point)
            grown = self._painter.grow(stroke, len(stroke.points) - 1, self.geometry_in())
            self.update(self.rect() if grown is None else grown)
        if outcome.act is Act.FINISH:
            self.sketch.finish()
        if outcome.point is not None:
            self.drawing_changed.emit(self.drawing())
        self._emit_history()

    def _show_other_drawing(self) -> None:
        self.repaint_all()
        self.drawing_changed.emit(self.drawing())
        self._emit_history()

    def _emit_history(self) -> None:
        history = self.sketch.can_undo, self.sketch.can_redo
        if history != self._known_history:
            self._known_history = history
            self.history_changed.emit(*history)

    def _obey(self, command: Command) -> None:
        """Do what a key asks for."""
        if command is Command.UNDO:
            self.undo()
        elif command is Command.REDO:
            self.redo()
        elif command is Command.CLEAR:
            self.clear()
        elif command is Command.ERASER:
            self.set_eraser(not self._eraser)
        elif command is Command.OVERLAY:
            self.set_overlay_visible(not self.overlay_visible())
        else:
            self.set_brush(self._brush + (BRUSH_STEP if command is Command.THICKER else -BRUSH_STEP))

    def _digit_at(self, at: Point) -> int | None:
        """The number of the digit that a click at `at` (network pixels) chooses."""
        marks = self._painter.marks
        if len(marks) < 2:
            return None
        digit = mark_at(self.geometry_in(), marks, self.font(), at)
        return mark_over(marks, at) if digit is None and self._painter.is_inked(at) else digit

    def _is_sign(self, place: QPoint) -> bool:
        """Whether a sign that is not read is at a place of the widget."""
        geometry = self.geometry_in()
        at = geometry.to_network(place.x(), place.y())
        return sign_at(geometry, self._painter.marks, self.font(), at)

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_moved(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_released(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._show_pointer(None)
        super().leaveEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._input.pen(event)
        event.accept()  # or Qt makes a mouse event of it too

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._input.key_pressed(event):
            return
        if (command := command_of(event)) is not None:
            self._obey(command)
        elif (digit := digit_of(event)) is not None:
            self.digit_pressed.emit(digit)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and not self._input.key_released(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._input.lose_focus()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.end_stroke()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._is_sign(event.pos()):
            QToolTip.showText(event.globalPos(), self.tr("A sign that is not read"), self)
            return True
        if isinstance(event, QTouchEvent):
            self._input.touch(event)
            event.accept()  # or Qt makes mouse events of it too
            return True
        return super().event(event)
