"""Windows by doubling are the same as scipy's, and runs are found wherever they stand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from digitpad.data.photographs.windows import in_runs, largest, smallest


@pytest.mark.parametrize("side", [1, 3, 9, 61])
def test_windows_are_those_of_scipy(side: int) -> None:
    values = np.random.default_rng(side).random((40, 33)).astype(np.float32)
    assert np.array_equal(ndimage.maximum_filter(values, side, mode="nearest"), largest(values, side))
    assert np.array_equal(ndimage.minimum_filter(values, side, mode="nearest"), smallest(values, side))


def test_windows_of_truth_values_stay_truth_values() -> None:
    inked = np.zeros((5, 7), bool)
    inked[2, 3] = True
    assert largest(inked, 3).dtype == bool
    assert largest(inked, 3).sum() == 9
    assert not smallest(inked, 3).any()


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 9])
def test_runs_of_a_length_or_more_are_kept(length: int) -> None:
    row = np.array([int(digit) for digit in "11011100"], bool)
    lengths = np.array([2, 2, 0, 3, 3, 3, 0, 0])
    kept = in_runs(np.stack([row, np.ones(8, bool)]), length)
    assert np.array_equal(lengths >= length, kept[0])
    assert kept[1].all() == (length <= 8)
