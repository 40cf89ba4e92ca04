"""MNIST as people have it: packed, with dots in its names, as bare files, changed; and a failed download."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.data.catalogue import DATASETS
from digitpad.data.datasets import load_dataset
from digitpad.data.sets import idx_files
from digitpad.data.sets.download import Remote, fetch
from digitpad.data.sets.idx_files import FILES, ORIGINALS, read_idx
from digitpad.errors import Cancelled, DatasetError, DatasetNotFound
from tests.commands import Commands
from tests.helpers import write_mnist

PLACES = [
    "MNIST/raw/{name}.gz",
    "MNIST/raw/{dotted}",
    "MNIST/raw/{dotted}.gz",
    "MNIST/{name}",
    "mnist/{name}.gz",
    "raw/{name}",
    "{name}",
    "{name}.gz",
    "{dotted}",
    "{dotted}/{dotted}",  # Kaggle's archive
]


def moved(root: Path, place: str) -> None:
    """A small MNIST, its files where `place` says."""
    for name in FILES:
        dotted = name.replace("-idx", ".idx")
        path = root / place.format(name=name, dotted=dotted)
        content = (root / "source" / "MNIST" / "raw" / name).read_bytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@pytest.mark.parametrize("place", PLACES)
def test_mnist_is_found_where_people_put_it(tmp_path: Path, place: str) -> None:
    write_mnist(tmp_path / "source", 30, 10)
    moved(tmp_path, place)
    assert DATASETS["mnist"].is_there(tmp_path)
    dataset, expected = load_dataset("mnist", tmp_path), load_dataset("mnist", tmp_path / "source")
    assert np.array_equal(dataset.train.images, expected.train.images)
    assert dataset.test.labels.tolist() == expected.test.labels.tolist()


@pytest.mark.parametrize("name", ["fashion", "Fashion-MNIST", "my kmnist files"])
def test_bare_files_of_another_set_are_not_taken_for_mnist(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    write_mnist(root / "source", 30, 10)
    moved(root, "{name}")
    kind = "kmnist" if "kmnist" in name else "fashion-mnist"
    assert DATASETS[kind].is_there(root)
    assert not DATASETS["mnist"].is_there(root)


def test_bare_files_are_known_by_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mnist(tmp_path / "source", 30, 10)
    moved(tmp_path, "{name}")
    labels = idx_files._md5(np.fromfile(tmp_path / FILES[3], np.uint8))
    fashion = (*ORIGINALS["FashionMNIST"][:3], labels)
    monkeypatch.setattr(idx_files, "ORIGINALS", {**ORIGINALS, "FashionMNIST": fashion})
    assert DATASETS["fashion-mnist"].is_there(tmp_path)
    assert not DATASETS["mnist"].is_there(tmp_path)


def test_the_originals_are_known(mnist_root: Path) -> None:
    assert load_dataset("mnist", mnist_root).messages == ()


def test_changed_files_are_said_to_differ(small_mnist: Path, digitpad: Commands) -> None:
    (message,) = load_dataset("mnist", small_mnist).messages
    assert str(message) == (
        f"The MNIST in {small_mnist / 'MNIST' / 'raw'} is not the original one (changed: "
        f"{', '.join(FILES)}); figures measured on it cannot be compared with those of others."
    )
    _, errors = digitpad._run("evaluate", "--dataset", "mnist", "--json")
    assert errors == f"digitpad: {message}\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-20],
        lambda packed: packed[:12] + b"\x55" * 9 + packed[21:],
        lambda _packed: b"\x1f\x8b" + b"nothing",
        lambda _packed: gzip.compress(b""),
        lambda _packed: gzip.compress(struct.pack(">HBBI", 0, 8, 1, 2**31 - 1) + bytes(10**7)),  # a bomb
    ],
    ids=["cut", "changed", "not gzip", "empty", "bomb"],
)
def test_a_packed_file_that_is_damaged_is_one_sentence(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    write_mnist(tmp_path / "source", 30, 10)
    moved(tmp_path, "{name}.gz")
    path = tmp_path / f"{FILES[0]}.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DatasetError, match=r"^The MNIST files in .* are damaged \(.*\)\. Delete them"):
        load_dataset("mnist", tmp_path)


def test_more_in_a_packed_file_than_it_says_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(struct.pack(">HBBI", 0, 8, 1, 3) + b"abcdefgh"))
    with pytest.raises(DatasetError, match="8 numbers instead of 3"):
        read_idx(path)


@pytest.mark.parametrize("there", [False, True])
def test_a_failed_download_leaves_no_empty_folders(tmp_path: Path, there: bool) -> None:
    root = tmp_path / "data"
    target = root / "MNIST" / "raw" / "file"
    if there:
        target.parent.mkdir(parents=True)
    with pytest.raises(DatasetNotFound):
        fetch([Remote(("http://127.0.0.1:9/",), "0", target)], 1, "MNIST", root, lambda *_: None)
    assert sorted(tmp_path.rglob("*")) == ([root, root / "MNIST", target.parent] if there else [])

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        fetch([Remote(("http://127.0.0.1:9/",), "0", target)], 1, "MNIST", root, cancel)
    assert root.exists() == there
