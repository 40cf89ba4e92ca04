"""Everything that touches the folder of own samples, in one thread, one piece after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from digitpad.ui.threads.job_worker import JobWorker

_BATCH = 24  # thumbnails handed over at a time


class SampleKeeper(JobWorker):
    """Does what it is asked for in order; thumbnails wait until nothing else does, the newest asked first.

    Args:
        wait_for_imports: as for `JobWorker`.
        side: longer side of a thumbnail in pixels.

    Signals:
        done(int, object), failed(int, object): as of `JobWorker`.
        pictured(list): pairs of a `Path` and its `QImage`, or None where there is no picture in it.
    """

    pictured = Signal(list)

    def __init__(
        self, wait_for_imports: Callable[[], object], side: int, parent: QObject | None = None
    ) -> None:
        super().__init__(wait_for_imports, parent)
        self.setObjectName("sampleKeeper")
        self._side = side
        self._pictures: list[Path] = []

    def ask_for_picture(self, path: Path) -> None:
        """Have a thumbnail made."""
        with self._wake:
            if not self._quit:
                self._pictures.append(path)
                self._wake.notify()
        self._begin()

    def stop(self) -> None:
        """End the thread once all work is done, thumbnails aside, and wait for it."""
        with self._wake:
            self._pictures.clear()
        super().stop()

    def _may_idle_usefully(self) -> bool:
        return bool(self._pictures)

    def _idle(self) -> None:
        with self._wake:
            pictures = [self._pictures.pop() for _ in self._pictures[:_BATCH]]
        self.pictured.emit([(path, self._thumbnail(path)) for path in pictures])

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
