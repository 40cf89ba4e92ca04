"""Saving the network that answers, in any of its forms."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import CheckpointError
from digitpad.model.export import FORMS
from digitpad.ui.messages import translated
from digitpad.ui.prediction import PredictionController
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


class Exporting(QObject):
    """Asks for a file, and writes it in a thread: an ONNX model takes seconds.

    Args:
        window: what the dialog belongs to.
        recognition: knows the network.
        banner: where the outcome is shown.

    Signals:
        saved(str): a network was written in one of `digitpad.model.export.FORMS`.

    Attributes:
        save_action: saves everything, for the menu and its shortcut.
        form_actions: one for each form that a network can be saved in.
    """

    saved = Signal(str)

    def __init__(self, window: QWidget, recognition: PredictionController, banner: StatusBanner) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self._banner = banner
        self._task = Task("exporting", self)
        self._task.failed.connect(banner.show_error)
        self.save_action = make_action(
            self, "saveAction", self.tr("&Save network…"), self._save_form, QKeySequence.StandardKey.Save
        )
        self.save_action.setData("full")
        self.form_actions = self._form_actions()

    def _form_actions(self) -> list[QAction]:
        actions = []
        for form in FORMS.values():
            action = make_action(self, f"{form.name}Action", translated(form.title), self._save_form)
            action.setData(form.name)
            actions.append(action)
        return actions

    @Slot()
    def _save_form(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.save(action.data())

    def save(self, name: str) -> None:
        """Ask where to, and write the network that answers.

        Args:
            name: of one of `digitpad.model.export.FORMS`.
        """
        form = FORMS[name]
        filters = f"{translated(form.files)} (*{form.suffix});;{self.tr('All files (*)')}"
        proposal = f"model{form.suffix}"
        path, _ = QFileDialog.getSaveFileName(self._window, translated(form.dialog), proposal, filters)
        if path:
            self.save_as(Path(path), name)

    def save_as(self, path: Path, form: str) -> None:
        """Write the network that answers now to `path`."""
        checkpoint = self._recognition.checkpoint
        if checkpoint is None:
            self._banner.show_error(CheckpointError("There is no network to save yet."))
            return
        if self._task.running:
            error = CheckpointError("A file is being written; save again when it is done.")
            self._banner.show_error(error)
            return
        self._banner.show_info(self.tr("Exporting…"), stays=True)
        self._task.start(partial(_write, checkpoint, path, form), partial(self._done, form))

    def _done(self, form: str, path: Path) -> None:
        self._banner.show_success(self.tr("The network was saved as {path}.").format(path=path))
        self.saved.emit(form)


def _write(checkpoint: Checkpoint, path: Path, form: str) -> Path:
    """Runs in the thread, where importing the exporter holds nobody up."""
    from digitpad.model.export import export

    export(checkpoint, path, form)
    return path
