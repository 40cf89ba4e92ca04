"""Choosing a digit on the pad with a click that draws nothing, without ever standing in a stroke's way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from digitpad.ink.drawing import Point
from digitpad.ui.pad import gestures
from digitpad.ui.pad.editor import PadEditor
from digitpad.ui.pad.gestures import Button, Source
from digitpad.ui.pad.marks import mark_at, mark_over

_SLACK = 4.0  # how far a click may tremble, in the widget's pixels


@dataclass(frozen=True, slots=True)
class _Press:
    """A press on a digit: a click as long as it does not move, else the beginning of a stroke."""

    source: Source
    button: Button
    at: Point
    finger: int
    digit: int


class PadPicker(PadEditor):
    """Sorts presses into strokes and clicks on one of several digits.

    On a digit's label, or on its ink, where a dot would change nothing, a press waits: if the pointer moves,
    it becomes a stroke from the first point on; if it is let go, the digit is chosen.

    Signals:
        mark_clicked(int): the number of the digit, from the left.
    """

    mark_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: _Press | None = None

    @property
    def pressed_button(self) -> Button:
        """The button that is down for a stroke or a click."""
        return self._gesture.button if self._waiting is None else self._waiting.button

    def pointer_pressed(
        self, source: Source, button: Button, at: Point, *, eraser: bool, finger: int = 0
    ) -> None:
        """A button, the pen or a finger goes down at `at` (network pixels)."""
        self._waiting = None
        if button is Button.DRAW and not eraser and self._gesture.source is None:
            digit = self._digit_at(at)
            if digit is not None:
                self._waiting = _Press(source, button, at, finger, digit)
                return
        self.follow(gestures.press(self._gesture, source, button, at, eraser=eraser, finger=finger))

    def pointer_moved(self, source: Source, at: Point, *, held: bool = True, finger: int = 0) -> None:
        """The pointer moves to `at` (network pixels)."""
        waiting = self._waiting
        if waiting is not None and (waiting.source, waiting.finger) == (source, finger):
            if not held:
                self._waiting = None  # the release got lost
            elif self._distance(waiting.at, at) > _SLACK:
                self._begin_waiting()
            else:
                return
        self.follow(gestures.move(self._gesture, source, at, held=held, finger=finger))

    def pointer_released(self, source: Source, button: Button, at: Point, *, finger: int = 0) -> None:
        """A button, the pen or a finger comes up at `at` (network pixels)."""
        waiting = self._waiting
        if waiting is not None and (waiting.source, waiting.button, waiting.finger) == (
            source,
            button,
            finger,
        ):
            if self._distance(waiting.at, at) <= _SLACK:
                self._waiting = None
                self.mark_clicked.emit(waiting.digit)
                return
            self._begin_waiting()
        self.follow(gestures.release(self._gesture, source, button, at, finger=finger))

    def end_stroke(self) -> None:
        """Finish the stroke that is being made, whatever makes it."""
        self._waiting = None
        super().end_stroke()

    def _begin_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.follow(
                gestures.press(
                    self._gesture, waiting.source, waiting.button, waiting.at, finger=waiting.finger
                )
            )

    def _digit_at(self, at: Point) -> int | None:
        if len(self._marks) < 2:
            return None
        digit = mark_at(self.geometry_in(), self._marks, self.font(), at)
        if digit is None and self.is_inked(at):
            digit = mark_over(self._marks, at)
        return digit

    def _distance(self, one: Point, other: Point) -> float:
        geometry = self.geometry_in()
        return math.dist(geometry.to_widget(one), geometry.to_widget(other))
