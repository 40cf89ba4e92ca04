"""How a thread that computes shares the processor with the window."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICENESS = 15  # of such a thread on Linux: pad and bars come first, training takes what is left


def use_one_core() -> None:
    """Have torch compute on one core in this thread: one picture is read fastest so.

    OpenMP counts threads per calling thread, so a training thread keeps the cores it has chosen.
    """
    import torch

    torch.set_num_threads(1)


def use_all_cores() -> None:
    """Have torch compute on all cores in this thread, or on as many as OMP_NUM_THREADS says."""
    import torch

    # Set anew because it counts per thread, and the prediction thread has set 1 for itself.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(max(1, min(cores, requested_threads() or cores)))


def requested_threads() -> int:
    """What OMP_NUM_THREADS asks for, 0 if nothing: in a list, such as "2,1", the first is the outermost."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdecimal() else 0


def lower_priority() -> None:
    """Give way to the window. Qt's thread priorities do nothing on Linux, where niceness is per thread.

    The threads that OpenMP starts from this one inherit it.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
