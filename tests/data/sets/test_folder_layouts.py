"""Folders of pictures as people have them: what is made of each, and that nothing misleads in silence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import AS_THEY_ARE, silent
from digitpad.data.overview import Overview
from digitpad.data.sets.image_folder import load_folder
from digitpad.errors import DatasetError
from tests.commands import Commands
from tests.data.sets.test_image_folder import fill

LAYOUTS: list[tuple[dict[str, int], dict[str, int], dict[str, int]]] = [
    ({"data/a": 5, "data/b": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
    ({"x/y/data/a": 5, "x/y/data/b": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
    ({"data/train/a": 3, "data/train/b": 2, "data/val/a": 1}, {"a": 3, "b": 2}, {"a": 1, "b": 0}),
    ({"training/a": 3, "training/b": 2, "validation/b": 1}, {"a": 3, "b": 2}, {"a": 0, "b": 1}),
    ({"Training/a": 3, "Testing/a": 1, "Testing/b": 1}, {"a": 3, "b": 0}, {"a": 1, "b": 1}),
    ({"val/a": 5, "val/b": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
    ({"test/a": 5, "test/b": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
    ({"val/a": 3, "val/b": 2, "test/a": 1}, {"a": 3, "b": 2}, {"a": 1, "b": 0}),
    ({"a/left": 5, "b/right": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
    ({"a": 2, "a/more": 3, "b": 5}, {"a": 4, "b": 4}, {"a": 1, "b": 1}),
]


def counts(overview: Overview) -> tuple[Mapping[str, int], Mapping[str, int]]:
    return (
        dict(zip(overview.classes, overview.train, strict=True)),
        dict(zip(overview.classes, overview.test, strict=True)),
    )


@pytest.mark.parametrize(("layout", "train", "test"), LAYOUTS, ids=lambda layout: " ".join(layout))
def test_classes_are_found_where_people_put_them(
    tmp_path: Path, layout: dict[str, int], train: dict[str, int], test: dict[str, int]
) -> None:
    fill(tmp_path, layout)
    assert counts(Overview.of(load_folder(tmp_path, AS_THEY_ARE, silent))) == (train, test)


def test_what_was_made_of_the_folders_is_said(tmp_path: Path) -> None:
    fill(tmp_path / "data", {"train/a": 2, "val/a": 1, "test/a": 1})
    inner, aside = load_dataset(str(tmp_path)).messages
    assert str(inner) == f"The classes are the folders in {tmp_path / 'data' / 'train'}."
    assert str(aside) == f"{tmp_path / 'data' / 'val'} is left aside: there is another such part."
    assert load_dataset(str(fill(tmp_path / "plain", {"a": 2}))).messages == ()


@pytest.mark.parametrize("layout", [{"a": 5}, {"train/a": 5, "test/a": 1}, {"a": 5, "empty": 0}])
def test_one_class_is_refused(tmp_path: Path, layout: dict[str, int], digitpad: Commands) -> None:
    fill(tmp_path, layout)
    (tmp_path / "empty").mkdir(exist_ok=True)
    refusal = digitpad.refused("train", "--recipe", "notes-cifar10", "--dataset", tmp_path, "--epochs", "1")
    assert f"All pictures in {tmp_path} are of one class (a)" in refusal


def test_one_class_is_still_looked_at(tmp_path: Path) -> None:
    assert len(load_dataset(str(fill(tmp_path, {"a": 5}))).train) == 4


def test_train_tells_classes_and_counts(
    tmp_path: Path, digitpad: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    from digitpad.__main__ import main

    fill(tmp_path / "pictures", {"ant": 5, "bee": 10})
    words = ["train", "--recipe", "notes-cifar10", "--dataset", tmp_path / "pictures", "--epochs", "1"]
    assert main([*map(str, words), "--out", str(tmp_path / "run")]) == 0
    said = "digitpad: 2 classes, 12 pictures to train and 3 to test with: ant (5), bee (10).\n"
    assert said in capsys.readouterr().err


def test_of_many_classes_some_are_named() -> None:
    names = tuple(f"c{number}" for number in range(30))
    assert str(Overview(names, (2,) * 30).sentence) == (
        "30 classes, 60 pictures: c0 (2), c1 (2), c2 (2), c3 (2), c4 (2), c5 (2), c6 (2), c7 (2), c8 (2), "
        "c9 (2), c10 (2), c11 (2) and 18 more."
    )


def test_a_class_folder_itself_is_not_a_dataset(tmp_path: Path) -> None:
    fill(tmp_path, {"a": 2})
    with pytest.raises(DatasetError, match="holds no pictures in folders"):
        load_folder(tmp_path / "a", AS_THEY_ARE, silent)
