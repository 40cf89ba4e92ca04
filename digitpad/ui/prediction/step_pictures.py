"""The pictures of the preparation's steps, small enough to be shown at every point of a stroke."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from digitpad.form import INK, SIDE, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad.pad_picture import PadPicture

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared
    from digitpad.data.preprocess import FloatArray
    from digitpad.data.whole_pictures import Pixels
    from digitpad.reading import Box, Reading

Ink: TypeAlias = "Drawing | FloatArray"
"""Strokes on the pad, or the ink of a picture (H, W), 0 paper to 1 full ink."""

_LARGEST = 128  # longer side, in pixels


@dataclass(frozen=True, slots=True, eq=False)
class StepPictures:
    """Original, ink, width, crop, scale and centre, in this order; of a whole picture original and input.

    Attributes:
        pictures: float32 (H, W) or (H, W, 3), 0 to 1, at most 128 pixels; None where there is nothing to
            show.
        sizes: height and width of each in truth.
    """

    pictures: tuple[FloatArray | None, ...]
    sizes: tuple[tuple[int, int] | None, ...]


def step_pictures(
    drawing: Drawing, digit: Prepared | None, form: PictureForm, whole: Prepared | None = None
) -> StepPictures:
    """What the strip shows; for a thread, as it loads numpy and Pillow.

    Args:
        drawing: what is on the pad.
        digit: what the network gets of it, of several digits of the chosen one; None where it gets nothing.
        form: the pictures that the network takes.
        whole: what the network gets of all that is drawn.
    """
    if isinstance(drawing, PadPicture):
        original = drawing.grey if form.content == INK else drawing.shown
    else:
        original = _drawn(drawing) if whole is None else whole.original
    steps: tuple[FloatArray | Pixels | None, ...] = (original, None if digit is None else digit.input)
    if form.content == INK and digit is not None:
        steps = (original, digit.ink, digit.redrawn, digit.cropped, digit.scaled, digit.input)
    return StepPictures(
        tuple(None if step is None else _reduced(step) for step in steps),
        tuple(None if step is None else (step.shape[0], step.shape[1]) for step in steps),
    )


def _drawn(drawing: Drawing) -> FloatArray:
    from digitpad.ink.raster import rasterize

    return rasterize(drawing)


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

    return replace(reading, digits=tuple(replace(digit, box=moved(digit.box)) for digit in reading.digits))


def digit_inks(ink: Ink, reading: Reading | None) -> tuple[Ink, ...]:
    """The ink of each digit by itself, from left to right; of what was not divided all there is.

    Args:
        ink: what was read.
        reading: what was read in it; None while there is no network.
    """
    if reading is None or not reading.several:
        return (ink,)
    if isinstance(ink, Drawing):
        return tuple(_strokes(ink, set(digit.strokes)) for digit in reading.digits)
    alone = (digit.prepared.original for digit in reading.digits)
    return tuple(picture[_inked(picture, 1), _inked(picture, 0)] for picture in alone)


def _inked(picture: FloatArray, axis: int) -> slice:
    """From the first to the last row (axis 1) or column (axis 0) with any ink."""
    import numpy as np

    inked = np.flatnonzero(picture.any(axis=axis))
    return slice(int(inked[0]), int(inked[-1]) + 1)


def _strokes(drawing: Drawing, numbers: set[int]) -> Drawing:
    """Some strokes with what was rubbed out of them."""
    return Drawing(
        tuple(stroke for number, stroke in enumerate(drawing.strokes) if stroke.eraser or number in numbers)
    )
