"""What only Qt knows: its own version, and where it keeps the window's settings."""

from __future__ import annotations


def about_qt() -> dict[str, str]:
    """Qt's version, and the file with the settings, or the place in Windows' registry.

    Raises:
        ImportError: where Qt, or a library of the system that it needs, is missing.
    """
    from PySide6.QtCore import qVersion

    from digitpad.ui.settings import Settings

    return {"qt": qVersion(), "settings": Settings.place()}
