"""Whose the ink is where digits touch: the network's votes of every pixel, gathered to digits."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch.nn import functional

from digitpad.data.preprocess import FloatArray
from digitpad.errors import DigitpadError
from digitpad.numbers.owner_network import BINS, GRAIN, HEIGHT, MULTIPLE, STEP, OwnerNetwork
from digitpad.resources import asset

BoolArray = npt.NDArray[np.bool_]
DoubleArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

FILE = "owners.safetensors"
"""The network's weights, in `assets/`."""

Stretches = Sequence[tuple[float, float]]
"""How many times broader and higher a picture is made; the votes about all of them are counted together."""

STRETCHES: Sequence[Stretches] = (
    ((1.35, 1.1), (1.5, 1.2)),
    ((1.6, 1.2), (1.8, 1.25)),
    ((1.5, 1.2),),
    ((1.0, 1.0), (1.25, 1.1)),
)
"""Those that are tried one after the other, the best on their own first.

Most are larger than what the network learnt from: measured on numbers, the votes for one digit and for the
next then run together least. Which serves best differs from number to number.
"""

_COUNTER = "num_batches_tracked"  # of batch norm, which is not stored
_RIM = 8  # pixels of paper around the ink
_COLUMN = 0.02  # breadth of the columns that votes are counted in, in heights
_BLUR = 0.03  # standard deviation with which the counts are smoothed, in heights
_VALLEY = 0.9  # of the lower of two peaks: the votes between them are fewer, or it is one
_CLEAREST = 0.01  # of the lower peak: fewer votes between two digits make it no clearer
_BOTH = 0.4  # share of a pixel's vote from which it belongs to a second digit as well


class Owned(NamedTuple):
    """To which digits the pixels of a piece of ink belong.

    Attributes:
        first: (n,), the number from the left of each pixel's digit.
        further: (n,), the same but for pixels where two digits cross: there the other.
        clear: (k,), for each digit how clearly it is another than the one before, 0 to 1; 0 for the first.
    """

    first: IntArray
    further: IntArray
    clear: DoubleArray


@functools.cache
def owner_network() -> OwnerNetwork | None:
    """The network of the file that comes with the program; None where that is missing or broken."""
    network = OwnerNetwork()
    try:
        weights = {name: value.float() for name, value in load_file(asset(FILE)).items()}
        missing = network.load_state_dict(weights, strict=False).missing_keys
    except (DigitpadError, OSError, SafetensorError, RuntimeError):
        return None
    return None if any(_COUNTER not in name for name in missing) else network.eval()


def votes(ink: FloatArray, height: float, stretches: Stretches) -> FloatArray | None:
    """Ask the network about a row of digits.

    Args:
        ink: (H, W), 0 to 1, some of it above 0.
        height: of a digit, in pixels.
        stretches: of the picture on its way to the network.

    Returns:
        (23, H, W), for each pixel the probabilities of the distances to the middle of its digit; None
        without a network.
    """
    network = owner_network()
    if network is None:
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    window = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    cropped = Image.fromarray(np.ascontiguousarray(ink[window]))
    whole = np.zeros((BINS, *ink.shape), np.float32)
    for wider, higher in stretches:
        size = (
            round(cropped.width * wider * HEIGHT / height),
            round(cropped.height * higher * HEIGHT / height),
        )
        shares = _distances_kept(wider) / len(stretches)
        whole[(slice(None), *window)] += np.tensordot(shares, _asked(network, cropped, size), 1)
    return whole


def _asked(network: OwnerNetwork, cropped: Image.Image, size: tuple[int, int]) -> FloatArray:
    """The network's votes (23, H, W) about a picture that is brought to this breadth and height."""
    broad, high = (max(1, length) for length in size)
    picture = torch.from_numpy(np.array(cropped.resize((broad, high), Image.Resampling.BILINEAR)))
    below, right = (_RIM + -(length + 2 * _RIM) % MULTIPLE for length in picture.shape)
    padded = functional.pad(picture, (_RIM, right, _RIM, below))[None, None]
    with torch.inference_mode():
        answers = network(padded).softmax(1)
        fine = functional.interpolate(answers, scale_factor=float(GRAIN), mode="bilinear")
        fine = fine[..., _RIM : _RIM + high, _RIM : _RIM + broad]
        votes: FloatArray = functional.interpolate(fine, cropped.size[::-1], mode="bilinear")[0].numpy()
    return votes


def _distances_kept(wider: float) -> FloatArray:
    """(23, 23): turns votes about a picture that was made wider into votes about itself."""
    distances = np.arange(BINS) - BINS // 2
    shares: FloatArray = np.maximum(0, 1 - np.abs(distances / wider - distances[:, None])).astype(np.float32)
    return shares


def owned(piece: BoolArray, voted: FloatArray, height: float) -> Owned:
    """The digits of a connected piece of ink.

    Args:
        piece: (H, W), whether a pixel is of it; some are.
        voted: (23, H, W), the `votes`.
        height: of a digit, in pixels.
    """
    weights = voted[:, piece].T  # (n, 23)
    columns = np.nonzero(piece)[1] + 0.5
    middles = columns[:, None] / height + (np.arange(BINS) - BINS // 2) * STEP
    borders, clear = _borders(middles.ravel(), weights.ravel())
    of_digit = np.searchsorted(borders, middles)
    count = len(borders) + 1
    shares = np.stack([np.where(of_digit == number, weights, 0).sum(axis=1) for number in range(count)], 1)
    first = shares.argmax(axis=1)
    shares[np.arange(len(first)), first] = 0
    second = shares.argmax(axis=1)
    return Owned(first, np.where(shares.max(axis=1) >= _BOTH, second, first), np.array([0.0, *clear]))


def _borders(middles: DoubleArray, weights: FloatArray) -> tuple[list[float], list[float]]:
    """Where the votes (n,) for one digit's middle end and those for the next one's begin, and how clearly."""
    from scipy import ndimage

    begin = float(middles.min()) - 6 * _BLUR
    count = int((float(middles.max()) + 6 * _BLUR - begin) / _COLUMN) + 1
    counts = np.bincount(((middles - begin) / _COLUMN).astype(np.intp), weights, count)
    counts = ndimage.gaussian_filter1d(counts, _BLUR / _COLUMN, mode="constant")
    rising = counts[1:] > counts[:-1]
    kept: list[int] = []
    borders: list[float] = []
    clear: list[float] = []
    for peak in (np.flatnonzero(rising[:-1] & ~rising[1:]) + 1).tolist():
        if kept:
            valley = kept[-1] + int(counts[kept[-1] : peak + 1].argmin())
            left = float(counts[valley] / min(counts[kept[-1]], counts[peak]))
            if left > _VALLEY:
                kept[-1] = max(kept[-1], peak, key=lambda place: float(counts[place]))
                continue
            borders.append(begin + (valley + 0.5) * _COLUMN)
            clear.append(min(1.0, math.log(max(left, _CLEAREST)) / math.log(_CLEAREST)))
        kept.append(peak)
    return borders, clear
