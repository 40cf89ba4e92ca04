"""What mouse, pen, fingers and keys do on the pad: strokes, and clicks that choose one of several digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)

from digitpad.ink.drawing import Point
from digitpad.ui.pad import gestures
from digitpad.ui.pad.gestures import Button, Direction, KeyPen, Outcome, Source
from digitpad.ui.pad.keys import ARROWS, step_of
from digitpad.ui.pad.model import PadGeometry

_BUTTONS = {Qt.MouseButton.LeftButton: Button.DRAW, Qt.MouseButton.RightButton: Button.ERASE}
_HELD = {Button.DRAW: Qt.MouseButton.LeftButton, Button.ERASE: Qt.MouseButton.RightButton}


def _button_of(event: QMouseEvent | QTabletEvent) -> Button:
    """What the pressed or released button stands for. A pen's tip is the left button."""
    return _BUTTONS.get(event.button(), Button.OTHER)


def _is_held(event: QMouseEvent | QTabletEvent, button: Button) -> bool:
    """Whether `button` is still down."""
    return bool(event.buttons() & _HELD.get(button, Qt.MouseButton.NoButton))


def _is_duplicate(event: QMouseEvent) -> bool:
    """Whether the press was made up from a touch or a pen, which arrive as events of their own."""
    made_up = event.source() in (
        Qt.MouseEventSource.MouseEventSynthesizedBySystem,
        Qt.MouseEventSource.MouseEventSynthesizedByQt,
    )
    return made_up or event.deviceType() == QInputDevice.DeviceType.TouchScreen


def _is_upside_down(event: QTabletEvent) -> bool:
    """Whether the pen is held with its eraser end on the pad."""
    return event.pointerType() == QPointingDevice.PointerType.Eraser


_SLACK = 4.0  # how far a click may tremble, in the widget's pixels


@dataclass(frozen=True, slots=True)
class _Press:
    """A press on a digit: a click as long as it does not move, else the beginning of a stroke."""

    source: Source
    button: Button
    at: Point
    finger: int
    digit: int


@dataclass(frozen=True, slots=True)
class Surface:
    """What the pad tells its input, and does for it.

    Attributes:
        geometry: returns where the pad lies.
        eraser: returns whether the eraser is chosen.
        digit_at: returns the number of the digit that a click at a place (network pixels) chooses, or None.
        follow: does what a gesture came to.
        show_pointer: shows the brush's outline at a place, as `Canvas` describes it; without one hides it.
        choose: the digit with this number was clicked.
    """

    geometry: Callable[[], PadGeometry]
    eraser: Callable[[], bool]
    digit_at: Callable[[Point], int | None]
    follow: Callable[[Outcome], object]
    show_pointer: Callable[..., object]
    choose: Callable[[int], object]


class PadInput:
    """Turns events into gestures.

    On a digit's label, or on its ink, where a dot would change nothing, a press waits: if the pointer moves,
    it becomes a stroke from the first point on; if it is let go, the digit is chosen.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._gesture = gestures.IDLE
        self._key_pen = KeyPen()
        self._arrows: frozenset[Direction] = frozenset()
        self._waiting: _Press | None = None

    def end_stroke(self) -> None:
        """Finish the stroke that is being made, whatever makes it."""
        self._waiting = None
        self._key_pen = gestures.lifted(self._key_pen)
        self._follow(gestures.interrupt(self._gesture))

    def lose_focus(self) -> None:
        """No key is held any more, and no stroke goes on."""
        self._arrows = frozenset()
        self.end_stroke()
        self._surface.show_pointer(None)

    def mouse_pressed(self, event: QMouseEvent) -> None:
        """A mouse button goes down."""
        if not _is_duplicate(event):
            self._surface.show_pointer(None)
            self._press(Source.MOUSE, _button_of(event), self._place(event))

    def mouse_moved(self, event: QMouseEvent) -> None:
        """The mouse moves, with or without a button down."""
        at = self._place(event)
        self._move(Source.MOUSE, at, held=_is_held(event, self._pressed_button))
        self._surface.show_pointer(at)

    def mouse_released(self, event: QMouseEvent) -> None:
        """A mouse button comes up."""
        self._release(Source.MOUSE, _button_of(event), self._place(event))

    def pen(self, event: QTabletEvent) -> None:
        """A pen touches the pad, moves, or is lifted."""
        at, button = self._place(event), _button_of(event)
        if event.type() == QEvent.Type.TabletPress:
            self._press(Source.PEN, button, at, eraser=_is_upside_down(event))
        elif event.type() == QEvent.Type.TabletMove:
            self._move(Source.PEN, at, held=_is_held(event, self._pressed_button))
            self._surface.show_pointer(at)
        else:
            self._release(Source.PEN, button, at)

    def touch(self, event: QTouchEvent) -> None:
        """Follow one finger; others are let be."""
        if event.type() == QEvent.Type.TouchCancel:
            self.end_stroke()
            return
        for point in event.points():
            finger, at = point.id(), point.position()
            place = self._surface.geometry().to_network(at.x(), at.y())
            if point.state() == QEventPoint.State.Pressed:
                self._press(Source.TOUCH, Button.DRAW, place, finger=finger)
            elif point.state() == QEventPoint.State.Updated:
                self._move(Source.TOUCH, place, finger=finger)
            elif point.state() == QEventPoint.State.Released:
                self._release(Source.TOUCH, Button.DRAW, place, finger=finger)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """A key goes down; whether it leads the pen."""
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._lead(gestures.space_down(self._key_pen))
        elif event.key() in ARROWS:
            self._arrows |= {ARROWS[event.key()]}
            self._lead(gestures.steer(self._key_pen, self._arrows, step_of(event)))
        else:
            return False
        return True

    def key_released(self, event: QKeyEvent) -> bool:
        """A key comes up; whether it leads the pen."""
        if event.key() == Qt.Key.Key_Space:
            self._lead(gestures.space_up(self._key_pen))
        elif event.key() in ARROWS:
            self._arrows -= {ARROWS[event.key()]}
        else:
            return False
        return True

    @property
    def _pressed_button(self) -> Button:
        """The button that is down for a stroke or a click."""
        return self._gesture.button if self._waiting is None else self._waiting.button

    def _place(self, event: QMouseEvent | QTabletEvent) -> Point:
        return self._surface.geometry().to_network(event.position().x(), event.position().y())

    def _follow(self, outcome: Outcome) -> None:
        self._gesture = outcome.gesture
        self._surface.follow(outcome)

    def _lead(self, pen: KeyPen) -> None:
        """Move the keyboard's pen and draw with it."""
        before, self._key_pen = self._key_pen, pen
        if pen.down and not before.down:
            eraser = self._surface.eraser()
            self._follow(gestures.press(self._gesture, Source.KEYS, Button.DRAW, pen.at, eraser=eraser))
        elif before.down and not pen.down:
            self._follow(gestures.release(self._gesture, Source.KEYS, Button.DRAW, pen.at))
        elif pen.down:
            self._follow(gestures.move(self._gesture, Source.KEYS, pen.at))
        self._surface.show_pointer(pen.at, crossed=True, down=pen.down)

    def _press(
        self, source: Source, button: Button, at: Point, *, eraser: bool = False, finger: int = 0
    ) -> None:
        if self._key_pen.down:
            self.end_stroke()  # a pen left down on the keyboard must not lock the mouse out
        eraser = eraser or self._surface.eraser()
        self._waiting = None
        if button is Button.DRAW and not eraser and self._gesture.source is None:
            digit = self._surface.digit_at(at)
            if digit is not None:
                self._waiting = _Press(source, button, at, finger, digit)
                return
        self._follow(gestures.press(self._gesture, source, button, at, eraser=eraser, finger=finger))

    def _move(self, source: Source, at: Point, *, held: bool = True, finger: int = 0) -> None:
        waiting = self._waiting
        if waiting is not None and (waiting.source, waiting.finger) == (source, finger):
            if not held:
                self._waiting = None  # the release got lost
            elif self._distance(waiting.at, at) > _SLACK:
                self._begin_waiting(waiting)
            else:
                return
        self._follow(gestures.move(self._gesture, source, at, held=held, finger=finger))

    def _release(self, source: Source, button: Button, at: Point, *, finger: int = 0) -> None:
        waiting, released = self._waiting, (source, button, finger)
        if waiting is not None and (waiting.source, waiting.button, waiting.finger) == released:
            if self._distance(waiting.at, at) <= _SLACK:
                self._waiting = None
                self._surface.choose(waiting.digit)
                return
            self._begin_waiting(waiting)
        self._follow(gestures.release(self._gesture, source, button, at, finger=finger))

    def _begin_waiting(self, press: _Press) -> None:
        """Make a stroke of a press that waited."""
        self._waiting = None
        self._follow(gestures.press(self._gesture, press.source, press.button, press.at, finger=press.finger))

    def _distance(self, one: Point, other: Point) -> float:
        geometry = self._surface.geometry()
        return math.dist(geometry.to_widget(one), geometry.to_widget(other))
