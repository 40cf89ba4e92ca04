"""The optimiser's file of another program's network, where the user has to name it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.run_reader import RunReader
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


class OptimizerChoice(QObject):
    """Asks for the file, and reads it for the network.

    Args:
        window: what the dialog belongs to.
        banner: where problems are shown.
        reader: reads the file.
        network: returns the network that the state has to be of; None where there is none.
        parent: its owner.

    Signals:
        taken(object, object): the `Path` of the file and the `OptimizerState` in it.
    """

    taken = Signal(object, object)

    def __init__(
        self,
        window: QWidget,
        banner: StatusBanner,
        reader: RunReader,
        network: Callable[[], Checkpoint | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._banner = banner
        self._reader = reader
        self._network = network
        self._probe = Probe(self)

    def action(self) -> tuple[str, Callable[[], object]]:
        """The button of a message that asks for the file."""
        return self.tr("Choose optimizer.pth…"), self._choose

    @Slot()
    def _choose(self) -> None:
        network = self._network()
        if network is None or network.path is None:
            return
        kinds = self.tr("PyTorch files (*.pth *.pt *.pkl);;All files (*)")
        path = ask_for_file(self._window, self.tr("The optimiser's state"), network.path.parent, kinds)
        if path is not None:
            self._probe.reach(path, self.read, self._banner.show_error)

    def read(self, path: Path) -> None:
        """Take the optimiser's state in `path`, if it is of the network."""
        network = self._network()
        if network is None:
            return
        if self._reader.running:
            text = self.tr("Another file is being read; choose {path} again when that is done.")
            self._banner.show_warning(text.format(path=path), (self.action(),))
            return
        from digitpad.training.warm_start import with_optimizer_file

        read = partial(with_optimizer_file, network, path)
        self._reader.start(read, partial(self._take, path))

    def _take(self, path: Path, network: Checkpoint) -> None:
        self.taken.emit(path, network.optimizer)
