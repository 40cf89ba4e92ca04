"""How fast training goes."""

from __future__ import annotations

import time

_PAUSE = 0.25  # a gap between two steps longer than this, in seconds, was a pause, not training


class Speed:
    """Measures examples a second over about the last second.

    The first step counts only until there is another: it takes many times as long as those that follow, since
    memory is taken and kernels are chosen in it.

    Attributes:
        value: the measured speed; 0 before there is any.
    """

    def __init__(self) -> None:
        self._examples = 0
        self._seconds = 0.0
        self._first = self._settling = True
        self.value = 0.0

    def add(self, examples: int, seconds: float) -> None:
        """Add so many examples that took so long."""
        if self._first:
            if examples:
                self._first = False
                self.value = examples / max(seconds, 1e-9)
            return
        self._examples += examples
        self._seconds += seconds
        if self._seconds > 1.0 or self._settling:
            self.value = self._examples / max(self._seconds, 1e-9)
        if self._seconds > 1.0:
            self._examples, self._seconds, self._settling = 0, 0.0, False


class Stopwatch:
    """Measures the wall time of training without the pauses between two events."""

    def __init__(self) -> None:
        self._mark = time.perf_counter()

    def lap(self) -> float:
        """Return the seconds since the last lap, or since a pause that was left out."""
        now = time.perf_counter()
        seconds, self._mark = now - self._mark, now
        return seconds

    def leave_out_pause(self) -> None:
        """After an event: forget the time since the last lap if it was a pause."""
        now = time.perf_counter()
        if now - self._mark > _PAUSE:
            self._mark = now
