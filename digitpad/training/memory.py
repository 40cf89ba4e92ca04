"""Memory that a step frees is kept for the next one."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h
_LARGEST = 32 << 20  # glibc takes no higher one
_KEPT = 256 << 20


def keep_freed_memory() -> None:
    """Tell the C library not to give large blocks back to the system after each step.

    It would ask for them again, page by page, in the next one. Measured for notes-wide: 120,000 page faults
    instead of 500,000 in 240 steps, 8 % less time. Only glibc needs to be told, and only it can be.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, _LARGEST)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
