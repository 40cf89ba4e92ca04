"""What keys ask of the pad."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from digitpad.ui.pad.gestures import Direction

ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Where the arrow keys lead the pen."""

_STEP, _FINE_STEP, _WIDE_STEP = 1.0, 0.25, 3.0
"""How far an arrow key leads the pen, in network pixels: alone, with Shift, with Ctrl."""


_CONTROL = Qt.Modifier.CTRL
REDO = (QKeySequence(_CONTROL | Qt.Modifier.SHIFT | Qt.Key.Key_Z), QKeySequence(_CONTROL | Qt.Key.Key_Y))
"""What redoes everywhere; some platforms know one of them only."""


class Command(Enum):
    """What a key asks for."""

    UNDO = auto()
    REDO = auto()
    CLEAR = auto()
    ERASER = auto()
    OVERLAY = auto()
    THINNER = auto()
    THICKER = auto()


_PLAIN = {
    Qt.Key.Key_Escape: Command.CLEAR,
    Qt.Key.Key_Delete: Command.CLEAR,
    Qt.Key.Key_E: Command.ERASER,
    Qt.Key.Key_N: Command.OVERLAY,
    Qt.Key.Key_BracketLeft: Command.THINNER,
    Qt.Key.Key_BracketRight: Command.THICKER,
}


def command_of(event: QKeyEvent) -> Command | None:
    """What the key asks for; None when it is none of the pad's."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return Command.UNDO
    if event.matches(QKeySequence.StandardKey.Redo) or QKeySequence(event.keyCombination()) in REDO:
        return Command.REDO
    # Some keyboard layouts reach the brackets only with AltGr, which arrives as a modifier.
    if event.text() in ("[", "]"):
        return Command.THINNER if event.text() == "[" else Command.THICKER
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    return _PLAIN.get(Qt.Key(event.key()))


def step_of(event: QKeyEvent) -> float:
    """How far an arrow key leads the pen, in network pixels."""
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return _FINE_STEP
    return _WIDE_STEP if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _STEP
