"""What else is in a photograph of a digit: light and shadow, printed lines, table and thumb.

Functions that give factors give float32 (H, W), 1 where nothing changes.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

FloatArray = npt.NDArray[np.float32]
Shape = tuple[int, int]
Box = tuple[float, float, float, float]

_COARSE = 64  # longer side of the grid that slow changes are worked out on
_TURN = 0.05  # largest turn of printed lines against the picture, in radians


def _grid(shape: Shape) -> tuple[FloatArray, FloatArray]:
    """Rows and columns of a coarse grid, each -1 to 1."""
    step = max(1.0, max(shape) / _COARSE)
    rows, columns = (max(8, round(side / step)) for side in shape)
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    return y, np.linspace(-1, 1, columns, dtype=np.float32)[None, :]


def _smooth(coarse: FloatArray, shape: Shape) -> FloatArray:
    image = Image.fromarray(np.ascontiguousarray(coarse, np.float32))
    return np.array(image.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def light(shape: Shape, rng: np.random.Generator, *, shadow: bool) -> FloatArray:
    """How much light falls where, 0.2 to 1: a slope, the lens' dark corners, slow waves of the paper."""
    y, x = _grid(shape)
    angle = rng.uniform(0, math.tau)
    strength = rng.uniform(0, 0.4)
    field = 1 - strength * (0.5 + 0.5 * (math.cos(angle) * x + math.sin(angle) * y))
    field = field * (1 - rng.uniform(0, 0.25) * (x * x + y * y) / 2)
    waves = rng.uniform(-3, 3, (2, 2))
    for row in waves:
        field = field * (1 + rng.uniform(0, 0.04) * np.sin(row[0] * x + row[1] * y + rng.uniform(0, 6)))
    for _ in range(int(rng.integers(1, 3)) if shadow else int(rng.random() < 0.1)):
        field = field * _shadow(x, y, rng)
    return np.asarray(np.clip(_smooth(np.asarray(field, np.float32), shape), 0.2, 1.0), np.float32)


def _shadow(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A hand's or the telephone's shadow: a half plane or a disc with an edge that may be nearly sharp."""
    soft = math.exp(rng.uniform(math.log(0.04), math.log(0.5)))
    angle = rng.uniform(0, math.tau)
    across = math.cos(angle) * x + math.sin(angle) * y
    if rng.random() < 0.6:
        bend = rng.uniform(-0.4, 0.4) * (math.cos(angle) * y - math.sin(angle) * x) ** 2
        depth = across + bend - rng.uniform(-0.6, 0.6)
    else:
        middle = rng.uniform(-1.2, 1.2, 2)
        depth = rng.uniform(0.4, 1.3) - np.hypot(x - middle[0], y - middle[1])
    return (1 - rng.uniform(0.15, 0.55) / (1 + np.exp(np.clip(-depth / soft * 4, -30, 30)))).astype(
        np.float32
    )


def _ruling(shape: Shape, period: float, turn: float, phase: float, thick: float) -> FloatArray:
    """Parallel lines, 1 on them: `period` apart, `thick` pixels each, `turn` radians from level."""
    y = np.arange(shape[0], dtype=np.float32)[:, None] * np.float32(math.cos(turn))
    x = np.arange(shape[1], dtype=np.float32)[None, :] * np.float32(math.sin(turn))
    far = np.abs((y + x + np.float32(phase)) % np.float32(period) - np.float32(period / 2))
    return np.asarray(np.clip(np.float32(thick / 2 + 0.5) - far, 0, 1), np.float32)


def rulings(shape: Shape, side: float, rng: np.random.Generator, *, squared: bool) -> FloatArray:
    """Printed lines as a factor on the paper.

    Args:
        shape: of the picture.
        side: the digit's longer side in pixels; rows are about as high, squares smaller or larger.
        rng: decides.
        squared: lines both ways instead of rows, which may have a margin line.
    """
    period = max(7.0, side * math.exp(rng.uniform(math.log(0.3), math.log(1.6))))
    if not squared:
        period = max(10.0, side * rng.uniform(0.6, 1.7))
    turn, thick = rng.uniform(-_TURN, _TURN), rng.uniform(0.6, max(1.2, min(3.0, period / 15)))
    dark = rng.uniform(0.08, 0.45)
    result = 1 - np.float32(dark) * _ruling(shape, period, turn, rng.uniform(0, period), thick)
    if squared or rng.random() < 0.3:
        # A margin line is the one line of a ruling with a period as wide as the picture.
        across = period if squared else 2.0 * shape[1]
        upright = _ruling((shape[1], shape[0]), across, -turn, rng.uniform(0, across), thick).T
        result = result * (1 - np.float32(dark if squared else rng.uniform(0.2, 0.5)) * upright)
    return np.asarray(result, np.float32)


def frame(shape: Shape, box: Box, rng: np.random.Generator) -> FloatArray:
    """A printed box around the digit, or one or two of its sides, as a factor on the paper."""
    height, width = shape
    turn, thick = rng.uniform(-_TURN, _TURN) / 2, rng.uniform(1.0, max(2.0, max(shape) / 120))
    gaps = [
        rng.uniform(0.15, 0.8) * free for free in (box[0], box[1], width - 1 - box[2], height - 1 - box[3])
    ]
    left, top, right, bottom = gaps[0], gaps[1], width - 1 - gaps[2], height - 1 - gaps[3]
    sheet = Image.new("L", (2 * width, 2 * height))
    pen = ImageDraw.Draw(sheet)
    sides = (
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    )
    whole = rng.random() < 0.5
    middle = np.array([width / 2, height / 2])
    matrix = np.array([[1, -turn], [turn, 1]])
    for number, ends in enumerate(sides):
        if not whole and rng.random() < 0.5 and number:
            continue
        first, last = ((np.array(end) - middle) @ matrix.T + middle for end in ends)
        if not whole:  # lines of a form go on beyond the box
            first, last = first + (first - last), last + (last - first)
        pen.line([tuple(2 * first), tuple(2 * last)], fill=255, width=max(1, round(2 * thick)))
    lines = np.asarray(sheet.resize((width, height), Image.Resampling.BOX), np.float32) / np.float32(255)
    return np.asarray(1 - np.float32(rng.uniform(0.25, 0.9)) * lines, np.float32)


def crease(shape: Shape, rng: np.random.Generator) -> FloatArray:
    """A fold of the paper: a soft line, dark on one side and light on the other."""
    upright = rng.random() < 0.5
    length, across = (shape[1], shape[0]) if upright else shape
    places = np.arange(length, dtype=np.float32) - np.float32(rng.uniform(0, length))
    soft = np.float32(rng.uniform(1.5, 5.0))
    profile = 1 + np.float32(rng.uniform(-0.12, 0.12)) * places / soft * np.exp(-((places / soft) ** 2))
    line = np.broadcast_to(profile[:, None], (length, across))
    return np.asarray(line.T if upright else line, np.float32)


def smears(shape: Shape, rng: np.random.Generator) -> FloatArray:
    """Chalk that was wiped off, to be added to the board."""
    y, x = _grid(shape)
    angle = rng.uniform(0, math.tau)
    noise = rng.standard_normal((y.shape[0] // 4 + 2, x.shape[1] // 4 + 2)).astype(np.float32)
    clouds = _smooth(noise, (y.shape[0], x.shape[1]))
    stripes = np.sin(6 * (math.cos(angle) * x + math.sin(angle) * y) + clouds)
    return _smooth(np.float32(rng.uniform(0, 0.04)) * (1 + stripes + 0.5 * clouds), shape)


def _free_side(shape: Shape, box: Box, rng: np.random.Generator) -> tuple[int, float]:
    """A side (0 left, 1 top, 2 right, 3 bottom) with room beside the digit, and the room in pixels."""
    room = (box[0], box[1], shape[1] - box[2], shape[0] - box[3])
    order = np.argsort(room)
    side = int(order[-1] if rng.random() < 0.6 else order[-2])
    return side, float(room[side])


def table(paper: FloatArray, box: Box, rng: np.random.Generator) -> FloatArray:
    """The sheet on a table that is seen at one or two sides, often with the sheet's shadow on it."""
    tone = np.float32(rng.uniform(0.05, 0.75))
    result = paper
    for _ in range(int(rng.integers(1, 3))):
        side, room = _free_side((paper.shape[0], paper.shape[1]), box, rng)
        result = _beside(result, side, room * rng.uniform(0.15, 0.75), tone, rng)
    return result


def _beside(
    paper: FloatArray, side: int, depth: float, tone: np.float32, rng: np.random.Generator
) -> FloatArray:
    height, width = paper.shape
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    turned, along = (x, y) if side % 2 == 0 else (y, x)
    length, extent = (width, height) if side % 2 == 0 else (height, width)
    # The edge's slant must not lead it into the digit: it may take a quarter of the depth.
    slant = np.float32(rng.uniform(-0.25, 0.25) * depth / extent)
    into = turned if side < 2 else np.float32(length - 1) - turned
    outside = np.float32(depth) + slant * along - into  # above 0 on the table
    cover = np.clip(outside + np.float32(0.5), 0, 1)
    wood = np.sin(along * np.float32(rng.uniform(0.02, 0.4)) + np.sin(into * np.float32(0.05)))
    shade = 1 - np.float32(rng.uniform(0, 0.6)) * np.exp(-np.maximum(outside, 0) / np.float32(4))
    ground = tone * (1 + np.float32(rng.uniform(0, 0.15)) * wood) * shade
    return np.asarray(paper + (ground - paper) * cover, np.float32)


def thumb(paper: FloatArray, box: Box, rng: np.random.Generator) -> FloatArray:
    """A finger that holds the sheet, in from the side with room."""
    height, width = paper.shape
    side, room = _free_side((height, width), box, rng)
    depth = room * rng.uniform(0.3, 0.8)
    thick = max(height, width) * rng.uniform(0.08, 0.2)
    place = rng.uniform(0.1, 0.9) * (height if side % 2 == 0 else width)
    near = (depth - thick / 2) if side < 2 else (width if side == 2 else height) - depth + thick / 2
    far = -thick if side < 2 else (width if side == 2 else height) + thick
    ends = [(far, place), (near, place)] if side % 2 == 0 else [(place, far), (place, near)]
    shape = Image.new("L", (width, height))
    pen = ImageDraw.Draw(shape)
    pen.line(ends, fill=255, width=max(1, round(thick)))
    x, y = ends[1]
    pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)
    soft = shape.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.7, 2.5))))
    cover = np.asarray(soft, np.float32) / np.float32(255)
    return np.asarray(paper + (np.float32(rng.uniform(0.3, 0.75)) - paper) * cover, np.float32)
