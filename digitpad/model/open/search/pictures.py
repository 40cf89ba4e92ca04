"""Labelled pictures that networks are tried on, and how they are prepared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from digitpad.errors import Sentence
from digitpad.form import INK, MNIST_MEAN, MNIST_STD, PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.normalization import normalize_uint8

_AT_ONCE = 64
"""Pictures in a batch: the maps of more may take more memory than there is."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Some labelled pictures that candidates are tried on.

    Attributes:
        images: uint8 (N, C, H, W).
        labels: int64 (N,).
        classes: their names, in the order of the labels.
        title: which dataset they are of.
    """

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...]
    title: str | Sentence


Pictures = Callable[[PictureForm, int], Sequence[Labelled]]
"""Returns the labelled training pictures of a form and of so many classes."""


def preparations(form: PictureForm) -> tuple[Preparation, ...]:
    """The usual ones for pictures of a form."""
    imagenet = Preparation((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    if form.content == INK:
        pairs = ((MNIST_MEAN, MNIST_STD), (0.0, 1.0), (0.5, 0.5), (0.0, 1 / 255))
        grey = tuple(Preparation(*numbers) for numbers in pairs)
        return (*grey, imagenet) if form.colour else grey
    cifar = Preparation((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616))
    # The mean over the pictures of the deviation in each, in very many scripts.
    narrow = Preparation((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.201))
    return (cifar, Preparation(0.5, 0.5), Preparation(0.0, 1.0), imagenet, narrow)


def prepared(images: Tensor, preparation: Preparation) -> Tensor:
    """Pictures uint8 (N, C, H, W) as a network takes them."""
    images = images.float()
    if preparation.inverted:
        images = 255 - images
    if preparation.transposed:
        images = images.transpose(2, 3)
    return normalize_uint8(images.contiguous(), preparation.mean, preparation.std)


def share_read(
    network: nn.Module,
    labelled: Labelled,
    preparation: Preparation,
    count: int,
    each: Callable[[], object] = lambda: None,
) -> float:
    """The share of so many of the pictures that a network reads right, 0-1.

    Args:
        network, labelled, preparation, count: which network, what it reads, and how.
        each: called before each batch; it may raise `Cancelled` to stop.
    """
    right = 0
    labels = labelled.labels[:count]
    with torch.inference_mode():
        for images, own in zip(labelled.images[:count].split(_AT_ONCE), labels.split(_AT_ONCE), strict=True):
            each()
            right += int((network(prepared(images, preparation)).argmax(1) == own).sum())
    return right / max(len(labels), 1)
