"""Scribbles: drawings that are not digits, for training a network to refuse them.

Several kinds, each random within its limits. Nothing is drawn that could be read as a digit: a plain line is
a one unless it lies flat, a plain ring is a zero, and few strokes in a tall narrow patch look like a one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing, Point, Stroke
from digitpad.ink.glyphs import SILHOUETTES, DoubleArray, glyphs, parse_pose
from digitpad.ink.redraw import Paths, drawing_from_paths
from digitpad.ink.synthetic import CLASSES, draw_digit, pen_width, placed

_STREAM = 2  # keeps the random numbers apart from those of the digits with the same seed and number
_SHAKE = 0.006  # tremor as a part of the longer side


def scribble_drawings(count: int, seed: int) -> Iterator[Drawing]:
    """`count` drawings that are not digits; number i depends on `seed` and i alone.

    Args:
        count: how many.
        seed: which set of drawings, 0 or more.

    Raises:
        ValueError: when `seed` is negative.
    """
    for number in range(count):
        rng = np.random.default_rng((seed, number, _STREAM))
        yield draw_scribble(_KINDS[rng.choice(len(_KINDS), p=_SHARES)], rng)


def draw_scribble(kind: str, rng: np.random.Generator) -> Drawing:
    """One scribble.

    Args:
        kind: one of `SCRIBBLES`.
        rng: source of everything that varies.

    Returns:
        Strokes of one width, in network pixels. The ink lies wholly on the pad.

    Raises:
        KeyError: when `kind` is not one of `SCRIBBLES`.
    """
    return SCRIBBLES[kind][1](rng)


def _drawn(strokes: Paths, rng: np.random.Generator, pen: float | None = None) -> Drawing:
    """The strokes on the pad, somewhat shaken, with a brush of `pen` 20ths of their longer side."""
    points = np.concatenate(strokes)
    points = points + rng.standard_normal(points.shape) * (_SHAKE * float(np.ptp(points, axis=0).max()))
    splits = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    points, width = placed(points, pen_width(rng) if pen is None else pen, rng)
    return drawing_from_paths(np.split(points, splits), width)


def _turned(points: DoubleArray, angle: float) -> DoubleArray:
    cos, sin = math.cos(angle), math.sin(angle)
    turned: DoubleArray = points @ np.array([[cos, sin], [-sin, cos]])
    return turned


def _broad(points: DoubleArray) -> DoubleArray:
    """The points (n, 2), laid on their side where they are tall, because what is tall and full is a one."""
    wide, high = np.ptp(points, axis=0)
    return points[:, ::-1] if high > 1.3 * wide else points


def ring(rng: np.random.Generator, corners: int, roughness: float) -> DoubleArray:
    """A polygon around (0, 0), about 2 across.

    Args:
        rng: source of everything that varies.
        corners: how many, 3 or more.
        roughness: standard deviation of the corners' distance from the middle, 0 for all at 1.

    Returns:
        (corners, 2).
    """
    angle = (np.arange(corners) + rng.uniform(-0.25, 0.25, corners)) * math.tau / corners
    angle += rng.uniform(0, math.tau)
    radius = np.clip(1.0 + rng.standard_normal(corners) * roughness, 0.4, 1.6)
    points: DoubleArray = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points


def hatched(
    outline: DoubleArray, angle: float, spacing: float, rng: np.random.Generator
) -> list[DoubleArray]:
    """Strokes that fill a polygon, going back and forth.

    Args:
        outline: (n, 2), the polygon's corners.
        angle: of the lines, in radians from the x axis.
        spacing: from one line to the next, in the outline's unit, smaller than the outline.
        rng: source of the lines' unevenness.

    Returns:
        One stroke or more, each (m, 2) with m >= 2: one where every line meets the polygon once, more
        where it has legs.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    frame = np.array([[cos, -sin], [sin, cos]])
    corners = outline @ frame
    following = np.roll(corners, -1, axis=0)
    low, high = float(corners[:, 1].min()), float(corners[:, 1].max())
    columns: dict[int, list[list[float]]] = {}  # number of the piece on its line -> points, back and forth
    for number, level in enumerate(np.arange(low + spacing / 2, high, spacing)):
        level += rng.normal() * 0.15 * spacing
        crossing = (corners[:, 1] <= level) != (following[:, 1] <= level)
        before, after = corners[crossing], following[crossing]
        part = (level - before[:, 1]) / (after[:, 1] - before[:, 1])
        places = np.sort(before[:, 0] + part * (after[:, 0] - before[:, 0]))
        places = places + rng.standard_normal(len(places)) * (0.2 * spacing)
        for piece in range(len(places) // 2):
            left, right = places[2 * piece : 2 * piece + 2].tolist()
            points = [[left, level], [right, level]]
            columns.setdefault(piece, []).extend(points if number % 2 == 0 else points[::-1])
    if not columns:  # thinner than the spacing
        columns[0] = [corners[0].tolist(), corners[len(corners) // 2].tolist()]
    return [np.array(points) @ frame.T for points in columns.values()]


@cache
def silhouettes() -> tuple[DoubleArray, ...]:
    """Outlines of filled figures, (n, 2) each with a height of about 1."""
    return tuple(parse_pose(glyph.poses[0])[0][0] / 100 for glyph in glyphs(SILHOUETTES))


def _walk(rng: np.random.Generator) -> Drawing:
    """A long random walk of the pen, in bends of changing width."""
    count = int(rng.integers(60, 160))
    bend = np.cumsum(rng.standard_normal(count) * rng.uniform(0.4, 0.9))
    course = np.cumsum(0.6 * np.sin(bend) + rng.standard_normal(count) * 0.25) + rng.uniform(0, math.tau)
    steps = np.stack([np.cos(course), np.sin(course)], axis=1) * rng.uniform(0.5, 1.5, (count, 1))
    path = np.zeros((count, 2))
    for i in range(1, count):  # drawn back to the middle, so that it tangles
        path[i] = 0.95 * path[i - 1] + steps[i]
    return _drawn([_broad(path)], rng)


def _tangle(rng: np.random.Generator) -> Drawing:
    """A few waves of different length in both directions at once."""
    time = np.linspace(0.0, rng.uniform(3.5, 6.5) * math.tau, 150)[:, None, None]
    frequency = rng.uniform(0.4, 1.6, (1, 2, 3))
    waves = np.sin(time * frequency + rng.uniform(0, math.tau, (1, 2, 3))) * rng.uniform(0.4, 1.0, (1, 2, 3))
    return _drawn([_broad(waves.sum(axis=2))], rng)


def _zigzag(rng: np.random.Generator) -> Drawing:
    count = int(rng.integers(7, 20))
    along = np.cumsum(rng.uniform(0.5, 1.5, count))
    across = np.where(np.arange(count) % 2, 1.0, -1.0) * rng.uniform(0.5, 1.0, count)
    path = np.stack([along / along[-1], across * rng.uniform(0.15, 0.5)], axis=1)
    return _drawn([_broad(_turned(path, rng.uniform(0, math.tau)))], rng)


def _hatching(rng: np.random.Generator) -> Drawing:
    """A patch filled by going back and forth; never so narrow that it might be a thick one."""
    outline = _broad(ring(rng, int(rng.integers(4, 10)), rng.uniform(0.0, 0.35)))
    spacing = rng.uniform(0.1, 0.28)  # wider, a few lines might be a two
    return _drawn(hatched(outline, rng.uniform(0, math.pi), spacing, rng), rng, rng.uniform(1.1, 3.0))


def _lines(rng: np.random.Generator) -> Drawing:
    """Straight lines across each other. Fewer than five might be a four or a seven."""
    return _drawn([rng.random((2, 2)) for _ in range(int(rng.integers(5, 13)))], rng)


def _parallels(rng: np.random.Generator) -> Drawing:
    """Two to six lines beside each other, clearly apart."""
    count = int(rng.integers(2, 7))
    gap = rng.uniform(0.5, 0.8) if count == 2 else rng.uniform(0.3, 0.6)
    strokes = []
    for number in range(count):
        top, bottom = rng.uniform(-0.1, 0.1, 2)
        strokes.append(np.array([[number * gap, top], [number * gap + rng.normal() * 0.04, 1.0 + bottom]]))
    angle = rng.uniform(-0.4, 0.4) + (math.pi / 2 if rng.random() < 0.4 else 0.0)
    return _drawn([_turned(stroke, angle) for stroke in strokes], rng, rng.uniform(1.2, 2.8))


def _flat_line(rng: np.random.Generator) -> Drawing:
    """One stroke that lies flat or nearly so."""
    count = int(rng.integers(3, 12))
    along = np.linspace(0.0, 1.0, count)
    sag = rng.normal() * 0.08 * np.sin(along * math.pi)
    tilt = rng.uniform(-0.25, 0.25)
    return _drawn([np.stack([along, sag + tilt * along], axis=1)], rng)


def _loops(rng: np.random.Generator) -> Drawing:
    """A row of loops as in eeee or in a spring."""
    turns = int(rng.integers(4, 10))
    time = np.linspace(0.0, turns * math.tau, turns * 14)
    high = rng.uniform(0.8, 2.5)
    path = np.stack([time * rng.uniform(0.12, 0.5) + np.cos(time), high * np.sin(time)], axis=1)
    return _drawn([_broad(_turned(path, rng.uniform(0, math.tau)))], rng, rng.uniform(1.1, 2.4))


def _spiral(rng: np.random.Generator) -> Drawing:
    """At least three turns: with fewer it might be a six, a nine or a zero."""
    turns = rng.uniform(3.0, 5.5)
    time = np.linspace(0.0, turns * math.tau, int(turns * 18))
    radius = (time + rng.uniform(0.0, 4.0))[:, None]
    squeeze = [rng.uniform(0.7, 1.3), rng.choice([-1.0, 1.0])]
    path = radius * np.stack([np.cos(time), np.sin(time)], axis=1)
    return _drawn([_turned(path, rng.uniform(0, math.tau)) * squeeze], rng, rng.uniform(1.0, 1.9))


def _grid(rng: np.random.Generator) -> Drawing:
    columns, rows = rng.integers(2, 6, 2).tolist()
    wide, high = columns + 1.0, rows + 1.0
    upright = [np.array([[x, 0.0], [x, high]]) for x in range(1, columns + 1)]
    flat = [np.array([[0.0, y], [wide, y]]) for y in range(1, rows + 1)]
    strokes = [line + rng.normal(0.0, 0.12, (2, 2)) for line in upright + flat]
    shape = [1.0 / wide, rng.uniform(0.7, 1.4) / high]
    angle = rng.uniform(-0.3, 0.3)
    return _drawn([_turned(line * shape, angle) for line in strokes], rng, rng.uniform(1.1, 2.2))


def _strokes(rng: np.random.Generator) -> Drawing:
    """Short bent strokes at random places."""
    strokes = []
    for _ in range(int(rng.integers(6, 14))):
        time = np.linspace(-1.0, 1.0, 6)
        stroke = np.stack([time, rng.normal() * (1.0 - time**2)], axis=1) * rng.uniform(0.05, 0.25)
        strokes.append(_turned(stroke, rng.uniform(0, math.tau)) + rng.random(2))
    return _drawn(strokes, rng)


def _dots(rng: np.random.Generator) -> Drawing:
    """Dots at random places."""
    spots = rng.random((int(rng.integers(3, 12)), 2))
    return _drawn([np.repeat(spot[None], 2, axis=0) for spot in spots], rng)


def _blob(rng: np.random.Generator) -> Drawing:
    """A single dot, or one smeared by less than the brush is wide."""
    width = rng.uniform(0.8, 12.0)
    count = 1 if rng.random() < 0.4 else int(rng.integers(2, 12))
    smear = np.cumsum(rng.standard_normal((count, 2)), axis=0)
    extent = np.maximum(np.ptp(smear, axis=0), 1e-9)
    smear = (smear - smear.min(axis=0)) * (width * rng.uniform(0.1, 0.6) / float(extent.max()))
    smear[:, 1] *= 0.6  # never taller than wide: a blob on end is a thick one
    low = width / 2 + 0.5
    place = rng.uniform(low, SIDE - low - smear.max(axis=0))
    path: list[Point] = [(x, y) for x, y in (smear + place).tolist()]
    return Drawing((Stroke(tuple(path), width),))


def _spiky(rng: np.random.Generator) -> Drawing:
    """A polygon that crosses itself or has spikes; a plain one might be a zero."""
    if rng.random() < 0.5:
        corners = rng.random((int(rng.integers(6, 12)), 2))
    else:
        corners = ring(rng, 2 * int(rng.integers(4, 9)), 0.15)
        corners[::2] *= rng.uniform(0.3, 0.6)
    return _drawn([np.concatenate([corners, corners[:1]])], rng)


def _silhouette(rng: np.random.Generator) -> Drawing:
    """Something broad filled with a thick brush: a shirt, a shoe, a leaf."""
    outlines = silhouettes()
    outline = outlines[int(rng.integers(len(outlines)))]
    outline = outline * [rng.choice([-1.0, 1.0]) * rng.uniform(0.65, 1.2), 1.0]
    outline = _turned(outline + rng.normal(0.0, 0.02, outline.shape), rng.normal() * 0.12)
    pen = rng.uniform(1.5, 4.5)
    spacing = pen / DIGIT_SIDE * rng.uniform(0.7, 1.2)  # mostly solid, sometimes with slits
    edge = np.concatenate([outline, outline[:1]])
    return _drawn([edge, *hatched(outline, rng.uniform(-0.4, 0.4), spacing, rng)], rng, pen)


def _several_digits(rng: np.random.Generator) -> Drawing:
    """Two to four digits in a row, each clearly apart from the next."""
    strokes: Paths = []
    right, before = 0.0, 0
    for _ in range(int(rng.integers(2, 5))):
        label = int(rng.integers(CLASSES))
        # A line or a ring that is near might be a part of its neighbour: a four, a six, a nine.
        gap = rng.uniform(0.35, 0.6) if {label, before} & {0, 1, 4} else rng.uniform(0.15, 0.5)
        digit = _unit_digit(label, rng)
        left = min(float(stroke[:, 0].min()) for stroke in digit)
        drop = np.array([right + gap - left, rng.normal() * 0.08])
        strokes += [stroke + drop for stroke in digit]
        right, before = max(float(stroke[:, 0].max()) for stroke in strokes), label
    return _drawn(strokes, rng, rng.uniform(1.0, 2.0))


def _stacked_digits(rng: np.random.Generator) -> Drawing:
    """Two digits above each other: no zeros, which would be an eight, and no ones, one long one."""
    labels = rng.integers(2, CLASSES, 2).tolist()
    upper, lower = (_unit_digit(label, rng) for label in labels)
    drop = np.array([rng.normal() * 0.1, rng.uniform(1.25, 1.6)])
    return _drawn([*upper, *(stroke + drop for stroke in lower)], rng, rng.uniform(1.0, 2.0))


def _digits_on_each_other(rng: np.random.Generator) -> Drawing:
    """Three or four digits across each other. Two might be a slashed zero or an eight."""
    strokes: Paths = []
    labels = rng.permutation([0, 2, 3, 4, 5, 6, 7, 8, 9])[: int(rng.integers(3, 5))]
    course = rng.uniform(0, math.tau)
    for number, label in enumerate(labels.tolist()):
        shift = rng.uniform(0.35, 0.6) * number * np.array([math.cos(course), math.sin(course)])
        strokes += [stroke + shift for stroke in _unit_digit(label, rng)]
    return _drawn(strokes, rng, rng.uniform(1.0, 2.0))


def _unit_digit(label: int, rng: np.random.Generator) -> Paths:
    """A digit's strokes, with a longer side of 1 and its middle at (0, 0)."""
    strokes = [np.array(stroke.points) for stroke in draw_digit(label, rng).strokes]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return [(stroke - (low + high) / 2) / float((high - low).max()) for stroke in strokes]


SCRIBBLES: dict[str, tuple[float, Callable[[np.random.Generator], Drawing]]] = {
    "walk": (1.5, _walk),
    "tangle": (1.5, _tangle),
    "zigzag": (1.0, _zigzag),
    "hatching": (1.5, _hatching),
    "lines": (1.0, _lines),
    "parallels": (0.8, _parallels),
    "flat line": (0.6, _flat_line),
    "loops": (1.0, _loops),
    "spiral": (0.8, _spiral),
    "grid": (0.6, _grid),
    "strokes": (1.0, _strokes),
    "dots": (0.6, _dots),
    "blob": (0.8, _blob),
    "spiky": (1.0, _spiky),
    "silhouette": (1.8, _silhouette),
    "several digits": (2.0, _several_digits),
    "stacked digits": (0.6, _stacked_digits),
    "digits on each other": (1.0, _digits_on_each_other),
}
"""Kind -> (how often it is drawn, relative to the others; what draws it)."""

_KINDS = tuple(SCRIBBLES)
_SHARES = np.array([weight for weight, _ in SCRIBBLES.values()])
_SHARES /= _SHARES.sum()
