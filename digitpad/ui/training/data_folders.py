"""Where datasets are kept, and what is offered where one is missing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.messages import sentence
from digitpad.ui.settings import Settings
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.status_banner import StatusBanner

_INSIDE = ("MNIST", "FashionMNIST", "KMNIST", "EMNIST", "cifar-10-batches-py")
"""Folders of datasets in the folder that is asked for."""


class DataFolders(QObject):
    """Asks for the datasets' folder, and starts a run again that found none.

    Args:
        window: what dialogs belong to.
        training: starts runs.
        tab: has the form.
        banner: where it is asked what to do.
        settings: keep the folder.
    """

    def __init__(
        self,
        window: QWidget,
        training: TrainingController,
        tab: TrainingTab,
        banner: StatusBanner,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._training = training
        self._tab = tab
        self._banner = banner
        self._settings = settings
        tab.form.folder.clicked.connect(self._choose)
        training.dataset_missing.connect(self._missing)

    @Slot(object)
    def _missing(self, error: DigitpadError) -> None:
        actions = [
            (self.tr("Choose a folder…"), self._choose_and_retry),
            (self.tr("Try again"), self._training.retry),
        ]
        # A run keeps its dataset, and a network for colour pictures would not learn from digits.
        if not self._training.resumes and self._takes_digits():
            actions.insert(1, (self.tr("Use the synthetic set"), self._use_synthetic))
        self._banner.show_warning(sentence(error), actions)

    def _takes_digits(self) -> bool:
        from digitpad.model.registry import ARCHITECTURES

        entry = ARCHITECTURES.get(str(self._tab.form.recipe_values().get("network")))
        return entry is not None and not entry.form.colour

    @Slot()
    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("The folder that holds the datasets, such as MNIST/raw")
        )
        if name:
            self.use(Path(name))

    def use(self, folder: Path) -> None:
        """Look for datasets in `folder` from now on."""
        # Whoever is asked for the folder may well point at what lies inside it.
        if folder.name == "raw":
            folder = folder.parent
        self._settings.data_folder = folder.parent if folder.name in _INSIDE else folder
        text = self.tr("Datasets are looked for in {folder}.")
        self._banner.show_success(text.format(folder=self._settings.data_folder))

    @Slot()
    def _choose_and_retry(self) -> None:
        before = self._settings.data_folder
        self._choose()
        if self._settings.data_folder != before:
            self._training.retry()

    @Slot()
    def _use_synthetic(self) -> None:
        self._tab.form.set_settings({"dataset": "synthetic"})
        self._training.train(self._tab.form.settings())
