from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.data.datasets import load_dataset, load_test_images
from digitpad.data.sets.idx_files import FILES
from digitpad.errors import DatasetError
from digitpad.torchvision_compat import torchvision_module
from tests.helpers import write_idx, write_mnist

SIZE = 11_594_722  # bytes of MNIST's packed files


@pytest.mark.slow
def test_torchvision_can_be_imported_beside_any_torch() -> None:
    assert torchvision_module("torchvision.datasets").MNIST is not None


def test_the_real_mnist_is_whole(mnist_root: Path) -> None:
    dataset = load_dataset("mnist", mnist_root)
    assert (len(dataset.train), len(dataset.test)) == (60_000, 10_000)
    images = dataset.train.images / 255
    assert (float(images.mean()), float(images.std())) == pytest.approx((0.1307, 0.3081), abs=1e-4)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({FILES[0]: np.zeros((30, 14, 56))}, "28x28"),
        ({FILES[0]: np.zeros((30, 784))}, "28x28"),
        ({FILES[1]: np.zeros(10)}, "30 pictures, 10 labels"),
        ({FILES[1]: np.full(30, 200)}, "0 to 9"),
        ({FILES[3]: np.full(10, 10)}, "0 to 9"),
        ({FILES[2]: np.zeros((0, 28, 28)), FILES[3]: np.zeros(0)}, "0 pictures, 0 labels"),
    ],
)
def test_pictures_and_labels_must_belong_together(
    tmp_path: Path, files: dict[str, np.ndarray], why: str
) -> None:
    write_mnist(tmp_path, 30, 10)
    for name, values in files.items():
        write_idx(tmp_path / "MNIST" / "raw" / name, values)
    with pytest.raises(DatasetError, match=f"damaged .*{why}"):
        load_dataset("mnist", tmp_path)


def test_a_name_of_nothing_lists_the_known_ones() -> None:
    for load in (load_dataset, load_test_images):
        with pytest.raises(DatasetError, match=r"neither a dataset \(mnist, synthetic"):
            load("minst")


@pytest.mark.parametrize("label", [1, "x", None, 10])
def test_a_strokes_file_is_measured_by_its_labels_where_they_are_digits(
    tmp_path: Path, label: object
) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text(json.dumps({"id": "a", "label": label, "strokes": [[[0, 0], [0, 9]]]}))
    if label == 1:
        assert load_test_images(str(path)).labels.tolist() == [1]
    else:
        with pytest.raises(DatasetError, match="label"):
            load_test_images(str(path))


def test_measuring_waits_for_no_training_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mnist(tmp_path, train=30, test=20)
    asked: list[tuple[int, int]] = []

    def made(count: int, seed: int, progress: object) -> tuple[torch.Tensor, torch.Tensor]:
        asked.append((count, seed))
        return torch.zeros(count, 1, 28, 28, dtype=torch.uint8), torch.zeros(count, dtype=torch.int64)

    monkeypatch.setattr("digitpad.data.sets.synthetic_set.synthetic_images", made)
    assert len(load_test_images("synthetic", tmp_path)) == 5_000
    assert asked == [(5_000, 2)]  # the same as the dataset's own
    # No pen strokes are there, and its test set, which is MNIST's, needs none.
    assert len(load_test_images("handwriting", tmp_path)) == 20
