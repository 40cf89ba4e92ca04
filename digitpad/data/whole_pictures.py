"""Pictures that a network takes as a whole: upright, and stretched to its size as in note 004."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from digitpad.data.photographs.paper import paper_is_light
from digitpad.data.pictures import eight_bits, is_transparent, on_paper, opened_picture
from digitpad.data.preprocess import FloatArray, ink_box
from digitpad.errors import PictureError
from digitpad.form import OBJECT, PictureForm

Pixels = npt.NDArray[np.uint8]

_DISPLAYED = 512  # longer side of a picture that is opened, in pixels


def read_rgb(path: Path) -> Pixels:
    """Read the picture in a file, upright and in colour: uint8 (H, W, 3), the longer side at most 512.

    Raises:
        PictureError: when the file is missing, not a picture, or far too large.
    """
    with opened_picture(path, str(path)) as image:
        return _rgb(image)


def rgb_of_bytes(content: bytes, name: str) -> Pixels:
    """Read the picture in a file's content, such as the clipboard's; see `read_rgb`.

    Raises:
        PictureError: when it is not a picture or far too large.
    """
    with opened_picture(content, name) as image:
        return _rgb(image)


def _rgb(image: Image.Image) -> Pixels:
    """Return a picture upright and in colour: uint8 (H, W, 3), the longer side at most 512."""
    image.draft("RGB", (2 * _DISPLAYED, 2 * _DISPLAYED))  # quick for large JPEGs
    # Through a picture its paper is seen, the same on which ink is looked for.
    upright = upright_in(on_paper(image.convert("RGBA")) if is_transparent(image) else image, "RGB")
    upright.thumbnail((_DISPLAYED, _DISPLAYED), Image.Resampling.BILINEAR)
    return np.asarray(upright)


def upright_in(image: Image.Image, mode: str) -> Image.Image:
    """Return the picture upright, in the mode "RGB" or "L"; transparency is dropped, as in note 004."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        upright = Image.fromarray(eight_bits(np.asarray(upright, np.float32)))
    if upright.mode == "P" and "transparency" in upright.info:
        upright = upright.convert("RGBA")
    return upright.convert(mode)


def squeezed(image: Image.Image, channels: int, size: int) -> Pixels:
    """Resize a picture to a network's input: uint8 (size, size), or (size, size, 3) in colour.

    Its proportions are not kept, as in torchvision's `Resize((size, size))`.
    """
    mode = "RGB" if channels == 3 else "L"
    image.draft(mode, (2 * size, 2 * size))
    return np.asarray(upright_in(image, mode).resize((size, size), Image.Resampling.BILINEAR))


def whole_input(picture: npt.NDArray[Any], form: PictureForm) -> FloatArray | None:
    """Prepare a picture for a network that takes it as a whole or as an object.

    Args:
        picture: uint8 or float 0-1, (H, W) or (H, W, 3).
        form: the pictures that the network takes; their content is not "ink".

    Returns:
        float32 (size, size), or (size, size, 3) of a whole picture in colour, 0-1; None where the network
        takes an object and the picture is blank.
    """
    pixels = as_bytes(picture)
    image = Image.fromarray(pixels)
    if form.content == OBJECT:
        return _object(np.asarray(image.convert("L"), np.float32) / np.float32(255), form.size)
    small = image.convert("RGB" if form.colour else "L").resize(
        (form.size, form.size), Image.Resampling.BILINEAR
    )
    return np.asarray(small, np.float32) / np.float32(255)


def as_bytes(picture: npt.NDArray[Any]) -> Pixels:
    """Convert a picture (H, W) or (H, W, 3), uint8 or float 0-1, to uint8.

    Raises:
        PictureError: for an array that is not a picture.
    """
    array = np.asarray(picture)
    coloured = array.ndim == 3 and array.shape[2] == 3
    if not (array.ndim == 2 or coloured) or not array.size or array.dtype.kind not in "fiub":
        raise PictureError("A picture should be an array (height, width) or (height, width, 3).")
    if array.dtype == np.uint8:
        return np.ascontiguousarray(array)
    values = array.astype(np.float32)
    if not np.isfinite(values).all():
        raise PictureError("The picture has values that are not finite numbers.")
    return np.ascontiguousarray(np.round(np.clip(values, 0, 1) * 255), np.uint8)


def _object(grey: FloatArray, size: int) -> FloatArray | None:
    """Return one object, bright on black, as large as fits, centred; None where the picture is blank."""
    thing = np.asarray(1 - grey if paper_is_light(grey) else grey, np.float32)
    box = ink_box(thing)
    if box is None:
        return None
    left, top, right, bottom = box
    cropped = np.ascontiguousarray(thing[top:bottom, left:right])
    scale = size / max(cropped.shape)
    height, width = (max(1, round(side * scale)) for side in cropped.shape)
    small = np.asarray(Image.fromarray(cropped).resize((width, height), Image.Resampling.BILINEAR))
    result = np.zeros((size, size), np.float32)
    row, column = (size - height) // 2, (size - width) // 2
    result[row : row + height, column : column + width] = np.clip(small, 0, 1)
    return result
