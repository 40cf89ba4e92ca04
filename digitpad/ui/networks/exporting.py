"""Saving the network that answers, in any of its forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import CheckpointError, DigitpadError
from digitpad.model.export import FORMS
from digitpad.ui.messages import translated
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.threads.one_shot import OneShot
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

    Attributes:
        save_action: saves everything, for the menu and its shortcut.
        form_actions: one for each form that a network can be saved in.
    """

    def __init__(self, window: QWidget, recognition: PredictionController, banner: StatusBanner) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self._banner = banner
        self._worker: OneShot | None = None
        self._path = Path()
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
            self._failed(CheckpointError("There is no network to save yet."))
            return
        if self._worker is not None:
            self._failed(CheckpointError("A file is being written; save again when it is done."))
            return
        self._path = path
        self._banner.show_info(self.tr("Exporting…"), stays=True)
        self._worker = OneShot(lambda: _write(checkpoint, path, form), self)
        self._worker.done.connect(self._done)
        self._worker.failed.connect(self._failed)
        self._worker.finished.connect(self._ended)
        self._worker.start()

    def shut_down(self) -> None:
        """Wait until the file is written."""
        if self._worker is not None:
            self._worker.wait()

    @Slot(object)
    def _done(self, _nothing: object) -> None:
        text = self.tr("The network was saved as {path}.").format(path=self._path)
        self._banner.show_success(text)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error)

    @Slot()
    def _ended(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.deleteLater()


def _write(checkpoint: Checkpoint, path: Path, form: str) -> None:
    """Runs in the thread, where importing the exporter holds nobody up."""
    from digitpad.model.export import export

    export(checkpoint, path, form)
