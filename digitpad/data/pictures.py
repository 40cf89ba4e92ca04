"""A picture file as grey values and as ink: whatever its size, mode or polarity, bright strokes on black."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib.util
import io
import math
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, _imaging

from digitpad.data.photographs.finder import find_ink
from digitpad.data.picture_kinds import beginning, kind_of
from digitpad.data.preprocess import FloatArray
from digitpad.errors import PictureError, reason
from digitpad.files import check_ordinary

__all__ = ["find_ink", "grey_of_bytes", "read_grey", "read_picture"]

_LARGEST = 512  # longer side to which a picture is reduced before its ink is searched for, in pixels
_MAX_PIXELS = 100_000_000
_NEWER = ("AVIF",) if importlib.util.find_spec("PIL.AvifImagePlugin") else ()
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM", *_NEWER)
"""The formats that Pillow may try; for others, such as EPS, it starts another program."""

UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,  # by its AVIF decoder
    struct.error,  # of EXIF notes
    Image.DecompressionBombError,
)
"""What Pillow raises for files that it cannot read."""

_COLOURFUL = 1.3  # times the contrast of the grey picture that a colour channel needs to be used instead


def read_picture(path: Path) -> FloatArray:
    """Read the ink in a picture file.

    Returns:
        float32 array (H, W), 0 paper to 1 full ink, the longer side at most 512.

    Raises:
        PictureError: when the file is missing, not a picture, or far too large.
    """
    return find_ink(read_grey(path))


def read_grey(path: Path) -> FloatArray:
    """Read the picture in a file, upright, as grey values.

    Returns:
        float32 array (H, W), 0 black to 1 white, the longer side at most 512.

    Raises:
        PictureError: when the file is missing, not a picture, or far too large.
    """
    with opened_picture(path, str(path)) as image:
        return _grey(image)


def grey_of_bytes(content: bytes, name: str) -> FloatArray:
    """Read the picture in a file's content, such as the clipboard's; see `read_grey`.

    Args:
        content: PNG or any other format that can be read.
        name: its name in an error.

    Raises:
        PictureError: when it is not a picture or far too large.
    """
    with opened_picture(content, name) as image:
        return _grey(image)


@contextlib.contextmanager
def opened_picture(source: Path | bytes, name: str) -> Iterator[Image.Image]:
    """Open the picture in a file or a file's content; errors while it is used name `name`.

    Raises:
        PictureError: when it is missing, not a picture, damaged, or far too large.
    """
    opens = False
    if isinstance(source, Path):
        check_ordinary(source, PictureError, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = io.BytesIO(source) if isinstance(source, bytes) else source
            with undecoded(opened) as image:
                check_size(image, name)
                opens = True
                yield image
    except FileNotFoundError as error:
        raise PictureError("{path} does not exist; check the name.", path=name) from error
    except Image.DecompressionBombError as error:  # so many that Pillow does not open it
        raise PictureError("{path} has too many pixels; make it smaller first.", path=name) from error
    except UNREADABLE as error:
        if isinstance(error, OSError) and error.errno is not None:  # by the system
            raise PictureError("{path} could not be read: {why}.", path=name, why=reason(error)) from error
        if opens or _begins_as_picture(source):
            raise PictureError(
                "{path} is damaged, perhaps because only a part of it was copied; copy or save it again.",
                path=name,
            ) from error
        raise PictureError(
            "{path} is not a picture that can be read; use PNG, JPEG, BMP, GIF or WebP.", path=name
        ) from error
    except (MemoryError, OverflowError) as error:
        raise PictureError("{path} could not be read: {why}.", path=name, why=reason(error)) from error


def undecoded(source: Path | io.BytesIO) -> Image.Image:
    """Open a picture of one of the `FORMATS`, which is decoded when its pixels are used.

    Raises:
        OSError: or another of those in `UNREADABLE`, here or on decoding.
    """
    _silence_libtiff()
    return Image.open(source, formats=FORMATS)


@functools.cache
def _silence_libtiff() -> None:
    """Keep libtiff from writing to stderr what is damaged in a file: that is said in one sentence."""
    # Found among what Pillow's library loads; where it is a part of that, as on Windows, it cannot be asked.
    with contextlib.suppress(OSError, AttributeError):
        silence = ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler
        silence.argtypes, silence.restype = [ctypes.c_void_p], ctypes.c_void_p
        silence(None)


def _begins_as_picture(source: Path | bytes) -> bool:
    """Whether what does not open begins as a picture that would, and as nothing else does."""
    kind = kind_of(source if isinstance(source, bytes) else beginning(source))
    return kind in FORMATS and kind not in ("BMP", "TIFF")  # as texts and raw photographs may begin, too


def check_size(image: Image.Image, name: str) -> None:
    """Check that a picture is small enough to be decoded in memory.

    Raises:
        PictureError: when it is too large.
    """
    if image.width * image.height > _MAX_PIXELS:
        raise PictureError(
            "{path} has {width} x {height} pixels, which is too many; make it smaller first.",
            path=name,
            width=image.width,
            height=image.height,
        )


def _grey(image: Image.Image) -> FloatArray:
    """Return the picture upright, without transparency, reduced: float32 (H, W), 0 black to 1 white."""
    image.thumbnail((_LARGEST * 2, _LARGEST * 2), Image.Resampling.BOX)  # cheap for large JPEGs
    upright = ImageOps.exif_transpose(image)
    if is_transparent(upright):
        upright = on_paper(upright.convert("RGBA"))
    if upright.mode.startswith("I") or upright.mode == "F":
        upright = Image.fromarray(eight_bits(np.asarray(upright, np.float32)))
    if upright.mode not in ("1", "L"):
        upright = _readable(upright.convert("RGB"))
    grey = upright.convert("L")
    grey.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return np.asarray(grey, np.float32) / np.float32(255)


def eight_bits(values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Scale grey values of any range to 0-255.

    The range is 0-1, as in many floating-point pictures, 0-255, or as many bits as the largest value needs
    (scanners and microscopes store 10 or 12 bits in files of 16). With values below 0, such as those of a
    normalised picture, it is from the smallest to the largest value.
    """
    values = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    least, most = float(values.min(initial=0)), float(values.max(initial=0))
    if least < 0:
        values, top = values - least, most - least
    elif most > 255:
        top = 2.0 ** math.ceil(math.log2(most + 1)) - 1
    else:
        top = 255.0 if most > 1 else 1.0
    return np.asarray(np.clip(values / top * 255, 0, 255), np.uint8)


def _readable(image: Image.Image) -> Image.Image:
    """Return the grey picture, or the channel in which the ink stands out most, such as red for blue ink."""
    small = image.copy()
    small.thumbnail((160, 160), Image.Resampling.BOX)
    best, most = image.convert("L"), _COLOURFUL * _contrast(small.convert("L"))
    for band in ("R", "G", "B"):
        contrast = _contrast(small.getchannel(band))
        if contrast > most:
            best, most = image.getchannel(band), contrast
    return best


def _contrast(band: Image.Image) -> float:
    """Measure how far the rarest tones lie from the usual ones, relative to the usual spread of tones."""
    values = np.asarray(band, np.float32)
    low, few, middle, many, high = (float(tone) for tone in np.percentile(values, [1, 25, 50, 75, 99]))
    return max(middle - low, high - middle) / (many - few + 6)


def is_transparent(image: Image.Image) -> bool:
    """Whether what lies behind a picture can be seen through it."""
    return "A" in image.mode or "a" in image.mode or "transparency" in image.info


def on_paper(image: Image.Image) -> Image.Image:
    """Put a picture in the mode "RGBA" on paper that shows its ink: white, or black for white ink."""
    alpha = np.asarray(image.getchannel("A"), np.float32)
    weight = float(alpha.sum())
    grey = np.asarray(image.convert("L"), np.float32)
    bright = weight > 0 and float((grey * alpha).sum()) / weight > 127
    paper = Image.new("RGBA", image.size, (0, 0, 0, 255) if bright else (255, 255, 255, 255))
    return Image.alpha_composite(paper, image).convert("RGB")
