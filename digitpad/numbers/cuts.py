"""Broad pieces of ink cut into parts of digits: by whose each pixel is, or at thin places."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.data.preprocess import FloatArray
from digitpad.numbers.owners import Owned, Stretches, owned, votes
from digitpad.numbers.seams import BROAD, seams

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
DoubleArray = npt.NDArray[np.float64]

_FRAGMENT = 0.006  # of a digit's squared height: a part with less ink goes to its neighbour


class Cut(NamedTuple):
    """Pieces of ink in parts.

    Attributes:
        labels: (H, W), the number of each pixel's part, numbered from the left within each piece; -1 for
            paper, -2 for dirt.
        further: (H, W), the same but where lines of two parts cross: there the other part.
        owners: (n,), for each part the piece that it is of.
        clear: (n,), how clearly each is of another digit than the one before, 0 to 1; 0 where it isn't known.
    """

    labels: IntArray
    further: IntArray
    owners: IntArray
    clear: DoubleArray


def cut_at_thin_places(labels: IntArray, height: float) -> Cut:
    """The parts of pieces, broad ones cut from top to bottom through little ink.

    Args:
        labels: (H, W), the number of each pixel's piece, below 0 for paper and dirt.
        height: of a digit, in pixels.
    """
    return _cut(labels, height, lambda piece: _by_seams(piece, height))


def cut_by_owner(ink: FloatArray, labels: IntArray, height: float, stretches: Stretches) -> Cut | None:
    """The parts of pieces, broad ones cut by whose each pixel is.

    Args:
        ink: (H, W), 0 to 1.
        labels: see `cut_at_thin_places`.
        height: the same.
        stretches: see `votes`.

    Returns:
        None where nothing is broad enough for two digits, and without the network that tells.
    """
    if not any(_is_broad(labels == number, height) for number in range(int(labels.max()) + 1)):
        return None
    voted = votes(np.where(labels >= 0, ink, np.float32(0)), height, stretches)
    return None if voted is None else _cut(labels, height, lambda piece: owned(piece, voted, height))


def _cut(labels: IntArray, height: float, parted: Callable[[BoolArray], Owned]) -> Cut:
    """The parts of pieces, broad ones parted in this way."""
    first, further = np.where(labels < 0, labels, -1), np.where(labels < 0, labels, -1)
    owners: list[int] = []
    clear: list[float] = []
    for number in range(int(labels.max()) + 1):
        piece = labels == number
        parts = _one(piece)
        if _is_broad(piece, height):
            parts = _without_fragments(parted(piece), height)
        first[piece], further[piece] = parts.first + len(owners), parts.further + len(owners)
        owners += [number] * len(parts.clear)
        clear += parts.clear.tolist()
    return Cut(first, further, np.array(owners), np.array(clear))


def _is_broad(piece: BoolArray, height: float) -> bool:
    """Whether a piece may be two digits."""
    return int(np.ptp(np.flatnonzero(piece.any(axis=0)))) + 1 >= BROAD * height


def _one(piece: BoolArray) -> Owned:
    """All of a piece."""
    whole = np.zeros(int(piece.sum()), np.intp)
    return Owned(whole, whole, np.zeros(1))


def _by_seams(piece: BoolArray, height: float) -> Owned:
    """Between which seams each pixel of the piece lies."""
    columns = np.flatnonzero(piece.any(axis=0))
    window = slice(int(columns[0]), int(columns[-1]) + 1)
    stripes = np.zeros(piece.shape, np.intp)
    cuts = seams(piece[:, window], height)
    for seam in cuts:
        stripes[:, window] += np.arange(window.stop - window.start)[None, :] >= seam[:, None]
    return Owned(stripes[piece], stripes[piece], np.zeros(len(cuts) + 1))


def _without_fragments(parted: Owned, height: float) -> Owned:
    """A part with hardly any ink goes to the one before, the first to the one behind."""
    pixels = np.bincount(parted.first, minlength=len(parted.clear))
    enough = pixels >= _FRAGMENT * height**2
    enough[int(pixels.argmax())] = True
    table = np.maximum(np.cumsum(enough) - 1, 0)
    clear = parted.clear[enough]
    clear[0] = 0.0
    return Owned(table[parted.first], table[parted.further], clear)
