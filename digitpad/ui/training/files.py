"""What the training tab asks the user to pick: recipes, pictures, weights, and the folder of the datasets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DatasetNotFound, DigitpadError
from digitpad.resources import data_root
from digitpad.ui.messages import sentence
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe

_SUFFIX = ".toml"


class RecipeFiles(QObject):
    """Opens and saves recipes, and fills in the paths that they name.

    Args:
        window: what dialogs belong to.
        tab: has the form.
        banner: where the outcome is shown.
    """

    def __init__(self, window: QWidget, tab: TrainingTab, banner: StatusBanner) -> None:
        super().__init__(window)
        self._window = window
        self._form = tab.form
        self._banner = banner
        self._folder: Path | None = None
        self._probe = Probe(self)
        self._form.more.open_recipe.triggered.connect(self._ask)
        self._form.more.save_recipe.triggered.connect(self._ask_where)
        self._form.editors["weights"].widget.from_file.triggered.connect(self._ask_for_weights)
        self._form.editors["dataset"].widget.folder_requested.connect(self._ask_for_pictures)
        self._form.editors["dataset"].widget.table_requested.connect(self._ask_for_table)

    @Slot()
    def _ask(self) -> None:
        kinds = self.tr("Recipes (*.toml);;All files (*)")
        path = ask_for_file(self._window, self.tr("Open a recipe"), self._folder, kinds)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Show the recipe in `path` and let Train follow it, or say why not."""
        from digitpad.recipe.toml_file import load_recipe

        self._folder = path.parent

        def show(recipe: Recipe) -> None:
            self._form.add_recipe(str(path), recipe.name, recipe.as_dict())

        self._probe.look(path, load_recipe, show, self._banner.show_error)

    @Slot()
    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save these settings as a recipe"),
            str((self._folder or Path.home()) / f"recipe{_SUFFIX}"),
            self.tr("Recipes (*.toml)"),
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the form's settings to `path` as a recipe that is called like the file."""
        from digitpad.recipe.recipe import Recipe
        from digitpad.recipe.toml_file import load_recipe, save_recipe

        path = path if path.suffix else path.with_suffix(_SUFFIX)
        self._folder = path.parent
        if not self._form.accepted():
            return
        try:
            recipe = Recipe.from_dict({**self._form.recipe_values(), "name": path.stem})
            save_recipe(recipe, path)
            self._form.add_recipe(str(path), recipe.name, load_recipe(path).as_dict())
        except DigitpadError as error:
            self._banner.show_error(error)
            return
        text = self.tr("Saved as {path}; in a terminal: digitpad train --recipe {path}")
        self._banner.show_success(text.format(path=path))

    @Slot()
    def _ask_for_pictures(self) -> None:
        title = self.tr("A folder with a folder of pictures for each class")
        if name := QFileDialog.getExistingDirectory(self._window, title):
            self._set("dataset", Path(name))

    @Slot()
    def _ask_for_table(self) -> None:
        kinds = self.tr("Tables of pictures (*.csv *.tsv);;All files (*)")
        title = self.tr("A table with a label and the pixels of a picture a line")
        path = ask_for_file(self._window, title, self._folder, kinds)
        if path is not None:
            self._set("dataset", path)

    @Slot()
    def _ask_for_weights(self) -> None:
        kinds = self.tr("Networks (*.pth *.pt *.safetensors *.onnx);;All files (*)")
        path = ask_for_file(self._window, self.tr("Initial weights"), self._folder, kinds)
        if path is not None:
            self._set("weights", path)

    def _set(self, name: str, path: Path) -> None:
        """Give a setting this path, once it answers."""
        self._probe.reach(
            path, lambda _: self._form.editors[name].set_value(str(path)), self._banner.show_error
        )


class DataFolders(QObject):
    """Asks for the datasets' folder, and starts a run again that found none.

    Args:
        window: what dialogs belong to.
        training: starts runs.
        tab: has the form.
        banner: where it is asked what to do.
        settings: keep the folder.

    Signals:
        changed(): datasets are looked for in another folder.
    """

    changed = Signal()

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
        self._probe = Probe(self)
        tab.form.folder.clicked.connect(self._choose)
        training.dataset_missing.connect(self._missing)

    @Slot(object)
    def _missing(self, error: DigitpadError) -> None:
        actions = [
            (self.tr("Choose a folder…"), self._choose_and_retry),
            (self.tr("Try again"), self._training.retry),
        ]
        # A run keeps its dataset, and a network for colour pictures would not learn from digits.
        if not self._training.resumes:
            digits, pictures = self.tr("Use the synthetic set"), self.tr("Folder of pictures…")
            instead = (
                (digits, self._use_synthetic) if self._takes_digits() else (pictures, self._use_pictures)
            )
            actions.insert(1, instead)
        self._banner.show_warning(sentence(error), actions)

    def _takes_digits(self) -> bool:
        from digitpad.model.registry import ARCHITECTURES

        entry = ARCHITECTURES.get(str(self._tab.form.recipe_values().get("network")))
        return entry is not None and not entry.form.colour

    @Slot()
    def _choose(self) -> None:
        self._ask(self.use, self._banner.show_error, _root_or_empty)

    @Slot()
    def _choose_and_retry(self) -> None:
        def retry(folder: Path) -> None:
            self.use(folder)
            self._training.retry()

        self._ask(retry, self._missing, _root)  # which asks again

    def _ask(
        self,
        then: Callable[[Path], object],
        failed: Callable[[DigitpadError], object],
        look: Callable[[Path, Path], Path],
    ) -> None:
        """Ask for a folder that holds datasets: a wrong one would hide those that are there."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("The folder that holds the datasets, such as MNIST/raw")
        )
        if name:
            before = self._settings.data_folder or data_root()
            self._probe.look(Path(name), partial(look, before), then, failed)

    def use(self, folder: Path) -> None:
        """Look for datasets in `folder` from now on."""
        self._settings.data_folder = folder
        self.changed.emit()
        text = self.tr("Datasets are looked for in {folder}.")
        self._banner.show_success(text.format(folder=folder))

    @Slot()
    def _use_synthetic(self) -> None:
        self._tab.form.set_settings({"dataset": "synthetic"})
        self._training.train(self._tab.form.settings())

    @Slot()
    def _use_pictures(self) -> None:
        title = self.tr("A folder with a folder of pictures for each class")
        if name := QFileDialog.getExistingDirectory(self._window, title):
            self._probe.reach(Path(name), self._train_on, self._banner.show_error)

    def _train_on(self, folder: Path) -> None:
        self._tab.form.set_settings({"dataset": str(folder)})
        self._training.train(self._tab.form.settings())


def _root(before: Path, folder: Path) -> Path:
    """The folder with datasets that `folder` is, or lies in; without any there the one `before` stays."""
    from digitpad.data.sets.dataset_folder import datasets_root

    root = datasets_root(folder)
    if root is None:
        raise DatasetNotFound(
            "{folder} holds none of the datasets, so they are still looked for in {before}.",
            folder=folder,
            before=before,
        )
    return root


def _root_or_empty(before: Path, folder: Path) -> Path:
    """As `_root`; an empty folder is one too, for those that are downloaded from now on."""
    if folder.is_dir() and next(folder.iterdir(), None) is None:
        return folder
    return _root(before, folder)
