"""What is answered to a drawing or picture: read, with the pictures of the steps on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digitpad.errors import DigitpadError, PictureError
from digitpad.form import DIGIT_FORM, INK, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.prediction.step_pictures import Ink, StepPictures, digit_inks, on_pad, step_pictures

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared, Steps
    from digitpad.data.preprocess import FloatArray
    from digitpad.reading import Reading
    from digitpad.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one drawing.

    Attributes:
        revision: number the drawing was submitted with.
        drawing: what was read.
        input: the picture (0-1) the network gets of the whole, (H, W) or (H, W, 3); None when nothing is
            drawn.
        reading: what the network reads, its boxes in network pixels of the pad; None while there is no
            network, or where it cannot be asked.
        pictures: what each step of the preparation gave, of several digits those of the chosen one; None when
            nothing is drawn.
        inks: the ink of each digit, from left to right: strokes, or what was found in a picture; of what was
            not divided all there is. Empty when nothing is drawn.
        refused: why the network cannot be asked about such a drawing; None where it can.
    """

    revision: int
    drawing: Drawing
    input: FloatArray | None = None
    reading: Reading | None = None
    pictures: StepPictures | None = None
    inks: tuple[Ink, ...] = ()
    refused: DigitpadError | None = None


class Answering:
    """Reads what is on the pad, for a thread: it loads numpy and Pillow.

    Before there is a network the answers carry the network's input and no reading.

    Attributes:
        recognizer: the network that answers; None while there is none.
        several: whether several digits are looked for.
        chosen: of several digits, the number of the one whose steps are shown, from the left.
        off: steps of the preparation that are left out, by their names in `digitpad.data.preparation.Steps`.
    """

    def __init__(self) -> None:
        self.recognizer: Recognizer | None = None
        self.several = True
        self.chosen = 0
        self.off: frozenset[str] = frozenset()
        self._found: tuple[PadPicture, FloatArray] | None = None  # ink is looked for once in a picture

    def answer(self, drawing: Drawing, revision: int) -> Answer:
        """The answer to what is on the pad."""
        form = DIGIT_FORM if self.recognizer is None else self.recognizer.form
        ink = self._ink(drawing, form) if isinstance(drawing, PadPicture) else drawing
        try:
            prepared, reading = self._read(ink)
        except PictureError as error:
            return Answer(revision, drawing, pictures=step_pictures(drawing, None, form), refused=error)
        if drawing.empty:
            return Answer(revision, drawing, prepared.input, reading)
        inks = digit_inks(prepared.source, reading)
        if reading is not None and not isinstance(prepared.source, Drawing):
            reading = on_pad(reading, prepared.source.shape)
        digit = prepared
        if reading is not None and reading.digits:
            digit = reading.digits[min(self.chosen, len(reading.digits) - 1)].prepared
        pictures = step_pictures(drawing, digit, form, prepared)
        return Answer(revision, drawing, prepared.input, reading, pictures, inks)

    def _read(self, ink: Ink | Prepared) -> tuple[Prepared, Reading | None]:
        """What the network gets, and what it reads."""
        # numpy and Pillow are imported here, in the thread, so that the window is painted without them.
        from digitpad.data.preparation import Prepared

        steps = self._steps()
        if self.recognizer is not None:
            reading = self.recognizer.read(ink, self.several, steps)
            return reading.prepared, reading
        if isinstance(ink, Prepared):
            return ink, None
        from digitpad.data.preparation import prepare_drawing, prepare_ink

        return prepare_drawing(ink, steps) if isinstance(ink, Drawing) else prepare_ink(ink, steps), None

    def _steps(self) -> Steps:
        from digitpad.data.preparation import Steps

        return Steps(**dict.fromkeys(self.off, False))

    def _ink(self, picture: PadPicture, form: PictureForm) -> Ink | Prepared:
        """What is read of a picture.

        Of a dataset's picture the network gets what it got when it was measured: the picture as it is.
        """
        from digitpad.data.preparation import picture_ink, prepared_already

        assert picture.grey is not None
        shape = (form.size, form.size, 3) if form.colour else (form.size, form.size)
        if picture.exact and picture.shown.shape == shape:
            return prepared_already(picture.grey) if form.is_digit else _as_it_is(picture, form)
        if form.content != INK:
            return picture.shown  # type: ignore[return-value]
        steps = self._steps()
        if not steps.ink:
            return picture_ink(picture.grey, steps)
        if self._found is None or self._found[0] is not picture:
            self._found = picture, picture_ink(picture.grey)
        return self._found[1]


def _as_it_is(picture: PadPicture, form: PictureForm) -> Prepared:
    """A dataset's picture that is another network's input than MNIST's."""
    import numpy as np

    from digitpad.data.preparation import Prepared, prepared_already

    values = np.asarray(picture.shown)
    network_input = values.astype(np.float32) / (np.float32(255) if values.dtype == np.uint8 else 1)
    if form.content != INK:
        return Prepared(network_input, network_input)
    assert picture.grey is not None
    return replace(prepared_already(picture.grey), input=network_input)
