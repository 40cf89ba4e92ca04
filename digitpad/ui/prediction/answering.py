"""What is answered to a drawing or picture: read, with the pictures of the steps on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digitpad.errors import DigitpadError, PictureError
from digitpad.form import DIGIT_FORM, INK, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.prediction.step_pictures import (
    Ink,
    StepPictures,
    digit_inks,
    on_pad,
    step_pictures,
    whole_step_pictures,
)

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared, Steps
    from digitpad.data.preprocess import FloatArray
    from digitpad.numbers.number import Number
    from digitpad.recognizer import Prediction, Recognizer


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


class Answering:
    """Reads what is on the pad, for a thread: it loads numpy and Pillow.

    Before there is a network the answers carry the network's input and no prediction.

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
        return replace(self._answer(drawing, revision), drawing=drawing)

    def _answer(self, drawing: Drawing, revision: int) -> Answer:
        if isinstance(drawing, PadPicture) and drawing.exact and self._takes(drawing):
            return self._read_as_it_is(drawing, revision)
        if self.recognizer is not None and not self.recognizer.form.is_digit:
            return self._read_whole(self.recognizer, drawing, revision)
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
        network_input, pictures = _as_it_is(picture, self._form())
        if self.recognizer is None:
            return Answer(revision, network_input, None, pictures=pictures)
        number = number_of_input(self.recognizer, network_input)
        return Answer(revision, network_input, number.single, number, pictures, (picture.grey,))

    def _form(self) -> PictureForm:
        return DIGIT_FORM if self.recognizer is None else self.recognizer.form

    def _takes(self, picture: PadPicture) -> bool:
        """Whether the network that answers takes this dataset's picture as it is."""
        form = self._form()
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

        return Steps(**dict.fromkeys(self.off, False))

    def _steps_of_chosen(self, drawing: Drawing, inks: tuple[Ink, ...], number: Number | None) -> Prepared:
        """The steps of the chosen digit, beginning with all that is on the pad."""
        from digitpad.data.preparation import prepare_drawing, prepare_ink
        from digitpad.ink.raster import rasterize

        chosen = min(self.chosen, len(inks) - 1)
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

        steps, recognizer = self._steps(), self.recognizer
        if recognizer is None:
            prepared = prepare_drawing(ink, steps) if isinstance(ink, Drawing) else prepare_ink(ink, steps)
            return Answer(revision, prepared.input, None)
        from digitpad.numbers.reading import read_number, read_single

        number = (read_number if self.several else read_single)(recognizer, ink, steps)
        return Answer(revision, number.single.input, number.single, number)


def _as_it_is(picture: PadPicture, form: PictureForm) -> tuple[FloatArray | None, StepPictures]:
    """What a network gets of a dataset's picture, and what the strip shows of it."""
    import numpy as np

    from digitpad.data.preparation import prepared_already

    assert picture.grey is not None
    if not form.is_digit:
        values = np.asarray(picture.shown)
        network_input = values.astype(np.float32) / (np.float32(255) if values.dtype == np.uint8 else 1)
        if form.takes != INK:
            return network_input, whole_step_pictures(picture, network_input)
        return network_input, step_pictures(prepared_already(picture.grey))
    prepared = prepared_already(picture.grey)
    return prepared.input, step_pictures(prepared)
