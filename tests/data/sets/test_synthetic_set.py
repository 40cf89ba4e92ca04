"""The synthetic training set: shapes, balance, progress, and stopping."""

import pytest
import torch

from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import Cancelled
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import synthetic_drawings
from tests.helpers import shrunk


def test_pictures_and_labels_have_the_networks_shapes_and_types() -> None:
    pictures, labels = synthetic_images(25, seed=3)
    assert pictures.dtype == torch.uint8
    assert pictures.shape == (25, 1, 28, 28)
    assert labels.dtype == torch.int64
    assert labels.tolist() == [number % 10 for number in range(25)]


def test_every_picture_has_bright_ink_on_an_empty_ground() -> None:
    pictures, _ = synthetic_images(300, seed=4)
    assert pictures.amax(dim=(1, 2, 3)).min() > 150
    covered = (pictures > 0).float().mean(dim=(1, 2, 3))
    assert covered.min() > 0.02
    assert covered.max() < 0.6
    # MNIST's mean grey value is 0.1307.
    assert pictures.float().mean().item() / 255 == pytest.approx(0.13, abs=0.015)


def test_pictures_are_made_as_the_pad_makes_them() -> None:
    pictures, labels = synthetic_images(10, seed=5)
    for number, (label, drawing) in enumerate(synthetic_drawings(10, 5)):
        small = shrunk(rasterize(drawing))
        assert small is not None
        assert labels[number] == label
        picture = pictures[number, 0].float() / 255
        torch.testing.assert_close(picture, torch.from_numpy(small), atol=0.51 / 255, rtol=0)


def test_the_seed_decides_the_set() -> None:
    pictures, _ = synthetic_images(30, seed=6)
    again, _ = synthetic_images(40, seed=6)
    other, _ = synthetic_images(30, seed=7)
    assert torch.equal(pictures, again[:30])
    assert not any(torch.equal(a, b) for a, b in zip(pictures, other, strict=True))


def test_an_empty_set_is_allowed() -> None:
    pictures, labels = synthetic_images(0, seed=0)
    assert pictures.shape == (0, 1, 28, 28)
    assert labels.shape == (0,)


def test_progress_rises_to_the_end() -> None:
    calls: list[tuple[int, int]] = []
    synthetic_images(250, seed=0, progress=lambda made, count: calls.append((made, count)))
    assert calls == [(0, 250), (100, 250), (200, 250), (250, 250)]


@pytest.mark.parametrize("last", [0, 100])
def test_progress_can_stop_it_between_digits(last: int) -> None:
    calls: list[int] = []

    def stop(made: int, _count: int) -> None:
        calls.append(made)
        if made == last:
            raise Cancelled

    with pytest.raises(Cancelled):
        synthetic_images(1_000_000, seed=0, progress=stop)
    assert calls == list(range(0, last + 1, 100))


@pytest.mark.parametrize(("count", "seed"), [(-1, 0), (1, -1)])
def test_negative_numbers_are_refused(count: int, seed: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        synthetic_images(count, seed)
