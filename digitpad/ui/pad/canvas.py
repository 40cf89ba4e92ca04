"""The pad: where a digit is drawn with mouse, pen, finger or the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digitpad.ink.drawing import Drawing, Point
from digitpad.ui.pad.gestures import Act, Outcome
from digitpad.ui.pad.input import PadInput, Surface
from digitpad.ui.pad.keys import Command, command_of
from digitpad.ui.pad.marks import mark_at, mark_over, sign_at
from digitpad.ui.pad.view import PadView
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.actions import digit_of


class Canvas(PadView):
    """A square pad that shows the network's 28 x 28 grid scaled up and takes strokes as points.

    Left button, pen tip or finger draw; right button, pen's eraser end or the eraser tool rub out. Keys:
    arrows lead the pen (Shift finer, Ctrl faster), space puts it down and up, E eraser, N what the network
    sees, [ and ] brush, Esc or Delete clear, Ctrl+Z undoes, Ctrl+Y redoes, 0 to 9 what it was.

    What it shows is `PadView`'s; a `PadInput` makes gestures of events.

    Signals:
        drawing_changed(Drawing): the drawing with the live stroke, at every point that was added; a picture
            with the stroke at its end.
        history_changed(bool, bool): whether undo and redo have something to do.
        digit_pressed(int): the key of a digit, which says what the drawing was.
        mark_clicked(int): the number of the digit, from the left, that was clicked in a number.
    """

    ACCESSIBLE_ROLE = Role.Canvas

    drawing_changed = Signal(object)
    history_changed = Signal(bool, bool)
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
        self._known_history = (False, False)

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
        if self.sketch.on_picture:
            if outcome.act is Act.FINISH:
                self._show_other_drawing()
            return
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
            if self.overlay_offered():
                self.set_overlay_visible(not self.overlay_visible())
        elif command is Command.THICKER:
            self.thicken()
        else:
            self.thin()

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
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # as a press of the mouse gives it
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
