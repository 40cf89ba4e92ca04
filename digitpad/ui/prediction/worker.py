"""The thread that reads what is on the pad and loads networks: the latest drawing wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from digitpad.errors import CheckpointError, DigitpadError, PictureError
from digitpad.form import DIGIT_FORM, INK, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction.answer import Answer, Ink, on_pad
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.priority import use_one_core

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared, Steps
    from digitpad.data.preprocess import FloatArray
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.loading import Inspection
    from digitpad.reading import Reading
    from digitpad.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Why no other network answers now.

    Attributes:
        error: the sentence.
        path: the file; None when it was not about a file.
        inspection: what the file holds instead, if that is known.
    """

    error: DigitpadError
    path: Path | None = None
    inspection: Inspection | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReadRequest:
    """What to read.

    Attributes:
        drawing: what is on the pad.
        chosen: of several digits, the number of the one whose pictures are shown, from the left.
        steps_shown: whether the pictures of the preparation's steps are in sight.
    """

    drawing: Drawing
    chosen: int = 0
    steps_shown: bool = True


class PredictionWorker(Latest):
    """Rasterises, preprocesses and reads drawings; loads networks.

    It works before torch is loaded too: then answers carry what the network will get and no reading. What
    `ask` takes, the newest of each kind:

    * `read`: a `ReadRequest`.
    * `path`: of a network's file. torch must have been imported.
    * `checkpoint`: a network.
    * `normalisation`: a `Checkpoint`, mean and std, which it gets if it is the one that answers.
    * `several`: whether several digits are looked for.
    * `off`: steps of the preparation that are left out, by their names in `digitpad.data.preparation.Steps`.

    Args:
        answered: called with the `Answer` to the latest drawing; one that was overtaken gets no answer.
        parent: its owner.

    Signals:
        network_changed(Checkpoint, int, object): another network answers now; its number of parameters, and
            the `Path` that was asked for, None when it came from no file.
        weights_changed(Checkpoint): the same network answers with newer weights of its run.
        network_failed(LoadFailure): a file could not be used; the network stays what it was.
    """

    network_changed = Signal(object, int, object)
    weights_changed = Signal(object)
    network_failed = Signal(object)

    def __init__(self, answered: Callable[[Answer], object], parent: QObject | None = None) -> None:
        super().__init__(
            self._handle_requests,
            "predictionWorker",
            parent,
            failure="This could not be read: {why}.",
            after_imports=False,
        )
        self._answered = answered
        self._recognizer: Recognizer | None = None
        self._several = True
        self._off: frozenset[str] = frozenset()
        self._request: ReadRequest | None = None
        self._cached_ink: tuple[PadPicture, FloatArray] | None = None  # ink is looked for once in a picture

    # What follows runs in the thread. It is there that numpy and Pillow are imported, so that the window is
    # painted without them.

    def _handle_requests(self, requests: Requests) -> None:
        changed = self._change_network(requests)
        way = requests.get("several", self._several), requests.get("off", self._off)
        changed = changed or way != (self._several, self._off)
        self._several, self._off = way
        self._request = requests.get("read", self._request)
        if self._request is not None and (changed or "read" in requests):
            self.post(self._answered, self._answer(self._request))

    def _answer(self, request: ReadRequest) -> Answer:
        drawing = request.drawing
        form = DIGIT_FORM if self._recognizer is None else self._recognizer.form
        ink = self._ink(drawing, form) if isinstance(drawing, PadPicture) else drawing
        try:
            prepared, reading = self._read(ink)
        except PictureError as error:
            answer = Answer(drawing, form=form, refused=error)
        else:
            if reading is not None and not isinstance(prepared.source, Drawing):
                reading = on_pad(reading, prepared.source.shape)
            answer = Answer(drawing, prepared, reading, form)
        images = answer.images(request.chosen)
        _ = images.input_image, request.steps_shown and images.steps  # made here rather than by the window
        return answer

    def _read(self, ink: Ink | Prepared) -> tuple[Prepared, Reading | None]:
        """What the network gets, and what it reads."""
        from digitpad.data.preparation import Prepared, prepare_drawing, prepare_ink

        steps = self._steps()
        if self._recognizer is not None:
            reading = self._recognizer.read(ink, self._several, steps)
            return reading.prepared, reading
        if isinstance(ink, Prepared):
            return ink, None
        return prepare_drawing(ink, steps) if isinstance(ink, Drawing) else prepare_ink(ink, steps), None

    def _steps(self) -> Steps:
        from digitpad.data.preparation import Steps

        return Steps(**dict.fromkeys(self._off, False))

    def _ink(self, picture: PadPicture, form: PictureForm) -> Ink | Prepared:
        """What is read of a picture.

        Of a dataset's picture the network gets what it got when it was measured: the picture as it is.
        """
        from digitpad.data.preparation import picture_ink, prepared_already

        assert picture.grey is not None
        shape = (form.size, form.size, 3) if form.colour else (form.size, form.size)
        if picture.exact and picture.pixels.shape == shape:
            return prepared_already(picture.grey) if form.is_digit else _as_it_is(picture, form)
        if form.content != INK:
            return picture.pixels  # type: ignore[return-value]
        steps = self._steps()
        if not steps.ink:
            return picture_ink(picture.grey, steps)
        if self._cached_ink is None or self._cached_ink[0] is not picture:
            self._cached_ink = picture, picture_ink(picture.grey)
        return self._cached_ink[1]

    def _change_network(self, requests: Requests) -> bool:
        path: Path | None = requests.get("path")
        if not requests.keys() & {"path", "checkpoint", "normalisation"}:
            return False
        from digitpad.recognizer import Recognizer

        use_one_core()
        try:
            if "checkpoint" in requests and self._update(requests["checkpoint"]) and path is None:
                return True
            if path is not None:
                self._recognizer = Recognizer.load(path)
            elif "normalisation" in requests and not self._normalise(*requests["normalisation"]):
                return False
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is shown with the file it came from
            failure = LoadFailure(self.error(error), path, _inspected(path))
            self.post(self.network_failed.emit, failure)
            return False
        network = self._recognizer
        assert network is not None
        self.post(self.network_changed.emit, network.checkpoint, network.parameters, path)
        return True

    def _update(self, checkpoint: Checkpoint) -> bool:
        """Answer with a network; whether these are newer weights of the run that answers already."""
        from digitpad.recognizer import Recognizer

        present = self._recognizer
        if present is None or present.checkpoint.path or checkpoint.path or not present.update(checkpoint):
            self._recognizer = Recognizer(checkpoint)
            return False
        self.post(self.weights_changed.emit, checkpoint)
        return True

    def _normalise(self, checkpoint: Checkpoint, mean: float, std: float) -> bool:
        """Change the normalisation; False when the network that was meant has gone."""
        from digitpad.recognizer import Recognizer

        present = self._recognizer
        if present is None or present.checkpoint.model is not checkpoint.model:
            return False
        self._recognizer = Recognizer(present.checkpoint.with_normalisation(mean, std))
        return True


def _as_it_is(picture: PadPicture, form: PictureForm) -> Prepared:
    """A dataset's picture that is another network's input than MNIST's."""
    import numpy as np

    from digitpad.data.preparation import Prepared, prepared_already

    values = np.asarray(picture.pixels)
    network_input = values.astype(np.float32) / (np.float32(255) if values.dtype == np.uint8 else 1)
    if form.content != INK:
        return Prepared(network_input, network_input)
    assert picture.grey is not None
    return replace(prepared_already(picture.grey), input=network_input)


def _inspected(path: Path | None) -> Inspection | None:
    """What the file holds, if that is known."""
    if path is None:
        return None
    from digitpad.model.loading import inspect_file

    try:
        return inspect_file(path)
    except CheckpointError:
        return None
