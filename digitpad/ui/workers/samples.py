"""Everything that touches the folder of own samples, in one thread, one piece after the other."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage, QImageReader

from digitpad.errors import DigitpadError, reason

_log = logging.getLogger("digitpad")

_BATCH = 24  # thumbnails handed over at a time

Work = Callable[[], Any]


class SampleKeeper(QThread):
    """Does what it is asked for in order; thumbnails wait until nothing else does, the newest asked first.

    Args:
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones.
        side: longer side of a thumbnail in pixels.

    Signals:
        done(int, object): number of the work and what it gave.
        failed(int, object): number of the work and its `DigitpadError`.
        pictured(list): pairs of a `Path` and its `QImage`, or None where there is no picture in it.
    """

    done = Signal(int, object)
    failed = Signal(int, object)
    pictured = Signal(list)

    def __init__(
        self, wait_for_imports: Callable[[], object], side: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sampleKeeper")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._wait_for_imports = wait_for_imports
        self._side = side
        self._waiting: deque[tuple[int, Work]] = deque()
        self._pictures: list[Path] = []
        self._wake = threading.Condition()
        self._count = 0
        self._quit = False

    def ask(self, work: Work) -> int:
        """Have `work` done in the thread; gives the number that its end is told with."""
        with self._wake:
            self._count += 1
            if not self._quit:
                self._waiting.append((self._count, work))
                self._wake.notify()
        self._begin()
        return self._count

    def ask_for_picture(self, path: Path) -> None:
        """Have a thumbnail made."""
        with self._wake:
            if not self._quit:
                self._pictures.append(path)
                self._wake.notify()
        self._begin()

    def _begin(self) -> None:
        if not self._quit and not self.isRunning():
            self.start()

    def stop(self) -> None:
        """End the thread once all work is done, thumbnails aside, and wait for it."""
        with self._wake:
            self._quit = True
            self._pictures.clear()
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Work until stopped; called by Qt in the thread."""
        self._wait_for_imports()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._quit or self._waiting or self._pictures)
                job = self._waiting.popleft() if self._waiting else None
                pictures = [] if job else [self._pictures.pop() for _ in self._pictures[:_BATCH]]
                if self._quit and job is None:
                    return
            if job is not None:
                self._do(*job)
            else:
                self.pictured.emit([(path, self._thumbnail(path)) for path in pictures])

    def _do(self, number: int, work: Work) -> None:
        try:
            given = work()
        except DigitpadError as error:
            self.failed.emit(number, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next piece
            _log.exception("unexpected error in the samples' thread")
            self.failed.emit(number, DigitpadError("This did not work: {why}.", why=reason(error)))
        else:
            self.done.emit(number, given)

    def _thumbnail(self, path: Path) -> QImage | None:
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        side = QSize(self._side, self._side)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(
                size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
            )
        image = reader.read()
        return None if image.isNull() else image
