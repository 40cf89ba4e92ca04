"""One piece of work in a thread of its own, such as reading a run's file or writing an export."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import DigitpadError, reason

_log = logging.getLogger("digitpad")


class OneShot(QThread):
    """Calls a function once and tells how that ended.

    Args:
        work: the function; it touches no widget.

    Signals:
        done(object): what it gave.
        failed(object): the `DigitpadError` that it ended with.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("oneShot")
        self.setStackSize(64 * 1024 * 1024)  # macOS gives threads 512 KB, and torch's exporter nests deeply
        self._work = work

    def run(self) -> None:
        """Work; called by Qt in the thread."""
        try:
            given = self._work()
        except DigitpadError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - the thread's last frame: what nobody foresaw is said, not lost
            _log.exception("unexpected error in a thread")
            self.failed.emit(DigitpadError("This did not work: {why}.", why=reason(error)))
        else:
            self.done.emit(given)
