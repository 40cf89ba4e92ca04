"""A long piece of work whose events the window follows while it goes on, such as a training run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Unpack

from PySide6.QtCore import QObject, Signal

from digitpad.ui.threads.task import Task
from digitpad.ui.threads.worker import Options

_INTERVAL = 0.06  # seconds between two batches of events


class Stream(Task):
    """A `Task` whose function sends events on its way.

    Args:
        name, parent, options: as for `Worker`.

    Signals:
        received(list): events in batches, at most 17 times a second; none is lost.
    """

    received = Signal(list)

    def __init__(self, name: str, parent: QObject | None, **options: Unpack[Options]) -> None:
        super().__init__(name, parent, **options)
        self._events: list[Any] = []
        self._sent_at = time.monotonic()

    def send(self, event: object) -> None:
        """In the thread: have `event` arrive with the next batch."""
        self._events.append(event)
        if time.monotonic() - self._sent_at >= _INTERVAL:
            self.flush()

    def flush(self) -> None:
        """In the thread: have all that was sent arrive now."""
        self._sent_at = time.monotonic()
        if self._events:
            events, self._events = self._events, []
            super().post(self.received.emit, events)

    def post(self, slot: Callable[..., object], *values: object) -> None:
        """As of `Worker`; what was sent before arrives before."""
        self.flush()
        super().post(slot, *values)
