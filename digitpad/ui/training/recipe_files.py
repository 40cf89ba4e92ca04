"""Recipes as files, folders of pictures, files with weights: what the training tab asks the user to pick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

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
        self._form.more.open_recipe.triggered.connect(self._ask)
        self._form.more.save_recipe.triggered.connect(self._ask_where)
        self._form.editors["weights"].widget.from_file.triggered.connect(self._ask_for_weights)
        self._form.editors["dataset"].widget.folder_requested.connect(self._ask_for_pictures)

    @Slot()
    def _ask(self) -> None:
        kinds = self.tr("Recipes (*.toml);;All files (*)")
        path = ask_for_file(self._window, self.tr("Open a recipe"), self._folder, kinds)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> bool:
        """Show the recipe in `path` and let Train follow it; gives whether it is one."""
        from digitpad.recipe.toml_file import load_recipe

        self._folder = path.parent
        try:
            recipe = load_recipe(path)
        except DigitpadError as error:
            self._banner.show_error(error)
            return False
        self._form.add_recipe(str(path), recipe.name, recipe.as_dict())
        return True

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
            self._form.editors["dataset"].set_value(str(Path(name)))

    @Slot()
    def _ask_for_weights(self) -> None:
        kinds = self.tr("Networks (*.pth *.pt *.safetensors);;All files (*)")
        path = ask_for_file(self._window, self.tr("Initial weights"), self._folder, kinds)
        if path is not None:
            self._form.editors["weights"].set_value(str(path))
