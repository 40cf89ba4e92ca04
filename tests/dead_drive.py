"""A folder that answers as little as a network drive that has gone."""

from __future__ import annotations

import builtins
import errno
import io
import os
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CALLS = (
    (os, ("stat", "lstat", "listdir", "scandir", "open", "mkdir")),
    (io, ("open",)),
    (builtins, ("open",)),
)


class DeadDrive:
    """Holds up every thread that looks into the folder, but for the window's, which must not look.

    Attributes:
        path: the folder.
        dead: whether it does not answer; at first it does.
        asked: the paths that some thread waits for.
        waits: where the window would wait: the lines of code.
    """

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path.mkdir()
        self.path = path
        self.dead = False
        self.asked: list[str] = []
        self.waits: list[str] = []
        self._over = threading.Event()
        for module, names in CALLS:
            for name in names:
                monkeypatch.setattr(module, name, self._held_up(getattr(module, name)))

    def _held_up(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            if self.dead and isinstance(path, str | os.PathLike) and str(path).startswith(str(self.path)):
                self._wait(str(path))
            return call(path, *arguments, **options)

        return asked

    def _wait(self, path: str) -> None:
        if threading.current_thread() is threading.main_thread():
            self.waits.append("".join(traceback.format_stack(limit=9)[:-2]))
            raise OSError(errno.ENOENT, "nothing is there", path)
        self.asked.append(path)
        self._over.wait()

    def end(self) -> None:
        """It answers again, and the threads go on."""
        self.dead = False
        self._over.set()
