"""Reads the drawing in a thread of its own: the latest drawing wins."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import CheckpointError, DigitpadError, PictureError, reason
from digitpad.form import INK
from digitpad.ink.drawing import Drawing
from digitpad.ui.pictures.pad_picture import PadPicture
from digitpad.ui.pictures.step_pictures import (
    Ink,
    StepPictures,
    digit_inks,
    on_pad,
    step_pictures,
    whole_step_pictures,
)
from digitpad.ui.workers.mailbox import Mailbox

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared, Steps
    from digitpad.data.preprocess import FloatArray
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.inspection import Inspection
    from digitpad.numbers.number import Number
    from digitpad.recognizer import Prediction, Recognizer


_log = logging.getLogger("digitpad")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one drawing.

    Attributes:
        revision: number the drawing was submitted with.
        input: the picture (0-1) the network gets of the whole, (H, W) or (H, W, 3); None when nothing is
            drawn.
        prediction: what the network says of the whole as one digit; None while there is no network.
        number: the digits, one or several; None while there is no network.
        pictures: what each step of the preparation gave, of several digits those of the chosen one; None when
            nothing is drawn.
        inks: the ink of each digit, from left to right: strokes, or what was found in a picture; of what was
            not divided all there is. None when nothing is drawn.
        drawing: what was read.
        refused: why the network cannot be asked about such a drawing; None where it can.
    """

    revision: int
    input: FloatArray | None
    prediction: Prediction | None
    number: Number | None = None
    pictures: StepPictures | None = None
    inks: tuple[Ink, ...] = ()
    drawing: Drawing | None = None
    refused: DigitpadError | None = None


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
        self._recognizer: Recognizer | None = None
        self._several = True
        self._chosen = 0
        self._off: frozenset[str] = frozenset()
        self._found: tuple[PadPicture, FloatArray] | None = None  # ink is looked for once in a picture

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
                    self.answered.emit(replace(self._answer(*latest), drawing=latest[0]))
            except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next drawing
                _log.exception("a drawing or network could not be read")
                unread = DigitpadError("This could not be read: {why}.", why=reason(error))
                self.network_failed.emit(LoadFailure(unread, mail.path))

    def _change_reading(self, mail: Mailbox) -> bool:
        """Take over how drawings are to be read from now on; whether that is another way than before."""
        before = self._several, self._chosen, self._off
        self._several = self._several if mail.several is None else mail.several
        self._chosen = self._chosen if mail.chosen is None else mail.chosen
        self._off = self._off if mail.off is None else mail.off
        return before != (self._several, self._chosen, self._off)

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
                self._recognizer = Recognizer.load(mail.path)
            elif mail.normalised is not None and not self._normalise(mail):
                return False
        except DigitpadError as error:
            self.network_failed.emit(LoadFailure(error, mail.path, _inspected(mail.path)))
            return False
        assert self._recognizer is not None
        self.network_changed.emit(self._recognizer.checkpoint, self._recognizer.parameters, mail.path)
        return True

    def _normalise(self, mail: Mailbox) -> bool:
        """Change the normalisation; False when the network that was meant has gone."""
        present, meant = self._recognizer, mail.normalised
        if present is None or meant is None or present.checkpoint.model is not meant.model:
            return False
        self._use_weights(present.checkpoint.with_normalisation(mail.mean, mail.std))
        return True

    def _use_weights(self, checkpoint: Any) -> None:
        from digitpad.recognizer import Recognizer

        self._recognizer = Recognizer(checkpoint)

    def _answer(self, drawing: Drawing, revision: int) -> Answer:
        if isinstance(drawing, PadPicture) and drawing.exact and self._takes(drawing):
            return self._read_as_it_is(drawing, revision)
        if self._recognizer is not None and not self._recognizer.form.is_digit:
            return self._read_whole(self._recognizer, drawing, revision)
        if drawing.empty:
            return self._read(drawing, revision)
        ink = self._ink(drawing) if isinstance(drawing, PadPicture) else drawing
        answer = self._read(ink, revision)
        inks = digit_inks(ink, answer.number)
        number = answer.number
        if number is not None and not isinstance(ink, Drawing):
            number = on_pad(number, ink.shape)
        pictures = step_pictures(self._steps_of_chosen(drawing, inks, number))
        return replace(answer, number=number, pictures=pictures, inks=inks)

    def _read_as_it_is(self, picture: PadPicture, revision: int) -> Answer:
        """The answer to a dataset's picture: what was measured of it has to be what is seen of it."""
        from digitpad.numbers.reading import number_of_input

        assert picture.grey is not None
        network_input, pictures = _as_it_is(picture)
        if self._recognizer is None:
            return Answer(revision, network_input, None, pictures=pictures)
        number = number_of_input(self._recognizer, network_input)
        return Answer(revision, network_input, number.single, number, pictures, (picture.grey,))

    def _takes(self, picture: PadPicture) -> bool:
        """Whether the network that answers takes this dataset's picture as it is."""
        from digitpad.form import DIGIT_FORM

        form = DIGIT_FORM if self._recognizer is None else self._recognizer.form
        return picture.shown.shape == ((form.size, form.size, 3) if form.colour else (form.size, form.size))

    def _read_whole(self, recognizer: Recognizer, drawing: Drawing, revision: int) -> Answer:
        """The answer of a network that takes other pictures than MNIST's: one for all that is on the pad."""
        from digitpad.numbers.reading import read_single

        ink: Ink = drawing
        if isinstance(drawing, PadPicture):
            assert drawing.grey is not None
            ink = self._ink(drawing) if recognizer.form.takes == INK else drawing.shown  # type: ignore[assignment]
        try:
            number = read_single(recognizer, ink, self._steps())
        except PictureError as error:
            return Answer(revision, None, None, pictures=whole_step_pictures(drawing, None), refused=error)
        if drawing.empty:
            return Answer(revision, None, number.single, number)
        if not isinstance(ink, Drawing):
            number = on_pad(number, ink.shape)
        pictures = whole_step_pictures(drawing, number.single.input)
        return Answer(revision, number.single.input, number.single, number, pictures, (ink,))

    def _steps(self) -> Steps:
        # numpy and Pillow are imported here, in the thread, so that the window is painted without them.
        from digitpad.data.preparation import Steps

        return Steps(**dict.fromkeys(self._off, False))

    def _steps_of_chosen(self, drawing: Drawing, inks: tuple[Ink, ...], number: Number | None) -> Prepared:
        """The steps of the chosen digit, beginning with all that is on the pad."""
        from digitpad.data.preparation import prepare_drawing, prepare_ink
        from digitpad.ink.raster import rasterize

        chosen = min(self._chosen, len(inks) - 1)
        part = inks[chosen]
        steps = self._steps()
        prepared = prepare_drawing(part, steps) if isinstance(part, Drawing) else prepare_ink(part, steps)
        if isinstance(drawing, PadPicture):
            assert drawing.grey is not None
            prepared = replace(prepared, original=drawing.grey)
        elif number is not None and number.several:
            prepared = replace(prepared, original=rasterize(drawing))
        return prepared

    def _ink(self, picture: PadPicture) -> FloatArray:
        from digitpad.data.preparation import picture_ink

        assert picture.grey is not None
        steps = self._steps()
        if not steps.ink:
            return picture_ink(picture.grey, steps)
        if self._found is None or self._found[0] is not picture:
            self._found = picture, picture_ink(picture.grey)
        return self._found[1]

    def _read(self, ink: Ink, revision: int) -> Answer:
        from digitpad.data.preparation import prepare_drawing, prepare_ink

        steps, recognizer = self._steps(), self._recognizer
        if recognizer is None:
            prepared = prepare_drawing(ink, steps) if isinstance(ink, Drawing) else prepare_ink(ink, steps)
            return Answer(revision, prepared.input, None)
        from digitpad.numbers.reading import read_number, read_single

        number = (read_number if self._several else read_single)(recognizer, ink, steps)
        return Answer(revision, number.single.input, number.single, number)


def _as_it_is(picture: PadPicture) -> tuple[FloatArray | None, StepPictures]:
    """What a network gets of a dataset's picture, and what the strip shows of it."""
    import numpy as np

    from digitpad.data.preparation import prepared_already
    from digitpad.form import DIGIT_FORM

    assert picture.grey is not None
    if picture.shown.shape != DIGIT_FORM.shape[1:]:
        values = np.asarray(picture.shown)
        network_input = values.astype(np.float32) / (np.float32(255) if values.dtype == np.uint8 else 1)
        return network_input, whole_step_pictures(picture, network_input)
    prepared = prepared_already(picture.grey)
    return prepared.input, step_pictures(prepared)


def _inspected(path: Path | None) -> Inspection | None:
    """What the file holds, where that can be told."""
    if path is None:
        return None
    from digitpad.model.inspection import inspect_file

    try:
        return inspect_file(path)
    except CheckpointError:
        return None
