"""Folders that hold datasets, and what lies inside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitpad.data.sets.dataset_folder import datasets_root


@pytest.mark.parametrize("chosen", ["", "MNIST", "MNIST/raw"])
def test_the_folder_is_the_one_around_a_set(small_mnist: Path, chosen: str) -> None:
    assert datasets_root(small_mnist / chosen) == small_mnist


@pytest.mark.parametrize(
    "file",
    [
        "KMNIST/raw/t10k-labels-idx1-ubyte.gz",
        "EMNIST/raw/gzip.zip",
        "cifar-10-python.tar.gz",
        "cifar-10-batches-py/batches.meta",
        "usps.t.bz2",
        "train_32x32.mat",
        "pen-strokes/pendigits-train.jsonl",
    ],
)
def test_a_file_of_any_set_is_enough(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).touch()
    assert datasets_root(tmp_path) == tmp_path


@pytest.mark.parametrize("chosen", ["", "MNIST", "MNIST/raw", "nowhere"])
def test_a_folder_without_a_set_is_none(tmp_path: Path, chosen: str) -> None:
    (tmp_path / "MNIST" / "raw").mkdir(parents=True)
    (tmp_path / "cat.png").touch()
    assert datasets_root(tmp_path / chosen) is None
