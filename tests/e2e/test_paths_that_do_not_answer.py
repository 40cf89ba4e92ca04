"""Pipes and network drives that have gone freeze neither the window nor its end."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QSettings
from PySide6.QtTest import QSignalSpy

from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import PRESETS
from digitpad.recipe.toml_file import save_recipe
from digitpad.resources import default_checkpoint
from digitpad.ui.threads import answering
from digitpad.ui.training.recalling import Recalling
from tests.dead_drive import DeadDrive
from tests.e2e.conftest import Opens, Person
from tests.helpers import untrained

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")


@pytest.fixture
def drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeadDrive]:
    """A drive, which answers until a test says otherwise, and after a second counts as dead then."""
    monkeypatch.setattr(answering, "LIMIT", 1.0)
    drive = DeadDrive(tmp_path / "drive", monkeypatch)
    yield drive
    drive.end()


@pytest.fixture
def remembered(settings: QSettings, small_mnist: Path, drive: DeadDrive) -> QSettings:
    """Settings of a window in which everything came from that drive."""
    folder = drive.path
    settings.setValue("version", 1)
    settings.setValue("data/folder", str(folder / "data"))
    settings.setValue("recent", json.dumps([str(folder / "last.pth")]))
    settings.setValue("taught", json.dumps([str(folder / "taught.pth"), str(folder / "before.pth")]))
    form = {"recipe": "notes-basic", "epochs": 1, "dataset": str(folder / "pictures")}
    settings.setValue("training/form", json.dumps({**form, "weights": str(folder / "weights.pth")}))
    return settings


def open_recipe(person: Person) -> None:
    person.form.more.open_recipe.trigger()


def choose_run(person: Person) -> None:
    person.window.training_tab.buttons.choose_run.trigger()


def choose_table(person: Person) -> None:
    person.form.editors["dataset"].widget.table_requested.emit()


def choose_weights(person: Person) -> None:
    person.form.editors["weights"].widget.from_file.trigger()


@needs_pipes
@pytest.mark.timeout(120)
def test_a_pipe_is_refused_wherever_a_file_is_chosen(ready: Person, tmp_path: Path) -> None:
    before = ready.form.settings()
    choices: tuple[Callable[[Person], None], ...] = (open_recipe, choose_run, choose_table, choose_weights)
    for choose in choices:
        pipe = tmp_path / f"{choose.__name__}.toml"
        os.mkfifo(pipe)
        ready.choose(pipe)
        choose(ready)
        ready.message(f"{pipe} is a pipe or a device")
        ready.window.banner.clear()
    assert ready.form.settings() == before


@needs_pipes
@pytest.mark.timeout(120)
def test_training_does_not_begin_with_weights_in_a_pipe(ready: Person, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "weights.pth")
    ready.begin(weights=str(tmp_path / "weights.pth"))
    ready.message("weights.pth is a pipe or a device")
    assert ready.find("trainButton").isEnabled()


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("remembered")
def test_a_window_opens_works_and_closes_though_all_that_it_remembers_has_gone(
    open_person: Opens, drive: DeadDrive
) -> None:
    drive.dead = True
    person = open_person(loaded=True)
    person.wait(lambda: "does not answer" in person.text("datasetContents"))
    person.controller.opening.recent_menu.aboutToShow.emit()
    person.menu("codeAction")
    person.form.editors["layers"].widget.clicked.emit()
    for tab in ("samples", "layers", "runs", "explore"):
        person.tab(tab)
    person.wait(lambda: f"{drive.path / 'data'} does not answer" in person.text("exploreText"))
    person.draw_seven()
    person.wait_for_answer()
    person.window.close()
    assert not person.window.isVisible()
    assert drive.waits == []


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("dataset", ["pictures", "data"])
def test_training_says_at_once_what_it_waits_for_and_gives_it_up(
    open_person: Opens, small_mnist: Path, drive: DeadDrive, dataset: str
) -> None:
    drive.dead = True
    person = open_person(loaded=True)
    if dataset == "data":
        person.set_recipe(dataset="mnist", weights="")
    person.click("trainButton")
    person.wait(lambda: person.text("progressLabel") == f"Waiting for {drive.path / dataset} to answer…")
    person.message(f"{drive.path / dataset} does not answer")
    person.wait_for_end()
    person.window.settings.data_folder = small_mnist
    person.train(dataset="mnist", weights="")
    assert "Finished" in person.log
    assert drive.waits == []


@pytest.mark.timeout(120)
def test_a_run_that_waits_for_a_drive_is_stopped(drive: DeadDrive, ready: Person) -> None:
    drive.dead = True
    ready.begin(recipe="notes-basic", dataset=str(drive.path))
    ready.wait(lambda: "Waiting for" in ready.text("progressLabel"))
    ready.stop()
    assert ready.banner == ""


@pytest.mark.timeout(120)
def test_resume_says_that_the_drive_of_its_run_has_gone(
    saved_run: Path, drive: DeadDrive, ready: Person
) -> None:
    run = Path(shutil.copytree(saved_run, drive.path / "run")) / "last.pth"
    ready.open(run)
    ready.message("keeps a run")
    drive.dead = True
    for press in (lambda: ready.menu("showRunAction"), lambda: ready.click("resumeButton")):
        press()
        ready.wait(lambda: ready.text("progressLabel") == f"Waiting for {run} to answer…")
        ready.message(f"{run} does not answer")
        ready.window.banner.clear()
    assert drive.waits == []


@pytest.mark.timeout(120)
def test_resume_says_that_the_drive_of_its_runs_pictures_has_gone(
    saved_run: Path, drive: DeadDrive, ready: Person
) -> None:
    run, pictures = saved_run / "last.pth", drive.path / "pictures"
    checkpoint = load_checkpoint(run)
    assert checkpoint.recipe is not None
    save_checkpoint(replace(checkpoint, recipe={**checkpoint.recipe, "dataset": str(pictures)}), run)
    drive.dead = True
    ready.controller.training.idle.emit()
    ready.set_recipe(epochs=9)
    ready.form.mark()
    ready.click("resumeButton")
    ready.wait(lambda: ready.text("progressLabel") == f"Waiting for {pictures} to answer…")
    ready.message(f"{pictures} does not answer")
    ready.wait_for_end()
    assert drive.waits == []


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("chosen", [False, True])
def test_the_taught_network_of_a_slow_drive_answers_unless_another_was_chosen(
    open_person: Opens, drive: DeadDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: bool
) -> None:
    monkeypatch.setattr(answering, "LIMIT", 60.0)
    taught, other = drive.path / "taught.pth", tmp_path / "other.pth"
    shutil.copy(default_checkpoint(), taught)
    save_checkpoint(untrained("quick"), other)
    drive.dead = True
    person = open_person(loaded=True)
    if chosen:
        person.open(other)
        person.wait(lambda: person.network.path == other)
    drive.end()
    expected = other if chosen else taught
    person.wait(lambda: person.network.path == expected)
    person.draw_seven()
    person.wait_for_answer()
    assert expected == person.network.path


@pytest.mark.timeout(120)
def test_a_folder_of_a_slow_drive_is_explored_although_a_network_with_another_one_is_loaded(
    drive: DeadDrive, ready: Person, tmp_path: Path
) -> None:
    for folder in (drive.path / "mine", tmp_path / "its"):
        for name in ("a", "b"):
            (folder / name).mkdir(parents=True)
    network = tmp_path / "network.pth"
    checkpoint = load_checkpoint(default_checkpoint())
    recipe = {**(checkpoint.recipe or {}), "dataset": str(tmp_path / "its")}
    save_checkpoint(replace(checkpoint, recipe=recipe), network)
    explore = ready.tab("explore")
    drive.dead = True
    ready.choose(drive.path / "mine")
    explore.folder_requested.emit()
    ready.open(network)
    ready.wait(lambda: explore.dataset == f"{tmp_path / 'its'}/test")
    drive.end()
    ready.wait(lambda: explore.dataset == f"{drive.path / 'mine'}/test")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("then", ["nothing", "an edit", "a run"])
def test_the_recipe_of_last_time_comes_late_from_a_slow_drive_and_takes_no_edit_back(
    open_person: Opens,
    settings: QSettings,
    small_mnist: Path,
    drive: DeadDrive,
    monkeypatch: pytest.MonkeyPatch,
    then: str,
) -> None:
    monkeypatch.setattr(answering, "LIMIT", 60.0)
    path = drive.path / "mine.toml"
    save_recipe(PRESETS["notes-basic"].with_changes(name="mine", epochs=7), path)
    settings.setValue("training/form", json.dumps({"recipe": str(path), "epochs": 8}))
    drive.dead = True
    person = open_person(loaded=True)
    answered = QSignalSpy(person.controller.training.findChildren(Recalling)[0].ended)
    if then == "an edit":
        person.type("epochsSpin", "3")
    elif then == "a run":
        person.click("trainButton")
        person.finish()
    before = person.form.settings()
    drive.end()
    person.wait(lambda: answered.count() == 1)
    if then == "nothing":
        assert person.form.settings() == {**before, "recipe": str(path), "epochs": 8}
    else:
        assert person.form.settings() == before


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("remembered")
def test_a_foreign_network_is_opened_without_pictures_of_a_drive_that_has_gone(
    open_person: Opens, drive: DeadDrive, tmp_path: Path
) -> None:
    foreign = tmp_path / "model.pth"
    torch.save(untrained("notes-basic").model, foreign)
    drive.dead = True
    person = open_person(loaded=True)
    person.open(foreign)
    person.wait(lambda: person.network.path == foreign)
    assert drive.waits == []
