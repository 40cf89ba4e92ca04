"""Functions that are called in a thread one after the other: with one result each, or many events as well."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, Unpack

from PySide6.QtCore import QObject, Signal

from digitpad.errors import Cancelled, DigitpadError
from digitpad.ui.threads.worker import Options, Worker, explained

Result = TypeVar("Result")

_PROGRESS_INTERVAL = 0.08  # seconds between two reports of progress
_EVENTS_INTERVAL = 0.06  # seconds between two batches of events


@dataclass(slots=True, eq=False)
class _Call:
    """A function that was asked for, and what is called with its result or error in the GUI thread."""

    function: Callable[[], Any]
    done: Callable[[Any], object] | None
    failed: Callable[[DigitpadError], object]
    wake: Callable[[], object]
    over: Callable[[], object]
    after_imports: bool
    cancelled: bool = False


class Task(Worker):
    """Calls functions in a thread, in order; the thread lasts as long as there are any.

    Args:
        name, parent, options: as for `Worker`.

    Signals:
        failed(object): the `DigitpadError` of a call that has no function for it.
        progressed(object, object, str): done, total and phase of the call at work, about ten times a second.
        ended(): all calls have ended, and their results were delivered.
    """

    progressed = Signal(object, object, str)
    ended = Signal()

    def __init__(self, name: str, parent: QObject | None, **options: Unpack[Options]) -> None:
        super().__init__(name, parent, **options)
        self._waiting: deque[_Call] = deque()
        self._calls: list[_Call] = []  # whose result was not delivered yet
        self._present: _Call | None = None  # at work in the thread, which ends once this is None
        self._reported = (0.0, "")

    @property
    def running(self) -> bool:
        """Whether the result of any call is outstanding."""
        return bool(self._calls)

    def start(
        self,
        function: Callable[[], Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[DigitpadError], object] | None = None,
        *,
        wake: Callable[[], object] = lambda: None,
        over: Callable[[], object] = lambda: None,
        after_imports: bool = True,
    ) -> None:
        """Have `function` called in the thread, unless it is shut down.

        Args:
            function: touches no widget; a long one calls `progress`, which ends it when it was cancelled.
            done: called in the GUI thread with the result. The next call may be started from it.
            failed: called there with the error instead of emitting `failed`.
            wake: called there when the call is cancelled or the thread shut down; ends a function that waits.
            over: called in the thread at the end of the call, also where `function` was never entered.
            after_imports: whether to wait until no other thread imports torch's parts.
        """
        if self._closing:
            return
        call = _Call(function, done, failed or self.failed.emit, wake, over, after_imports)
        self._calls.append(call)
        with self._changed:
            self._waiting.append(call)
            at_work = self._present is not None
            self._present = self._present or call
        if not at_work:
            self._thread.wait()  # a moment: it has nothing left to do
            self._thread.start()

    def cancel(self) -> None:
        """End all calls, the one at work at its next report of progress; no result is delivered any more."""
        for call in self._calls:
            call.cancelled = True
            call.wake()

    def close(self) -> None:
        """Ask the thread to end after the calls that wait; nothing that it posted is delivered any more."""
        super().close()
        for call in self._calls:
            call.wake()

    def progress(self, done: int, total: int, phase: str = "") -> None:
        """In the thread: report how far the call at work is.

        Raises:
            Cancelled: when it was cancelled.
        """
        if self._closing or (self._present is not None and self._present.cancelled):
            raise Cancelled
        now = time.monotonic()
        at, before = self._reported
        if phase != before or now - at > _PROGRESS_INTERVAL or 0 < total <= done:
            self._reported = now, phase
            self.post(self.progressed.emit, done, total, phase)

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                if call.cancelled:
                    raise Cancelled
                self._prepare(call.after_imports)
                self.post(self._finish, call, call.done, call.function())
            except Cancelled:
                self.post(self._finish, call, None, None)
            except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next call
                self.post(self._finish, call, call.failed, explained(error, self._failure))
            finally:
                call.over()

    def _next(self) -> _Call | None:
        with self._changed:
            self._present = self._waiting.popleft() if self._waiting else None
            return self._present

    def _finish(self, call: _Call, then: Callable[[Any], object] | None, outcome: object) -> None:
        self._calls.remove(call)
        if not self._calls:
            self._thread.wait()  # a moment: so that the worker may be deleted now
        try:
            if then is not None and not call.cancelled:
                then(outcome)
        finally:
            if not self._calls:
                self.ended.emit()


class Stream(Task):
    """A `Task` whose functions send events on their way, such as a training run.

    Signals:
        received(list): events in batches, at most 17 times a second and before the result; none is lost.
    """

    received = Signal(list)

    def __init__(self, name: str, parent: QObject | None, **options: Unpack[Options]) -> None:
        super().__init__(name, parent, **options)
        self._events: list[Any] = []
        self._sent_at = time.monotonic()

    def send(self, event: object, *, now: bool = False) -> None:
        """In the thread: have `event` arrive with the next batch, or now with all that were sent before."""
        self._events.append(event)
        if now or time.monotonic() - self._sent_at >= _EVENTS_INTERVAL:
            self._flush()

    def post(self, slot: Callable[..., object], *values: object) -> None:
        """As of `Worker`; what was sent before arrives before."""
        self._flush()
        super().post(slot, *values)

    def _flush(self) -> None:
        self._sent_at = time.monotonic()
        if self._events:
            events, self._events = self._events, []
            super().post(self.received.emit, events)
