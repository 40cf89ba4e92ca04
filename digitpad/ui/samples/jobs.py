"""What the window asks of the samples' thread, and who hears how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.ui.workers.samples import SampleKeeper, Work

Then = Callable[[Any], None]


class SampleJobs(QObject):
    """Calls back in the GUI thread.

    Args:
        wait_for_imports: returns when no other thread imports torch's parts any more.
        side: longer side of a thumbnail in pixels.
        parent: its owner.

    Signals:
        failed(object): the `DigitpadError` of work that nobody else answers for.
        pictured(list): thumbnails, as of `SampleKeeper`.
    """

    failed = Signal(object)
    pictured = Signal(list)

    def __init__(self, wait_for_imports: Callable[[], object], side: int, parent: QObject) -> None:
        super().__init__(parent)
        self._keeper = SampleKeeper(wait_for_imports, side, self)
        self._then: dict[int, tuple[Then, Then | None]] = {}
        self._keeper.done.connect(self._done)
        self._keeper.failed.connect(self._failed)
        self._keeper.pictured.connect(self.pictured)
        self.ask_for_picture = self._keeper.ask_for_picture

    def do(self, work: Work, then: Then, otherwise: Then | None = None) -> None:
        """Have `work` done in the thread, and `then` called with what it gave.

        Args:
            work: touches no widget.
            then: called in the GUI thread.
            otherwise: called there with the `DigitpadError` instead of telling `failed`.
        """
        self._then[self._keeper.ask(work)] = (then, otherwise)

    def shut_down(self) -> None:
        """Let all work be done; how it ended is not heard any more."""
        self._keeper.stop()
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
