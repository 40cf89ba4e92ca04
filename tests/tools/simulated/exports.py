"""Digits as other programs save them: files of canvases with and without transparency, of all modes.

A pen's strokes drawn with a round brush, as the programs that people draw digits in do, and saved as these
save them. Every function returns the file's content.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import visible_paths
from tests.tools.simulated.look import loguniform, uniform

FloatArray = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
_SIDES = (200, 256, 280, 300, 400, 512, 600, 800)
_FINER = 3  # times the canvas' size that a brush is drawn at, for its soft rim


def cover(drawing: Drawing, rng: np.random.Generator, line: tuple[float, float] = (0.02, 0.14)) -> FloatArray:
    """How much of each pixel of a canvas is inked: (H, W), 0-1.

    Args:
        drawing: strokes; their size, place and brush do not matter.
        rng: decides the canvas' size and shape, the digit's size and place, and the brush.
        line: least and largest breadth of the brush, in parts of the digit's longer side.
    """
    paths = visible_paths(drawing)
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    height = int(rng.choice(_SIDES))
    width = height if rng.random() < 0.6 else round(height * uniform(rng, 1.0, 1.8))
    longer = height * uniform(rng, 0.35, 0.8)
    breadth = max(2.0, longer * loguniform(rng, *line))
    scale = (longer - breadth) / max(float((high - low).max()), 1e-3)
    room = np.array([width, height]) - (high - low) * scale - breadth
    corner = room * (0.5 + 0.35 * (rng.random(2) * 2 - 1)) + breadth / 2
    sheet = Image.new("L", (width * _FINER, height * _FINER))
    pen = ImageDraw.Draw(sheet)
    radius = breadth * _FINER / 2
    for path in paths:
        places = [(x, y) for x, y in (((path - low) * scale + corner) * _FINER).tolist()]
        if len(places) > 1:
            pen.line(places, fill=255, width=round(2 * radius))
        for x, y in places:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    small = sheet.resize((width, height), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The content of a file."""
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def _painted(inked: FloatArray, paper: Colour, ink: Colour) -> Image.Image:
    mixed = np.array(paper) + (np.array(ink) - np.array(paper)) * inked[..., None]
    return Image.fromarray(np.round(mixed).astype(np.uint8))


def _transparent(inked: FloatArray, ink: Colour, paper: Colour = BLACK) -> Image.Image:
    """Ink on nothing, whose pixels without ink have a colour that does not show."""
    colours = np.where(inked[..., None] > 0, np.array(ink), np.array(paper)).astype(np.uint8)
    return Image.fromarray(np.dstack([colours, np.round(255 * inked).astype(np.uint8)]))


def _premultiplied(inked: FloatArray, ink: Colour) -> Image.Image:
    """Ink on nothing, the colours darker where it is thin, as programs save what they have in memory."""
    colours = np.round(inked[..., None] * np.array(ink)).astype(np.uint8)
    return Image.fromarray(np.dstack([colours, np.round(255 * inked).astype(np.uint8)]))


def _canvas(drawing: Drawing, rng: np.random.Generator, paper: Colour, ink: Colour) -> bytes:
    return saved(_painted(cover(drawing, rng), paper, ink))


def _alpha(drawing: Drawing, rng: np.random.Generator, paper: Colour, ink: Colour) -> bytes:
    return saved(_transparent(cover(drawing, rng), ink, paper))


def _apple(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """A drawing cut out close to its ink, black or, in the dark, white, on nothing."""
    inked = cover(drawing, rng, (0.02, 0.08))
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    close = np.pad(inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], int(rng.integers(0, 6)))
    return saved(_premultiplied(close, WHITE if rng.random() < 0.3 else BLACK))


def _signature(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """Thin strokes, on nothing or on white."""
    inked = cover(drawing, rng, (0.015, 0.04))
    if rng.random() < 0.5:
        return saved(_transparent(inked, BLACK))
    return saved(_painted(inked, WHITE, BLACK).convert("RGBA"))


def _coloured(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """Colours that people can tell apart, though perhaps not by their brightness."""
    while True:
        paper, ink = (rng.integers(0, 256, 3) for _ in range(2))
        if np.abs(paper - ink).max() > 110:
            return saved(_painted(cover(drawing, rng), tuple(paper.tolist()), tuple(ink.tolist())))


def _jpeg(drawing: Drawing, rng: np.random.Generator) -> bytes:
    colours = (WHITE, BLACK) if rng.random() < 0.5 else (BLACK, WHITE)
    return saved(_painted(cover(drawing, rng), *colours), "JPEG", quality=int(rng.integers(8, 50)))


def _one_bit(drawing: Drawing, rng: np.random.Generator) -> bytes:
    inked = cover(drawing, rng) > 0.5
    return saved(Image.fromarray(inked ^ (rng.random() < 0.7)))


def _sixteen_bits(drawing: Drawing, rng: np.random.Generator) -> bytes:
    tones = 1 - cover(drawing, rng) if rng.random() < 0.7 else cover(drawing, rng)
    return saved(Image.fromarray(np.round(tones * 65535).astype(np.uint16)))


def _palette(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """Few colours, one of which is nothing."""
    inked = cover(drawing, rng)
    image = Image.fromarray(np.round(inked * 3).astype(np.uint8))
    ink = WHITE if rng.random() < 0.3 else BLACK
    image.putpalette([*(255 - value for value in ink), *ink, *ink, *ink])
    return saved(image, transparency=bytes([0, 85, 170, 255]))


def _cmyk(drawing: Drawing, rng: np.random.Generator) -> bytes:
    return saved(_painted(cover(drawing, rng), WHITE, BLACK).convert("CMYK"), "JPEG", quality=90)


def _turned(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """Lying on its side, with a note of how to turn it."""
    image, exif = _painted(cover(drawing, rng), WHITE, BLACK), Image.Exif()
    exif[0x0112] = 6
    return saved(image.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=85, exif=exif)


EXPORTS: Mapping[str, Callable[[Drawing, np.random.Generator], bytes]] = {
    "black on white": partial(_canvas, paper=WHITE, ink=BLACK),
    "white on black": partial(_canvas, paper=BLACK, ink=WHITE),
    "colours": _coloured,
    "black, transparent": partial(_alpha, paper=BLACK, ink=BLACK),
    "black on nothing that is white": partial(_alpha, paper=WHITE, ink=BLACK),
    "white, transparent": partial(_alpha, paper=BLACK, ink=WHITE),
    "white on nothing that is white": partial(_alpha, paper=WHITE, ink=WHITE),
    "Apple": _apple,
    "signature": _signature,
    "JPEG": _jpeg,
    "1 bit": _one_bit,
    "16 bits": _sixteen_bits,
    "palette": _palette,
    "CMYK": _cmyk,
    "turned": _turned,
}
"""What is made of a pen's strokes."""
