"""The user looks through a dataset, lets the network read it, and looks at its mistakes."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, QPoint, Qt

from digitpad.data.datasets import load_dataset
from digitpad.data.own.samples import OwnSamples
from digitpad.insight.browsing import PictureFilter
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import default_checkpoint, samples_root
from digitpad.training import evaluate as measuring
from digitpad.ui.explore.gallery_model import ANSWER, CONFIDENCE, RIGHT, TRUTH
from digitpad.ui.explore.tab import ExploreTab
from tests.e2e.conftest import Opens, Person
from tests.helpers import write_mnist


def explore(person: Person) -> ExploreTab:
    tab = person.tab("explore")
    person.wait(lambda: tab.model.count > 0)
    return tab


def read_all(person: Person) -> ExploreTab:
    tab = explore(person)
    person.click("exploreReadButton")
    person.wait(tab.matrix.isVisible)
    return tab


def click_picture(person: Person, place: int) -> None:
    gallery, index = person.window.explore_tab.gallery, indices(person.window.explore_tab)[place]
    gallery.scrollTo(index)
    at = gallery.visualRect(index).center()
    person.qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=at)


def indices(tab: ExploreTab) -> list[QModelIndex]:
    return [tab.model.index(*divmod(place, tab.model.columns)) for place in range(tab.model.count)]


def numbers(tab: ExploreTab) -> list[int]:
    return [tab.model.number(index) for index in indices(tab)]


def click_cell(person: Person, cell: tuple[int, int]) -> None:
    matrix = person.window.explore_tab.matrix
    at = matrix.cell_rect(cell).center().toPoint()
    person.qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=at)


def test_the_pictures_are_there_with_their_labels(ready: Person, small_mnist: Path) -> None:
    tab = explore(ready)
    labels = load_dataset("mnist", small_mnist).test.labels.tolist()
    assert numbers(tab) == list(range(len(labels)))
    assert [index.data(TRUTH) for index in indices(tab)] == list(map(str, labels))
    assert ready.text("exploreSummary") == "60 pictures."


@pytest.mark.slow
def test_a_click_on_the_matrix_does_not_move_it(ready: Person) -> None:
    ready.window.resize(900, 560)
    matrix = read_all(ready).matrix
    ready.qtbot.wait(50)
    before = matrix.mapTo(ready.window, QPoint(0, 0)), matrix.size()
    for cell in ((1, 1), (2, 3)):
        click_cell(ready, cell)
        ready.qtbot.wait(50)
        assert (matrix.mapTo(ready.window, QPoint(0, 0)), matrix.size(), matrix.chosen) == (*before, cell)
    ready.click("exploreAllButton")
    ready.qtbot.wait(50)
    assert (matrix.mapTo(ready.window, QPoint(0, 0)), matrix.size()) == before


@pytest.mark.slow
def test_pictures_of_one_digit_can_be_picked_out(ready: Person, small_mnist: Path) -> None:
    tab = explore(ready)
    ready.pick("exploreLabelCombo", "7")
    labels = load_dataset("mnist", small_mnist).test.labels
    assert numbers(tab) == (labels == 7).nonzero()[:, 0].tolist()


@pytest.mark.slow
def test_the_training_set_can_be_looked_at_too(ready: Person) -> None:
    tab = explore(ready)
    ready.pick("exploreDatasetCombo", "M")  # the next one that begins so
    ready.wait(lambda: tab.model.count == 300)


def test_a_click_puts_a_picture_on_the_pad_just_as_it_is(ready: Person, small_mnist: Path) -> None:
    explore(ready)
    click_picture(ready, 3)
    picture = load_dataset("mnist", small_mnist).test.images[3, 0].numpy() / np.float32(255)
    np.testing.assert_allclose(ready.drawing.grey, picture, atol=1e-6)
    ready.wait_for_answer()
    np.testing.assert_allclose(ready.panel.input_preview.picture(), picture, atol=1e-6)
    ready.click("undoButton")
    assert ready.drawing.empty


@pytest.mark.slow
def test_arrow_keys_go_from_picture_to_picture(ready: Person) -> None:
    explore(ready)
    click_picture(ready, 0)
    ready.key("galleryView", Qt.Key.Key_Right)
    ready.wait(lambda: ready.drawing.name == "Picture 1")


def test_what_the_network_reads_is_measured_and_its_mistakes_come_surest_first(
    ready: Person, small_mnist: Path
) -> None:
    tab = read_all(ready)
    checkpoint = load_checkpoint(default_checkpoint())
    data = load_dataset("mnist", small_mnist).test
    expected = measuring.evaluate(checkpoint.network(), data, checkpoint.mean, checkpoint.std)
    wrong = int((~expected.right).sum())
    summary = ready.text("exploreSummary")
    assert f"{100 * expected.accuracy:.2f} % of 60 read right, {wrong} wrong" in summary
    assert f"{expected.loss:.4f}" in summary
    assert tab.matrix.counts == expected.confusion.tolist()
    ready.pick("exploreOutcomeCombo", "Mistakes,")
    sure = [index.data(CONFIDENCE) for index in indices(tab)]
    assert (len(sure), sure) == (wrong, sorted(sure, reverse=True))
    ready.qtbot.keyClick(ready.find("exploreOutcomeCombo"), Qt.Key.Key_Down)
    assert (tab.model.count, tab.model.index(0, 0).data(RIGHT)) == (60 - wrong, True)


def test_a_cell_of_the_matrix_opens_the_pictures_behind_it(ready: Person, small_mnist: Path) -> None:
    tab = read_all(ready)
    digit = int(load_dataset("mnist", small_mnist).test.labels[0])
    click_cell(ready, (digit, digit))
    answers = [index.data(ANSWER) for index in indices(tab)]
    assert answers == [str(digit)] * tab.matrix.counts[digit][digit]
    assert str(len(answers)) in ready.text("exploreCell")
    ready.click("exploreAllButton")
    assert tab.model.count == 60


@pytest.mark.slow
def test_the_matrix_can_be_gone_over_with_the_keys(ready: Person) -> None:
    tab = read_all(ready)
    ready.key("confusionView", Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert tab.choice.filter() == PictureFilter(1, 1)
    assert "of 1 " in tab.matrix.accessibleDescription()


@pytest.mark.slow
def test_an_empty_cell_says_that_there_are_no_such_pictures(ready: Person) -> None:
    tab = read_all(ready)
    cells = itertools.product(range(10), repeat=2)
    click_cell(ready, next((row, column) for row, column in cells if not tab.matrix.counts[row][column]))
    assert tab.model.count == 0
    assert ready.text("exploreText") == "There are no such pictures."


@pytest.mark.slow
def test_another_network_is_said_to_be_another_one(ready: Person, tmp_path: Path) -> None:
    read_all(ready)
    assert "Another network" not in ready.text("exploreSummary")
    other = load_checkpoint(default_checkpoint()).without_training()
    save_checkpoint(other, tmp_path / "other.pth")
    ready.open(tmp_path / "other.pth")
    ready.wait(lambda: "Another network" in ready.text("exploreSummary"))
    ready.click("exploreReadButton")
    ready.wait(lambda: "Another network" not in ready.text("exploreSummary"))


@pytest.mark.slow
def test_a_network_of_five_classes_is_measured_on_what_it_knows(ready: Person, tmp_path: Path) -> None:
    whole = load_checkpoint(default_checkpoint()).without_training()
    last = {name: value[:5].clone() for name, value in whole.model.items() if name.startswith("classifier")}
    few = replace(whole, model={**whole.model, **last}, classes=tuple("01234"), recipe=None)
    save_checkpoint(few, tmp_path / "five.pth")
    ready.open(tmp_path / "five.pth")
    ready.wait(lambda: ready.network.classes == few.classes)
    tab = read_all(ready)
    assert "The network knows 5 of the 10 classes." in ready.text("exploreSummary")
    assert [len(row) for row in tab.matrix.counts] == [5] * 10


def hold_reading(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Events: the first is set as soon as the network reads, the second lets it go on."""
    begun, go_on = threading.Event(), threading.Event()
    real = measuring.normalize_uint8

    def held(*arguments: Any) -> Any:
        begun.set()
        go_on.wait(10)
        return real(*arguments)

    monkeypatch.setattr(measuring, "normalize_uint8", held)
    return begun, go_on


@pytest.mark.slow
def test_reading_can_be_cancelled(ready: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = explore(ready)
    _, go_on = hold_reading(monkeypatch)
    ready.click("exploreReadButton")
    ready.click("exploreCancelButton")
    go_on.set()
    ready.wait(tab.read_button.isVisible)
    assert (tab.matrix.isVisible(), ready.text("exploreSummary")) == (False, "60 pictures.")


@pytest.mark.slow
def test_closing_in_the_middle_of_reading_leaves_nothing_behind(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    explore(ready)
    begun, go_on = hold_reading(monkeypatch)
    go_on.set()
    ready.click("exploreReadButton")
    ready.wait(begun.is_set)  # the fixture closes the window now, and looks for threads


def test_a_dataset_that_is_not_there_is_not_fetched_unasked(
    open_person: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "empty"))
    person = open_person(loaded=True)
    tab = person.tab("explore")
    person.wait(lambda: "not on this computer" in person.text("exploreText"))
    assert not (tmp_path / "empty").exists()
    write_mnist(tmp_path / "empty")  # as a download would
    person.click("exploreLoadButton")
    person.wait(lambda: tab.model.count == 60)


@pytest.mark.slow
def test_damaged_files_get_one_sentence(open_person: Opens, small_mnist: Path) -> None:
    (small_mnist / "MNIST" / "raw" / "t10k-labels-idx1-ubyte").write_bytes(b"no such thing")
    person = open_person(loaded=True)
    person.tab("explore")
    person.wait(lambda: "are damaged" in person.text("exploreText"))


def test_own_samples_are_a_dataset_to_look_at(ready: Person) -> None:
    tab = explore(ready)
    ready.draw_seven()
    ready.wait_for_answer()
    ready.key("canvas", Qt.Key.Key_7)
    ready.wait(lambda: len(OwnSamples(samples_root()).listing().samples) == 1)
    ready.pick("exploreDatasetCombo", "My")
    ready.wait(lambda: tab.model.count == 1)
    assert tab.model.index(0, 0).data(TRUTH) == "7"


@pytest.mark.slow
def test_nothing_of_the_dataset_before_stays_with_an_empty_one(ready: Person) -> None:
    tab = read_all(ready)
    ready.pick("exploreDatasetCombo", "My")
    ready.wait(lambda: "no pictures in it yet" in ready.text("exploreText"))
    summary = ready.find("exploreSummary")
    assert (tab.matrix.isVisible(), summary.isVisible(), tab.model.count) == (False, False, 0)


@pytest.mark.slow
def test_tool_tips_tell_what_is_under_the_pointer(ready: Person) -> None:
    tab = read_all(ready)
    tip = tab.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "read as" in tip
    assert tab.matrix.cell_at(tab.matrix.cell_rect((2, 3)).center()) == (2, 3)
    assert tab.matrix.cell_at(QPoint(0, 0)) is None


def trained_on(dataset: str, path: Path) -> Path:
    """A file of a network that says it learnt from a dataset."""
    checkpoint = load_checkpoint(default_checkpoint())
    recipe = {**(checkpoint.recipe or {}), "dataset": dataset}
    save_checkpoint(replace(checkpoint, recipe=recipe), path)
    return path


def open_and_wait(person: Person, path: Path) -> None:
    person.open(path)
    person.wait(lambda: person.network.path == path)


@pytest.mark.slow
def test_the_networks_own_dataset_is_looked_at(ready: Person, tmp_path: Path) -> None:
    tab = ready.tab("explore")
    assert tab.dataset == "mnist/test"  # the shipped network's
    open_and_wait(ready, trained_on("fashion-mnist", tmp_path / "clothes.pth"))
    assert tab.dataset == "fashion-mnist/test"
    ready.pick("exploreDatasetCombo", "KMNIST")
    open_and_wait(ready, trained_on("fashion-mnist", tmp_path / "more.pth"))
    assert tab.dataset == "kmnist/test"  # what the user chose stays for networks of the same dataset


@pytest.mark.slow
def test_a_folder_that_a_network_learnt_from_is_in_the_list(ready: Person, tmp_path: Path) -> None:
    folder = tmp_path / "shapes"
    for part, name in itertools.product(("train", "test"), "01"):
        (folder / part / name).mkdir(parents=True)
        for number in range(3):
            Image.fromarray(np.full((28, 28), 40 * number, np.uint8)).save(
                folder / part / name / f"{number}.png"
            )
    tab = ready.tab("explore")
    open_and_wait(ready, trained_on(str(folder), tmp_path / "shapes.pth"))
    assert tab.dataset == f"{folder}/test"
    ready.wait(lambda: tab.model.count == 6)


@pytest.mark.slow
def test_a_folder_that_has_gone_is_not(ready: Person, tmp_path: Path) -> None:
    tab = ready.tab("explore")
    before = tab.dataset
    open_and_wait(ready, trained_on(str(tmp_path / "gone"), tmp_path / "gone.pth"))
    assert tab.dataset == before
