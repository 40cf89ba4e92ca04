"""Reads the drawing in a thread of its own: the latest drawing wins."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import CheckpointError, DigitpadError, reason
from digitpad.ink.drawing import Drawing
from digitpad.ui.prediction.answering import Answering
from digitpad.ui.prediction.mailbox import Mailbox

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.loading import Inspection


_log = logging.getLogger("digitpad")


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Why no other network answers now.

    Attributes:
        error: the sentence.
        path: the file; None when it was not about a file.
        inspection: what the file holds instead, where that can be told.
    """

    error: DigitpadError
    path: Path | None = None
    inspection: Inspection | None = None


class PredictionWorker(QThread):
    """Rasterises, preprocesses and reads drawings; loads networks.

    It works before torch is loaded too: then answers carry the network's input and no prediction.

    Signals:
        answered(Answer): for the latest drawing; older ones that were overtaken get no answer.
        network_changed(Checkpoint, int, object): another network answers now; its number of parameters, and
            the `Path` that was asked for, None when it came from no file.
        network_failed(LoadFailure): a file could not be used; the network stays what it was.
    """

    answered = Signal(object)
    network_changed = Signal(object, int, object)
    network_failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predictionWorker")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._mail = Mailbox()
        self._wake = threading.Condition()
        self._answering = Answering()

    def submit(self, drawing: Drawing, revision: int) -> None:
        """Ask for `drawing` to be read; replaces a drawing that still waits."""
        with self._wake:
            self._mail.drawing, self._mail.revision = drawing, revision
            self._wake.notify()

    def load(self, path: Path) -> None:
        """Read the network in `path` and answer with it. torch must have been imported."""
        with self._wake:
            self._mail.path = path
            self._wake.notify()

    def use(self, checkpoint: Checkpoint) -> None:
        """Answer with these weights, such as the newest of a training run."""
        with self._wake:
            self._mail.checkpoint = checkpoint
            self._wake.notify()

    def normalise(self, checkpoint: Checkpoint, mean: float, std: float) -> None:
        """Let the network of `checkpoint` have another normalisation, if it is the one that answers."""
        with self._wake:
            self._mail.normalised, self._mail.mean, self._mail.std = checkpoint, mean, std
            self._wake.notify()

    def set_several(self, on: bool) -> None:
        """Look for several digits from now on, or read everything as one."""
        with self._wake:
            self._mail.several = on
            self._wake.notify()

    def choose(self, number: int) -> None:
        """Of several digits, show the steps of the one with this number, from the left."""
        with self._wake:
            self._mail.chosen = number
            self._wake.notify()

    def set_steps_off(self, off: frozenset[str]) -> None:
        """Leave out these steps of the preparation, by their names in `digitpad.data.preparation.Steps`."""
        with self._wake:
            self._mail.off = off
            self._wake.notify()

    def stop(self) -> None:
        """End the thread after what it is doing, and wait for it."""
        with self._wake:
            self._mail.quit = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Work until stopped; called by Qt in the thread."""
        latest: tuple[Drawing, int] | None = None
        while True:
            with self._wake:
                self._wake.wait_for(self._mail.waiting)
                mail, self._mail = self._mail, Mailbox(revision=self._mail.revision)
            if mail.quit:
                return
            if mail.drawing is not None:
                latest = (mail.drawing, mail.revision)
            try:
                changed = self._change_network(mail)
                changed = self._change_reading(mail) or changed
                if latest is not None and (changed or mail.drawing is not None):
                    self.answered.emit(self._answering.answer(*latest))
            except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next drawing
                _log.exception("a drawing or network could not be read")
                unread = DigitpadError("This could not be read: {why}.", why=reason(error))
                self.network_failed.emit(LoadFailure(unread, mail.path))

    def _change_reading(self, mail: Mailbox) -> bool:
        """Take over how drawings are to be read from now on; whether that is another way than before."""
        reading = self._answering
        before = reading.several, reading.chosen, reading.off
        reading.several = reading.several if mail.several is None else mail.several
        reading.chosen = reading.chosen if mail.chosen is None else mail.chosen
        reading.off = reading.off if mail.off is None else mail.off
        return before != (reading.several, reading.chosen, reading.off)

    def _change_network(self, mail: Mailbox) -> bool:
        if mail.path is None and mail.checkpoint is None and mail.normalised is None:
            return False
        import torch

        from digitpad.recognizer import Recognizer

        # OpenMP counts threads per calling thread: one picture is read fastest by one, and so the
        # training thread keeps the cores it has chosen.
        torch.set_num_threads(1)
        try:
            if mail.checkpoint is not None:
                self._use_weights(mail.checkpoint)
            if mail.path is not None:
                self._answering.recognizer = Recognizer.load(mail.path)
            elif mail.normalised is not None and not self._normalise(mail):
                return False
        except DigitpadError as error:
            self.network_failed.emit(LoadFailure(error, mail.path, _inspected(mail.path)))
            return False
        assert self._answering.recognizer is not None
        self.network_changed.emit(
            self._answering.recognizer.checkpoint, self._answering.recognizer.parameters, mail.path
        )
        return True

    def _normalise(self, mail: Mailbox) -> bool:
        """Change the normalisation; False when the network that was meant has gone."""
        present, meant = self._answering.recognizer, mail.normalised
        if present is None or meant is None or present.checkpoint.model is not meant.model:
            return False
        self._use_weights(present.checkpoint.with_normalisation(mail.mean, mail.std))
        return True

    def _use_weights(self, checkpoint: Any) -> None:
        from digitpad.recognizer import Recognizer

        self._answering.recognizer = Recognizer(checkpoint)


def _inspected(path: Path | None) -> Inspection | None:
    """What the file holds, where that can be told."""
    if path is None:
        return None
    from digitpad.model.loading import inspect_file

    try:
        return inspect_file(path)
    except CheckpointError:
        return None
