"""What a pen, a camera and telling ink from paper do to lines: ragged edges, gaps, blots and dirt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

FloatArray = npt.NDArray[np.float32]

_FINEST, _COARSEST = 8, 40  # points of the noise along a side
_RAGGED = 0.45  # most that the edge's level varies
_PALE = 0.6  # most that ink fades, in patches
_SPECKS = 0.15  # share of the pictures with dirt beside the ink
_MOST_SPECKS = 4
_SPECK = (0.008, 0.03)  # radius, of the side


def worn(ink: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Ink as it comes out of a photograph or scan.

    Args:
        ink: float32 (H, W), 0 empty to 1 full ink.
        rng: source of everything that varies.

    Returns:
        The same shape and range; nearly all of it 0 or 1.
    """
    ragged = rng.uniform(0.0, _RAGGED) * _noise(ink.shape, rng)
    level = ink + ragged
    if rng.random() < 0.4:
        level = level - rng.uniform(0.0, _PALE) * np.maximum(_noise(ink.shape, rng), 0)
    # Noise alone is no ink: it only moves edges and opens gaps.
    sharp = np.clip((level - 0.5) * 6 + 0.5, 0, 1) * (ink > 0.05)
    if rng.random() < _SPECKS:
        sharp = np.maximum(sharp, _specks(ink.shape, rng))
    return np.asarray(sharp, np.float32)


def _noise(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Smooth noise of deviation about 1."""
    points = int(rng.integers(_FINEST, _COARSEST))
    coarse = rng.standard_normal((points, points)).astype(np.float32)
    fine = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(fine, np.float32)


def _specks(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    specks = np.zeros(shape, np.float32)
    for _ in range(int(rng.integers(1, _MOST_SPECKS + 1))):
        row, column = rng.uniform(0.25, 0.75, 2) * shape
        radius = rng.uniform(*_SPECK) * max(shape)
        specks[np.hypot(rows - row, columns - column) <= radius] = 1.0
    return specks
