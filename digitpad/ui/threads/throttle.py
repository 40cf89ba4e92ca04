"""Gathers what a fast producer makes into batches at a rate that a window can follow."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Throttle(Generic[T]):
    """Hands on items in batches, at most once per interval; none is lost if `flush` is called last.

    Args:
        deliver: gets the batches.
        interval: shortest time between two of them, in seconds.
        clock: gives the time in seconds.
    """

    def __init__(
        self,
        deliver: Callable[[list[T]], None],
        interval: float = 0.06,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deliver = deliver
        self._interval = interval
        self._clock = clock
        self._items: list[T] = []
        self._last = clock()

    def add(self, item: T) -> None:
        """Take one item; delivers when the interval is over."""
        self._items.append(item)
        if self._clock() - self._last >= self._interval:
            self.flush()

    def flush(self) -> None:
        """Deliver what has gathered."""
        self._last = self._clock()
        if self._items:
            items, self._items = self._items, []
            self._deliver(items)
