"""A thread for which only the newest request counts, such as one that reads what is being drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Unpack

from PySide6.QtCore import QObject

from digitpad.errors import Cancelled
from digitpad.ui.threads.worker import Options, Worker, explained

Requests = Mapping[str, Any]
"""The newest request of each kind."""


class Latest(Worker):
    """Answers the newest request of each kind; one that was overtaken while it waited is dropped.

    Args:
        answer: called in the thread with all requests that wait, and returns or yields any number of results;
            touches no widget. What it raises goes to `failed`; `Cancelled` goes nowhere.
        done: called in the GUI thread with each result.
        name, parent, options: as for `Worker`.
        pause: seconds that the thread rests after each call.
        after_imports: whether the thread waits until no other one imports torch's parts.
    """

    def __init__(
        self,
        answer: Callable[[Requests], Iterable[Any]],
        done: Callable[[Any], object],
        name: str,
        parent: QObject | None,
        *,
        pause: float = 0.0,
        after_imports: bool = True,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(name, parent, **options)
        self._answer, self._done = answer, done
        self._pause, self._after_imports = pause, after_imports
        self._waiting: dict[str, Any] = {}

    def ask(self, **requests: object) -> None:
        """Replace what waits of these kinds; it is answered once the thread is started."""
        with self._changed:
            self._waiting.update(requests)
            self._changed.notify()

    def start(self) -> None:
        """Start the thread, unless it is at work or shut down."""
        if not self._closing and not self._thread.isRunning():
            self._thread.start()

    def check_overtaken(self, kind: str = "") -> None:
        """In the thread: give up long work that is of no use any more.

        Args:
            kind: of the requests that overtake it; "" for any.

        Raises:
            Cancelled: when such a newer request waits, or the thread is to end.
        """
        if self._closing or (kind in self._waiting if kind else self._waiting):
            raise Cancelled

    def _run(self) -> None:
        self._prepare(self._after_imports)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._waiting)
                requests, self._waiting = self._waiting, {}
            if self._closing:
                return
            self._serve(requests)
            del requests  # a large picture is not kept while the thread rests
            if self._pause:
                with self._changed:
                    self._changed.wait_for(lambda: self._closing, self._pause)

    def _serve(self, requests: Requests) -> None:
        try:
            for result in self._answer(requests):
                self.post(self._done, result)
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next request
            self.post(self.failed.emit, explained(error, self._failure))
