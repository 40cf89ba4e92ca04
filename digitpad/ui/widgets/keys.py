"""Keys that several features understand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def digit_of(event: QKeyEvent) -> int | None:
    """The digit that a key writes, on the keypad too; None where it writes none."""
    control_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    if len(text) != 1 or text not in "0123456789" or event.modifiers() & control_alt:
        return None
    return int(text)
