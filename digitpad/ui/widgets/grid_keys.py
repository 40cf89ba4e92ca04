"""Arrow keys in widgets that show cells in rows and columns."""

from __future__ import annotations

from PySide6.QtCore import Qt

GRID_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Rows and columns that an arrow key goes."""
