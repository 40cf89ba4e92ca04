"""Pieces of work that are done in one thread, one after the other, such as all that touches a folder."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import DigitpadError, reason

_log = logging.getLogger("digitpad")

Work = Callable[[], Any]


class JobWorker(QThread):
    """Does what it is asked for in order. The thread begins with the first piece of work.

    Args:
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones.

    Signals:
        done(int, object): number of the work and what it gave.
        failed(int, object): number of the work and its `DigitpadError`.
    """

    done = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, wait_for_imports: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobWorker")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._wait_for_imports = wait_for_imports
        self._waiting: deque[tuple[int, Work]] = deque()
        self._wake = threading.Condition()
        self._count = 0
        self._quit = False

    def ask(self, work: Work) -> int:
        """Have `work` done in the thread; gives the number that its end is told with."""
        with self._wake:
            self._count += 1
            if not self._quit:
                self._waiting.append((self._count, work))
                self._wake.notify()
        self._begin()
        return self._count

    def stop(self) -> None:
        """End the thread once all work is done, and wait for it."""
        with self._wake:
            self._quit = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Work until stopped; called by Qt in the thread."""
        self._wait_for_imports()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._quit or self._waiting or self._may_idle_usefully())
                job = self._waiting.popleft() if self._waiting else None
                if self._quit and job is None:
                    return
            if job is None:
                self._idle()
            else:
                self._do(*job)

    def _begin(self) -> None:
        if not self._quit and not self.isRunning():
            self.start()

    def _may_idle_usefully(self) -> bool:
        """Whether there is something less urgent to do; asked with the lock held."""
        return False

    def _idle(self) -> None:
        """Do some of what is less urgent."""

    def _do(self, number: int, work: Work) -> None:
        try:
            given = work()
        except DigitpadError as error:
            self.failed.emit(number, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next piece
            _log.exception("unexpected error in a thread of jobs")
            self.failed.emit(number, DigitpadError("This did not work: {why}.", why=reason(error)))
        else:
            self.done.emit(number, given)
