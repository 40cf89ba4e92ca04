"""Loads torch while the window is already in use."""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.util
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

_log = logging.getLogger("digitpad")

# What the window needs of the core once torch is there; importing it here keeps it off the GUI thread.
_MODULES = ("torch", "digitpad.recognizer", "digitpad.training.session", "digitpad.training.device")

# What turns a drawing into the network's input. It comes first: while the dynamic linker maps torch, an
# import of another compiled module would wait for it with the interpreter's lock held.
_INPUT_MODULES = ("digitpad.data.preprocess", "digitpad.ink.raster")

_RTLD_NOW = 2
_LIBRARIES = ("libc10.so", "libtorch_cpu.so")


def preload_before_qt() -> None:
    """On Windows, load torch's c10.dll before Qt's libraries.

    Qt brings a C++ runtime of its own; when that one is in the process first, c10.dll fails to initialise
    (WinError 1114). Loading the one library takes milliseconds, importing torch takes seconds.
    """
    if sys.platform == "win32":
        folder = _torch_libraries()
        if folder is not None and (folder / "c10.dll").exists():
            # A failure shows itself, with torch's own message, when torch is imported.
            try:
                ctypes.CDLL(str(folder / "c10.dll"))
            except OSError:
                return


def _torch_libraries() -> Path | None:
    found = importlib.util.find_spec("torch")
    return None if found is None or found.origin is None else Path(found.origin).parent / "lib"


def _preload_without_lock() -> None:
    """On Linux, map torch's large library with the interpreter's lock released.

    An import holds the lock while the library is mapped and initialised, and the window stands still:
    0.16-0.2 s measured on two cores. A call through ctypes releases it; 0.04 s remain.
    """
    if not sys.platform.startswith("linux"):
        return
    folder = _torch_libraries()
    if folder is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    for name in _LIBRARIES:
        if (folder / name).exists():
            dlopen(str(folder / name).encode(), _RTLD_NOW)


class TorchLoader(QThread):
    """Imports torch and the parts of the core that need it.

    Signals:
        input_ready(): drawings can be turned into the network's input.
        loaded(): torch is there; networks can answer and be trained.
        failed(str): why it cannot be imported.
    """

    input_ready = Signal()
    loaded = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("torchLoader")
        self.setStackSize(16 * 1024 * 1024)

    def run(self) -> None:
        """Import; called by Qt in the thread."""
        # A full collection of the ten thousands of objects that these imports make holds every thread up
        # for 0.1 s and finds nothing: they stay until the end.
        gc.disable()
        try:
            self._load()
        finally:
            gc.freeze()
            gc.enable()

    def _load(self) -> None:
        try:
            for name in _INPUT_MODULES:
                importlib.import_module(name)
            self.input_ready.emit()
            _preload_without_lock()
            for name in _MODULES:
                if self.isInterruptionRequested():
                    return
                importlib.import_module(name)
        except (ImportError, OSError, RuntimeError) as error:
            self.failed.emit(str(error))
            return
        self.loaded.emit()
        self._warm_up()  # the rest is for training, which nobody has asked for yet

    def _warm_up(self) -> None:
        """Import what the first run would import: a second in which Train would seem to do nothing."""
        if self.isInterruptionRequested():
            return
        try:
            importlib.import_module("torch._dynamo")
        except (ImportError, RuntimeError, OSError) as error:
            _log.warning("torch._dynamo: %s", error)  # the run that needs it will say so
