"""How long a search may take."""

from __future__ import annotations

import time

SECONDS = 45.0
"""How long networks for a file are tried, in processor time of the thread: others may use it too."""

_WALL_SECONDS = 55.0
"""And by the clock: people do not wait longer than a minute."""


class Allowance:
    """A time that begins with this, and ends by the processor time of the thread or by the clock.

    Args:
        seconds: of processor time, at most `SECONDS`.
        whole: what this is a part of.
    """

    def __init__(self, seconds: float = SECONDS, whole: Allowance | None = None) -> None:
        now = time.thread_time()
        self._end = now + min(seconds, SECONDS)
        self._wall_end = time.monotonic() + _WALL_SECONDS
        if whole is not None:
            self._end = min(self._end, whole._end)
            self._wall_end = min(self._wall_end, whole._wall_end)
        self._whole_seconds = max(self._end - now, 0.0)

    @property
    def seconds(self) -> float:
        """What is left of it; less than 0 when it is over."""
        return min(self._end - time.thread_time(), self._wall_end - time.monotonic())

    @property
    def share(self) -> float:
        """The share that is left, 0-1."""
        return max(self.seconds, 0.0) / self._whole_seconds if self._whole_seconds else 0.0

    def part(self, share: float = 1.0, most: float = SECONDS) -> Allowance:
        """So much of what is left, and no more than `most` seconds."""
        return Allowance(min(share * max(self.seconds, 0.0), most), self)
