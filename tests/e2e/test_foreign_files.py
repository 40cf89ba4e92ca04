"""The user opens the files that the study notes' code writes, changes what they do not tell, and resumes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from torch import nn

from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import runs_root
from digitpad.torchvision_compat import torchvision_module
from tests.e2e.conftest import Person, run_file
from tests.helpers import further, untrained
from tests.model.learners import NOTE_003, STEPS, run_script, write_strangers

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


def trained(person: Person) -> Checkpoint:
    """Train for a while and stop.

    Returns:
        What was saved.
    """
    person.wait(lambda: "Train Epoch" in person.log)
    person.stop()
    return load_checkpoint(run_file())


def opened_without_optimizer(person: Person, pair: Path) -> None:
    person.open(pair / "model.pth")
    person.message("No optimizer.pth lies beside it")


def test_a_strangers_network_opens_says_what_was_assumed_and_is_trained_on(
    ready: Person, tmp_path: Path
) -> None:
    write_strangers(tmp_path / "theirs.pth")
    ready.open(tmp_path / "theirs.pth")
    ready.message("training pictures of MNIST; the file does not say")
    assert ready.network.path == tmp_path / "theirs.pth"
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")
    ready.answer("Go on without")
    saved = trained(ready)
    assert saved.history["changes"][0]["after"] == "theirs.pth"
    assert (saved.architecture, saved.layers) == ("layers", ready.network.layers)


@pytest.mark.slow
def test_a_network_of_other_classes_is_begun_with_all_but_its_last_layer(
    ready: Person, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.ReLU(), nn.Linear(20, 26))
    torch.save(network, tmp_path / "letters.pth")
    ready.open(tmp_path / "letters.pth")
    ready.wait(lambda: ready.network.path == tmp_path / "letters.pth")
    assert ready.network.classes == tuple("abcdefghijklmnopqrstuvwxyz")
    ready.type("stdSpin", "0.6")
    ready.wait(lambda: ready.network.std == 0.6)
    ready.click("resumeButton")
    ready.message(
        "has 26 classes and mnist has 10; choose a dataset with 26 classes, or begin with all its layers but "
        "those of its classes: Initial weights instead of Resume."
    )
    ready.answer("Begin with its other layers")
    ready.message("Its network and its weights are chosen")
    ready.click("trainButton")
    ready.message("The run begins with the weights of letters.pth; those of its classes (3) are random.")
    saved = trained(ready)
    assert (saved.classes, saved.layers[1].name) == (tuple("0123456789"), "1")
    assert saved.recipe is not None
    assert saved.recipe["weights"] == str(tmp_path / "letters.pth")
    assert saved.std == 0.6  # what the user set stays


@pytest.mark.slow
def test_a_measurement_that_comes_late_leaves_the_run_that_was_chosen(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.ReLU(), nn.Linear(20, 26))
    torch.save(network, tmp_path / "letters.pth")
    ready.open(tmp_path / "letters.pth")
    ready.wait(lambda: ready.network.path == tmp_path / "letters.pth")
    trying = ready.controller.recognition.trying
    measure, late = trying.measure, []
    monkeypatch.setattr(trying, "measure", lambda *what: late.append(what))
    ready.type("stdSpin", "0.6")
    ready.wait(lambda: bool(late))
    ready.click("resumeButton")
    ready.answer("Begin with its other layers")
    ready.message("Its network and its weights are chosen")
    measure(*late[-1])
    ready.wait(lambda: ready.network.assumed is not None and ready.network.assumed.is_measured)
    ready.click("trainButton")
    ready.message("The run begins with the weights of letters.pth; those of its classes (3) are random.")


def test_an_onnx_model_opens_and_is_trained_on(ready: Person, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from tests.model.onnx_files import zoo

    zoo(tmp_path / "mnist.onnx", normalised=True)
    ready.open(tmp_path / "mnist.onnx")
    ready.wait(lambda: ready.network.path == tmp_path / "mnist.onnx")
    assert (ready.network.kind, ready.network.std) == ("onnx", 0.5)
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")
    ready.answer("Go on without")
    saved = trained(ready)
    assert saved.history["changes"][0]["after"] == "mnist.onnx"
    assert saved.layers == ready.network.layers


@pytest.mark.slow
def test_an_onnx_operator_that_is_no_layer_is_named(ready: Person, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from tests.model.onnx_files import model, node, random

    nodes = [node("Flatten", "x", "f"), node("Sin", "f", "s"), node("Gemm", "s w", "y", transB=1)]
    model(tmp_path / "waves.onnx", nodes, {"w": random(3, 784)}, ["n", 1, 28, 28])
    ready.open(tmp_path / "waves.onnx")
    ready.message(
        "waves.onnx cannot be used, so the network before stays: its operator Sin (s) is not a layer"
    )


@pytest.mark.parametrize("name", ["model.pth", further("optimizer.pth")])
def test_a_pair_is_found_and_resume_goes_on_with_its_momentum(ready: Person, pair: Path, name: str) -> None:
    ready.open(pair / name)
    ready.message("With optimizer.pth Resume goes on with its momentum")
    assert ready.network.path == pair / "model.pth"
    assert ready.form.settings()["recipe"] == "notes-basic"
    ready.click("resumeButton")
    ready.message("begins with the weights of model.pth")
    assert "saved averages (momentum) of sgd" in ready.banner
    saved = trained(ready)
    assert saved.history["changes"][0]["after"] == "model.pth"
    assert (saved.recipe["name"], saved.recipe["learning_rate"]) == ("notes-basic", 0.01)


@pytest.mark.slow
def test_a_missing_optimizer_is_asked_for_and_may_be_chosen(
    ready: Person, pair: Path, tmp_path: Path
) -> None:
    ready.choose((pair / "optimizer.pth").rename(tmp_path / "mine.pth"))
    opened_without_optimizer(ready, pair)
    ready.click("statusCloseButton")
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")
    ready.answer("Choose optimizer.pth…")
    ready.message("saved averages (momentum) of sgd")
    trained(ready)


@pytest.mark.slow
def test_without_its_optimizer_a_network_trains_on_all_the_same(ready: Person, pair: Path) -> None:
    (pair / "optimizer.pth").unlink()
    opened_without_optimizer(ready, pair)
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")
    assert list(runs_root().glob("*/last.pth")) == []
    ready.answer("Go on without")
    assert trained(ready).history["changes"][0]["after"] == "model.pth"


@pytest.mark.slow
def test_the_optimizer_of_another_network_is_refused_and_asked_for_again(
    ready: Person, pair: Path, tmp_path: Path
) -> None:
    (pair / "optimizer.pth").unlink()
    other = torch.optim.SGD(architecture("best").build().parameters(), 0.1)
    torch.save(other.state_dict(), tmp_path / "wrong.pth")
    opened_without_optimizer(ready, pair)
    ready.choose(tmp_path / "wrong.pth")
    ready.answer("Choose optimizer.pth…")
    ready.message("does not belong to")
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")


@pytest.mark.slow
def test_an_optimizer_alone_asks_for_its_network(ready: Person, pair: Path, tmp_path: Path) -> None:
    away = (pair / "model.pth").rename(tmp_path / "mine.pth")
    before = ready.network
    ready.open(pair / "optimizer.pth")
    ready.message("an optimiser's state, not a network")
    assert ready.network is before
    ready.choose(away)
    ready.answer("Choose the network…")
    ready.wait(lambda: ready.network.path == away)
    ready.message("With optimizer.pth Resume goes on")
    ready.click("resumeButton")
    ready.message("saved averages (momentum) of sgd")
    trained(ready)


def test_normalisation_is_shown_with_its_source_and_can_be_changed(ready: Person, pair: Path) -> None:
    assert not ready.find("meanSpin").isVisible()  # our own files tell it
    ready.open(pair / "model.pth")
    ready.wait(lambda: ready.find("meanSpin").isVisible())
    assert (ready.text("meanSpin"), ready.text("stdSpin")) == ("0.1307", "0.3081")
    assert "notes-basic" in ready.text("normalisationSource")
    ready.draw_seven()
    ready.wait(lambda: ready.digit != -1)
    ready.type("stdSpin", "0.5")
    ready.type("meanSpin", "0")
    ready.wait(lambda: (ready.network.mean, ready.network.std) == (0, 0.5))
    assert ready.text("normalisationSource") == "chosen by you"
    changed = load_checkpoint(pair / "model.pth").with_normalisation(0, 0.5)
    wanted = pytest.approx(Recognizer(changed).predict(ready.drawing).log_probs, abs=1e-3)
    ready.wait(lambda: ready.log_probs == wanted)
    ready.click("resumeButton")
    ready.message("mean 0, std 0.5 (you)")
    recipe = trained(ready).recipe
    assert (recipe["mean"], recipe["std"]) == (0, 0.5)


@pytest.mark.slow
def test_a_normalisation_that_cannot_be_is_said_inline(ready: Person, pair: Path) -> None:
    ready.open(pair / "model.pth")
    ready.wait(lambda: ready.find("stdSpin").isVisible())
    ready.type("stdSpin", "0")
    ready.message("std 0 cannot be used")
    assert ready.network.std == 0.3081
    ready.type("stdSpin", "0.4")
    ready.wait(lambda: ready.network.std == 0.4)
    assert ready.banner == ""  # what was wrong is right now


def test_an_unknown_network_is_described_layer_by_layer(ready: Person, tmp_path: Path) -> None:
    layers = [nn.Conv2d(1, 7, 3), nn.Flatten(), *(nn.Linear(20, 20) for _ in range(12))]
    torch.save(nn.Sequential(*layers).state_dict(), tmp_path / "strange.pth")
    before = ready.network
    ready.open(tmp_path / "strange.pth")
    ready.message("strange.pth holds a network that digitpad does not know")
    assert "missing" in ready.banner
    assert ready.network is before
    details = ready.find("statusDetails")
    ready.click("statusDetailsButton")
    ready.wait(details.isVisible)
    lines = ready.text("statusDetails").splitlines()
    assert (len(lines), lines[-1]) == (14, "together 5,110 parameters")
    assert lines[0].split() == ["0", "conv", "1->7", "3x3", "70", "parameters"]
    ready.click("statusDetailsButton")
    assert not details.isVisible()


@pytest.mark.slow
def test_a_whole_module_of_note_003_goes_on(ready: Person, written: Path, tmp_path: Path) -> None:
    ready.open(Path(shutil.copy(written / "whole.pth", tmp_path)))
    ready.message("a network of notes-logits")
    assert ready.text("stdSpin") == "0.3801"
    ready.click("resumeButton")
    ready.answer("Go on without")
    recipe = trained(ready).recipe
    assert (recipe["name"], recipe["std"]) == ("notes-logits", 0.3801)


@pytest.mark.slow
def test_edits_of_the_settings_are_asked_about(ready: Person, pair: Path) -> None:
    ready.open(pair / "model.pth")
    ready.message("Resume goes on with its momentum")
    ready.type("learningRateSpin", "0.003")
    ready.click("resumeButton")
    ready.message("Learning rate 0.01 → 0.003")
    ready.answer("With the changes")
    assert trained(ready).recipe["learning_rate"] == 0.003


@pytest.mark.slow
def test_a_layer_that_torchvision_never_calls_is_named(ready: Person, tmp_path: Path) -> None:
    network = torchvision_module("torchvision.models").mobilenet_v3_small(weights=None, num_classes=10)
    network.add_module("add_linear", nn.Linear(10, 10))
    torch.save(network, tmp_path / "beside.pth")
    ready.open(tmp_path / "beside.pth")
    ready.message("torchvision's forward never calls add_linear")
    assert ready.network.architecture == "mobilenet-v3-small"


@pytest.mark.slow
def test_of_several_networks_in_a_file_one_is_chosen_by_keyboard(ready: Person, tmp_path: Path) -> None:
    path = tmp_path / "several.pth"
    networks = {name: dict(untrained(name).model) for name in ("notes-basic", "notes-wide")}
    torch.save({"small": networks["notes-basic"], "large": networks["notes-wide"]}, path)
    before = ready.network
    ready.open(path)
    ready.wait(lambda: ready.window.findChild(QDialog, "chooseEntry") is not None)
    ready.key("entryList", Qt.Key.Key_Escape)
    assert ready.network is before
    ready.wait(lambda: ready.window.findChild(QDialog, "chooseEntry") is None)
    ready.open(path)
    ready.wait(lambda: ready.window.findChild(QDialog, "chooseEntry") is not None)
    ready.key("entryList", Qt.Key.Key_Down, Qt.Key.Key_Return)
    ready.wait(lambda: ready.network.path == path)
    assert (ready.network.architecture, ready.network.file_entry) == ("notes-wide", "large")
    ready.click("resumeButton")
    ready.message("the momentum starts from zero")
    ready.answer("Go on without")
    assert trained(ready).architecture == "notes-wide"
