"""Short runs on real pictures read far more of them right than by chance, which is 10 % everywhere here."""

from __future__ import annotations

import functools
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions
from digitpad.data.sets.idx_sets import is_in
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from tests.training.runs import finished

pytestmark = pytest.mark.slow


def data_root(needed: str) -> Path:
    """The folder with real datasets, or a skipped test."""
    root = Path(os.environ.get("DIGITPAD_DATA") or "/nowhere")
    there = is_in(root, needed) if needed == "FashionMNIST" else (root / needed).is_dir()
    if not there:
        pytest.skip(f"set DIGITPAD_DATA to a folder that holds {needed}")
    return root


def some(data: LabelledImages, count: int) -> LabelledImages:
    """Some of the pictures, drawn by a fixed seed: folders are sorted by their classes."""
    chosen = torch.randperm(len(data), generator=torch.Generator().manual_seed(1))[:count]
    return replace(data, images=data.images[chosen], labels=data.labels[chosen])


@functools.cache
def cifar(size: int) -> Dataset:
    return load_dataset(
        str(data_root("cifar10-sample") / "cifar10-sample"), options=PictureOptions(size=size)
    )


def accuracy(recipe: Recipe, data: Dataset, train: int, test: int) -> float:
    """Of the test pictures read right after a run."""
    chosen = replace(data, train=some(data.train, train), test=some(data.test, test))
    return finished(recipe, chosen).test_curve[-1][3]


def test_the_network_of_note_004_reads_colour_photographs() -> None:
    recipe = preset("notes-cifar10").with_changes(
        learning_rate=0.02, momentum=0.9, epochs=3, precision="float32"
    )
    assert accuracy(recipe, cifar(32), 3200, 400) > 0.25


def test_colour_reads_colour_photographs() -> None:
    recipe = preset("colour").with_changes(
        learning_rate=0.002, ema_decay=0.9, augmentation="none", batch_size=16, epochs=3,
        precision="float32", picture_size=16,
    )  # fmt: skip
    assert accuracy(recipe, cifar(16), 1500, 400) > 0.33


def test_resnet18_from_random_weights_reads_colour_photographs() -> None:
    recipe = preset("notes-vgg16").with_changes(
        network="resnet18", optimizer="adamw", learning_rate=0.001, batch_size=16, epochs=1,
        precision="float32",
    )  # fmt: skip
    assert accuracy(recipe, cifar(32), 1000, 400) > 0.17


def test_quick_reads_clothes() -> None:
    data = load_dataset("fashion-mnist", data_root("FashionMNIST"))
    recipe = preset("quick").with_changes(dataset="fashion-mnist", precision="float32")
    assert accuracy(recipe, data, 6000, 1000) > 0.77
