"""What all threads of the window share: start and end, priority, and the way back into the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypedDict

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, Signal, Slot

from digitpad.errors import DigitpadError, Sentence, UnexpectedError, reason, tr
from digitpad.log import in_its_words, log_unexpected
from digitpad.ui.threads.process import lower_priority, use_all_cores

_FAILURE = tr("This did not work: {why}.")

_STACK = 64 * 1024 * 1024
"""Bytes: macOS gives threads 512 KB, too little for matrix libraries, and torch's exporter nests deeply."""

IMPORTS_ENDED = threading.Event()
"""Cleared while a thread imports torch's parts: when two threads import modules that import each other,
Python hands out half-made ones."""

IMPORTS_ENDED.set()


class Options(TypedDict, total=False):
    """What every worker can be made with; see `Worker`."""

    failure: str
    low_priority: bool


class Worker(QObject):
    """A thread, and the GUI thread's side of it: what the thread posts arrives here, until it is shut down.

    Args:
        name: of the thread.
        parent: its owner.
        failure: as for `explained`.
        low_priority: whether the thread computes for long: the window goes first, and torch gets all cores.

    Signals:
        failed(object): the `DigitpadError` that ended a piece of work.
    """

    failed = Signal(object)
    _posted = Signal(object, object)

    def __init__(
        self,
        name: str,
        parent: QObject | None,
        *,
        failure: str = _FAILURE,
        low_priority: bool = False,
    ) -> None:
        super().__init__(parent)
        self._failure = failure
        self._low_priority = low_priority
        self._closing = False
        self._changed = threading.Condition()
        self._thread = _Thread(self._run, self)
        self._thread.setObjectName(name)
        self._posted.connect(self._deliver)

    def post(self, slot: Callable[..., object], *values: object) -> None:
        """From the thread: have `slot` called in the GUI thread, in order."""
        self._posted.emit(slot, values)

    @Slot(object, object)
    def _deliver(self, slot: Callable[..., object], values: tuple[object, ...]) -> None:
        if not self._closing:
            slot(*values)

    def deliver(self) -> None:
        """In the GUI thread: deliver at once what was posted until now."""
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Ask the thread to end; nothing that it posted is delivered any more."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def shut_down(self) -> None:
        """`close`, and wait for the end."""
        self.close()
        self._thread.wait()

    def _run(self) -> None:
        """Do the work, in the thread."""
        raise NotImplementedError

    def _prepare(self, after_imports: bool) -> None:
        """What comes before any work of torch's, whose helper threads inherit the priority.

        Args:
            after_imports: whether to wait until no other thread imports torch's parts.
        """
        if self._low_priority:
            lower_priority()
        if after_imports:
            IMPORTS_ENDED.wait()
        if self._low_priority:
            use_all_cores()


def explained(error: Exception, failure: str = _FAILURE) -> DigitpadError:
    """The sentence for what went wrong; where nobody wrote one for it, log and details have the traceback.

    Args:
        error: what was raised.
        failure: the sentence for an error that is not a `DigitpadError`; `{why}` is its cause.
    """
    if isinstance(error, DigitpadError):
        return error
    details = log_unexpected(error)
    why: object = reason(error)
    if not isinstance(error, RuntimeError | MemoryError | ValueError | OSError | ImportError):
        why = Sentence("an error in digitpad, {error}", {"error": in_its_words(error)})
    return UnexpectedError(failure, details, why=why)


def shut_down_workers(owner: QObject) -> None:
    """End all threads that belong to `owner`, and wait for them."""
    workers = owner.findChildren(Worker)
    for worker in workers:
        worker.close()
    for worker in workers:
        worker.shut_down()


class _Thread(QThread):
    """Calls a function of its worker. It is never terminated: workers end when asked to."""

    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(_STACK)
        self._work = work

    def run(self) -> None:
        self._work()
