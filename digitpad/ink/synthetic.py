"""Digits, letters and signs drawn by the program: strokes as a hand might make them.

Digits serve for training without a download; letters are what a network that reads digits must not take for
one. Each is one of its glyphs (`glyphs`), changed in the ways in which writing varies: the knots and ends of
the strokes, a smooth distortion of the whole, the tremor of the hand, the writer's proportions and slant, the
pen, and the size and place on the pad.

The amounts were chosen by comparing slant, proportions and stroke width with MNIST's training pictures and
by what a small network, trained on drawn digits alone, misread there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from digitpad.form import DIGIT_SIDE, DIGITS, SIDE
from digitpad.ink.drawing import FILL, Drawing
from digitpad.ink.glyphs import DoubleArray
from digitpad.ink.redraw import drawing_from_paths
from digitpad.ink.skeletons import Skeleton, digit_skeletons, letter_names, letter_skeletons

CLASSES = len(DIGITS)
"""How many digits there are to draw."""

# How much a digit varies. Standard deviations, lengths in percent of the digit's height, angles in
# radians, unless said otherwise.
_CARE = (0.35, 1.5)  # smallest and largest factor on the amounts below, one for all of a digit
_KNOT = 3.0
_STROKE = 1.8  # of whole strokes against each other: gaps and overlaps
_END = 7.0  # strokes that begin or stop too early or too late
_WARP = 5.0  # of each wave of the distortion
_WAVES = 3
_FREQUENCY = 0.055  # largest, radians per percent: waves longer than the digit is high
_TREMOR = 0.45

_SLANT_MEAN, _SLANT = 0.12, 0.27  # rightward shift of the top per unit of height
_TURN = 0.10
_ASPECT = 0.25  # of the logarithm of width / height
_CORNER = (1.6, 0.8)  # beta distribution of corners from 0 rounded to 1 turned
_SMALLEST, _LARGEST = 0.36, 0.86  # the longer side as a part of the pad; most often FILL

# Brush diameter in pixels on a digit whose longer side, ink included, takes MNIST's 20 pixels: median,
# standard deviation of the logarithm, and limits.
_PEN_MEDIAN, _PEN = 2.5, 0.28
_THINNEST, _THICKEST = 1.1, 5.0

_LETTER_STREAM = 1  # keeps the random numbers apart from those of the digits with the same seed and number
_LETTER_CARE = (0.35, 1.1)  # as `_CARE`, but a careless h is a 6
# Largest brush diameter in pixels on a letter of 20 pixels: what has much to show is not drawn with a thick
# brush, because a blob might be any digit. The first is divided by the number of knots, the others limit it.
_LETTER_INK, _LETTER_THINNEST, _LETTER_THICKEST = 40.0, 1.5, 3.8


def synthetic_drawings(count: int, seed: int) -> Iterator[tuple[int, Drawing]]:
    """`count` labels with drawings; number i depends on `seed` and i alone.

    The labels are 0 to 9 in turn, so that any count is balanced to within one.

    Args:
        count: how many.
        seed: which set of drawings, 0 or more.

    Raises:
        ValueError: when `seed` is negative.
    """
    for number in range(count):
        label = number % CLASSES
        yield label, draw_digit(label, np.random.default_rng((seed, number)))


def draw_digit(label: int, rng: np.random.Generator) -> Drawing:
    """A digit as a hand might draw it on the pad.

    Args:
        label: the digit, 0 to 9.
        rng: source of everything that varies.

    Returns:
        One to three strokes of one width, 17 to 63 points in all, in network pixels. The ink lies wholly on
        the pad; its longer side takes from 10 to 28 of the pad's 28 pixels.

    Raises:
        ValueError: when `label` is not 0 to 9.
    """
    return draw_skeleton(choose_skeleton(label, rng), rng)


def choose_skeleton(label: int, rng: np.random.Generator) -> Skeleton:
    """One of the digit's glyphs, chosen at random by weight.

    Raises:
        ValueError: when `label` is not 0 to 9.
    """
    if not 0 <= label < CLASSES:
        raise ValueError(f"label {label} is not a digit from 0 to 9")
    choices = digit_skeletons(label)
    rest = rng.random() * sum(skeleton.glyph.weight for skeleton in choices)
    for skeleton in choices:
        rest -= skeleton.glyph.weight
        if rest < 0:
            return skeleton
    return choices[-1]  # rounding may leave a last crumb


def letter_drawings(count: int, seed: int) -> Iterator[tuple[str, Drawing]]:
    """`count` names of letters or signs with drawings; number i depends on `seed` and i alone.

    Args:
        count: how many.
        seed: which set of drawings, 0 or more.

    Raises:
        ValueError: when `seed` is negative.
    """
    names = letter_names()
    for number in range(count):
        rng = np.random.default_rng((seed, number, _LETTER_STREAM))
        name = names[rng.integers(len(names))]
        yield name, draw_letter(name, rng)


def draw_letter(name: str, rng: np.random.Generator) -> Drawing:
    """A letter or sign as a hand might draw it on the pad.

    Args:
        name: one of `letter_names`.
        rng: source of everything that varies.

    Returns:
        Strokes of one width, in network pixels. The ink lies wholly on the pad.

    Raises:
        KeyError: when `name` is not one of `letter_names`.
    """
    choices = letter_skeletons(name)
    skeleton = choices[rng.integers(len(choices))]
    thickest = min(max(_LETTER_INK / skeleton.poses.shape[1], _LETTER_THINNEST), _LETTER_THICKEST)
    return draw_skeleton(skeleton, rng, _LETTER_CARE, thickest)


def draw_skeleton(
    skeleton: Skeleton,
    rng: np.random.Generator,
    care_limits: tuple[float, float] = _CARE,
    thickest: float = _THICKEST,
) -> Drawing:
    """One glyph as a hand might draw it on the pad; see `draw_digit`.

    Args:
        skeleton: the glyph.
        rng: source of everything that varies.
        care_limits: smallest and largest factor on how much is out of place.
        thickest: largest brush diameter in pixels on a drawing of 20 pixels; more than 1.1, less than 20.
    """
    care = rng.uniform(*care_limits)  # a careless hand varies more in everything
    knots = _moved_knots(skeleton, rng, care)
    corner = rng.beta(*_CORNER)
    points = (corner * skeleton.sharp + (1.0 - corner) * skeleton.smooth) @ knots
    points = _warped(points, rng, care) + _tremor(len(points), rng, care)
    points, width = placed(points @ _hand(rng).T, pen_width(rng, thickest), rng)
    return drawing_from_paths(np.split(points, skeleton.splits), width)


def _moved_knots(skeleton: Skeleton, rng: np.random.Generator, care: float) -> DoubleArray:
    """The knots (n, 2) somewhere between the poses, with knots, ends and strokes out of place."""
    poses, starts, ends = skeleton.poses, skeleton.starts, skeleton.ends
    # Shares below 1 favour the neighbourhood of single poses over the middle, which is like none.
    share = rng.standard_gamma(0.8, len(poses))
    knots: DoubleArray = np.tensordot(share / share.sum(), poses, 1)
    knots += rng.standard_normal(knots.shape) * (_KNOT * care)
    for tip, neighbour in ((starts, starts + 1), (ends, ends - 1)):
        along = knots[tip] - knots[neighbour]
        length = np.hypot(along[:, 0], along[:, 1])[:, None] + 1.0
        longer = rng.standard_normal((len(tip), 1)) * (_END * care)
        knots[tip] += along / length * np.maximum(longer, -0.5 * length)
    if len(starts) > 1:
        shift = rng.standard_normal((len(starts), 2)) * (_STROKE * care)
        knots += np.repeat(shift, ends - starts + 1, axis=0)
    return knots


def _warped(points: DoubleArray, rng: np.random.Generator, care: float) -> DoubleArray:
    """The points (m, 2) moved by a few long waves, so that neighbours move alike."""
    frequency = rng.uniform(-_FREQUENCY, _FREQUENCY, (2, _WAVES))
    phase = rng.random(_WAVES) * math.tau
    amplitude = rng.standard_normal((_WAVES, 2)) * (_WARP * care)
    return points + np.sin(points @ frequency + phase) @ amplitude


def _tremor(count: int, rng: np.random.Generator, care: float) -> DoubleArray:
    """Small shaking (count, 2), the sum of three neighbours' noise so that the line stays a line."""
    noise = rng.standard_normal((count + 2, 2)) * (_TREMOR * care)
    return noise[:-2] + noise[1:-1] + noise[2:]


def _hand(rng: np.random.Generator) -> DoubleArray:
    """The writer's 2 x 2 matrix: proportions, then slant, then turn."""
    aspect, slant, turn = rng.standard_normal(3).tolist()
    cos, sin = math.cos(_TURN * turn), math.sin(_TURN * turn)
    shape = np.array([[math.exp(_ASPECT * aspect), -(_SLANT_MEAN + _SLANT * slant)], [0.0, 1.0]])
    turned: DoubleArray = np.array([[cos, -sin], [sin, cos]]) @ shape
    return turned


def pen_width(rng: np.random.Generator, thickest: float = _THICKEST) -> float:
    """A random brush diameter, in pixels on a drawing that takes MNIST's 20 pixels."""
    pen = _PEN_MEDIAN * math.exp(_PEN * rng.standard_normal())
    return min(max(pen, _THINNEST), thickest)


def placed(points: DoubleArray, pen: float, rng: np.random.Generator) -> tuple[DoubleArray, float]:
    """Points of any unit somewhere on the pad.

    Args:
        points: (m, 2), not all the same.
        pen: brush diameter in pixels where the longer side, ink included, takes 20 pixels; less than 20.
        rng: source of the size and the place.

    Returns:
        The points (m, 2) and the brush's diameter, both in network pixels.
    """
    low = points.min(axis=0)
    extent = points.max(axis=0) - low
    longer = float(extent.max())
    path = DIGIT_SIDE - pen  # what the brush's middle covers of MNIST's side
    size = SIDE * min(rng.triangular(_SMALLEST, FILL, _LARGEST), path / DIGIT_SIDE)
    width = pen * size / path
    room = SIDE - width - extent * (size / longer)
    corner = width / 2 + np.maximum(room, 0.0) * rng.beta(2.0, 2.0, 2)
    return (points - low) * (size / longer) + corner, width
