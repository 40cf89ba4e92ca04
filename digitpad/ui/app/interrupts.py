"""Ctrl+C in the terminal, or a polite kill, closes the window as its cross does: the run is saved."""

from __future__ import annotations

import signal
from types import FrameType

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

_TICK = 200  # milliseconds: running any Python code is what delivers a signal to its handler


class Interrupts(QObject):
    """Notes signals at once and grants them from the event loop.

    A handler runs between any two bytecodes, also in the middle of painting, where closing would crash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked = False
        self._window: QWidget | None = None
        self._ticker = QTimer(self, interval=_TICK)
        self._ticker.timeout.connect(self._tick)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def close_on_request(self, window: QWidget) -> None:
        """Close `window` soon after a signal."""
        self._window = window
        self._ticker.start()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    @Slot()
    def _tick(self) -> None:
        if self.asked and self._window is not None:
            self.asked = False
            if self._window.close():  # else it says what is in the way, and may be asked again
                self._ticker.stop()
