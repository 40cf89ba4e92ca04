"""Small things that several tests make: datasets, checkpoints, pictures, a drawn seven."""

from __future__ import annotations

import functools
import gzip
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, resized
from digitpad.data.preparation import Steps, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.form import CIFAR10_CLASSES, MNIST_MEAN, MNIST_STD, WHOLE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.registry import ARCHITECTURES, architecture, build_network
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe


def further(*case: object) -> Any:
    """A case that only `python -m pytest -m slow` tries."""
    return pytest.param(*case, marks=pytest.mark.slow)


HEAVY = ("vgg16", "vgg16-added")
"""VGG-16 has 130 million parameters: a file of it takes half a gigabyte, and a step of it seconds. It is left
out where every network is tried, and has tests of its own in tests/model/test_networks.py and
tests/training/test_trainer.py."""

MADE_BY_NAME = tuple(
    name for name, entry in ARCHITECTURES.items() if entry.ready_made and not entry.repeats_grey
)
"""torchvision's networks that are made as it makes them: one of these stands for all where every network is
tried; they have tests of their own in tests/model/open/test_ready_made.py."""

LIGHT = tuple(
    name for name in ARCHITECTURES if name not in (*HEAVY, *MADE_BY_NAME) or name == "squeezenet1-1"
)
"""The networks that tests of every network try."""

LIGHT_FIRST = tuple(further(name) if architecture(name).ready_made else name for name in LIGHT)
"""The same, with torchvision's in the slow run."""

SEVEN = Drawing((Stroke(((8, 7), (20, 7), (13, 22)), 2.4),))

_drawn: dict[int, tuple[Tensor, Tensor]] = {}
"""Seed -> the digits that were drawn of it. A hundred take a quarter of a second, and many need them."""


def drawn_digits(count: int, seed: int) -> LabelledImages:
    """Copies of the first digits that the program draws of a seed; none is drawn twice in a session."""
    if seed not in _drawn or len(_drawn[seed][0]) < count:
        _drawn[seed] = synthetic_images(count, seed)
    return LabelledImages(*(values[:count].clone() for values in _drawn[seed]))


def small_dataset(train: int = 200, test: int = 50) -> Dataset:
    """Digits drawn by the program: real enough to learn from."""
    # As `load_dataset` returns it.
    return Dataset("synthetic", drawn_digits(train, 1), drawn_digits(test, 2), MNIST_MEAN, MNIST_STD)


def colour_dataset(train: int = 200, test: int = 50) -> Dataset:
    """Digits as CIFAR-10's pictures: 32 x 32, in ten colours on grey ground, each class in its own."""

    def coloured(data: LabelledImages) -> LabelledImages:
        large = resized(data, PictureOptions(size=32, channels=3)).images.float() / 255
        hues = torch.rand(10, 3, 1, 1, generator=torch.Generator().manual_seed(7))[data.labels]
        images = (255 * (0.5 + large * (hues - 0.5))).round().to(torch.uint8)
        return LabelledImages(images, data.labels, CIFAR10_CLASSES, content=WHOLE)

    grey = small_dataset(train, test)
    return Dataset("cifar10", coloured(grey.train), coloured(grey.test))


def light_preset(name: str, **changes: object) -> tuple[Recipe, Callable[[int, int], Dataset]]:
    """A preset, with a smaller network of torchvision's in place of VGG-16, and what makes data for it."""
    recipe = preset(name)
    network = "resnet18" if recipe.network in HEAVY else recipe.network
    colour = architecture(network).form.colour
    dataset = recipe.dataset if colour else "synthetic"
    settings = {"network": network, "dataset": dataset, **changes}
    return recipe.with_changes(**settings), colour_dataset if colour else small_dataset


def shrunk(picture: FloatArray) -> FloatArray | None:
    """MNIST's convention alone: the picture's pixels, whatever the width of their lines."""
    return prepare_ink(picture, Steps(width=False)).input


def shifts(picture: FloatArray) -> list[FloatArray]:
    """A picture, and what it is one pixel further: centring is by whole pixels."""
    return [np.roll(picture, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def agreement(one: FloatArray, other: FloatArray) -> float:
    """Correlation at the best shift by a pixel."""
    return max(float(np.corrcoef(one.ravel(), shift.ravel())[0, 1]) for shift in shifts(other))


def untrained(name: str = "quick", **fields: object) -> Checkpoint:
    """A checkpoint of a network with random weights, the same in every call, for the pictures and classes it
    was made for.
    """
    entry = architecture(name)
    weights = {key: value.clone() for key, value in _random_weights(name).items()}
    return Checkpoint(
        name, weights, entry.mean, entry.std, **{"classes": entry.classes, "form": entry.form, **fields}
    )


@functools.cache
def _random_weights(name: str) -> dict[str, Tensor]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return build_network(name, 10, architecture(name).form).state_dict()


def write_idx(path: Path, values: np.ndarray, packed: bool = False) -> None:
    """Write an array of bytes in MNIST's IDX format."""
    header = struct.pack(">HBB", 0, 8, values.ndim) + b"".join(struct.pack(">I", n) for n in values.shape)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = header + values.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(content) if packed else content)


def write_mnist(root: Path, train: int = 300, test: int = 60) -> None:
    """A small MNIST in torchvision's layout, of digits drawn by the program."""
    raw = root / "MNIST" / "raw"
    for part, count, seed in (("train", train, 1), ("t10k", test, 2)):
        data = drawn_digits(count, seed)
        write_idx(raw / f"{part}-images-idx3-ubyte", data.images[:, 0].numpy())
        write_idx(raw / f"{part}-labels-idx1-ubyte", data.labels.numpy())


def doubting(checkpoint: Checkpoint) -> Checkpoint:
    """A shipped network that doubts that anything is a digit; the digit itself it reads as before."""
    bias = checkpoint.model["known.2.bias"]
    return replace(checkpoint, model={**checkpoint.model, "known.2.bias": torch.full_like(bias, -100.0)})
