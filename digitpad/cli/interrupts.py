"""Ctrl+C while a run trains in the terminal: a wish, granted between two steps."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from types import FrameType
from typing import Any

from digitpad.system import ending_signals

_PATIENCE = 3.0  # seconds in which another Ctrl+C is taken for the same one


class Interrupts:
    """Turns the first Ctrl+C, polite kill or end of the terminal into a wish granted between two steps.

    An exception in the middle of a step would leave weights and counters that do not belong together. Only
    a second Ctrl+C after some seconds, when saving seems to hang, is not waited with.

    Attributes:
        asked: whether the run is to end.
    """

    def __init__(self) -> None:
        self.asked = False
        self._asked_at = 0.0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupts:
        for number in ending_signals():
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            if time.monotonic() - self._asked_at > _PATIENCE:
                raise KeyboardInterrupt
            return
        self.asked = True
        self._asked_at = time.monotonic()
        with contextlib.suppress(OSError):  # in the middle of a step
            print("\ndigitpad: saving after this step ...", file=sys.stderr)
