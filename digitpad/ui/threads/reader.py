"""Reading a file for the GUI in a thread: even a small one on a slow disk would hold the pad up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.ui.threads.one_shot import OneShot


class Reader(QObject):
    """Reads one file at a time; while one is being read, others are not.

    Signals:
        failed(object): the `DigitpadError` of a file that could not be read.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._owner = parent
        self._worker: OneShot | None = None
        self._then: Callable[[Any], None] | None = None

    def read(self, path: Path, what: Callable[[Path], Any], then: Callable[[Any], None]) -> bool:
        """Call `what` with `path` in a thread and hand what it gives to `then` in the GUI thread.

        Gives False, and does nothing, while another file is being read.
        """
        if self._worker is not None:
            return False
        self._worker = OneShot(lambda: what(path), self)
        self._then = then
        # A slot of this object: a plain function would be called in the thread that emits.
        self._worker.done.connect(self._done)
        self._worker.failed.connect(self._fail)
        self._worker.finished.connect(self._ended)
        self._worker.start()
        return True

    def shut_down(self) -> None:
        """Wait for the file that is being read; what it says is not heard any more."""
        if self._worker is not None:
            self._worker.wait()
        for receiver in (self, self._owner):
            QCoreApplication.removePostedEvents(receiver, QEvent.Type.MetaCall.value)

    @Slot(object)
    def _done(self, given: Any) -> None:
        self._make_room()
        if self._then is not None:
            self._then(given)

    @Slot(object)
    def _fail(self, error: DigitpadError) -> None:
        self._make_room()
        self.failed.emit(error)

    def _make_room(self) -> None:
        """Let the next file be asked for from now on, even by whoever hears how this one ended."""
        if self._worker is not None:
            self._worker.wait()  # a moment: its work is done
            self._ended()

    @Slot()
    def _ended(self) -> None:
        worker = self._worker
        if worker is not None and worker.isFinished():  # else it is the next one, and at work
            self._worker = None
            worker.deleteLater()
