"""The script reads the very pictures that a run learns from, without digitpad, wherever they lie."""

from __future__ import annotations

import ast
import gzip
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from digitpad.data.datasets import DATASETS, load_dataset
from digitpad.data.labelled import silent
from digitpad.data.sets.idx_files import FILES
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.torchvision_compat import torchvision_module
from digitpad.training.script import is_exported, resolve_for_script, script_of
from digitpad.training.script.datasets import MIRRORS
from tests.commands import Commands
from tests.helpers import write_mnist


def recipe_for(dataset: object, **changes: Any) -> Recipe:
    return preset("notes-cifar10").with_changes(dataset=str(dataset), transforms=(), **changes)


def script_for(recipe: Recipe, data: Path) -> str:
    return script_of(resolve_for_script(recipe, "cpu"), data)


def read(script: str) -> dict[str, Any]:
    """What the part of a script knows that reads the pictures."""
    assert "digitpad." not in re.sub("COMMAND = .*", "", script)
    *_, last = re.finditer(
        r"^ *(CLASSES|train_images, test_images|test_images, test_labels|test_labels) = .*$", script, re.M
    )
    # Here the operators that torchvision lacks were declared long ago.
    lines = [line for line in script[: last.end()].splitlines() if not line.startswith("operators")]
    known: dict[str, Any] = {}
    exec(compile("\n".join(lines), "script", "exec"), known)
    return known


def assert_same_pictures(script: str, recipe: Recipe, data: Path) -> None:
    dataset = load_dataset(recipe.dataset, data, silent, recipe.picture_options)
    known = read(script)
    for part in ("train", "test"):
        expected = getattr(dataset, part)
        images, labels = known[f"{part}_images"], known[f"{part}_labels"]
        assert (images.dtype, labels.dtype) == (torch.uint8, torch.int64)
        assert images.shape == expected.images.shape
        assert torch.equal(images, expected.images)
        assert torch.equal(labels, expected.labels)
    assert known["CLASSES"] == len(dataset.train.classes)


def packed(path: Path) -> None:
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 1))
    path.unlink()


def dotted(path: Path) -> None:
    path.rename(path.with_name(path.name.replace("-idx", ".idx")))


def in_folders(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.mkdir()
    (path / path.name).write_bytes(content)


@pytest.mark.parametrize("place", ["MNIST/raw", "mnist", "."])
@pytest.mark.parametrize("change", [None, packed, dotted, in_folders])
def test_mnist_is_read_wherever_and_however_it_lies(
    place: str, change: Callable[[Path], None] | None, tmp_path: Path
) -> None:
    write_mnist(tmp_path, 30, 10)
    folder = tmp_path / place
    if place != "MNIST/raw":
        folder.mkdir(exist_ok=True)
        for name in FILES:
            (tmp_path / "MNIST" / "raw" / name).rename(folder / name)
        (tmp_path / "MNIST" / "raw").rmdir()
    for name in FILES:
        if change is not None:
            change(folder / name)
    recipe = recipe_for("mnist", colour="colour")
    assert_same_pictures(script_for(recipe, tmp_path), recipe, tmp_path)


def test_what_is_missing_is_downloaded_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mnist(tmp_path, 30, 10)
    there = {name: (tmp_path / "MNIST" / "raw" / name).read_bytes() for name in FILES}

    def download(address: str, path: str) -> None:
        name = address.removeprefix(MIRRORS["MNIST"]).removesuffix(".gz")
        Path(path).write_bytes(gzip.compress(there[name]))

    monkeypatch.setattr(torch.hub, "download_url_to_file", download)
    monkeypatch.chdir(tmp_path)
    recipe = recipe_for("mnist")
    known = read(script_for(recipe, Path("elsewhere")))
    assert {path.name for path in (tmp_path / "elsewhere" / "MNIST" / "raw").iterdir()} == {
        f"{name}.gz" for name in FILES
    }
    assert torch.equal(known["test_images"], load_dataset("mnist", tmp_path).test.images)


def test_the_addresses_are_torchvisions() -> None:
    datasets = torchvision_module("torchvision.datasets")
    assert {kind: getattr(datasets, kind).mirrors[0] for kind in MIRRORS} == MIRRORS
    assert set(MIRRORS) == {entry.idx for entry in DATASETS.values() if entry.idx}


@pytest.mark.parametrize("name", [name for name, entry in DATASETS.items() if entry.torchvision is not None])
def test_a_set_of_torchvisions_is_read_as_digitpad_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = DATASETS[name]
    assert entry.torchvision is not None
    source = entry.torchvision()
    shape = {"CIFAR10": (4, 32, 32, 3), "SVHN": (4, 3, 32, 32), "USPS": (4, 16, 16)}.get(
        source.kind, (4, 28, 28)
    )
    data = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    labels = [source.first_label + number for number in (1, 0, 3, 2)]

    def made(root: Any, **options: Any) -> Any:
        values = {
            "data": data if options.get("train", options.get("split") == "train") else data[::-1].copy()
        }
        if source.kind == "EMNIST":
            values = {key: torch.from_numpy(value) for key, value in values.items()}
        return SimpleNamespace(**values, **{"labels" if source.kind == "SVHN" else "targets": labels})

    monkeypatch.setattr(torchvision_module("torchvision.datasets"), source.kind, made)
    recipe = recipe_for(name)
    assert_same_pictures(script_for(recipe, Path("/data")), recipe, Path("/data"))


def picture(path: Path, seed: int, mode: str = "RGB") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (20, 31, 3), np.uint8)
    Image.fromarray(pixels).convert(mode).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures of three classes in folders of odd depth, with what is not a picture among them."""
    root = tmp_path / 'it\'s "mine"'
    for number in range(24):
        name = ("b", "a", "c")[number % 3]
        inner = "deep/er" if number % 4 == 0 else "z" if number % 5 == 0 else ""
        picture(root / "wrapped" / name / inner / f"{number:02}.png", number)
    picture(root / "wrapped" / "a" / "grey.png", 50, "L")
    picture(root / "wrapped" / "a" / "deeper.tiff", 51, "I;16" if False else "P")
    (root / "wrapped" / "b" / "notes.txt").write_text("no picture")
    (root / "wrapped" / "b" / "broken.png").write_text("no picture")
    picture(root / "wrapped" / "c" / ".hidden" / "1.png", 52)
    return root


@pytest.mark.parametrize(
    "changes",
    [{}, {"colour": "grey", "picture_size": 24}, {"test_fraction": 0.5, "split_seed": 9}],
    ids=lambda changes: " ".join(changes) or "as it is",
)
def test_a_folder_is_divided_and_read_as_digitpad_does(changes: dict[str, Any], folder: Path) -> None:
    recipe = recipe_for(folder, **changes)
    assert_same_pictures(script_for(recipe, Path("/data")), recipe, Path("/data"))


def test_a_folder_with_parts_of_grey_pictures(tmp_path: Path) -> None:
    for number in range(12):
        picture(
            tmp_path / ("train", "val")[number % 2] / ("x", "y")[number // 6] / f"{number}.jpg", number, "L"
        )
    recipe = recipe_for(tmp_path)
    assert_same_pictures(script_for(recipe, Path("/data")), recipe, Path("/data"))
    assert read(script_for(recipe, Path("/data")))["train_images"].shape[1] == 1


def write_table(path: Path, labels: list[str], seed: int, delimiter: str = ",", named: bool = True) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (len(labels), 256))
    head = [delimiter.join(["id", "label", *(f"pixel{number}" for number in range(256))])] if named else []
    lines = [
        delimiter.join([*([f"{number}"] if named else []), f'"{label}"', *map(str, row)])
        for number, (label, row) in enumerate(zip(labels, pixels, strict=True))
    ]
    path.write_text("\n".join([*head, *lines, ""]), encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("labels", "delimiter", "named", "changes"),
    [
        ("0 1 9.0 1 0 9 3 3", ",", True, {}),
        ("cat dog 10 2 dog cat 10 2", ";", True, {"test_fraction": 0.5, "split_seed": 4}),
        ("7 8 7 8", "\t", False, {"picture_size": 20, "colour": "colour"}),
    ],
)
@pytest.mark.parametrize("beside", [False, True])
def test_a_table_is_read_as_digitpad_does(
    labels: str, delimiter: str, named: bool, changes: dict[str, Any], beside: bool, tmp_path: Path
) -> None:
    table = tmp_path / "a train.csv"
    write_table(table, labels.split(), 1, delimiter, named)
    if beside:
        write_table(tmp_path / "a test.csv", [*labels.split()[:2], "5"], 2, delimiter, named)
    recipe = recipe_for(table, **changes)
    assert not is_exported(recipe)
    assert_same_pictures(script_for(recipe, Path("/data")), recipe, Path("/data"))


def test_what_digitpad_draws_or_prepares_is_read_from_a_file_that_a_command_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digitpad: Commands
) -> None:
    for number in range(6):
        path = tmp_path / "two words" / str(number % 2) / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        ink = Image.new("L", (60, 60), 255)
        ink.paste(0, (20 + number, 8, 26 + number, 52))
        ink.save(path)
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path / "own")
    recipe = recipe_for(tmp_path / "two words", picture_size=20, split_seed=3)
    assert is_exported(recipe)
    script = script_for(recipe, Path("/data"))
    with pytest.raises(
        SystemExit, match=r"two words.npz is missing in this folder; write it with: digitpad "
    ):
        read(script)
    command = re.search("COMMAND = (.*)", script)
    assert command is not None
    name, *words = shlex.split(ast.literal_eval(command[1]))
    assert name == "digitpad"
    (line,) = digitpad.json(*words)
    assert line == {"path": "two words.npz", "train": 4, "test": 2, "classes": ["0", "1"]}
    assert_same_pictures(script, recipe, Path("/data"))
    missing = tmp_path / "missing" / "x.npz"
    assert f"{missing} could not be written: no such file" in digitpad.refused("dataset", "mnist", missing)
    assert digitpad.refused("dataset", "nosuch", "x.npz").startswith("digitpad: error: 'nosuch' is neither")


@pytest.mark.parametrize("name", DATASETS)
def test_a_script_never_imports_digitpad_and_says_so(name: str) -> None:
    recipe = recipe_for(name)
    script = script_for(recipe, Path("/data"))
    assert not re.search(r"^\s*(from|import) digitpad", script, re.MULTILINE)
    assert ("the pictures that COMMAND writes" in script.splitlines()[0]) == is_exported(recipe)
    assert ("COMMAND = " in script) == is_exported(recipe) == (name in ("handwriting", "synthetic", "own"))
    assert ("SciPy" in script.splitlines()[0]) == (name == "svhn")
