"""Which network answers while a run goes on and after it: the run's own, or the one the user chose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton

from digitpad.resources import default_checkpoint
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.prediction.trying import Order
from digitpad.ui.settings import Settings
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.ui.prediction.worker import LoadFailure


class ActiveNetwork(QObject):
    """Has the panel follow a run until the user chooses another network.

    Signals:
        chosen(object, object): the `Checkpoint` that the user chose answers now; the `Path` asked for.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        recognition: PredictionController,
        training: TrainingController,
        live: QAbstractButton,
        banner: StatusBanner,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recognition = recognition
        self._banner = banner
        self._settings = settings
        self._follow_run = True  # whether the panel shows the running network's weights
        self._shows_run = False  # whether weights of the run were handed to the panel
        self._saved_run: Path | None = None
        self._pending_path: Path | None = None  # the network that the user asked for, until it answers
        self._before_run: Path | None = None  # the network that answered before the run
        self.shipped_action = make_action(
            self, "defaultAction", self.tr("Use the shipped &network"), self.use_shipped
        )
        recognition.network_loaded.connect(self._network_loaded)
        recognition.failed.connect(self._network_failed)
        recognition.given_up.connect(self._given_up)
        training.run_requested.connect(self._run_begun)
        training.weights_ready.connect(self._weights_ready)
        training.run_saved.connect(self._run_saved)
        training.run_unsaved.connect(self._run_unsaved)
        live.toggled.connect(self._live_toggled)

    def load(self, path: Path, entry: str = "") -> None:
        """Answer with the network in `path`, which the user chose; that called `entry` of several."""
        self._banner.clear()
        self._pending_path = path
        self._recognition.load(path, entry)

    @Slot(object)
    def load_with(self, order: Order) -> None:
        """Answer with the network in a file that has the layers which the user has listed."""
        self._banner.clear()
        self._pending_path = order.path
        self._recognition.load_with(order)

    @Slot()
    def use_shipped(self) -> None:
        """Answer with the shipped network, which the user chose."""
        self._banner.clear()
        self._pending_path = default_checkpoint()
        self._recognition.load_default()

    @Slot(object)
    def _network_loaded(self, path: Path) -> None:
        checkpoint = self._recognition.checkpoint
        if path != default_checkpoint():
            # Of a pair the network is kept, whichever of the two was named.
            self._settings.add_recent((checkpoint and checkpoint.path) or path)
        if path == self._pending_path:
            # The user wants to see that one: a run that goes on beside it does not take its place.
            self._follow_run = self._shows_run = False
            self._pending_path = None
            self.chosen.emit(checkpoint, path)

    @Slot(object)
    def _network_failed(self, failure: LoadFailure) -> None:
        if failure.path in (None, self._pending_path):  # it may be an earlier one, which is gone by now
            self._pending_path = None

    @Slot()
    def _given_up(self) -> None:
        self._pending_path = None

    @Slot(bool)
    def _live_toggled(self, on: bool) -> None:
        self._follow_run = self._follow_run or on

    @Slot()
    def _run_begun(self) -> None:
        self._follow_run = True
        self._shows_run = False
        present = self._recognition.checkpoint
        self._before_run = None if present is None else present.path
        self._banner.clear()

    @Slot(object)
    def _weights_ready(self, checkpoint: Checkpoint) -> None:
        if self._follow_run and self._pending_path is None:
            self._shows_run = True
            self._recognition.use(checkpoint)

    @Slot(object)
    def _run_saved(self, path: Path) -> None:
        self._saved_run = path
        if not self._follow_run or self._pending_path is not None:
            use = ((self.tr("Use its network"), self._use_run),)
            self._banner.show_info(self.tr("The run is saved."), use, stays=True)
            return
        self._recognition.load(path)
        back = ((self.tr("Back to the shipped network"), self.use_shipped),)
        self._banner.show_success(self.tr("The network you trained answers now."), back)

    @Slot()
    def _run_unsaved(self) -> None:
        """The run ended without a file: its weights, which may answer now, make room for what was before."""
        if self._shows_run and self._pending_path is None:
            self._recognition.load(self._before_run or default_checkpoint())

    @Slot()
    def _use_run(self) -> None:
        self._banner.clear()
        if self._saved_run is not None:
            self._recognition.load(self._saved_run)
