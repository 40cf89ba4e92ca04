"""How many threads a run computes with: as many as pay while other programs use the processor too.

torch's threads wait for each other in every layer, and they wait by asking again and again. Where another
program keeps a core, one of them does not get to run while the others burn their time on it: beside one busy
program two threads train several times slower than one, in the worst case two hundred times.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from digitpad.cores import requested_threads, usable_cores

_WINDOW = 0.5  # seconds of steps over which waiting is measured
_TRIAL = 0.15  # the same, after a thread was taken back
_WAITING = 0.4  # threads that wait for a core, on average, from which there is one too many
_AGAIN, _LONGEST = 5.0, 60.0  # seconds until all threads are tried again: at first, and after many failures
_SOON = 2.0  # the same where cores have nothing to do
_IDLE = 0.7  # of each further thread's core that has nothing to do, from which that is tried
_TASKS, _CORES = Path("/proc/self/task"), Path("/proc/stat")


def waiting_seconds(tasks: Path = _TASKS) -> float | None:
    """Seconds that this process's threads together were ready to run and had no core; None if not known."""
    if not sys.platform.startswith("linux"):
        return None
    total = 0
    try:
        for task in tasks.iterdir():
            try:
                total += int((task / "schedstat").read_bytes().split()[1])
            except (FileNotFoundError, ProcessLookupError):  # the thread has ended
                continue
    except (OSError, ValueError, IndexError):  # a kernel without these figures
        return None
    return total / 1e9


def idle_seconds(cores: Path = _CORES) -> float | None:
    """Seconds that all cores together had nothing to do since the computer started; None if not known."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        name, *ticks = cores.read_bytes().splitlines()[0].split()
        idle = int(ticks[3]) + int(ticks[4])  # also while they wait for a disk
    except (OSError, ValueError, IndexError):
        return None
    return idle / os.sysconf("SC_CLK_TCK") if name == b"cpu" else None


class Threads:
    """Lowers the number of threads of the thread that trains while they wait for cores, and raises it again.

    A number that was asked for with OMP_NUM_THREADS stays, and a resumed run keeps its own.

    Args:
        adapts: whether to do so; on a card there is nothing to gain.
        waiting: total seconds that the process's threads have waited for a core, or None.
        idle: total seconds that all cores had nothing to do, or None.
        clock: seconds that pass.

    Attributes:
        most: the number that the run began with; 0 before its first step.
        now: the number that computes.
        settled: that number, but while all are tried for a moment the one before.
        changes: steps of the run before each change, and the number from there on.
    """

    def __init__(
        self,
        adapts: bool = True,
        waiting: Callable[[], float | None] = waiting_seconds,
        idle: Callable[[], float | None] = idle_seconds,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.most = self.now = self.settled = 0
        self.changes: list[tuple[int, int]] = []
        self._waiting, self._idle, self._clock = waiting, idle, clock
        self._adapts = adapts and not requested_threads()
        self._began = self._busy = self._waited = 0.0
        self._before, self._thread = 0, 0  # what the thread that trains had before
        self._trial = False
        self._pause, self._due = _AGAIN, 0.0
        self._since = self._idled = 0.0  # the clock, and idle seconds, at the begin of the measurement
        self._soon = 0.0  # from when on idle cores are a reason to try
        self._idle_tells = True  # whether they are: in a container they may be others' than its own
        self._free = self._for_idle = False  # whether to try, and whether was tried, for that reason

    def step_begins(self, step: int) -> None:
        """Before step number `step` of the run, or a batch of the test set, in the thread that trains."""
        self._note_before()
        if not self.most:
            self._begin(self._before if requested_threads() else min(self._before, usable_cores()))
        elif torch.get_num_threads() != self.now:  # of a run that goes on, maybe in another thread
            torch.set_num_threads(self.now)
        self._began = self._clock()
        if self._adapts and self.now < self.most and (self._free or self._began >= self._due):
            self._trial, self._for_idle = True, self._free
            self._use(self.most, step)

    def _note_before(self) -> None:
        if not self._before:
            self._before, self._thread = torch.get_num_threads(), threading.get_ident()

    def give_back(self) -> None:
        """After a run, in the thread that trained: what else computes there has its threads again."""
        if self._before and self._thread == threading.get_ident():
            torch.set_num_threads(self._before)
        self._before = 0

    def _begin(self, most: int, now: int = 0) -> None:
        self.most = most
        self.now = self.settled = now or most
        if torch.get_num_threads() != self.now:
            torch.set_num_threads(self.now)
        self._due = self._clock() + self._pause
        self._adapts = self._adapts and most > 1 and self._restart()

    def step_done(self, step: int) -> None:
        """After it; `step` is the number of the next."""
        if not self._adapts:
            return
        self._busy += self._clock() - self._began
        if self._busy < (_TRIAL if self._trial else _WINDOW):
            return
        waited, busy, idled, since = self._waited, self._busy, self._idled, self._since
        if not self._restart():
            return
        share, now = (self._waited - waited) / busy, self._since
        if share > _WAITING and self.now > 1:
            if self._trial and self._for_idle:
                self._idle_tells = False
            self._pause = min(_LONGEST, 2 * self._pause) if self._trial else _AGAIN
            self._due, self._soon = now + self._pause, now + _SOON
            self._use(max(1, self.now - math.ceil(share)), step)
        elif self.now < self.most:
            idle = (self._idled - idled) / max(now - since, 1e-9)
            self._free = self._idle_tells and now >= self._soon and idle > _IDLE * (self.most - self.now)
        self._trial = False
        self.settled = self.now

    def _restart(self) -> bool:
        """Begin a new measurement; returns whether there is anything to measure."""
        waited = self._waiting()
        self._adapts = waited is not None
        self._busy, self._waited = 0.0, waited or 0.0
        idle = self._idle()
        self._since, self._idled = self._clock(), math.nan if idle is None else idle
        return self._adapts

    def _use(self, count: int, step: int) -> None:
        self.now, self._free = count, False
        self.changes.append((step, count))
        torch.set_num_threads(count)
        self._restart()

    def state_dict(self) -> dict[str, Any]:
        """What resuming needs: plain values."""
        most = self.most or torch.get_num_threads()
        return {"threads": most, "threads_now": self.now or most, "thread_changes": [*self.changes]}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on with as many threads as the run had: another number adds up in another order.

        Raises:
            TypeError, ValueError: when these are not numbers.
        """
        if "threads" not in state:  # as in files of version 1
            return
        self._note_before()
        limit = 4 * (os.cpu_count() or 1)
        self.changes = [(int(step), int(count)) for step, count in state.get("thread_changes", ())]
        most = min(limit, max(1, int(state["threads"])))
        self._begin(most, min(most, max(1, int(state.get("threads_now", most)))))
