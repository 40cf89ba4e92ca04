"""Shows the training tab's settings as a plain PyTorch script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.settings import Settings
from digitpad.ui.training.code_window import CodeWindow


class ShownCode(QObject):
    """Opens a window with the script.

    Args:
        window: what it stands beside.
        settings: know the datasets' folder.

    Signals:
        failed(object): a `DigitpadError`: the settings are no recipe, or a file could not be written.
    """

    failed = Signal(object)

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings

    @Slot(object)
    def show(self, wanted: Mapping[str, Any]) -> None:
        """Show the script of the tab's settings."""
        from digitpad.recipe.toml_file import named_recipe
        from digitpad.resources import data_root
        from digitpad.training.device import choose_device
        from digitpad.training.script import script_of, settled

        changes = dict(wanted)
        try:
            device = choose_device(str(changes.pop("device", "auto")))
            chosen = changes.pop("recipe")
            recipe = (named_recipe(chosen) if isinstance(chosen, str) else chosen).with_changes(**changes)
            data = self._settings.data_folder or data_root()
            script = script_of(settled(recipe, device), data, device)
        except DigitpadError as error:
            self.failed.emit(error)
            return
        shown = CodeWindow(script, self._window)
        shown.failed.connect(self.failed)
        shown.show()
