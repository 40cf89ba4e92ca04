"""Normalisation: the pixel values of pictures, shifted and scaled for a network."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from digitpad.form import PerChannel

_PART = 1000  # pictures measured at a time


def values(number: PerChannel) -> tuple[float, ...]:
    """Return the numbers as a tuple."""
    return number if isinstance(number, tuple) else (number,)


def is_normalization(mean: PerChannel, std: PerChannel, channels: int) -> bool:
    """Whether these are finite numbers, one for all channels or one for each of them, with std above 0."""
    fits = all(len(values(number)) in (1, channels) for number in (mean, std))
    finite = all(map(math.isfinite, (*values(mean), *values(std))))
    return fits and finite and all(value > 0 for value in values(std))


def averaged(number: PerChannel) -> float:
    """Return the mean over the channels, for grey pictures."""
    return sum(values(number)) / len(values(number))


def inverted(mean: PerChannel) -> PerChannel:
    """The mean of the same pictures with dark and bright exchanged."""
    return tuple(1 - one for one in mean) if isinstance(mean, tuple) else 1 - mean


def text_of(number: PerChannel) -> str:
    """Return the numbers as text: "0.1307" or "0.4914, 0.4822, 0.4465"."""
    return ", ".join(f"{value:g}" for value in values(number))


def per_channel(number: PerChannel, like: Tensor) -> float | Tensor:
    """Return `number` in a shape that broadcasts to pictures (..., C, H, W), on the device of `like`."""
    if not isinstance(number, tuple):
        return number
    return torch.tensor(number, dtype=torch.float32, device=like.device).view(-1, 1, 1)


def normalize_uint8(images: Tensor, mean: PerChannel, std: PerChannel) -> Tensor:
    """Normalise pictures (N, C, H, W) with values 0-255, uint8 or float, to float32."""
    shift, scale = per_channel(mean, images), per_channel(std, images)
    if isinstance(shift, float) and isinstance(scale, float):
        return images.mul(1 / (255 * scale)).sub_(shift / scale)
    return images.mul(1 / 255).sub_(shift).div_(scale)


def normalize_unit(pictures: Tensor, mean: PerChannel, std: PerChannel) -> Tensor:
    """Normalise pictures (N, C, H, W) with values 0-1."""
    return (pictures - per_channel(mean, pictures)) / per_channel(std, pictures)


def denormalize_unit(pictures: Tensor, mean: PerChannel, std: PerChannel) -> Tensor:
    """Undo `normalize_unit`."""
    return pictures * per_channel(std, pictures) + per_channel(mean, pictures)


def mean_and_std(images: Tensor) -> tuple[PerChannel, PerChannel]:
    """Measure mean and standard deviation of pictures.

    Args:
        images: uint8 (N, C, H, W).

    Returns:
        Both on the 0-1 scale, rounded to four digits, one number for each channel.
    """
    sums = torch.zeros(2, images.shape[1], dtype=torch.float64)
    for start in range(0, len(images), _PART):
        values = images[start : start + _PART].to("cpu", torch.float32)
        sums[0] += values.sum(dim=(0, 2, 3), dtype=torch.float64)
        sums[1] += values.square().sum(dim=(0, 2, 3), dtype=torch.float64)
    mean, square = sums / (images.numel() / images.shape[1])
    std = (square - mean.square()).clamp_(min=0).sqrt()
    return _rounded((mean / 255).tolist()), _rounded((std / 255).clamp_(min=1e-3).tolist())


def _rounded(numbers: Sequence[float]) -> PerChannel:
    rounded = tuple(round(number, 4) for number in numbers)
    return rounded[0] if len(rounded) == 1 else rounded
