"""A file that no network fits: its layers in the editor, to be completed, and the file opened with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from digitpad.errors import printable
from digitpad.ui.messages import joined, sentence
from digitpad.ui.network_editor.controller import NetworkEditorController
from digitpad.ui.prediction import ActiveNetwork, LoadFailure, PredictionController
from digitpad.ui.prediction.trying import Order

if TYPE_CHECKING:
    from digitpad.model.open.file_layers import FileLayers
    from digitpad.ui.network_editor.window import NetworkEditorWindow

_MOST_NAMES = 8
"""Entries of a file that are named."""


class FileBuilding(QObject):
    """Shows a file's layers in the editor, and opens the file with what the user makes of them.

    Args:
        editing: opens the editor.
        recognition: says why a file does not open.
        following: opens it.
    """

    def __init__(
        self, editing: NetworkEditorController, recognition: PredictionController, following: ActiveNetwork
    ) -> None:
        super().__init__(editing)
        self._editing = editing
        self._recognition = recognition
        self._following = following
        self._file: tuple[Path, str] | None = None
        self._editor: NetworkEditorWindow | None = None
        recognition.failed.connect(self._failed)
        recognition.network_loaded.connect(self._loaded)

    def begin(self, path: Path, entry: str, held: FileLayers) -> None:
        """Show the layers of a file.

        Args:
            path: the file.
            entry: what the network is called in a file that holds several.
            held: as far as the file tells them.
        """
        self._file = path, entry
        note = self.tr("These are the layers of {file}, with what is assumed between them.")
        editor = self._editing.show_layers(held.layers, note.format(file=path.name))
        if self._editor is None:
            self._editor = editor
            editor.file.button.clicked.connect(self._open)
            editor.file.trying.follow(self._recognition.trying)
        text = self.tr(
            "{file} tells its layers with weights only: add what is missing between them, such as "
            "activations and pooling, and open it."
        )
        text = text.format(file=path.name)
        if held.left_out:
            # A file's names may have anything in them.
            names = ", ".join(printable(name, 40) for name in held.left_out[:_MOST_NAMES])
            more = ", …" if len(held.left_out) > _MOST_NAMES else ""
            why = self.tr("The list has no layers for these entries, which are left out: {names}.")
            text = joined(text, why.replace("{names}", names + more))
        editor.file.show_state(text)

    @Slot()
    def _open(self) -> None:
        if self._file is not None and self._editor is not None:
            path, entry = self._file
            self._following.load_with(Order(path, layers=self._editor.layers, entry=entry))

    @Slot(object)
    def _failed(self, failure: LoadFailure) -> None:
        if self._editor is not None and self._file is not None and failure.path == self._file[0]:
            self._editor.file.show_state(sentence(failure.error), wrong=True)

    @Slot(object)
    def _loaded(self, path: Path) -> None:
        checkpoint = self._recognition.checkpoint
        if self._editor is None or self._file is None:
            return
        if path != self._file[0]:  # the user has turned to another one
            self._file = None
            self._editor.file.hide()
            return
        if checkpoint is not None and checkpoint.assumed is not None:
            text = self.tr("{file} answers with these layers: {assumed}")
            assumed = sentence(checkpoint.assumed.brief)
            self._editor.file.show_state(text.format(file=path.name, assumed=assumed))
