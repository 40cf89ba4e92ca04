"""How a thread that computes for long treats the window and the processor."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICENESS = 15  # of such a thread on Linux: pad and bars come first, training takes what is left


def use_all_cores() -> None:
    """Let torch compute on all cores in this thread, or on as many as OMP_NUM_THREADS says."""
    import torch

    # Set anew because it counts per thread, and the prediction thread has set 1 for itself.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(max(1, min(cores, threads_asked_for() or cores)))


def threads_asked_for() -> int:
    """What OMP_NUM_THREADS asks for, 0 if nothing: in a list, such as "2,1", the first is the outermost."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdecimal() else 0


def step_back() -> None:
    """Let the window go first. Qt's thread priorities do nothing on Linux, where niceness is per thread.

    The threads that OpenMP starts from this one inherit it.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
