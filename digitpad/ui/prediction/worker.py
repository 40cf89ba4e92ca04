"""Reads the drawing in a thread of its own: the latest drawing wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import CheckpointError, DigitpadError
from digitpad.ink.drawing import Drawing
from digitpad.ui.prediction.answering import Answering
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.priority import use_one_core

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.loading import Inspection


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


class PredictionWorker(QObject):
    """Rasterises, preprocesses and reads drawings; loads networks.

    It works before torch is loaded too: then answers carry the network's input and no prediction.

    Attributes:
        start: starts the thread.

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
        failure = "This could not be read: {why}."
        self._latest = Latest(self._handle, "predictionWorker", self, failure=failure, after_imports=False)
        self._latest.failed.connect(self._failed)
        self.start = self._latest.start
        self._answering = Answering()
        self._drawing: tuple[Drawing, int] | None = None

    def submit(self, drawing: Drawing, revision: int) -> None:
        """Ask for `drawing` to be read; replaces a drawing that still waits."""
        self._latest.ask(drawing=(drawing, revision))

    def load(self, path: Path) -> None:
        """Read the network in `path` and answer with it. torch must have been imported."""
        self._latest.ask(path=path)

    def use(self, checkpoint: Checkpoint) -> None:
        """Answer with these weights, such as the newest of a training run."""
        self._latest.ask(checkpoint=checkpoint)

    def normalise(self, checkpoint: Checkpoint, mean: float, std: float) -> None:
        """Give the network of `checkpoint` another normalisation, if it is the one that answers."""
        self._latest.ask(normalisation=(checkpoint, mean, std))

    def set_several(self, on: bool) -> None:
        """Look for several digits from now on, or read everything as one."""
        self._latest.ask(several=on)

    def choose(self, number: int) -> None:
        """Of several digits, show the steps of the one with this number, from the left."""
        self._latest.ask(chosen=number)

    def set_steps_off(self, off: frozenset[str]) -> None:
        """Leave out these steps of the preparation, by their names in `digitpad.data.preparation.Steps`."""
        self._latest.ask(off=off)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self.network_failed.emit(LoadFailure(error))

    # What follows runs in the thread.

    def _handle(self, requests: Requests) -> None:
        changed = self._change_network(requests)
        changed = self._change_reading(requests) or changed
        self._drawing = requests.get("drawing", self._drawing)
        if self._drawing is not None and (changed or "drawing" in requests):
            self._latest.post(self.answered.emit, self._answering.answer(*self._drawing))

    def _change_reading(self, requests: Requests) -> bool:
        """Take over how drawings are to be read from now on; whether that is another way than before."""
        ways = {name: requests[name] for name in ("several", "chosen", "off") if name in requests}
        before = {name: getattr(self._answering, name) for name in ways}
        for name, way in ways.items():
            setattr(self._answering, name, way)
        return before != ways

    def _change_network(self, requests: Requests) -> bool:
        path: Path | None = requests.get("path")
        if not requests.keys() & {"path", "checkpoint", "normalisation"}:
            return False
        from digitpad.recognizer import Recognizer

        use_one_core()
        try:
            if "checkpoint" in requests:
                self._answering.recognizer = Recognizer(requests["checkpoint"])
            if path is not None:
                self._answering.recognizer = Recognizer.load(path)
            elif "normalisation" in requests and not self._normalise(*requests["normalisation"]):
                return False
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is shown with the file it came from
            failure = LoadFailure(self._latest.error(error), path, _inspected(path))
            self._latest.post(self.network_failed.emit, failure)
            return False
        network = self._answering.recognizer
        assert network is not None
        self._latest.post(self.network_changed.emit, network.checkpoint, network.parameters, path)
        return True

    def _normalise(self, checkpoint: Checkpoint, mean: float, std: float) -> bool:
        """Change the normalisation; False when the network that was meant has gone."""
        from digitpad.recognizer import Recognizer

        present = self._answering.recognizer
        if present is None or present.checkpoint.model is not checkpoint.model:
            return False
        self._answering.recognizer = Recognizer(present.checkpoint.with_normalisation(mean, std))
        return True


def _inspected(path: Path | None) -> Inspection | None:
    """What the file holds, where that can be told."""
    if path is None:
        return None
    from digitpad.model.loading import inspect_file

    try:
        return inspect_file(path)
    except CheckpointError:
        return None
