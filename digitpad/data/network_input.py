"""What a network gets of a drawing or picture, whatever pictures it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.preparation import ALL_STEPS, Prepared, Steps, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.data.whole_pictures import whole_input
from digitpad.errors import PictureError
from digitpad.form import DIGIT_FORM, INK, SIDE, WHOLE, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize


def prepare(
    ink: Drawing | npt.NDArray[Any], form: PictureForm = DIGIT_FORM, steps: Steps = ALL_STEPS
) -> Prepared:
    """What a network gets of a drawing or picture, with the pictures between the steps.

    Args:
        ink: as for `Recognizer.read`.
        form: the pictures that the network takes.
        steps: what is done to ink on the way to it.

    Raises:
        PictureError: for an array that is not such a picture, or a drawing where the network takes colour.
    """
    if form.content == INK:
        prepared = prepare_ink(ink if isinstance(ink, Drawing) else _grey(ink), steps)
        if form.size == SIDE or prepared.input is None:
            return prepared
        return replace(prepared, input=_resized(prepared.input, form.size))
    if not isinstance(ink, Drawing):
        return Prepared(ink, whole_input(ink, form))
    if ink.empty:
        return Prepared(ink)
    if form.content == WHOLE and form.colour:
        raise PictureError(
            "This network reads colour pictures ({size}), and a drawing has none; open, paste or drop a "
            "picture.",
            size=form.text,
        )
    return Prepared(ink, whole_input(rasterize(ink), form))


def _resized(picture: FloatArray, size: int) -> FloatArray:
    """MNIST's 28 x 28 pixels for a network that takes others."""
    small = Image.fromarray(picture).resize((size, size), Image.Resampling.BILINEAR)
    return np.clip(np.asarray(small, np.float32), np.float32(0), np.float32(1))


def _grey(array: FloatArray) -> FloatArray:
    try:
        picture = np.asarray(array)
    except ValueError:  # rows of several lengths
        picture = np.zeros(0, np.float32)
    if picture.ndim != 2 or not picture.size or picture.dtype.kind not in "fiub":
        raise PictureError("A picture should be an array (height, width) of grey values.")
    scaled = picture.astype(np.float32) / (255 if picture.dtype == np.uint8 else 1)
    if not np.isfinite(scaled).all():
        raise PictureError("The picture has values that are not finite numbers.")
    return np.clip(scaled, 0.0, 1.0)
