"""All in the window that lets people see inside: data and mistakes, layers, runs, code, pictures to keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.explore.controller import ExploreController
from digitpad.ui.layers.controller import LayersController
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.runs.controller import RunsController
from digitpad.ui.settings import Settings
from digitpad.ui.training.code import ShownCode
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.widgets.export_menu import ExportMenu

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe

_BRIEF = 6000  # milliseconds that a passing message stays


class InspectionTabs(QObject):
    """Connects the tabs that look into things with the window and with each other.

    Args:
        window: whose tabs, pad and banner are used.
        recognition: knows the network and the digit that is shown.
        training: trains a kept run once more.
        settings: know the datasets' folder.
        wait_for_imports: returns when no other thread imports torch's parts any more.
        parent: its owner.

    Signals:
        load_requested(object): the `Path` of a network that shall answer.
        failed(object): a `DigitpadError` for the status banner.
    """

    load_requested = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        recognition: PredictionController,
        training: TrainingController,
        settings: Settings,
        wait_for_imports: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self.explore = ExploreController(
            window.explore_tab, window.canvas, recognition, settings, wait_for_imports, self
        )
        self.layers = LayersController(window.layers_tab, window.canvas, recognition, wait_for_imports, self)
        self.compare = RunsController(
            window, window.compare_tab, window.banner, wait_for_imports, lambda: training.folder
        )
        self._code = ShownCode(window, settings)
        self._keepers = self._kept_pictures()
        self._connect()

    def _kept_pictures(self) -> list[ExportMenu]:
        """The context menus of all pictures and charts, and the Edit menu's entries for the pad."""
        window = self._window
        shown = [
            (window.training_tab.chart, "loss"),
            (window.training_tab.batch_pictures, "batch"),
            (window.panel, "prediction"),
            (window.preparation_strip, "preparation"),
            (window.explore_tab.gallery, "pictures"),
            (window.explore_tab.matrix, "confusion"),
            (window.layers_tab.pictures.maps, "maps"),
            (window.layers_tab.pictures.one_map, "map"),
            (window.compare_tab.chart, "runs"),
        ]
        keepers = [ExportMenu(widget, name) for widget, name in shown]
        pad = ExportMenu(window.canvas, "drawing", by_menu=False)  # its right button rubs out
        window.menus.add_pad_pictures(pad.actions())
        return [*keepers, pad]

    def _connect(self) -> None:
        self.compare.load_requested.connect(self.load_requested)
        self.compare.again_requested.connect(self._train_again)
        self._training.run_saved.connect(self.compare.refresh)
        self._window.training_tab.code_requested.connect(self._code.show)
        self._code.failed.connect(self.failed)
        for keeper in self._keepers:
            keeper.failed.connect(self.failed)
            keeper.saved.connect(self._picture_saved)

    def torch_loaded(self) -> None:
        """torch is there: datasets can be looked at."""
        self.explore.torch_loaded()

    def imports_ended(self) -> None:
        """No other thread imports any more: this one may."""
        self.compare.imports_ended()

    def shut_down(self) -> None:
        """End what is being done and wait for all threads."""
        self.explore.shut_down()
        self.layers.shut_down()
        self.compare.shut_down()

    @Slot(object)
    def _train_again(self, recipe: Recipe) -> None:
        """Train a kept run's recipe once more, seed and all."""
        if self._training.running:
            self.failed.emit(DigitpadError("A run is training; stop it first."))
            return
        self._window.tabs.setCurrentWidget(self._window.training_tab)
        self._training.train_again(recipe)

    @Slot(object)
    def _picture_saved(self, path: Path) -> None:
        text = self.tr("The picture was saved as {path}.").format(path=path)
        self._window.banner.show_message("success", text, timeout_ms=_BRIEF)
