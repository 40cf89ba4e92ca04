"""Loading networks: the dialog, and why a file cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.messages import sentence
from digitpad.ui.networks.file_messages import FileMessages
from digitpad.ui.prediction import ActiveNetwork, LoadFailure
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.resuming import Resuming
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.network_titles import network_title
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.open.foreign import UnknownNetworkError
    from digitpad.model.open.inspecting import Inspection


class Opening(QObject):
    """Asks which network to load, and says in plain words why one cannot be used.

    Args:
        window: what dialogs belong to.
        following: loads it.
        resuming: gets to know which optimiser's state belongs to it.
        banner: where that is shown.
        settings: know the networks loaded before.

    Attributes:
        load_action: asks for a network, for the menu and the button.
        recent_menu: the networks loaded before.

    Signals:
        build_requested(object, str, object): build the network of a file, called so in it, of these
            `FileLayers`.
    """

    build_requested = Signal(object, str, object)

    def __init__(
        self,
        window: QWidget,
        following: ActiveNetwork,
        resuming: Resuming,
        banner: StatusBanner,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._following = following
        self._resuming = resuming
        self._banner = banner
        self._settings = settings
        self._words = FileMessages(self)
        self._probe = Probe(self)
        self._optimizer: Path | None = None
        self._shown_error = ""  # of a normalisation that cannot be
        self.load_action = make_action(
            self, "loadAction", self.tr("&Load network…"), self._ask_and_load, QKeySequence.StandardKey.Open
        )
        self.recent_menu = QMenu(self.tr("&Recent networks"), window)
        self.recent_menu.setToolTipsVisible(True)
        self.recent_menu.aboutToShow.connect(self._fill_recent)

    @Slot()
    def _ask_and_load(self) -> None:
        self.load(None)

    @Slot()
    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self._settings.recent:
            action = self.recent_menu.addAction(network_title(path).replace("&", "&&"), self._load_recent)
            action.setData(str(path))
            action.setToolTip(str(path))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction(self.tr("None yet")).setEnabled(False)

    @Slot()
    def _load_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.load(Path(action.data()))

    @Slot(object)
    def load(self, path: Path | None) -> None:
        """Load the network in `path`, or in the file that a dialog asks for."""
        if path is None:
            recent = self._settings.recent
            path = self._ask(recent[0].parent if recent else None)
        if path is not None:
            self._probe.reach(path, self._following.load, self._not_reached)

    def _not_reached(self, error: DigitpadError) -> None:
        self._banner.show_error(error, opening=True)

    def _ask(self, folder: Path | None) -> Path | None:
        kinds = self.tr("Networks (*.pth *.pt *.ckpt *.pkl *.safetensors *.onnx *.npz);;All files (*)")
        return ask_for_file(self._window, self.tr("Load a network"), folder, kinds)

    @Slot(object)
    def failed(self, failure: LoadFailure) -> None:
        """A file cannot answer: say why, and what it holds instead."""
        from digitpad.model.open.foreign import SeveralNetworksError, UnknownNetworkError

        inspection, path, error = failure.inspection, failure.path, failure.error
        if path is not None and isinstance(error, SeveralNetworksError):
            self._choose_entry(path, error.entries)
            return
        self._resuming.given_up()
        if path is not None and inspection is not None and isinstance(error, UnknownNetworkError):
            self._unknown(path, failure.entry, inspection, error)
        elif path is not None and inspection is not None and inspection.kind == "optimizer":
            self._optimizer = path
            ask = ((self.tr("Choose the network…"), self._choose_network),)
            self._banner.show_warning(sentence(error), ask)
        else:
            self._shown_error = sentence(error) if path is None else ""
            self._banner.show_error(error, opening=path is not None)

    def _unknown(self, path: Path, entry: str, inspection: Inspection, error: UnknownNetworkError) -> None:
        """No network fits, or none reads: list the layers, and offer to build it of them."""
        from digitpad.model.open.file_layers import FileLayers, file_layers
        from digitpad.model.open.opening import NothingReadsError

        def build() -> None:
            try:
                if isinstance(error, NothingReadsError):
                    layers = FileLayers(error.candidate.layers())
                else:
                    layers = file_layers(path, entry)
            except DigitpadError as problem:
                self._banner.show_error(problem)
            else:
                self.build_requested.emit(path, entry, layers)

        # Of an ONNX file all layers are known.
        actions = (
            () if inspection.kind == "onnx" or not inspection.layers else ((self.tr("Build it…"), build),)
        )
        details = self._words.layers(inspection.layers)
        text = self._words.unknown(path, error)
        self._banner.show_error(error, actions, text=text, details=details, opening=True)
        for button in self._banner.findChildren(QPushButton, "statusAction0"):
            if button.text() == self.tr("Build it…"):
                button.setObjectName("buildFromFile")

    def _choose_entry(self, path: Path, entries: tuple[str, ...]) -> None:
        """Ask which of several networks in a file is meant, and load it."""
        from digitpad.ui.networks.choosing import ChooseEntry

        dialog = ChooseEntry(path.name, entries, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._following.load(path, dialog.entry))
        dialog.rejected.connect(self._resuming.given_up)
        dialog.open()

    @Slot(object)
    def assumptions_changed(self, network: Checkpoint) -> None:
        """Others are in use: Resume takes them, and the message about some that cannot be is out of date."""
        self._resuming.assumptions_changed(network)
        if self._shown_error and self._banner.text() == self._shown_error:
            self._banner.clear()

    @Slot()
    def _choose_network(self) -> None:
        """The network that an optimiser's state belongs to."""
        if self._optimizer is None:
            return
        path = self._ask(self._optimizer.parent)
        if path is not None:
            self._resuming.expect_optimizer(self._optimizer)
            self._following.load(path)
