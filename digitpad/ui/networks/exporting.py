"""Saving the network that answers, in any of its forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import CheckpointError, DigitpadError
from digitpad.ui.messages import sentence
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.threads.one_shot import OneShot
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint

_BRIEF = 6000  # milliseconds that a passing message stays

_SUFFIXES = {"safetensors": ".safetensors", "onnx": ".onnx"}


class Exporting(QObject):
    """Asks for a file, and writes it in a thread: an ONNX model takes seconds.

    Args:
        window: what the dialog belongs to.
        recognition: knows the network.
        banner: where the outcome is said.
    """

    def __init__(self, window: QWidget, recognition: PredictionController, banner: StatusBanner) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self._banner = banner
        self._worker: OneShot | None = None
        self._path = Path()

    @Slot(str)
    def save(self, form: str) -> None:
        """Ask where to, and write the network that answers.

        Args:
            form: one of `digitpad.model.export.FORMS`.
        """
        titles = {
            "full": self.tr("Save everything"),
            "model": self.tr("Save the network without its training state"),
            "state_dict": self.tr("Save the weights only"),
            "safetensors": self.tr("Save as safetensors"),
            "onnx": self.tr("Save as ONNX"),
        }
        suffix = _SUFFIXES.get(form, ".pth")
        kinds = {
            ".pth": self.tr("PyTorch files (*.pth);;All files (*)"),
            ".safetensors": self.tr("safetensors files (*.safetensors);;All files (*)"),
            ".onnx": self.tr("ONNX models (*.onnx);;All files (*)"),
        }
        name, _ = QFileDialog.getSaveFileName(self._window, titles[form], f"model{suffix}", kinds[suffix])
        if name:
            self.save_as(Path(name), form)

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
        self._banner.show_message("info", self.tr("Exporting…"))
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
        self._banner.show_message("success", text, timeout_ms=_BRIEF)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_message("error", sentence(error))

    @Slot()
    def _ended(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.deleteLater()


def _write(checkpoint: Checkpoint, path: Path, form: str) -> None:
    """Runs in the thread, where importing the exporter holds nobody up."""
    from digitpad.model.export import export

    export(checkpoint, path, form)
