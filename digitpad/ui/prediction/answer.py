"""The answer to what is on the pad: what is read, and the pictures on its way to the network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtGui import QImage

from digitpad.errors import DigitpadError
from digitpad.form import DIGIT_FORM, INK, SIDE, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared
    from digitpad.data.preprocess import FloatArray
    from digitpad.data.whole_pictures import Pixels
    from digitpad.reading import Box, ReadDigit, Reading

Ink: TypeAlias = "Drawing | FloatArray"
"""Strokes on the pad, or the ink of a picture (H, W), 0 paper to 1 full ink."""

_LARGEST = 128  # longer side of a step's image, in pixels


class StepImage(NamedTuple):
    """What a step gave.

    Attributes:
        image: at most 128 pixels on a side.
        size: height and width in truth.
    """

    image: QImage
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to one drawing.

    Attributes:
        drawing: what was read.
        prepared: what the network gets of the whole; None where it cannot be asked.
        reading: what the network reads, its boxes in network pixels of the pad; None while there is no
            network, or where it cannot be asked.
        form: the pictures that the network takes.
        refused: why the network cannot be asked about such a drawing; None where it can.
        ways: how the ink of a picture can be told from paper; nothing where it is not.
        way: the one that was asked for; "" for the one with which it is read best.
    """

    drawing: Drawing
    prepared: Prepared | None = None
    reading: Reading | None = None
    form: PictureForm = DIGIT_FORM
    refused: DigitpadError | None = None
    ways: tuple[str, ...] = ()
    way: str = ""
    _images: dict[int, AnswerImages] = field(default_factory=dict, init=False, repr=False)

    @property
    def digits(self) -> tuple[ReadDigit, ...]:
        """What is read, row by row; nothing while there is no network, or where nothing is drawn."""
        return () if self.reading is None else self.reading.digits

    @property
    def rows(self) -> tuple[tuple[int | None, ...], ...]:
        """The numbers of the digits' classes, row by row; None for a sign. Empty where all is one digit."""
        from digitpad.reading import Sign

        if self.reading is None or not self.divided:
            return ()
        return tuple(
            tuple(None if isinstance(one, Sign) else one.prediction.digit for one in row)
            for row in self.reading.rows
        )

    @property
    def divided(self) -> bool:
        """Whether there is more than one digit, or signs beside one."""
        return self.reading is not None and len(self.reading.digits) + len(self.reading.signs) > 1

    def images(self, number: int) -> AnswerImages:
        """The pictures of the digit with this number, row by row, or of the last one."""
        number = max(0, min(number, len(self.digits) - 1))
        if number not in self._images:
            prepared = self.digits[number].prepared if self.digits else self.prepared
            self._images[number] = AnswerImages(self, prepared)
        return self._images[number]

    def ink(self, number: int) -> Ink | None:
        """The ink of a digit by itself; of what was not divided all there is. None where it is refused."""
        if self.prepared is None:
            return None
        source = self.prepared.source
        if not self.divided or not self.digits:
            return source
        digit = self.digits[number]
        if isinstance(source, Drawing):
            strokes = enumerate(source.strokes)  # with what was rubbed out of them
            return Drawing(tuple(one for place, one in strokes if one.eraser or place in digit.strokes))
        picture = digit.prepared.original
        return picture[_inked(picture, 1), _inked(picture, 0)]


class AnswerImages:
    """The pictures on the way of one digit to the network.

    They are made when they are first looked at: by the thread that reads where it knows that they are shown.

    Args:
        answer: what they belong to.
        prepared: of the digit; None where the network cannot be asked.

    Attributes:
        input: what the network gets, (H, W) or (H, W, 3), 0 to 1; None when nothing is drawn.
    """

    def __init__(self, answer: Answer, prepared: Prepared | None) -> None:
        self._answer = answer
        self._prepared = prepared
        self.input = None if prepared is None else prepared.input

    @cached_property
    def input_image(self) -> QImage | None:
        """`input` as an image."""
        return None if self.input is None else image_of(self.input)

    @cached_property
    def steps(self) -> tuple[StepImage | None, ...]:
        """Original, ink, width, crop, scale and centre; where a network takes the whole, original and input.

        None where there is nothing to show; no steps at all for an empty pad.
        """
        drawing, prepared = self._answer.drawing, self._prepared
        if drawing.empty:
            return ()
        steps: tuple[FloatArray | Pixels | None, ...]
        steps = (self._original(), None if prepared is None else prepared.input)
        if self._answer.form.content == INK and prepared is not None:
            middle = (prepared.ink, prepared.redrawn, prepared.cropped, prepared.scaled)
            steps = (steps[0], *middle, steps[1])
        return tuple(None if step is None else step_image(step) for step in steps)

    def _original(self) -> FloatArray | Pixels | None:
        drawing, whole = self._answer.drawing, self._answer.prepared
        if isinstance(drawing, PadPicture):
            return drawing.grey if self._answer.form.content == INK else drawing.pixels
        if whole is not None:
            return whole.original
        from digitpad.ink.raster import rasterize

        return rasterize(drawing)


def step_image(picture: FloatArray | Pixels) -> StepImage:
    """A picture (H, W) or (H, W, 3), 0-1 or uint8, as a step's."""
    return StepImage(image_of(_reduced(picture)), (picture.shape[0], picture.shape[1]))


def _reduced(picture: FloatArray | Pixels) -> FloatArray:
    import numpy as np
    from PIL import Image

    if picture.dtype == np.uint8:
        picture = picture.astype(np.float32) / np.float32(255)
    scale = _LARGEST / max(picture.shape[:2])
    if scale >= 1:
        return np.asarray(picture, np.float32)
    height, width = (max(1, round(side * scale)) for side in picture.shape[:2])
    if picture.ndim == 3:
        coloured = Image.fromarray(np.round(picture * 255).astype(np.uint8))
        small = np.asarray(coloured.resize((width, height), Image.Resampling.BILINEAR), np.float32)
        return small / np.float32(255)
    image = Image.fromarray(np.ascontiguousarray(picture, np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))


def on_pad(reading: Reading, shape: tuple[int, ...]) -> Reading:
    """What was read in a picture (height, width), its boxes where the picture lies on the pad."""
    height, width = shape[:2]
    scale = SIDE / max(height, width)
    left, top = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2

    def moved(box: Box) -> Box:
        return left + box[0] * scale, top + box[1] * scale, left + box[2] * scale, top + box[3] * scale

    digits = tuple(replace(digit, box=moved(digit.box)) for digit in reading.digits)
    signs = tuple(replace(sign, box=moved(sign.box)) for sign in reading.signs)
    return replace(reading, digits=digits, signs=signs)


def _inked(picture: FloatArray, axis: int) -> slice:
    """From the first to the last row (axis 1) or column (axis 0) with any ink."""
    import numpy as np

    inked = np.flatnonzero(picture.any(axis=axis))
    return slice(int(inked[0]), int(inked[-1]) + 1)
