"""Largest and smallest values in windows of a picture, and runs of pixels, by doubling.

The largest of two windows that overlap is that of both together, so a window of n values takes log2(n) steps
over the whole picture. That is several times as fast as scipy's filters, most of all for truth values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
BoolArray = npt.NDArray[np.bool_]
Operation = Callable[[Array, Array], Array]


def largest(values: Array, side: int) -> Array:
    """For each place of (H, W) the largest value in the square of `side` pixels around it, an odd number."""
    return _around(values, side, np.maximum)


def smallest(values: Array, side: int) -> Array:
    """For each place of (H, W) the smallest value in the square of `side` pixels around it, an odd number."""
    return _around(values, side, np.minimum)


def in_runs(inked: BoolArray, length: int) -> BoolArray:
    """Which pixels of (H, W) lie in a row of at least `length`."""
    if length > inked.shape[1]:
        return np.zeros_like(inked)
    begins = _over(inked, length, 1, np.logical_and)
    return _over(np.pad(begins, ((0, 0), (length - 1, length - 1))), length, 1, np.logical_or)


def _around(values: Array, side: int, operation: Operation) -> Array:
    padded = np.pad(values, side // 2, mode="edge")
    return _over(_over(padded, side, 0, operation), side, 1, operation)


def _over(values: Array, side: int, axis: int, operation: Operation) -> Array:
    """Of all windows of `side` values along an axis that lie inside."""
    covered = 1
    while covered < side:
        step = min(covered, side - covered)
        first, second = [slice(None)] * 2, [slice(None)] * 2
        first[axis], second[axis] = slice(None, -step), slice(step, None)
        values = operation(values[tuple(first)], values[tuple(second)])
        covered += step
    return values
