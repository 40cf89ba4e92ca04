"""What other tabs and files bring to the training tab: runs that were kept, and datasets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from digitpad.errors import DigitpadError
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.networks.opening import Opening
from digitpad.ui.training.controller import TrainingController

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.kept_run import KeptRun


class ToTrain(QObject):
    """Shows in the training tab what was chosen elsewhere.

    Args:
        window: has the tabs.
        training: trains.
        opening: opens networks.
        parent: its owner.
    """

    def __init__(
        self, window: MainWindow, training: TrainingController, opening: Opening, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._training, self._opening = window, training, opening

    @Slot(object)
    def show_run(self, run: KeptRun) -> None:
        """Show the curves of a run that was opened, and answer with its network."""
        if self._training.running:  # whose curves stay
            self._window.tabs.setCurrentWidget(self._window.runs_tab)
        else:
            self._window.tabs.setCurrentWidget(self._window.training_tab)
            self._window.training_tab.show_kept(run)
        self._opening.load(run.file)

    @Slot(object)
    def train_again(self, recipe: Recipe) -> None:
        """Train a kept run's recipe once more, seed and all."""
        if self._training.running:
            self._window.banner.show_error(DigitpadError("A run is training; stop it first."))
            return
        self._window.tabs.setCurrentWidget(self._window.training_tab)
        self._training.train_again(recipe)

    @Slot(object)
    def choose_dataset(self, path: Path) -> None:
        """Have a table chosen to be trained on."""
        self._window.training_tab.form.set_settings({"dataset": str(path)})
        self._window.tabs.setCurrentWidget(self._window.training_tab)
