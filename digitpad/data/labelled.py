"""Labelled pictures in memory: what datasets are made of. torch is imported where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import Sentence
from digitpad.form import DIGITS, INK, SIDE, PerChannel, PictureForm

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.data.preprocess import FloatArray

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise `Cancelled` to stop the work."""

_PART = 2000  # pictures resized at a time


@dataclass(frozen=True, slots=True)
class LabelledImages:
    """Pictures with their labels.

    Attributes:
        images: uint8 (N, C, H, W), 0 empty or black to 255 full ink or white; H and W are the same.
        labels: int64 (N,), indices of the classes.
        classes: names of the classes.
        writers: who wrote each picture, None where that is unknown; empty where it is unknown for all.
        content: what the pictures show; see `digitpad.form`.
    """

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...] = DIGITS
    writers: tuple[str | None, ...] = ()
    content: str = INK

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def form(self) -> PictureForm:
        """The pictures that a network of these takes."""
        return PictureForm(self.images.shape[1], self.images.shape[2], self.content)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file of a folder that could not be used as a picture.

    Attributes:
        path: the file.
        why: the reason.
    """

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A training set and a test set that share no picture.

    Attributes:
        name: its name, or its folder.
        train: the training set.
        test: the test set.
        mean, std: normalisation on the 0-1 scale; None where it is to be measured on the training set.
        skipped: files that could not be used.
        messages: what else there is to say of its files.
    """

    name: str
    train: LabelledImages
    test: LabelledImages
    mean: PerChannel | None = None
    std: PerChannel | None = None
    skipped: tuple[SkippedFile, ...] = ()
    messages: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """The form of a dataset's pictures.

    Attributes:
        size: side in pixels; 0 for the dataset's own.
        channels: 1 for grey, 3 for colour; 0 for the dataset's own.
        content: of an image folder what its pictures show, one of `digitpad.form.CONTENTS`; "" chooses
            by its classes.
        test_fraction: share of an image folder's pictures that are held out for testing where it is not
            divided.
        split_seed: decides which ones.
    """

    size: int = 0
    channels: int = 0
    content: str = ""
    test_fraction: float = 0.2
    split_seed: int = 1


AS_THEY_ARE = PictureOptions()


def silent(_done: int, _total: int) -> None:
    """Ignore the progress."""


def resized(data: LabelledImages, options: PictureOptions) -> LabelledImages:
    """Return the pictures with the size and channels of `options`."""
    import torch
    import torch.nn.functional as F

    _, channels, height, width = data.images.shape
    size, requested = options.size or max(height, width), options.channels or channels
    if (height, width, channels) == (size, size, requested):
        return data
    images = torch.empty(len(data), requested, size, size, dtype=torch.uint8)
    for start in range(0, len(data), _PART):
        part = _with_channels(data.images[start : start + _PART].float(), requested)
        if (height, width) != (size, size):
            part = F.interpolate(part, (size, size), mode="bilinear", antialias=True, align_corners=False)
        images[start : start + _PART] = part.round().clamp_(0, 255)
    return replace(data, images=images)


def _with_channels(images: Tensor, channels: int) -> Tensor:
    if images.shape[1] == channels:
        return images
    if channels == 3:
        return images.expand(-1, 3, -1, -1)
    # The weights of ITU-R BT.601, as in Pillow.
    red, green, blue = images.unbind(1)
    return (0.299 * red + 0.587 * green + 0.114 * blue).unsqueeze(1)


def stacked(pictures: Sequence[FloatArray | None]) -> Tensor:
    """Stack prepared pictures into one uint8 tensor (N, 1, 28, 28), 0 empty to 255 full ink.

    None, a blank one, becomes an empty picture, which counts as misread.
    """
    import numpy as np
    import torch

    images = np.zeros((len(pictures), 1, SIDE, SIDE), np.uint8)
    for number, picture in enumerate(pictures):
        if picture is not None:
            images[number, 0] = np.round(picture * 255)
    return torch.from_numpy(images)
