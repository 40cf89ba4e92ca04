"""The pad: where a digit is drawn with mouse, pen, finger or the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from digitpad.ink.drawing import Point
from digitpad.ui.pad import gestures, pointing
from digitpad.ui.pad.gestures import Button, Direction, KeyPen, Source
from digitpad.ui.pad.keys import ARROWS, command_of, step_of
from digitpad.ui.pad.picking import PadPicker
from digitpad.ui.widgets.keys import digit_of


class Canvas(PadPicker):
    """A square pad that shows the network's 28 x 28 grid scaled up and takes strokes as points.

    Left button, pen tip or finger draw; right button, pen's eraser end or the eraser tool rub out. Keys:
    arrows lead the pen (Shift finer, Ctrl faster), space puts it down and up, E eraser, N what the network
    sees, [ and ] brush, Esc or Delete clear, Ctrl+Z and Ctrl+Shift+Z undo and redo, 0 to 9 what it was.

    Signals:
        drawing_changed(Drawing): the drawing with the live stroke, at every point that was added.
        history_changed(bool, bool): whether undo and redo have something to do.
        brush_changed(float): diameter of the brush in network pixels.
        eraser_changed(bool): whether the eraser is chosen.
        overlay_visible_changed(bool): whether the network's pixels are laid over the pad.
        digit_pressed(int): the key of a digit, which says what the drawing was.
        mark_clicked(int): the number of the digit, from the left, that was clicked in a number.
    """

    digit_pressed = Signal(int)

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # the right button rubs out
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._arrows: frozenset[Direction] = frozenset()

    def _lead(self, pen: KeyPen) -> None:
        """Move the keyboard's pen and draw with it."""
        before, self._key_pen = self._key_pen, pen
        if pen.down and not before.down:
            self.follow(gestures.press(self._gesture, Source.KEYS, Button.DRAW, pen.at, eraser=self._eraser))
        elif before.down and not pen.down:
            self.follow(gestures.release(self._gesture, Source.KEYS, Button.DRAW, pen.at))
        elif pen.down:
            self.follow(gestures.move(self._gesture, Source.KEYS, pen.at))
        self.show_pointer(pen.at, crossed=True, down=pen.down)

    def _press(
        self, source: Source, button: Button, at: Point, *, eraser: bool = False, finger: int = 0
    ) -> None:
        if self._key_pen.down:
            self.end_stroke()  # a pen left down on the keyboard must not lock the mouse out
        self.pointer_pressed(source, button, at, eraser=eraser or self._eraser, finger=finger)

    def _place(self, event: QMouseEvent | QTabletEvent) -> Point:
        return self.geometry_in().to_network(event.position().x(), event.position().y())

    def _touch(self, event: QTouchEvent) -> None:
        """Follow one finger; others are let be."""
        for finger, state, x, y in pointing.fingers(event):
            at = self.geometry_in().to_network(x, y)
            if state == QEventPoint.State.Pressed:
                self._press(Source.TOUCH, Button.DRAW, at, finger=finger)
            elif state == QEventPoint.State.Updated:
                self.pointer_moved(Source.TOUCH, at, finger=finger)
            elif state == QEventPoint.State.Released:
                self.pointer_released(Source.TOUCH, Button.DRAW, at, finger=finger)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not pointing.is_duplicate(event):
            self.show_pointer(None)
            self._press(Source.MOUSE, pointing.button_of(event), self._place(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, held = self._place(event), pointing.is_held(event, self.pressed_button)
        self.pointer_moved(Source.MOUSE, at, held=held)
        self.show_pointer(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer_released(Source.MOUSE, pointing.button_of(event), self._place(event))

    def leaveEvent(self, event: QEvent) -> None:
        self.show_pointer(None)
        super().leaveEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        at, button = self._place(event), pointing.button_of(event)
        if event.type() == QEvent.Type.TabletPress:
            self._press(Source.PEN, button, at, eraser=pointing.is_upside_down(event))
        elif event.type() == QEvent.Type.TabletMove:
            held = pointing.is_held(event, self.pressed_button)
            self.pointer_moved(Source.PEN, at, held=held)
            self.show_pointer(at)
        else:
            self.pointer_released(Source.PEN, button, at)
        event.accept()  # or Qt makes a mouse event of it too

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._lead(gestures.space_down(self._key_pen))
        elif event.key() in ARROWS:
            self._arrows |= {ARROWS[event.key()]}
            self._lead(gestures.steer(self._key_pen, self._arrows, step_of(event)))
        elif (command := command_of(event)) is not None:
            self.obey(command)
        elif (digit := digit_of(event)) is not None:
            self.digit_pressed.emit(digit)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._lead(gestures.space_up(self._key_pen))
        elif event.key() in ARROWS:
            self._arrows -= {ARROWS[event.key()]}
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._arrows = frozenset()
        self.end_stroke()
        self.show_pointer(None)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.end_stroke()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            if event.type() == QEvent.Type.TouchCancel:
                self.end_stroke()
            else:
                self._touch(event)
            event.accept()  # or Qt makes mouse events of it too
            return True
        return super().event(event)
