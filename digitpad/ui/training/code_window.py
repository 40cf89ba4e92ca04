"""The training tab's settings as a plain PyTorch script, in a window of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from digitpad.errors import DigitpadError
from digitpad.recipe.kinds import expanded, is_folder
from digitpad.resources import data_root
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.code_colours import CodeColours
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.export_menu import with_ending, write_whole
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import write_like_code
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe


class CodeWindow(QDialog):
    """Shows a script; it can be copied and saved. It stands beside the window and holds nothing up.

    Args:
        script: the script.
        banner: shows what goes wrong.
        parent: the window that it stands beside.
        reads_a_file: whether a command writes the pictures that the script reads.
    """

    def __init__(
        self, script: str, banner: StatusBanner, parent: QWidget, *, reads_a_file: bool = False
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self.setObjectName("codeWindow")
        self.setWindowTitle(self.tr("digitpad - the same as a PyTorch script"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first_size(self, 820, 680)
        self._text = named(QPlainTextEdit(script), "codeText", self.tr("The script"))
        self._text.setReadOnly(True)
        write_like_code(self._text)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._colours = CodeColours(self._text.document(), self.palette())
        explanation = QLabel(
            self.tr(
                "It runs by itself once the command in it has written its pictures into a file, and with the "
                "same seed its first losses are those of the Training tab."
            )
            if reads_a_file
            else self.tr(
                "It runs by itself, and with the same seed its first losses are those of the Training tab."
            )
        )
        explanation.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = named(QPushButton(self.tr("&Copy")), "copyCodeButton", self.tr("Copy the script"))
        self.save_button = named(QPushButton(self.tr("&Save…")), "saveCodeButton", self.tr("Save the script"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask)
        self.setLayout(in_column(explanation, (self._text, 1), buttons))

    def script(self) -> str:
        """The script."""
        return self._text.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colours.follow(self.palette())

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.script())

    @Slot()
    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the script"), "train_mnist.py", self.tr("Python (*.py)")
        )
        if name:
            self.save(with_ending(Path(name), ".py"))

    def save(self, path: Path) -> None:
        """Write the script; the banner shows what goes wrong."""
        try:
            write_whole(path, self.script().encode())
        except DigitpadError as error:
            self._banner.show_error(error)


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
        self._probe = Probe(self)
        self.action = make_action(self, "codeAction", self.tr("Show the &code of the settings…"), self.show)
        tab.form.more.code.clicked.connect(self.show)

    @Slot()
    def show(self) -> None:
        """Show the script of the tab's settings, once there are any."""
        if not self._tab.ready or not self._tab.form.accepted():
            return
        from digitpad.recipe.recipe import Recipe
        from digitpad.training.device import choose_device

        try:
            device = choose_device(str(self._tab.form.settings()["device"]))
            recipe = Recipe.from_dict(self._tab.form.recipe_values())
            write = partial(_script, recipe, self._settings.data_folder or data_root(), device)
            if is_folder(recipe.dataset):  # it is looked into, and may lie on a drive that has gone
                path = expanded(Path(recipe.dataset))
                self._probe.look(path, lambda _: write(), self._open, self._banner.show_error)
            else:
                self._open(write())
        except DigitpadError as error:
            self._banner.show_error(error)

    def _open(self, script: tuple[str, bool]) -> None:
        text, reads_a_file = script
        CodeWindow(text, self._banner, self._window, reads_a_file=reads_a_file).show()


def _script(recipe: Recipe, data: Path, device: str) -> tuple[str, bool]:
    """The script of a recipe, and whether it reads a file that the window has to export."""
    from digitpad.training.script import is_exported, resolve_for_script, script_of

    return script_of(resolve_for_script(recipe, device), data, device), is_exported(recipe)
