"""Loads torch while the window is already in use."""

from __future__ import annotations

import gc
import importlib
import logging
import sys

from PySide6.QtCore import QObject, Signal

from digitpad.errors import tr
from digitpad.ui.threads.process import preload_without_lock
from digitpad.ui.threads.task import Task
from digitpad.ui.threads.worker import IMPORTS_ENDED

_log = logging.getLogger("digitpad")

_FAILURE = tr("PyTorch could not be loaded ({why}). Install it again: see README, Install.")

# What the window needs of the core once torch is there; importing it here keeps it off the GUI thread.
_MODULES = ("torch", "digitpad.recognizer", "digitpad.training.session", "digitpad.training.device")

# What turns a drawing into the network's input. It comes first: while the dynamic linker maps torch, an
# import of another compiled module would wait for it with the interpreter's lock held.
_INPUT_MODULES = ("digitpad.data.preprocess", "digitpad.ink.raster")

# What training needs: in its first run it would be a second in which Train seems dead.
_LAST = "torch._dynamo"


class TorchLoader(Task):
    """Imports torch and the parts of the core that need it; other threads' imports wait meanwhile.

    Signals:
        input_ready(): drawings can be turned into the network's input.
        loaded(): torch is there; networks can answer and be trained.
    """

    input_ready = Signal()
    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("torchLoader", parent, failure=_FAILURE)

    def load(self) -> None:
        """Begin, unless the window is being closed."""
        if not self._closing:
            IMPORTS_ENDED.clear()
            self.start(self._load, after_imports=False)

    def _run(self) -> None:
        try:
            super()._run()
        finally:
            IMPORTS_ENDED.set()

    def _load(self) -> None:
        if _LAST in sys.modules:  # by an earlier window of this process
            self._import_all()
            return
        # A full collection of the ten thousands of objects that these imports make holds every thread up
        # for 0.1 s and finds nothing: they stay until the end, and so does this window, but no later one.
        gc.disable()
        try:
            self._import_all()
        finally:
            gc.freeze()
            gc.enable()

    def _import_all(self) -> None:
        self._import(*_INPUT_MODULES)
        self.post(self.input_ready.emit)
        preload_without_lock()
        self._import(*_MODULES)
        self.post(self.loaded.emit)
        try:
            self._import(_LAST)
        except (ImportError, RuntimeError, OSError) as error:
            _log.warning("%s: %s", _LAST, error)  # the run that needs it will say so

    def _import(self, *names: str) -> None:
        for number, name in enumerate(names):
            self.progress(number, len(names))
            importlib.import_module(name)
