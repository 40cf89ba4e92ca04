"""What speaks for a class and against it, held against a network whose reasons are known."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from digitpad.errors import Cancelled
from digitpad.insight.attribution import PATCH, gradient, occlusion
from tests.helpers import untrained


class _Halves(nn.Module):
    """Scores: the ink in the left half, that in the right half, and nothing."""

    def forward(self, x: Tensor) -> Tensor:
        ink = x * 0.5 + 0.25  # as it was before it was normalised
        left, right = ink[..., :14].sum(dim=(1, 2, 3)), ink[..., 14:].sum(dim=(1, 2, 3))
        return torch.stack([left, right, torch.zeros_like(left)], dim=1)


def two_bars() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    picture = np.zeros((28, 28), np.float32)
    picture[8:20, 5:7] = picture[8:20, 20:22] = 1.0
    return picture


def assert_for_the_left_half(found: np.ndarray) -> None:
    """The left of the two bars speaks for the class, the right one against it."""
    assert (found.shape, found.dtype) == ((28, 28), np.float32)
    assert found[8:20, 5:7].min() > 0
    assert found[8:20, 20:22].max() < 0


@pytest.mark.parametrize("way", [gradient, occlusion])
def test_ink_speaks_for_the_half_it_is_in_and_against_the_other(way: object) -> None:
    assert_for_the_left_half(way(_Halves(), two_bars(), 0.25, 0.5, 0))  # type: ignore[operator]
    assert_for_the_left_half(-way(_Halves(), two_bars(), 0.25, 0.5, 1))  # type: ignore[operator]


@pytest.mark.parametrize("way", [gradient, occlusion])
def test_a_colour_picture_has_one_answer_for_its_channels_together(way: object) -> None:
    bars = two_bars()
    colour = np.stack([bars, np.zeros_like(bars), 0.5 * bars], axis=2)
    colour[8:20, 20:22, 1] = 0.2  # the right half in another colour
    found = way(_Halves(), colour, (0.25, 0.25, 0.25), (0.5, 0.5, 0.5), 0)  # type: ignore[operator]
    assert_for_the_left_half(found)
    assert not found[:, 10:18].any()


@pytest.mark.parametrize("name", ["notes-cifar10", "colour", "resnet18"])
def test_networks_of_colour_pictures_answer_for_what_is_shown(name: str) -> None:
    checkpoint = untrained(name)
    picture = np.zeros((32, 32, 3), np.float32)
    picture[10:14, 12:16] = np.random.default_rng(2).random((4, 4, 3))
    found = gradient(checkpoint.network(), picture, checkpoint.mean, checkpoint.std, 3)
    assert found[10:14, 12:16].any()
    assert not found[:9].any()
    wiped = occlusion(checkpoint.network(), picture, checkpoint.mean, checkpoint.std, 3)
    assert wiped[10:14, 12:16].any()
    assert not wiped[:7].any()


def test_the_gradient_is_nothing_where_no_ink_is() -> None:
    found = gradient(_Halves(), two_bars(), 0.25, 0.5, 0)
    assert (found[two_bars() == 0] == 0).all()


def test_wiping_out_reaches_as_far_as_its_square() -> None:
    picture = np.zeros((28, 28), np.float32)
    picture[10, 4] = 1.0
    found = occlusion(_Halves(), picture, 0.25, 0.5, 0)
    reached = np.zeros((28, 28), bool)
    reach = PATCH // 2
    reached[10 - reach : 11 + reach, 4 - reach : 5 + reach] = True
    assert (found[reached] > 0).all()
    assert (found[~reached] == 0).all()


def test_a_blank_picture_and_a_network_of_one_class_have_an_answer_too() -> None:
    blank = np.zeros((28, 28), np.float32)
    assert not gradient(_Halves(), blank, 0.25, 0.5, 2).any()
    assert not occlusion(_Halves(), blank, 0.25, 0.5, 2).any()
    single = nn.Sequential(nn.Flatten(), nn.Linear(784, 1)).eval()
    assert gradient(single, two_bars(), 0.25, 0.5, 0).any()


def test_wiping_out_of_a_large_picture_takes_few_passes_and_can_be_given_up() -> None:
    class Counting(nn.Module):
        passes = 0

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            Counting.passes += len(x)
            return torch.stack([x[:, :, :112].mean(dim=(1, 2, 3)), x[:, :, 112:].mean(dim=(1, 2, 3))], 1)

    picture = np.ones((224, 224, 3), np.float32)
    found = occlusion(Counting(), picture, 0.0, 1.0, 0)
    assert Counting.passes <= 28 * 28 + 1
    assert (found[:80] > 0).all()
    assert (found[-80:] < 0).all()

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        occlusion(Counting(), picture, 0.0, 1.0, 0, stop)
