"""Filled shapes and dots, which a network that reads digits must not take for one."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_SIDE = 112  # pixels, as the pad's


def blob_inks(count: int, seed: int) -> Iterator[FloatArray]:
    """`count` filled rectangles, ellipses and lozenges; number i depends on `seed` and i alone.

    Returns:
        float32 (112, 112) each, 0 empty to 1 full ink.
    """
    for number in range(count):
        yield _blob(np.random.default_rng((seed, number)))


def _blob(rng: np.random.Generator) -> FloatArray:
    rows, columns = (np.mgrid[:_SIDE, :_SIDE] + 0.5 - _SIDE / 2).astype(np.float32)
    angle = rng.uniform(-math.pi, math.pi) if rng.random() < 0.4 else 0.0
    across = columns * math.cos(angle) + rows * math.sin(angle)
    down = rows * math.cos(angle) - columns * math.sin(angle)
    half = rng.uniform(0.03, 0.4) * _SIDE
    half_wide = half * rng.uniform(0.55, 1.0)
    # A superellipse: 1 a lozenge, 2 an ellipse, large a rectangle.
    power = rng.choice([1.0, 2.0, 2.0, 20.0, 20.0])
    inside = np.abs(across / half_wide) ** power + np.abs(down / half) ** power
    ink = np.clip((1.0 - inside) * 4, 0, 1)
    return np.asarray(ink, np.float32)
