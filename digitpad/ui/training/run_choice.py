"""The file that the user picks to go on from."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.run_reader import RunReader
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.errors import Sentence
    from digitpad.model.checkpoint import Checkpoint


class RunChoice(QObject):
    """Asks for a run, or for another program's network, and reads it.

    Args:
        window: what dialogs belong to.
        banner: where errors are shown.
        reader: reads it.
        parent: its owner.

    Attributes:
        opening: another program's network that goes on once it is opened; None for none.

    Signals:
        chosen(object, object): the `Path`, and the `Checkpoint` in it.
        open_requested(object): open the `Path` of a network that has to be tried or chosen first.
    """

    chosen = Signal(object, object)
    open_requested = Signal(object)

    def __init__(self, window: QWidget, banner: StatusBanner, reader: RunReader, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._banner = banner
        self._reader = reader
        self._probe = Probe(self)
        self.opening: Path | None = None

    @Slot()
    def ask(self) -> None:
        """Ask for the file."""
        from digitpad.model.open.loading import load_checkpoint
        from digitpad.resources import runs_root
        from digitpad.training.files import last_good

        kinds = self.tr("Runs (*.pth);;All files (*)")
        path = ask_for_file(self._window, self.tr("Resume a run"), runs_root(), kinds)
        if path is None:
            return
        self._banner.clear()
        read, then = partial(last_good, path, load_checkpoint), partial(self._read, path)
        wait = partial(self._reader.wait_for, read, then, partial(self._not_read, path))
        self._probe.reach(path, lambda _: wait(), self._banner.show_error)

    def _read(self, path: Path, good: tuple[Checkpoint, list[Sentence]]) -> None:
        self.chosen.emit(path, good[0])

    def _not_read(self, path: Path, error: DigitpadError) -> None:
        from digitpad.model.open.foreign import SeveralNetworksError, UnknownNetworkError

        if isinstance(error, SeveralNetworksError | UnknownNetworkError):
            self.opening = path
            self.open_requested.emit(path)
        else:
            self._banner.show_error(error)
