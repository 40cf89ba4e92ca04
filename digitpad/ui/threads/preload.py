"""Libraries of torch that are loaded before their turn, one even before Qt, which is not imported here."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import sys
from pathlib import Path

_RTLD_NOW = 2
_LIBRARIES = ("libc10.so", "libtorch_cpu.so")


def preload_before_qt() -> None:
    """On Windows, load torch's c10.dll before Qt's libraries.

    Qt brings a C++ runtime of its own; when that one is in the process first, c10.dll fails to initialise
    (WinError 1114). Loading the one library takes milliseconds, importing torch takes seconds.
    """
    if sys.platform == "win32" and (folder := _torch_libraries()) is not None:
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
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    for name in _LIBRARIES:
        if (folder / name).exists():
            dlopen(str(folder / name).encode(), _RTLD_NOW)


def _torch_libraries() -> Path | None:
    spec = importlib.util.find_spec("torch")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "lib"
