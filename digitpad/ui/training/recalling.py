"""The settings of last time, in the form again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.recipe.toml_file import is_recipe_file, load_recipe
from digitpad.ui.recipe_form import RecipeForm
from digitpad.ui.threads.probe import Probe

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe


class Recalling(QObject):
    """Fills the form with the settings of last time; an answer that comes late takes back nothing.

    Args:
        form: is filled.
        parent: its owner.

    Signals:
        ended(): the form is as last time, or stays as it is by now.
    """

    ended = Signal()

    def __init__(self, form: RecipeForm, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._given_up = False
        self._probe = Probe(self)

    def recall(self, settings: Mapping[str, Any]) -> None:
        """Show `settings`; the file of a recipe may be gone or changed since, or not answer."""
        name = str(settings.get("recipe", ""))
        if not is_recipe_file(name):
            self._form.set_settings(settings)
            return
        before = self._form.settings()

        def show(prepare: Callable[[], object]) -> None:
            if not self._given_up and self._form.settings() == before:
                prepare()
                self._form.set_settings(settings)
            self.ended.emit()

        def show_with(recipe: Recipe) -> None:
            show(lambda: self._form.add_recipe(name, recipe.name, recipe.as_dict()))

        self._probe.look(Path(name), load_recipe, show_with, lambda _: show(lambda: None))

    @Slot()
    def give_up(self) -> None:
        """The form is about a run from now on."""
        self._given_up = True
