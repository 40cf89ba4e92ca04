"""The window put together: its features, the actions they share, its start and its end.

Importing this package imports no Qt: `digitpad.ui.app.start` has a library loaded before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from digitpad.ui.app.application import DigitpadWindow


def create_main_window(settings: QSettings | None = None) -> DigitpadWindow:
    """The whole window with its threads, for scripts and tests; show it and run the event loop.

    Args:
        settings: where the window's settings are kept; the user's own if None.
    """
    from digitpad.ui.app import application

    return application.create_main_window(settings)
