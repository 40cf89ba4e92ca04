"""What the window says of data before Train, tables and strokes that are opened, answers that are written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from digitpad.ink.drawing import Drawing
from digitpad.resources import asset
from tests.data.sets.test_image_folder import fill
from tests.data.sets.test_picture_table import kaggle, write_table
from tests.e2e.conftest import Person
from tests.helpers import drawn_digits, further


def says(person: Person, text: str) -> None:
    """Wait until the line below the dataset's name says so."""
    person.wait(lambda: text in person.text("datasetContents"))


def choose_data(ready: Person, path: Path, entry: int) -> None:
    """Choose one of the last entries of the dataset list, which asks for a path."""
    ready.choose(path)
    combo = ready.find("datasetCombo")
    combo.setFocus()
    combo.setCurrentIndex(combo.count() - entry)
    combo.activated.emit(combo.count() - entry)  # as a click on the entry does


def test_classes_and_counts_are_there_before_train(ready: Person, small_mnist: Path, tmp_path: Path) -> None:
    says(ready, "10 classes, 300 pictures to train and 60 to test with: 0 (36), 1 (36)")
    assert (
        f"The MNIST in {small_mnist / 'MNIST' / 'raw'} is not the original one"
        in ready.find("datasetContents").toolTip()
    )
    fill(tmp_path / "pets" / "data", {"cat": 4, "dog": 3})
    choose_data(ready, tmp_path / "pets", 1)
    says(ready, "2 classes, 7 pictures: cat (4), dog (3).")
    assert "The classes are the folders in" in ready.text("datasetContents")
    ready.pick("datasetCombo", "CIFAR-10")
    says(ready, "10 classes. Train downloads it first (170 MB).")


@pytest.mark.slow
def test_one_class_is_said_and_refused(ready: Person, tmp_path: Path) -> None:
    ready.pick("recipeCombo", "colour")
    fill(tmp_path / "one", {"cat": 6})
    choose_data(ready, tmp_path / "one", 1)
    says(ready, "One class only, cat (6): there is nothing to tell apart.")
    assert ready.find("datasetContents").font().bold()
    ready.click("trainButton")
    ready.message("are of one class (cat)")
    fill(tmp_path / "none", {})
    (tmp_path / "none").mkdir()
    choose_data(ready, tmp_path / "none", 1)
    says(ready, "holds no pictures in folders")


def test_a_table_is_trained_on(ready: Person, tmp_path: Path) -> None:
    choose_data(ready, kaggle(tmp_path / "train.csv", 100), 2)
    assert ready.text("datasetCombo") == "train.csv (table of pictures)"
    says(ready, "10 classes, 100 pictures: 0 (10), 1 (10)")
    ready.begin(recipe="notes-basic", epochs=1, dataset=str(tmp_path / "train.csv"))
    ready.finish()
    assert "10 classes, 80 pictures to train and 20 to test with" in ready.log


@pytest.mark.slow
def test_a_table_with_labels_is_offered_for_both(ready: Person, tmp_path: Path) -> None:
    ready.tab("runs")
    ready.drop(kaggle(tmp_path / "train.csv", 20))
    ready.message("train.csv is a table of pictures with labels.")
    ready.answer("Train on it")
    assert ready.window.tabs.currentWidget() is ready.window.training_tab
    assert ready.text("datasetCombo") == "train.csv (table of pictures)"


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as stream:
        return list(csv.reader(stream))


def test_a_table_without_labels_is_answered_for_kaggle(ready: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path / "test.csv", drawn_digits(20, 1).images[:, 0].numpy())
    ready.choose(tmp_path / "submission")
    ready.drop(path)
    ready.message("Answers written: 20")
    head, *lines = rows(tmp_path / "submission.csv")
    assert head == ["ImageId", "Label"]
    right = [label == str(number % 10) for number, (_, label) in enumerate(lines)]
    assert sum(right) >= 19


def test_the_pictures_of_a_folder_are_answered(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "three.png").write_bytes(asset("samples/three-on-paper.png").read_bytes())
    (folder / "broken.png").write_bytes(b"nothing")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(folder))
    ready.choose(tmp_path / "out.csv")
    ready.menu("predictFolderAction")
    ready.message("Not read: 1, the first because:")
    assert "broken.png is not a picture" in ready.banner
    assert [line[1] for line in rows(tmp_path / "out.csv")] == ["digit", "", "3"]


@pytest.mark.slow
def test_reading_many_can_be_stopped(ready: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path / "test.csv", np.zeros((4000, 8, 8), np.uint8))
    ready.choose(path)
    ready.menu("predictTableAction")  # asks for the table, and where to write, which has the same answer here
    ready.message("is one of the files to read")
    ready.controller._predictions.write(ready.network, path, tmp_path / "out.csv")
    ready.answer("Stop")
    ready.wait(lambda: not ready.controller._predictions._task.running)
    assert not (tmp_path / "out.csv").exists()


def test_bad_tables_are_one_sentence(ready: Person, tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("a,b\n1,2\n")
    ready.drop(tmp_path / "prices.csv")
    ready.message("prices.csv is not a table of square pictures")


@pytest.mark.parametrize("name", ["a.ndjson", *map(further, ("a.svg", "a.inkml", "a.json"))])
def test_strokes_from_elsewhere_open_on_the_pad(ready: Person, tmp_path: Path, name: str) -> None:
    seven = {"drawing": [[[0, 20, 8], [0, 0, 30]]]}
    content = {
        "a.ndjson": f"{json.dumps(seven)}\n{json.dumps(seven)}\n",
        "a.svg": '<svg><path d="M0 0H20L8 30"/></svg>',
        "a.inkml": "<ink><trace>0 0, 20 0, 8 30</trace></ink>",
        "a.json": json.dumps([{"points": [{"x": 0, "y": 0}, {"x": 20, "y": 0}, {"x": 8, "y": 30}]}]),
    }[name]
    (tmp_path / name).write_text(content)
    ready.drop(tmp_path / name)
    ready.wait(lambda: ready.digit == 7)
    if name == "a.ndjson":
        ready.message("a.ndjson holds several drawings; the first is on the pad.")
    ready.qtbot.keyClick(ready.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ready.drawing == Drawing()
    (tmp_path / name).write_text(content[:5])
    ready.drop(tmp_path / name)
    ready.message(name)
    assert ready.drawing == Drawing()
