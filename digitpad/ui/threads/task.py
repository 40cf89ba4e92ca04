"""One long piece of work in a thread of its own, with progress, that can be cancelled."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import Cancelled, DigitpadError, reason
from digitpad.ui.threads.priority import lower_priority, use_all_cores

if TYPE_CHECKING:
    from digitpad.data.labelled import Progress

_log = logging.getLogger("digitpad")

_INTERVAL = 0.08  # seconds between two reports of progress


class Task(QThread):
    """Calls a function that tells its progress, and tells how it ended: done, failed or cancelled.

    Args:
        work: the function; it touches no widget, and what its progress callback raises ends it.
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones.

    Signals:
        progressed(object, object): done and total, at most some ten times a second.
        done(object): what it gave.
        failed(object): the `DigitpadError` that it ended with.
    """

    progressed = Signal(object, object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        work: Callable[[Progress], Any],
        wait_for_imports: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("task")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._work = work
        self._wait_for_imports = wait_for_imports
        self._told_at = 0.0

    def cancel(self) -> None:
        """End the work at its next report of progress; nothing of it is told any more."""
        self.requestInterruption()

    def run(self) -> None:
        """Work; called by Qt in the thread."""
        lower_priority()
        try:
            self._wait_for_imports()
            use_all_cores()
            given = self._work(self._progress)
        except Cancelled:
            return
        except DigitpadError as error:
            self._tell(self.failed, error)
        except (RuntimeError, MemoryError, ValueError, OSError) as error:
            self._tell(self.failed, DigitpadError("This did not work: {why}.", why=reason(error)))
        except Exception as error:  # noqa: BLE001 - the thread's last frame: what nobody foresaw is said, not lost
            _log.exception("unexpected error in a task")
            self._tell(
                self.failed, DigitpadError("An error in digitpad ended this ({why}).", why=repr(error))
            )
        else:
            self._tell(self.done, given)

    def _tell(self, signal: Any, what: object) -> None:
        if not self.isInterruptionRequested():
            signal.emit(what)

    def _progress(self, done: int, total: int) -> None:
        if self.isInterruptionRequested():
            raise Cancelled
        now = time.monotonic()
        if now - self._told_at > _INTERVAL:
            self._told_at = now
            self.progressed.emit(done, total)
