"""Pictures of digits that touch and cross, with the digit of every pixel, for `make.owner_network`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from digitpad.data.sets.handwriting import HELD_OUT, SPANISH_STROKES, STROKES
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import read_strokes
from digitpad.ink.redraw import redrawn
from digitpad.ink.synthetic import draw_digit
from digitpad.ink.variation import varied
from digitpad.numbers.owner_network import HEIGHT
from digitpad.resources import data_root

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
Paths = list[DoubleArray]
Hand = list[tuple[int, Drawing]]

HIGH = 64
"""Pixels that every picture is high: a digit and a third."""

_FINE = 2  # pixels drawn per pixel
_RIM = 6  # pixels of paper left and right
_SIZE, _BASELINE = 0.11, 0.06  # standard deviations of a digit's size (logarithm) and place
_BREADTH = 0.12  # standard deviation of a digit's breadth (logarithm)
_SLANT = 0.12  # standard deviation of a number's slant
_BAND = 0.05  # of a height: rows that are compared for how near two inks are
_WIDTHS = (0.035, 0.15)  # of the pen, in heights
_LOW = 0.72  # smallest size against the tallest digit of the row
_SMALL = (14, 44)  # heights in pixels of pictures that were small


class Digits(NamedTuple):
    """What digits numbers are made of.

    Attributes:
        drawn: share of digits that digitpad draws itself.
        varied: share of people's digits that are varied.
        pen: how far the pens' widths in one number lie apart, to either side of the middle.
        breadth: logarithm of how much broader than written they are, on average.
    """

    drawn: float
    varied: float
    pen: float
    breadth: float


class Owned(NamedTuple):
    """A picture and whose its ink is.

    Attributes:
        ink: float32 (64, W), 0 to 1.
        left: float32 (64, W), what a pixel's vote is to be for the leftmost digit that it belongs to, in
            heights to the right.
        right: the same for the rightmost.
        counts: float32 (64, W), how much a pixel counts; 0 for paper and dirt.
    """

    ink: FloatArray
    left: FloatArray
    right: FloatArray
    counts: FloatArray


def hands(left_out: Sequence[str] = ()) -> list[Hand]:
    """The digits of each writer who may be learned from, but for some."""
    writers: dict[str, Hand] = {}
    for file in (STROKES, SPANISH_STROKES):
        for item in read_strokes(data_root() / file):
            if item.writer and item.label and item.writer not in HELD_OUT and item.writer not in left_out:
                plain = redrawn(item.drawing)
                if not plain.empty:
                    writers.setdefault(item.writer, []).append((int(item.label), plain))
    return [writers[name] for name in sorted(writers)]


def owned(hand: Hand, count: int, like: Digits, rng: np.random.Generator) -> Owned:
    """A number of so many such digits of one hand."""
    slant = rng.normal(0, _SLANT)
    closeness = rng.choice(3, p=(0.1, 0.15, 0.75))
    width = math.exp(rng.uniform(*map(math.log, _WIDTHS)))
    placed: list[Paths] = []
    for _ in range(count):
        label, paths = _digit(hand, slant, like, rng)
        placed.append(_beside(placed[-1], paths, label, int(closeness), width, rng) if placed else paths)
    return _pictured(placed, width, like, rng)


def _digit(hand: Hand, slant: float, like: Digits, rng: np.random.Generator) -> tuple[int, Paths]:
    """A digit about one high, standing near the line y = 1, its left edge at 0."""
    label, drawing = hand[rng.integers(len(hand))]
    if rng.random() < like.drawn:
        label = int(rng.integers(10))
        drawing = draw_digit(label, rng)
    elif rng.random() < like.varied:
        drawing = varied(label, drawing, rng)
    paths = [np.asarray(stroke.points, np.float64).reshape(-1, 2) for stroke in drawing.strokes]
    paths = [path - np.array([slant, 0.0]) * path[:, 1:] for path in paths]
    low, high = _bounds(paths)
    scale = math.exp(rng.normal(0, _SIZE)) / max(high[1] - low[1], 0.6 * (high[0] - low[0]), 1e-6)
    stretch = np.array([math.exp(rng.normal(like.breadth, _BREADTH)), 1.0]) * scale
    foot = np.array([low[0], high[1]])
    standing = np.array([0.0, 1.0 + rng.normal(0, _BASELINE)])
    return label, [(path - foot) * stretch + standing for path in paths]


def _beside(
    before: Paths, paths: Paths, label: int, closeness: int, width: float, rng: np.random.Generator
) -> Paths:
    """The digit moved to where it stands beside the one before."""
    flush = float(_bounds(before)[1][0])
    if closeness == 0:
        shift = flush + width + rng.uniform(0.0, 0.5)
    elif closeness == 1:
        shift = flush + rng.uniform(-0.05, 0.15)
    else:
        # Pushed in from the right until the middle lines are as near as this, or the boxes overlap too far.
        meeting = width * rng.uniform(-0.7, 1.2) if rng.random() < 0.8 else rng.uniform(-0.2, 0.05)
        deepest = rng.uniform(0.05, 0.4)
        shift = max(_contact(before, paths) + meeting, flush - deepest)
        shift = max(shift, float(_bounds(before)[0][0]) + 0.12)
    return [path + np.array([shift, 0.0]) for path in paths]


def _contact(before: Paths, paths: Paths) -> float:
    """How far to the right the digit stands when it meets the one before, coming from the right."""
    bands = math.ceil(3 / _BAND)
    reach, begin = np.full(bands, -1e9), np.full(bands, 1e9)
    old, new = _dense(before), _dense(paths)
    rows = np.clip(((old[:, 1] + 1) / _BAND).astype(np.intp), 0, bands - 1)
    np.maximum.at(reach, rows, old[:, 0])
    rows = np.clip(((new[:, 1] + 1) / _BAND).astype(np.intp), 0, bands - 1)
    np.minimum.at(begin, rows, new[:, 0])
    near = np.maximum(reach, np.maximum(np.roll(reach, 1), np.roll(reach, -1)))
    return float((near - begin).max())


def _dense(paths: Paths) -> DoubleArray:
    """Points at most half a band apart along the paths."""
    starts = np.concatenate([path[:-1] if len(path) > 1 else path for path in paths])
    vectors = np.concatenate([np.diff(path, axis=0) if len(path) > 1 else 0 * path for path in paths])
    counts = np.maximum(1, np.ceil(np.abs(vectors).max(axis=1) / (_BAND / 2))).astype(np.intp)
    which = np.repeat(np.arange(len(vectors)), counts)
    position = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    dense: DoubleArray = starts[which] + vectors[which] * (position / counts[which])[:, None]
    return dense


def _pictured(placed: list[Paths], width: float, like: Digits, rng: np.random.Generator) -> Owned:
    """The digits drawn."""
    bounds = [_bounds(paths) for paths in placed]
    low = np.min([low for low, _ in bounds], axis=0) - width / 2
    high = np.max([high for _, high in bounds], axis=0) + width / 2
    tallest = max(float(high[1] - low[1]) for low, high in bounds) + width
    scale = min(HEIGHT * rng.uniform(_LOW, 1.08) / tallest, (HIGH - 2) / float(high[1] - low[1]))
    wide = math.ceil((high[0] - low[0]) * scale) + 2 * _RIM
    corner = np.array([_RIM, rng.uniform(1.0, max(1.0, HIGH - 1 - (high[1] - low[1]) * scale))])
    masks, middles = [], []
    for paths, (left, right) in zip(placed, bounds, strict=True):
        pen = width * scale * rng.uniform(1 - like.pen, 1 + like.pen)
        masks.append(_drawn([(path - low) * scale + corner for path in paths], pen, wide))
        middles.append((left[0] + right[0] - 2 * low[0]) / 2 * scale + _RIM)
    return _owned(np.stack(masks), np.array(middles), rng)


def _drawn(paths: Paths, pen: float, wide: int) -> FloatArray:
    """The ink of one digit, (64, wide)."""
    picture = Image.new("L", (wide * _FINE, HIGH * _FINE))
    draw = ImageDraw.Draw(picture)
    width, radius = max(1, round(pen * _FINE)), max(0.5, pen * _FINE / 2)
    for path in paths:
        points = list(map(tuple, (path * _FINE).tolist()))
        draw.line(points, 255, width, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    small = picture.reduce(_FINE)
    return np.asarray(small, np.float32) / 255


def _owned(masks: FloatArray, middles: DoubleArray, rng: np.random.Generator) -> Owned:
    """Whose the ink is, and the ink as it comes out of a photograph or scan."""
    ink = masks.max(axis=0)
    order = np.argsort(middles)
    masks, middles = masks[order], middles[order]
    # Rims and what wear adds belong to the nearest digit: the strongest mask, softened.
    near = np.stack([_softened(mask) for mask in masks]) + 3 * masks
    mine = (masks > 0.5) | (near >= near.max(axis=0) - 1e-6)
    columns = np.arange(ink.shape[1]) + 0.5
    first = middles[mine.argmax(axis=0)]
    last = middles[len(middles) - 1 - mine[::-1].argmax(axis=0)]
    worn = _worn(ink, rng)
    counts = np.where(worn > 0.3, 1.0, 0.0) * (near.max(axis=0) > 0.01)
    counts *= np.where(first != last, 3.0, 1.0)
    left, right = ((each - columns) / HEIGHT for each in (first, last))
    return Owned(worn, left.astype(np.float32), right.astype(np.float32), counts.astype(np.float32))


def _softened(mask: FloatArray) -> FloatArray:
    small = Image.fromarray(mask)
    reduced = small.reduce(4)
    return np.asarray(reduced.resize(small.size, Image.Resampling.BILINEAR), np.float32)


def _worn(ink: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The ink with the raggedness, gaps and softness of photographs, scans and small pictures."""
    kind = rng.random()
    if kind < 0.3:
        return ink
    if kind < 0.6:
        small = rng.uniform(*_SMALL) / HEIGHT
        size = (max(2, round(ink.shape[1] * small)), max(2, round(HIGH * small)))
        reduced = Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR)
        blurred = np.asarray(reduced.resize((ink.shape[1], HIGH), Image.Resampling.BILINEAR), np.float32)
        ink = blurred if rng.random() < 0.5 else np.clip(blurred * 2 - 0.3, 0, 1).astype(np.float32)
        if kind < 0.5:
            return ink
    level = ink + rng.uniform(0.0, 0.3) * _noise(ink.shape, rng.uniform(2, 8), rng)
    if rng.random() < 0.3:
        level = level - rng.uniform(0.0, 0.35) * np.maximum(_noise(ink.shape, rng.uniform(4, 16), rng), 0)
    sharp = np.clip((level - 0.5) * rng.uniform(1.5, 8) + 0.5, 0, 1) * (ink > 0.05)
    return sharp.astype(np.float32)


def _noise(shape: tuple[int, ...], size: float, rng: np.random.Generator) -> FloatArray:
    """Smooth noise of deviation about 1 whose grains have this size in pixels."""
    coarse = rng.standard_normal([max(2, math.ceil(length / size)) for length in shape]).astype(np.float32)
    fine = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(fine, np.float32)


def _bounds(paths: Paths) -> tuple[DoubleArray, DoubleArray]:
    points = np.concatenate(paths)
    return points.min(axis=0), points.max(axis=0)
