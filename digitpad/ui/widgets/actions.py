"""Actions, which menus, buttons and shortcuts share, and keys. Who does the work owns its actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence


def make_action(
    parent: QObject,
    name: str,
    text: str,
    slot: Callable[[], object],
    shortcut: QKeySequence.StandardKey | None = None,
) -> QAction:
    """An action that calls `slot`.

    Args:
        parent: its owner, in the GUI thread.
        name: its object name.
        text: its title in a menu.
        slot: a bound method of an object in the GUI thread.
        shortcut: the platform's key for it.
    """
    action = QAction(text, parent)
    action.setObjectName(name)
    action.triggered.connect(slot)
    if shortcut is not None:
        action.setShortcut(shortcut)
    return action


def make_switch(parent: QObject, name: str, text: str, on: bool) -> QAction:
    """An action that is on or off."""
    action = QAction(text, parent)
    action.setObjectName(name)
    action.setCheckable(True)
    action.setChecked(on)
    return action


def digit_of(event: QKeyEvent) -> int | None:
    """The digit that a key writes, on the keypad too; None where it writes none."""
    control_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    if len(text) != 1 or text not in "0123456789" or event.modifiers() & control_alt:
        return None
    return int(text)
