"""Simulated photographs: a drawing as it looks on paper, on a board or in another program's window.

What real pictures have and clean rasters have not, in numbers drawn by chance: light that falls off to a
side, a hand's shadow, ruled and squared paper, a printed box, the table beside the sheet, a thumb at the rim,
lines from a hard pencil to a felt marker, blur, noise and JPEG's blocks. The ink finder is measured on
them; nothing of it comes from a camera.
"""

from __future__ import annotations

import io
import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import visible_paths
from tests.tools.simulated.look import Look, loguniform, look_of, uniform
from tests.tools.simulated.things import crease, frame, light, rulings, smears, table, thumb

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

KINDS = (
    "felt",
    "ballpoint",
    "pencil",
    "ruled",
    "squared",
    "framed",
    "table",
    "shadow",
    "board",
    "canvas",
    "black canvas",
)
"""Kinds of pictures, each as likely as the others where none is asked for."""

_CANVAS_SIDES = (28, 56, 64, 100, 128, 200, 256, 280, 300, 400, 512, 800)
_SPACING = 0.015  # between the points where pressure changes, in parts of the digit


def photograph(drawing: Drawing, rng: np.random.Generator, kind: str | None = None) -> FloatArray:
    """A picture of the drawing, as cameras and other programs make them.

    Args:
        drawing: strokes; their size, place and brush do not matter.
        rng: decides everything else; the same state gives the same picture.
        kind: one of `KINDS`; None for any.

    Returns:
        float32 (H, W), 0 black to 1 white, in steps of 1/255; sides of 150 to 640 pixels, of canvases
        28 to 800.

    Raises:
        ValueError: for a drawing without ink or an unknown kind.
    """
    paths = visible_paths(drawing)
    if not paths:
        raise ValueError("a photograph needs a drawing with ink")
    if kind is None:
        kind = KINDS[int(rng.integers(len(KINDS)))]
    if kind in ("canvas", "black canvas"):
        return _canvas(paths, rng, inverted=kind == "black canvas")
    if kind not in KINDS:
        raise ValueError(f"there is no kind of picture called {kind!r}")
    look = look_of(kind, rng)
    seen = _posed(paths, rng, 0.12)
    placed, box = _placed(seen, look, rng, margin=_margin(kind))
    mask = _ink(placed, look, rng)
    return _taken(_scene(kind, look, box, mask, rng), look, rng)


def _margin(kind: str) -> float:
    """Part of the picture's sides kept free of the digit, so that the rim has room for its things."""
    return {"framed": 0.14, "table": 0.2}.get(kind, 0.03)


def _posed(paths: list[DoubleArray], rng: np.random.Generator, tilt: float) -> list[DoubleArray]:
    """The paths with a longer side of 1 about (0, 0), turned and seen a little from the side."""
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = 1 / max(float((high - low).max()), 1e-3)
    turn = rng.uniform(-tilt, tilt)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    vanishing = rng.uniform(-tilt, tilt, 2)
    posed = []
    for path in paths:
        flat = (path - (low + high) / 2) * scale @ matrix.T
        posed.append(flat / (1 + flat @ vanishing)[:, None])
    return posed


def _placed(
    paths: list[DoubleArray], look: Look, rng: np.random.Generator, margin: float
) -> tuple[list[DoubleArray], tuple[float, float, float, float]]:
    """The paths in pixels, anywhere in the picture, with their box (left, top, right, bottom)."""
    points = np.concatenate(paths) * look.side
    low, high = points.min(axis=0) - look.line / 2, points.max(axis=0) + look.line / 2
    size = np.array([look.width, look.height], np.float64)
    room = size - (high - low)
    free = np.minimum(size * margin, np.maximum(room, 0) / 2)
    # A digit that is larger than the margins allow is put into the middle.
    corner = free + np.maximum(room - 2 * free, 0) * rng.random(2)
    corner = np.where(room < 0, room / 2, corner)
    shift = corner - low
    box = (*(low + shift), *(high + shift))
    return [path * look.side + shift for path in paths], (
        float(box[0]),
        float(box[1]),
        float(box[2]),
        float(box[3]),
    )


def _ink(paths: list[DoubleArray], look: Look, rng: np.random.Generator) -> Image.Image:
    """How much of each pixel is inked: 8-bit grey, 255 for full pressure."""
    points = np.concatenate(paths)
    reach = look.line + 2
    left, top = (int(max(0, math.floor(value - reach))) for value in points.min(axis=0))
    right = min(look.width, math.ceil(float(points[:, 0].max()) + reach))
    bottom = min(look.height, math.ceil(float(points[:, 1].max()) + reach))
    finer = 4 if look.side < 120 else 3 if look.side < 250 else 2
    sheet = Image.new("L", (max(1, right - left) * finer, max(1, bottom - top) * finer))
    pen = ImageDraw.Draw(sheet)
    wave = uniform(rng, 2.0, 9.0), uniform(rng, 0, math.tau), uniform(rng, 0, math.tau)
    gone = 0.0
    for path in paths:
        way, length = _even(path, look.side * _SPACING + 0.5)
        along = gone + np.linspace(0, length, len(way)) / look.side
        gone = float(along[-1]) + 0.3
        swing = 0.5 * np.sin(along * wave[0] + wave[1]) + 0.5 * np.sin(along * wave[0] * 2.7 + wave[2])
        tones = np.round(255 * (1 - 0.3 * look.pressure * (1 - swing))).astype(int)
        widths = np.maximum(1.0, look.line * finer * (1 + 0.3 * look.pressure * swing))
        _stroke(pen, (way - (left, top)) * finer, widths, tones)
    small = sheet.resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.BOX)
    whole = Image.new("L", (look.width, look.height))
    whole.paste(small, (left, top))
    return whole


def _stroke(
    pen: ImageDraw.ImageDraw, way: DoubleArray, widths: DoubleArray, tones: npt.NDArray[np.int_]
) -> None:
    """One line of round dots joined by pieces."""
    before: tuple[float, float] | None = None
    for (x, y), width, tone in zip(way.tolist(), widths.tolist(), tones.tolist(), strict=True):
        radius = width / 2
        if before is not None and before != (x, y):
            pen.line((*before, x, y), fill=tone, width=max(1, round(width)))
        pen.ellipse((x - radius, y - radius, x + radius - 1, y + radius - 1), fill=tone)
        before = (x, y)


def _even(path: DoubleArray, spacing: float) -> tuple[DoubleArray, float]:
    """The path with points about `spacing` apart, and its length."""
    steps = np.hypot(*np.diff(path, axis=0).T) if len(path) > 1 else np.zeros(0)
    length = float(steps.sum())
    if length == 0:
        return path[:1], 0.0
    along = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.linspace(0, length, max(2, math.ceil(length / spacing) + 1))
    return np.stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)], axis=1), length


def _scene(
    kind: str, look: Look, box: tuple[float, float, float, float], mask: Image.Image, rng: np.random.Generator
) -> FloatArray:
    """What lies before the camera: paper with what is printed on it, ink, light, and things at the rim."""
    shape = (look.height, look.width)
    paper = np.full(shape, look.paper, np.float32)
    if kind in ("ruled", "squared"):
        paper *= rulings(shape, look.side, rng, squared=kind == "squared")
    if kind == "framed":
        paper *= frame(shape, box, rng)
    if kind == "board":
        paper += smears(shape, rng)
    elif rng.random() < 0.15:
        paper *= crease(shape, rng)
    cover = np.asarray(mask, np.float32) / np.float32(255)
    if look.grain:
        grain = rng.standard_normal(shape, np.float32)
        cover *= np.clip(1 - look.grain * (0.4 + 0.5 * grain), 0, 1)
    paper += (np.float32(look.ink) - paper) * cover
    if kind == "table":
        paper = (table if rng.random() < 0.6 else thumb)(paper, box, rng)
    paper *= light(shape, rng, shadow=kind == "shadow")
    return paper


def _taken(scene: FloatArray, look: Look, rng: np.random.Generator) -> FloatArray:
    """The picture that the camera makes of it."""
    image = Image.fromarray(_bytes(scene))
    image = image.filter(ImageFilter.GaussianBlur(look.blur))
    if rng.random() < 0.12 and look.line > 2:
        image = image.filter(_MOTION[int(rng.integers(len(_MOTION)))])
    if look.noise > 0.004:
        values = np.asarray(image, np.float32)
        values = values + rng.standard_normal(values.shape, np.float32) * np.float32(255 * look.noise)
        image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return _compressed(image, look.quality)


_MOTION = tuple(
    ImageFilter.Kernel((5, 5), [1 if inside(row, column) else 0 for row in range(5) for column in range(5)])
    for inside in (
        lambda row, _: row == 2,
        lambda _, column: column == 2,
        lambda row, column: row == column,
        lambda row, column: row + column == 4,
    )
)
"""A hand that shakes: five pixels along a row, a column or a diagonal."""


def _bytes(values: FloatArray) -> npt.NDArray[np.uint8]:
    return np.asarray(np.clip(values * np.float32(255) + np.float32(0.5), 0, 255), np.uint8)


def _compressed(image: Image.Image, quality: int) -> FloatArray:
    if quality:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality)
        image = Image.open(stream)
    return np.asarray(image, np.float32) / np.float32(255)


def _canvas(paths: list[DoubleArray], rng: np.random.Generator, *, inverted: bool) -> FloatArray:
    """Another program's drawing: a round brush of one tone, smooth or in steps, on an even ground."""
    side = int(_CANVAS_SIDES[int(rng.integers(len(_CANVAS_SIDES)))])
    wide = side if rng.random() < 0.7 else round(side * uniform(rng, 1.0, 1.6))
    longer = side * uniform(rng, 0.6 if side < 64 else 0.35, 0.8)
    line = max(1.6, longer * loguniform(rng, 0.025, 0.17))
    ground, ink = (1.0, 0.0) if rng.random() < 0.7 else (uniform(rng, 0.8, 1.0), uniform(rng, 0.0, 0.4))
    look = Look(side, wide, longer, line, ground, ink)
    placed, _ = _placed(_posed(paths, rng, 0.03), look, rng, margin=0.02)
    cover = np.asarray(_ink(placed, look, rng), np.float32) / np.float32(255)
    if rng.random() < 0.4:  # a brush without soft rim
        cover = (cover > 0.5).astype(np.float32)
    tones = np.float32(ground) + np.float32(ink - ground) * cover
    image = Image.fromarray(_bytes(1 - tones if inverted else tones))
    return _compressed(image, int(rng.integers(60, 96)) if rng.random() < 0.25 else 0)
