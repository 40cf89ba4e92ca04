"""Networks that are in no registry: tried in a thread, while the one before answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import CheckpointError, DigitpadError
from digitpad.ui.prediction.worker import LoadFailure, inspected
from digitpad.ui.threads.task import Task

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.spec.shapes import Layers

Folders = Callable[[], tuple[Path | None, Path | None]]
"""Returns the folder with the datasets, None for the usual one, and an image folder that is tried too."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to open.

    Attributes:
        path: the file.
        assume: what is settled, as the texts of `--assume`.
        layers: those of the network, where the user has listed them.
        entry: what the network is called in a file that holds several.
    """

    path: Path
    assume: tuple[str, ...] = ()
    layers: Layers = ()
    entry: str = ""


class Trying(QObject):
    """Tries which networks fit a file, or measures one; what is begun takes the place of what is being done.

    Args:
        folders: know the pictures that networks are tried on.
        parent: its owner.

    Signals:
        progressed(str): what is being done, in words; "" when that has ended.
        cancelled(): the user gave it up.
    """

    progressed = Signal(str)
    cancelled = Signal()

    def __init__(self, folders: Folders, parent: QObject) -> None:
        super().__init__(parent)
        self._folders = folders
        self._text = ""
        self._task = Task("networkTrials", self, low_priority=True)
        self._task.progressed.connect(self._progressed)
        self._task.ended.connect(self._ended)

    @property
    def running(self) -> bool:
        """Whether anything is being tried or measured."""
        return bool(self._text)

    def open(self, order: Order, done: Callable[[Checkpoint | LoadFailure], object]) -> None:
        """Try which network fits a file; `done` gets the best, or why there is none."""
        text = self.tr("{file}: trying what fits … {count}")
        self._begin(text, order.path, partial(_opened, order, self._folders(), self._count), done)

    def measure(self, checkpoint: Checkpoint, done: Callable[[Checkpoint | LoadFailure], object]) -> None:
        """Measure how well a network reads, of which something is assumed; `done` gets it with that."""
        text = self.tr("Measuring how well {file} reads …")
        path = checkpoint.path or Path()
        self._begin(text, path, partial(_measured, checkpoint, self._folders(), self._count), done)

    def stop(self) -> None:
        """Give up what is being done."""
        self._task.cancel()
        self._show("")

    @Slot()
    def cancel(self) -> None:
        """The user gives up what is being done."""
        if self.running:
            self.stop()
            self.cancelled.emit()

    def _begin(
        self,
        text: str,
        path: Path,
        function: Callable[[], Checkpoint | LoadFailure],
        done: Callable[[Checkpoint | LoadFailure], object],
    ) -> None:
        self.stop()
        # A file's name may have anything in it.
        self._show(text.replace("{file}", path.name.replace("{", "(").replace("}", ")")))
        finished = partial(self._finished, done)
        self._task.start(function, finished, lambda error: finished(LoadFailure(error, path)))

    def _finished(
        self, done: Callable[[Checkpoint | LoadFailure], object], outcome: Checkpoint | LoadFailure
    ) -> None:
        self._show("")
        done(outcome)

    def _count(self, count: int) -> None:
        """In the thread: so many have been tried."""
        self._task.progress(count, 0)

    @Slot(object, object, str)
    def _progressed(self, count: int, _total: int, _phase: str) -> None:
        if self._text:
            self.progressed.emit(self._text.format(count=count))

    @Slot()
    def _ended(self) -> None:
        self._show("")

    def _show(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.progressed.emit(text.format(count=0))


def _opened(
    order: Order, folders: tuple[Path | None, Path | None], tried: Callable[[int], None]
) -> Checkpoint | LoadFailure:
    from digitpad.model.assumption_texts import given
    from digitpad.opening import open_network

    root, folder = folders
    try:
        return open_network(order.path, root, tried, given(order.assume), folder, order.layers, order.entry)
    except CheckpointError as error:
        return LoadFailure(error, order.path, inspected(order.path, order.entry), order.entry)


def _measured(
    checkpoint: Checkpoint, folders: tuple[Path | None, Path | None], tried: Callable[[int], None]
) -> Checkpoint | LoadFailure:
    from digitpad.model.open.opening import measured
    from digitpad.opening import pictures

    root, folder = folders
    try:
        return measured(checkpoint, pictures(root, folder, tried), partial(tried, 0))
    except DigitpadError as error:
        return LoadFailure(error, checkpoint.path)
