from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.preprocess import as_batch, ink_box
from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.model.normalization import denormalize_unit, normalize_uint8, normalize_unit
from tests.helpers import shifts, shrunk


def seven(x: float, y: float, size: float) -> Drawing:
    shape = ((0, 0), (1, 0), (0.4, 1))
    return Drawing((Stroke(tuple((x + a * size, y + b * size) for a, b in shape), size / 10),))


def test_nothing_drawn_is_nothing_not_a_digit() -> None:
    assert shrunk(np.zeros((112, 112), np.float32)) is None
    assert shrunk(np.full((112, 112), 0.05, np.float32)) is None


@given(st.floats(1, 5), st.floats(1, 5), st.floats(8, 20))
def test_the_input_follows_mnists_convention(x: float, y: float, size: float) -> None:
    picture = shrunk(rasterize(seven(x, y, size), 8))
    assert (picture.shape, picture.dtype) == ((SIDE, SIDE), np.float32)
    assert 0 <= picture.min() <= picture.max() <= 1
    left, top, right, bottom = ink_box(picture) or (0, 0, 0, 0)
    assert DIGIT_SIDE - 2 <= max(right - left, bottom - top) <= DIGIT_SIDE
    for places in np.indices(picture.shape) + 0.5:
        assert abs((places * picture).sum() / picture.sum() - SIDE / 2) <= 0.5001


@given(st.floats(1, 8), st.floats(1, 8), st.floats(10, 18))
def test_place_and_size_do_not_change_the_input_much(x: float, y: float, size: float) -> None:
    one, other = shrunk(rasterize(seven(4, 4, 20), 8)), shrunk(rasterize(seven(x, y, size), 8))
    assert min(np.abs(one - picture).mean() for picture in shifts(other)) < 0.03


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_the_input_of_any_picture_is_valid_or_none(height: int, width: int, seed: int) -> None:
    picture = np.random.default_rng(seed).random((height, width), np.float32) ** 8
    result = shrunk(picture)
    if result is None:
        assert picture.max() <= 0.1
    else:
        assert result.shape == (SIDE, SIDE)
        assert np.isfinite(result).all()
        assert result.sum() > 0


def test_a_digit_made_by_the_convention_stays_as_it_is() -> None:
    first = shrunk(rasterize(seven(5, 5, 14), 8))
    assert np.abs(first - shrunk(first)).mean() < 0.03


def test_normalising_uses_the_given_mean_and_std() -> None:
    values = torch.tensor([0.1307, 0.4388])
    normalised = normalize_unit(values, 0.1307, 0.3081)
    assert normalised.tolist() == pytest.approx([0, 1], abs=1e-5)
    torch.testing.assert_close(denormalize_unit(normalised, 0.1307, 0.3081), values)


def test_each_channel_has_its_own_mean_and_std() -> None:
    mean, std = (0.1, 0.2, 0.3), (0.5, 0.4, 0.2)
    values = torch.rand(2, 3, 4, 4)
    by_hand = [(values[:, channel] - mean[channel]) / std[channel] for channel in range(3)]
    torch.testing.assert_close(normalize_unit(values, mean, std), torch.stack(by_hand, dim=1))
    torch.testing.assert_close(denormalize_unit(normalize_unit(values, mean, std), mean, std), values)
    # Training begins with bytes, and one of the two may be one number for all channels.
    stored = (values * 255).round().to(torch.uint8)
    for shift, scale in ((mean, std), (0.25, std), (mean, 0.5), (0.25, 0.5)):
        torch.testing.assert_close(
            normalize_uint8(stored, shift, scale), normalize_unit(stored.float() / 255, shift, scale)
        )


def test_a_picture_becomes_a_batch_of_one() -> None:
    grey, colour = np.random.default_rng(1).random((4, 5), np.float32), np.zeros((4, 5, 3), np.float32)
    colour[1, 2] = (0.1, 0.2, 0.3)
    assert as_batch(grey).shape == (1, 1, 4, 5)
    assert as_batch(colour).shape == (1, 3, 4, 5)
    assert as_batch(colour)[0, :, 1, 2].tolist() == pytest.approx([0.1, 0.2, 0.3])
