"""Shows the training tab's settings as a plain PyTorch script."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.settings import Settings
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.status_banner import StatusBanner


class ScriptViewer(QObject):
    """Opens a window with the script.

    Args:
        window: what it stands beside.
        tab: has the settings, and a button for it.
        banner: where errors in the settings are shown.
        settings: know the datasets' folder.

    Attributes:
        action: shows the script, for the menu.
    """

    def __init__(self, window: QWidget, tab: TrainingTab, banner: StatusBanner, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._tab = tab
        self._banner = banner
        self._settings = settings
        self.action = make_action(self, "codeAction", self.tr("Show the &code of the settings…"), self.show)
        tab.form.more.code.clicked.connect(self.show)

    @Slot()
    def show(self) -> None:
        """Show the script of the tab's settings, once there are any."""
        if not self._tab.ready:
            return
        from digitpad.recipe.recipe import Recipe
        from digitpad.resources import data_root
        from digitpad.training.device import choose_device
        from digitpad.training.script import resolve_for_script, script_of

        try:
            device = choose_device(str(self._tab.settings()["device"]))
            recipe = Recipe.from_dict(self._tab.form.recipe_values())
            data = self._settings.data_folder or data_root()
            script = script_of(resolve_for_script(recipe, device), data, device)
        except DigitpadError as error:
            self._banner.show_error(error)
            return
        viewer = CodeWindow(script, self._window)
        viewer.failed.connect(self._banner.show_error)
        viewer.show()
