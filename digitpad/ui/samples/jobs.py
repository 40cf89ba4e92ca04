"""Everything that touches the folder of own samples, in one thread, one piece after the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from digitpad.ui.threads.task import Task

_BATCH = 24  # thumbnails handed over at a time


class SampleJobs(Task):
    """Thumbnails wait until nothing else is to be done, the newest asked first.

    Args:
        side: longer side of a thumbnail in pixels.
        parent: its owner.

    Signals:
        pictured(list): pairs of a `Path` and its `QImage`, or None where there is no picture in it.
    """

    pictured = Signal(list)

    def __init__(self, side: int, parent: QObject) -> None:
        super().__init__("samples", parent)
        self._side = QSize(side, side)
        self._paths: list[Path] = []
        self.ended.connect(self._make_thumbnails)

    def ask_for_picture(self, path: Path) -> None:
        """Have a thumbnail made."""
        self._paths.append(path)
        self._make_thumbnails()

    @Slot()
    def _make_thumbnails(self) -> None:
        if self._paths and not self.running:
            newest = [self._paths.pop() for _ in self._paths[:_BATCH]]
            self.start(partial(_thumbnails, newest, self._side), self.pictured.emit)


def _thumbnails(paths: list[Path], side: QSize) -> list[tuple[Path, QImage | None]]:
    """Runs in the thread."""
    return [(path, _thumbnail(path, side)) for path in paths]


def _thumbnail(path: Path, side: QSize) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image
