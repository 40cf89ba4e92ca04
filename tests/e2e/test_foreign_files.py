"""Somebody opens the files that the study notes' code writes, changes what they do not tell, and resumes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QPlainTextEdit
from torch import nn

from digitpad.model.checkpoint import Checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import runs_root
from digitpad.ui.widgets.elided_label import ElidedLabel
from tests.e2e.conftest import Person
from tests.helpers import untrained
from tests.model.learners import NOTE_003, STEPS, run_script

PAIR = """
torch.save(network.state_dict(), './model.pth')
torch.save(optimizer.state_dict(), './optimizer.pth')
"""
"""The last lines of notes 000 and 002."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a learner's script has written: the pair after three steps, and the whole module."""
    folder = tmp_path_factory.mktemp("written")
    run_script(NOTE_003 + STEPS + PAIR + "torch.save(model, 'whole.pth')\n", folder)
    return folder


@pytest.fixture
def pair(written: Path, tmp_path: Path) -> Path:
    """A folder with model.pth and optimizer.pth."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in ("model.pth", "optimizer.pth"):
        shutil.copy(written / name, folder)
    return folder


def present(person: Person) -> Checkpoint:
    checkpoint = person.window.controller.recognition.checkpoint
    assert checkpoint is not None
    return checkpoint


def open_file(person: Person, path: Path) -> None:
    person.window.controller.open_path(path)


def spin(person: Person, name: str) -> QDoubleSpinBox:
    field = person.find(name)
    assert isinstance(field, QDoubleSpinBox)
    return field


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))


def trained(person: Person) -> Checkpoint:
    """Train for a while, stop, and give what was saved."""
    person.wait(lambda: "Train Epoch" in person.log)
    person.click("stopButton")
    person.wait_for_end()
    (path,) = runs_root().glob("*/last.pth")
    return load_checkpoint(path)


def test_a_pair_is_found_and_resume_goes_on_with_its_momentum(ready: Person, pair: Path) -> None:
    open_file(ready, pair / "model.pth")
    ready.wait_for_banner("With optimizer.pth Resume goes on with its momentum")
    assert ready.window.training_tab.settings()["recipe"] == "notes-basic"
    ready.click("resumeButton")
    ready.wait_for_banner("begins with the weights of model.pth")
    assert "saved averages (momentum) of sgd" in ready.banner
    saved = trained(ready)
    assert saved.history["changes"][0]["after"] == "model.pth"
    assert saved.recipe is not None
    assert (saved.recipe["name"], saved.recipe["learning_rate"]) == ("notes-basic", 0.01)


def test_of_a_pair_the_optimizer_may_be_opened(ready: Person, pair: Path) -> None:
    open_file(ready, pair / "optimizer.pth")
    ready.wait_for_banner("With optimizer.pth Resume goes on")
    assert present(ready).path == pair / "model.pth"
    ready.click("resumeButton")
    ready.wait_for_banner("saved averages (momentum) of sgd")
    trained(ready)


def test_a_missing_optimizer_is_asked_for_and_may_be_chosen(
    ready: Person, pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = (pair / "optimizer.pth").rename(tmp_path / "mine.pth")
    open_file(ready, pair / "model.pth")
    ready.wait_for_banner("No optimizer.pth lies beside it")
    ready.click("statusCloseButton")
    ready.click("resumeButton")
    ready.wait_for_banner("the momentum starts from zero")
    choose(monkeypatch, away)
    ready.answer("Choose optimizer.pth…")
    ready.wait_for_banner("saved averages (momentum) of sgd")
    trained(ready)


def test_without_its_optimizer_a_network_trains_on_all_the_same(ready: Person, pair: Path) -> None:
    (pair / "optimizer.pth").unlink()
    open_file(ready, pair / "model.pth")
    ready.wait_for_banner("No optimizer.pth lies beside it")
    ready.click("resumeButton")
    ready.wait_for_banner("the momentum starts from zero")
    assert list(runs_root().glob("*/last.pth")) == []
    ready.answer("Go on without")
    assert trained(ready).history["changes"][0]["after"] == "model.pth"


def test_the_optimizer_of_another_network_is_refused_and_asked_for_again(
    ready: Person, pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pair / "optimizer.pth").unlink()
    wrong = tmp_path / "wrong.pth"
    torch.save(torch.optim.SGD(architecture("best").build().parameters(), 0.1).state_dict(), wrong)
    open_file(ready, pair / "model.pth")
    ready.wait_for_banner("No optimizer.pth lies beside it")
    choose(monkeypatch, wrong)
    ready.answer("Choose optimizer.pth…")
    ready.wait_for_banner("does not belong to")
    ready.click("resumeButton")
    ready.wait_for_banner("the momentum starts from zero")


def test_an_optimizer_alone_asks_for_its_network(
    ready: Person, pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = (pair / "model.pth").rename(tmp_path / "mine.pth")
    before = present(ready)
    open_file(ready, pair / "optimizer.pth")
    ready.wait_for_banner("an optimiser's state, not a network")
    assert present(ready) is before
    choose(monkeypatch, away)
    ready.answer("Choose the network…")
    ready.wait(lambda: present(ready).path == away)
    ready.wait_for_banner("With optimizer.pth Resume goes on")
    ready.click("resumeButton")
    ready.wait_for_banner("saved averages (momentum) of sgd")
    trained(ready)


def test_normalisation_is_shown_with_its_source_and_can_be_changed(ready: Person, pair: Path) -> None:
    assert not ready.find("meanSpin").isVisible()  # our own files tell it
    open_file(ready, pair / "model.pth")
    ready.wait(lambda: ready.find("meanSpin").isVisible())
    assert (spin(ready, "meanSpin").text(), spin(ready, "stdSpin").text()) == ("0.1307", "0.3081")
    source = ready.find("normalisationSource")
    assert isinstance(source, ElidedLabel)
    assert "notes-basic" in source.text()
    ready.draw_seven()
    ready.wait(lambda: ready.digit != -1)
    ready.type("stdSpin", "0.5")
    ready.type("meanSpin", "0")
    ready.wait(lambda: (present(ready).mean, present(ready).std) == (0, 0.5))
    assert source.text() == "chosen by you"
    drawing = ready.window.canvas.drawing()
    wanted = Recognizer(load_checkpoint(pair / "model.pth").with_normalisation(0, 0.5)).predict(drawing)
    ready.wait(
        lambda: (
            ready.find("predictionPanel").property("logProbs") == pytest.approx(wanted.log_probs, abs=1e-3)
        )
    )
    ready.click("resumeButton")
    ready.wait_for_banner("mean 0, std 0.5 (you)")
    recipe = trained(ready).recipe
    assert recipe is not None
    assert (recipe["mean"], recipe["std"]) == (0, 0.5)


def test_a_normalisation_that_cannot_be_is_said_inline(ready: Person, pair: Path) -> None:
    open_file(ready, pair / "model.pth")
    ready.wait(lambda: ready.find("stdSpin").isVisible())
    ready.type("stdSpin", "0")
    ready.wait_for_banner("std 0 cannot be used")
    assert present(ready).std == 0.3081
    ready.type("stdSpin", "0.4")
    ready.wait(lambda: present(ready).std == 0.4)
    assert ready.banner == ""  # what was wrong is right now


def test_an_unknown_network_is_described_layer_by_layer(ready: Person, tmp_path: Path) -> None:
    layers = [nn.Conv2d(1, 7, 3), nn.Flatten(), *(nn.Linear(20, 20) for _ in range(12))]
    torch.save(nn.Sequential(*layers).state_dict(), tmp_path / "strange.pth")
    before = present(ready)
    open_file(ready, tmp_path / "strange.pth")
    ready.wait_for_banner("strange.pth holds a network that digitpad does not know")
    assert "missing" in ready.banner
    assert present(ready) is before
    ready.click("statusDetailsButton")
    details = ready.find("statusDetails")
    assert isinstance(details, QPlainTextEdit)
    ready.wait(details.isVisible)
    lines = details.toPlainText().splitlines()
    assert len(lines) == 14
    assert lines[0].split() == ["0", "conv", "1->7", "3x3", "70", "parameters"]
    assert lines[-1] == "together 5,110 parameters"
    details.verticalScrollBar().setValue(details.verticalScrollBar().maximum())
    ready.click("statusDetailsButton")
    assert not details.isVisible()


def test_a_whole_module_of_note_003_goes_on(ready: Person, written: Path, tmp_path: Path) -> None:
    open_file(ready, Path(shutil.copy(written / "whole.pth", tmp_path)))
    ready.wait_for_banner("a network of notes-logits")
    assert spin(ready, "stdSpin").text() == "0.3801"
    ready.click("resumeButton")
    ready.answer("Go on without")
    recipe = trained(ready).recipe
    assert recipe is not None
    assert (recipe["name"], recipe["std"]) == ("notes-logits", 0.3801)


def test_edits_of_the_settings_are_asked_about(ready: Person, pair: Path) -> None:
    open_file(ready, pair / "model.pth")
    ready.wait_for_banner("Resume goes on with its momentum")
    ready.type("learningRateSpin", "0.003")
    ready.click("resumeButton")
    ready.wait_for_banner("learning rate 0.01 → 0.003")
    ready.answer("With the changes")
    recipe = trained(ready).recipe
    assert recipe is not None
    assert recipe["learning_rate"] == 0.003


def test_a_safetensors_file_without_our_notes_is_recognised(ready: Person, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file(dict(untrained("notes-adam").model), tmp_path / "model.safetensors")
    open_file(ready, tmp_path / "model.safetensors")
    ready.wait(lambda: present(ready).architecture == "notes-adam")
    ready.wait(lambda: ready.find("meanSpin").isVisible())
