"""What the window asks of a thread that does one piece of work after the other, and who hears of its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.ui.threads.job_worker import JobWorker, Work

Then = Callable[[Any], None]


class Jobs(QObject):
    """Calls back in the GUI thread.

    Args:
        worker: the thread; this is its owner from now on.
        parent: its owner.

    Signals:
        failed(object): the `DigitpadError` of work that nobody else answers for.
    """

    failed = Signal(object)

    def __init__(self, worker: JobWorker, parent: QObject) -> None:
        super().__init__(parent)
        worker.setParent(self)
        self._worker = worker
        self._then: dict[int, tuple[Then, Then | None]] = {}
        worker.done.connect(self._done)
        worker.failed.connect(self._failed)

    def do(self, work: Work, then: Then, otherwise: Then | None = None) -> None:
        """Have `work` done in the thread, and `then` called with what it gave.

        Args:
            work: touches no widget.
            then: called in the GUI thread.
            otherwise: called there with the `DigitpadError` instead of telling `failed`.
        """
        self._then[self._worker.ask(work)] = (then, otherwise)

    def shut_down(self) -> None:
        """Let all work be done; how it ended is not heard any more."""
        self._worker.stop()
        self._then.clear()
        QCoreApplication.removePostedEvents(self, QEvent.Type.MetaCall.value)

    @Slot(int, object)
    def _done(self, number: int, given: object) -> None:
        then, _ = self._then.pop(number, (None, None))
        if then is not None:
            then(given)

    @Slot(int, object)
    def _failed(self, number: int, error: DigitpadError) -> None:
        _, otherwise = self._then.pop(number, (None, None))
        if otherwise is not None:
            otherwise(error)
        else:
            self.failed.emit(error)
