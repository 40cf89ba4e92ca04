"""How torch and the window share the process: libraries in time, cores, priority. Qt is not imported here."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import threading
from pathlib import Path

from digitpad.cores import requested_threads, usable_cores

# Of a thread that computes for long, on Linux, as a batch job: what waits for the user runs at once when it
# wakes, and otherwise both have about the same share. More niceness leaves nearly everything to programs that
# keep all cores: with 15, training went at 2-3 % of its speed beside two of them, so at 31-41 %.
_NICENESS = 1

_RTLD_NOW = 2
_LIBRARIES = ("libc10.so", "libtorch_cpu.so")


def preload_before_qt() -> None:
    """On Windows, load torch's c10.dll before Qt's libraries.

    Qt brings a C++ runtime of its own; when that one is in the process first, c10.dll fails to initialise
    (WinError 1114). Loading the one library takes milliseconds, importing torch takes seconds.
    """
    if sys.platform == "win32" and (folder := _torch_libraries()) is not None:
        import ctypes

        # A failure shows itself, with torch's own message, when torch is imported.
        with contextlib.suppress(OSError):
            ctypes.CDLL(str(folder / "c10.dll"))


def preload_without_lock() -> None:
    """On Linux, map torch's large library with the interpreter's lock released.

    An import holds the lock while the library is mapped and initialised, and the window stands still:
    0.16-0.2 s measured on two cores. A call through ctypes releases it; 0.04 s remain.
    """
    if not sys.platform.startswith("linux") or (folder := _torch_libraries()) is None:
        return
    import ctypes

    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    for name in _LIBRARIES:
        if (folder / name).exists():
            dlopen(str(folder / name).encode(), _RTLD_NOW)


def _torch_libraries() -> Path | None:
    spec = importlib.util.find_spec("torch")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "lib"


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
    cores = usable_cores()
    torch.set_num_threads(max(1, min(cores, requested_threads() or cores)))


def lower_priority() -> None:
    """Give way to the window. Qt's thread priorities do nothing on Linux, where both below are per thread.

    The threads that OpenMP starts from this one inherit it.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):  # a container may refuse it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
