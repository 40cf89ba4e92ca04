"""The synthetic training set: shapes, balance, progress, and stopping."""

from unittest.mock import Mock

import pytest
import torch

from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import Cancelled
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import synthetic_drawings
from tests.helpers import shrunk


@pytest.mark.parametrize("count", [0, 25])
def test_pictures_and_labels_have_the_networks_shapes_and_types(count: int) -> None:
    pictures, labels = synthetic_images(count, seed=3)
    assert (pictures.dtype, pictures.shape) == (torch.uint8, (count, 1, 28, 28))
    assert (labels.dtype, labels.tolist()) == (torch.int64, [number % 10 for number in range(count)])


def test_every_picture_has_bright_ink_on_an_empty_ground() -> None:
    pictures, _ = synthetic_images(300, seed=4)
    assert pictures.amax(dim=(1, 2, 3)).min() > 150
    covered = (pictures > 0).float().mean(dim=(1, 2, 3))
    assert 0.02 < covered.min() <= covered.max() < 0.6
    # MNIST's mean grey value is 0.1307.
    assert pictures.float().mean().item() / 255 == pytest.approx(0.13, abs=0.015)


def test_pictures_are_made_as_the_pad_makes_them() -> None:
    pictures, labels = synthetic_images(10, seed=5)
    for number, (label, drawing) in enumerate(synthetic_drawings(10, 5)):
        assert labels[number] == label
        small = torch.from_numpy(shrunk(rasterize(drawing)))
        torch.testing.assert_close(pictures[number, 0] / 255, small, atol=0.51 / 255, rtol=0)


def test_the_seed_decides_the_set() -> None:
    pictures, _ = synthetic_images(30, seed=6)
    again, _ = synthetic_images(40, seed=6)
    other, _ = synthetic_images(30, seed=7)
    assert torch.equal(pictures, again[:30])
    assert not any(torch.equal(a, b) for a, b in zip(pictures, other, strict=True))


def test_progress_rises_to_the_end_and_can_stop_it() -> None:
    calls: list[tuple[int, int]] = []
    synthetic_images(250, seed=0, progress=lambda *call: calls.append(call))
    assert calls == [(0, 250), (100, 250), (200, 250), (250, 250)]
    for before in (0, 1):
        progress = Mock(side_effect=[None] * before + [Cancelled])
        with pytest.raises(Cancelled):
            synthetic_images(1_000_000, seed=0, progress=progress)
        assert progress.call_count == before + 1


@pytest.mark.parametrize(("count", "seed"), [(-1, 0), (1, -1)])
def test_negative_numbers_are_refused(count: int, seed: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        synthetic_images(count, seed)
