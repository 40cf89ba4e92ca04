"""Scribbles: drawings that are not digits, for training a network to refuse them.

Several kinds, each random within its limits. Nothing is drawn that could be read as a digit: a plain line is
a one unless it lies flat, a plain ring is a zero, and few strokes in a tall narrow patch look like a one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.crowds import digits_on_each_other, several_digits, stacked_digits
from digitpad.ink.drawing import Drawing, Point, Stroke
from digitpad.ink.figures import broad, drawn, hatched, ring, silhouettes, turned

_STREAM = 2  # keeps the random numbers apart from those of the digits with the same seed and number


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


def _walk(rng: np.random.Generator) -> Drawing:
    """A long random walk of the pen, in bends of changing width."""
    count = int(rng.integers(60, 160))
    bend = np.cumsum(rng.standard_normal(count) * rng.uniform(0.4, 0.9))
    course = np.cumsum(0.6 * np.sin(bend) + rng.standard_normal(count) * 0.25) + rng.uniform(0, math.tau)
    steps = np.stack([np.cos(course), np.sin(course)], axis=1) * rng.uniform(0.5, 1.5, (count, 1))
    path = np.zeros((count, 2))
    for i in range(1, count):  # drawn back to the middle, so that it tangles
        path[i] = 0.95 * path[i - 1] + steps[i]
    return drawn([broad(path)], rng)


def _tangle(rng: np.random.Generator) -> Drawing:
    """A few waves of different length in both directions at once."""
    time = np.linspace(0.0, rng.uniform(3.5, 6.5) * math.tau, 150)[:, None, None]
    frequency = rng.uniform(0.4, 1.6, (1, 2, 3))
    waves = np.sin(time * frequency + rng.uniform(0, math.tau, (1, 2, 3))) * rng.uniform(0.4, 1.0, (1, 2, 3))
    return drawn([broad(waves.sum(axis=2))], rng)


def _zigzag(rng: np.random.Generator) -> Drawing:
    count = int(rng.integers(7, 20))
    along = np.cumsum(rng.uniform(0.5, 1.5, count))
    across = np.where(np.arange(count) % 2, 1.0, -1.0) * rng.uniform(0.5, 1.0, count)
    path = np.stack([along / along[-1], across * rng.uniform(0.15, 0.5)], axis=1)
    return drawn([broad(turned(path, rng.uniform(0, math.tau)))], rng)


def _hatching(rng: np.random.Generator) -> Drawing:
    """A patch filled by going back and forth; never so narrow that it might be a thick one."""
    outline = broad(ring(rng, int(rng.integers(4, 10)), rng.uniform(0.0, 0.35)))
    spacing = rng.uniform(0.1, 0.28)  # wider, a few lines might be a two
    return drawn(hatched(outline, rng.uniform(0, math.pi), spacing, rng), rng, rng.uniform(1.1, 3.0))


def _lines(rng: np.random.Generator) -> Drawing:
    """Straight lines across each other. Fewer than five might be a four or a seven."""
    return drawn([rng.random((2, 2)) for _ in range(int(rng.integers(5, 13)))], rng)


def _parallels(rng: np.random.Generator) -> Drawing:
    """Two to six lines beside each other, clearly apart."""
    count = int(rng.integers(2, 7))
    gap = rng.uniform(0.5, 0.8) if count == 2 else rng.uniform(0.3, 0.6)
    strokes = []
    for number in range(count):
        top, bottom = rng.uniform(-0.1, 0.1, 2)
        strokes.append(np.array([[number * gap, top], [number * gap + rng.normal() * 0.04, 1.0 + bottom]]))
    angle = rng.uniform(-0.4, 0.4) + (math.pi / 2 if rng.random() < 0.4 else 0.0)
    return drawn([turned(stroke, angle) for stroke in strokes], rng, rng.uniform(1.2, 2.8))


def _flat_line(rng: np.random.Generator) -> Drawing:
    """One stroke that lies flat or nearly so."""
    count = int(rng.integers(3, 12))
    along = np.linspace(0.0, 1.0, count)
    sag = rng.normal() * 0.08 * np.sin(along * math.pi)
    tilt = rng.uniform(-0.25, 0.25)
    return drawn([np.stack([along, sag + tilt * along], axis=1)], rng)


def _loops(rng: np.random.Generator) -> Drawing:
    """A row of loops as in eeee or in a spring."""
    turns = int(rng.integers(4, 10))
    time = np.linspace(0.0, turns * math.tau, turns * 14)
    high = rng.uniform(0.8, 2.5)
    path = np.stack([time * rng.uniform(0.12, 0.5) + np.cos(time), high * np.sin(time)], axis=1)
    return drawn([broad(turned(path, rng.uniform(0, math.tau)))], rng, rng.uniform(1.1, 2.4))


def _spiral(rng: np.random.Generator) -> Drawing:
    """At least three turns: with fewer it might be a six, a nine or a zero."""
    turns = rng.uniform(3.0, 5.5)
    time = np.linspace(0.0, turns * math.tau, int(turns * 18))
    radius = (time + rng.uniform(0.0, 4.0))[:, None]
    squeeze = [rng.uniform(0.7, 1.3), rng.choice([-1.0, 1.0])]
    path = radius * np.stack([np.cos(time), np.sin(time)], axis=1)
    return drawn([turned(path, rng.uniform(0, math.tau)) * squeeze], rng, rng.uniform(1.0, 1.9))


def _grid(rng: np.random.Generator) -> Drawing:
    columns, rows = rng.integers(2, 6, 2).tolist()
    wide, high = columns + 1.0, rows + 1.0
    upright = [np.array([[x, 0.0], [x, high]]) for x in range(1, columns + 1)]
    flat = [np.array([[0.0, y], [wide, y]]) for y in range(1, rows + 1)]
    strokes = [line + rng.normal(0.0, 0.12, (2, 2)) for line in upright + flat]
    shape = [1.0 / wide, rng.uniform(0.7, 1.4) / high]
    angle = rng.uniform(-0.3, 0.3)
    return drawn([turned(line * shape, angle) for line in strokes], rng, rng.uniform(1.1, 2.2))


def _strokes(rng: np.random.Generator) -> Drawing:
    """Short bent strokes at random places."""
    strokes = []
    for _ in range(int(rng.integers(6, 14))):
        time = np.linspace(-1.0, 1.0, 6)
        stroke = np.stack([time, rng.normal() * (1.0 - time**2)], axis=1) * rng.uniform(0.05, 0.25)
        strokes.append(turned(stroke, rng.uniform(0, math.tau)) + rng.random(2))
    return drawn(strokes, rng)


def _dots(rng: np.random.Generator) -> Drawing:
    """Dots at random places."""
    spots = rng.random((int(rng.integers(3, 12)), 2))
    return drawn([np.repeat(spot[None], 2, axis=0) for spot in spots], rng)


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
    return drawn([np.concatenate([corners, corners[:1]])], rng)


def _silhouette(rng: np.random.Generator) -> Drawing:
    """Something broad filled with a thick brush: a shirt, a shoe, a leaf."""
    outlines = silhouettes()
    outline = outlines[int(rng.integers(len(outlines)))]
    outline = outline * [rng.choice([-1.0, 1.0]) * rng.uniform(0.65, 1.2), 1.0]
    outline = turned(outline + rng.normal(0.0, 0.02, outline.shape), rng.normal() * 0.12)
    pen = rng.uniform(1.5, 4.5)
    spacing = pen / DIGIT_SIDE * rng.uniform(0.7, 1.2)  # mostly solid, sometimes with slits
    edge = np.concatenate([outline, outline[:1]])
    return drawn([edge, *hatched(outline, rng.uniform(-0.4, 0.4), spacing, rng)], rng, pen)


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
    "several digits": (2.0, several_digits),
    "stacked digits": (0.6, stacked_digits),
    "digits on each other": (1.0, digits_on_each_other),
}
"""Kind -> (how often it is drawn, relative to the others; what draws it)."""

_KINDS = tuple(SCRIBBLES)
_SHARES = np.array([weight for weight, _ in SCRIBBLES.values()])
_SHARES /= _SHARES.sum()
