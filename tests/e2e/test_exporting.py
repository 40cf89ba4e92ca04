"""Somebody saves the network in every form that the Save menu offers."""

from __future__ import annotations

import sys
from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QMenu

from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.e2e.conftest import Person
from tests.helpers import SEVEN

FORMS = ("full", "model", "state_dict", "safetensors", "onnx")


def save(person: Person, path: Path, form: str) -> None:
    """Choose a form in the Save button's menu and name the file."""
    person.choose(path)
    actions = {action.objectName(): action for action in person.window.save_button.menu().actions()}
    actions[f"{form}Action"].trigger()


@pytest.mark.parametrize(
    ("form", "name"), [("full", "m.pth"), ("model", "m.pth"), ("safetensors", "m.safetensors")]
)
def test_what_is_saved_loads_again_and_reads_the_same(
    ready: Person, tmp_path: Path, form: str, name: str
) -> None:
    save(ready, tmp_path / name, form)
    ready.message("was saved as")
    saved, shipped = load_checkpoint(tmp_path / name), load_checkpoint(default_checkpoint())
    expected = Recognizer(shipped).predict(SEVEN).log_probs
    assert Recognizer(saved).predict(SEVEN).log_probs == pytest.approx(expected, abs=1e-4)
    assert saved.training is None or form == "full"
    if form == "full":
        parts = attrgetter("metrics", "recipe", "history")
        assert parts(saved) == parts(shipped)


def test_the_weights_alone_are_what_plain_pytorch_loads(ready: Person, tmp_path: Path) -> None:
    save(ready, tmp_path / "w.pth", "state_dict")
    ready.message("was saved as")
    network = architecture("handwriting").build()
    network.load_state_dict(torch.load(tmp_path / "w.pth", weights_only=True))


@pytest.mark.slow
def test_onnx_is_written_beside_the_work_and_runs_elsewhere(ready: Person, tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    save(ready, tmp_path / "m.onnx", "onnx")
    assert ready.banner == "Exporting…"
    ready.draw_seven()  # the pad answers meanwhile
    ready.wait(lambda: ready.digit == 7)
    assert ready.banner == "Exporting…"
    ready.message("was saved as")
    seen = Recognizer.load(default_checkpoint()).predict(SEVEN)
    session = onnxruntime.InferenceSession(str(tmp_path / "m.onnx"), providers=["CPUExecutionProvider"])
    picture = np.asarray(seen.input, np.float32).reshape(1, 1, 28, 28)
    scores, *_ = session.run(None, {session.get_inputs()[0].name: picture})
    assert scores[0].tolist() == pytest.approx(seen.log_probs, abs=1e-3)


def test_without_the_optional_packages_it_says_what_to_install(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("onnx", "onnxscript"):
        monkeypatch.setitem(sys.modules, name, None)
    before = ready.network
    save(ready, tmp_path / "m.onnx", "onnx")
    ready.message("pip install")
    assert "onnx onnxscript" in ready.banner
    assert list(tmp_path.glob("m.onnx*")) == []
    assert ready.network is before


@pytest.mark.slow
def test_a_folder_that_is_not_there_is_said_and_the_next_save_works(ready: Person, tmp_path: Path) -> None:
    save(ready, tmp_path / "missing" / "w.pth", "state_dict")
    ready.message("could not be written")
    save(ready, tmp_path / "w.pth", "state_dict")
    ready.message("was saved as")


@pytest.mark.slow
def test_closing_the_window_lets_the_file_be_written(ready: Person, tmp_path: Path) -> None:
    save(ready, tmp_path / "m.safetensors", "safetensors")
    ready.window.close()
    assert load_checkpoint(tmp_path / "m.safetensors").architecture == "handwriting"


@pytest.mark.slow
def test_both_menus_offer_the_same_forms(ready: Person) -> None:
    menus = {menu.title(): menu for menu in ready.window.findChildren(QMenu)}
    for menu in (menus["Save network &as"], ready.window.save_button.menu()):
        assert [action.objectName() for action in menu.actions()] == [f"{form}Action" for form in FORMS]
