"""Pictures of what is no digit: a filled square, a disc, a dot, a triangle."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw

from tests.tools.simulated.exports import saved
from tests.tools.simulated.look import uniform

_FINER = 3


def _drawn(rng: np.random.Generator, size: tuple[float, float], shape: Callable[..., None]) -> bytes:
    """A shape of any place and colour.

    Args:
        rng: decides.
        size: least and largest longer side, in parts of the picture's.
        shape: draws it: the pen, its box and its colour.
    """
    side = int(rng.integers(60, 500))
    while True:
        paper, ink = (tuple(rng.integers(0, 256, 3).tolist()) for _ in range(2))
        if max(abs(one - other) for one, other in zip(paper, ink, strict=True)) > 110:
            break
    image = Image.new("RGB", (side * _FINER, side * _FINER), paper)
    longer = side * _FINER * uniform(rng, *size)
    shorter = longer * uniform(rng, 0.6, 1)
    left, top = (rng.random(2) * (side * _FINER - longer)).tolist()
    wide, high = (longer, shorter) if rng.random() < 0.5 else (shorter, longer)
    shape(ImageDraw.Draw(image), (left, top, left + wide, top + high), ink)
    return saved(image.resize((side, side), Image.Resampling.BOX))


def _square(rng: np.random.Generator) -> bytes:
    return _drawn(rng, (0.15, 0.8), lambda pen, box, ink: pen.rectangle(box, ink))


def _disc(rng: np.random.Generator) -> bytes:
    return _drawn(rng, (0.15, 0.8), lambda pen, box, ink: pen.ellipse(box, ink))


def _dot(rng: np.random.Generator) -> bytes:
    return _drawn(rng, (0.02, 0.1), lambda pen, box, ink: pen.ellipse(box, ink))


def _triangle(rng: np.random.Generator) -> bytes:
    def drawn(pen: ImageDraw.ImageDraw, box: tuple[float, ...], ink: tuple[int, ...]) -> None:
        left, top, right, bottom = box
        pen.polygon(((left, bottom), (right, bottom), ((left + right) / 2, top)), ink)

    return _drawn(rng, (0.15, 0.8), drawn)


SHAPES: Mapping[str, Callable[[np.random.Generator], bytes]] = {
    "square": _square,
    "disc": _disc,
    "dot": _dot,
    "triangle": _triangle,
}
"""Every function returns a file's content."""
