"""Somebody saves the network in every form that the Save menu offers."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QMenu

from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.e2e.conftest import Person
from tests.helpers import SEVEN

FORMS = ("full", "model", "state_dict", "safetensors", "onnx")


def save(person: Person, path: Path, form: str) -> None:
    """Choose a form in the Save button's menu and name the file."""
    person.choose(path)
    button = person.button("saveButton")
    actions = {action.objectName(): action for action in button.menu().actions()}
    assert tuple(actions) == tuple(f"{form}Action" for form in FORMS)
    actions[f"{form}Action"].trigger()


@pytest.mark.parametrize("form", ["full", "model", "safetensors"])
def test_what_is_saved_loads_again_and_reads_the_same(ready: Person, tmp_path: Path, form: str) -> None:
    path = tmp_path / ("m.safetensors" if form == "safetensors" else "m.pth")
    save(ready, path, form)
    ready.message("was saved as")
    wanted = Recognizer.load(default_checkpoint()).predict(SEVEN)
    assert Recognizer.load(path).predict(SEVEN).log_probs == pytest.approx(wanted.log_probs, abs=1e-4)
    saved, shipped = load_checkpoint(path), load_checkpoint(default_checkpoint())
    assert saved.training is None or form == "full"
    if form == "full":
        assert (saved.metrics, saved.recipe, saved.history) == (
            shipped.metrics,
            shipped.recipe,
            shipped.history,
        )


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
    (scores,) = session.run(None, {session.get_inputs()[0].name: picture})
    assert scores[0].tolist() == pytest.approx(seen.log_probs, abs=1e-3)


def test_without_the_optional_packages_it_says_what_to_install(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] in ("onnx", "onnxscript"):
            raise ImportError(name)
        return real(name, *rest, **named)

    before = ready.network
    monkeypatch.setattr(builtins, "__import__", without)
    save(ready, tmp_path / "m.onnx", "onnx")
    ready.message("pip install")
    monkeypatch.setattr(builtins, "__import__", real)
    assert "onnx onnxscript" in ready.banner
    assert list(tmp_path.glob("m.onnx*")) == []
    assert ready.network is before


def test_a_folder_that_is_not_there_is_said_and_the_next_save_works(ready: Person, tmp_path: Path) -> None:
    save(ready, tmp_path / "missing" / "w.pth", "state_dict")
    ready.message("could not be written")
    save(ready, tmp_path / "w.pth", "state_dict")
    ready.message("was saved as")


def test_closing_the_window_lets_the_file_be_written(ready: Person, tmp_path: Path) -> None:
    save(ready, tmp_path / "m.safetensors", "safetensors")
    ready.window.close()
    assert load_checkpoint(tmp_path / "m.safetensors").architecture == "handwriting"


def test_the_file_menu_offers_the_same_forms(ready: Person) -> None:
    menus = {menu.title(): menu for menu in ready.window.findChildren(QMenu)}
    for menu in (menus["Save network &as"], ready.window.save_button.menu()):
        assert {action.objectName() for action in menu.actions()} == {f"{form}Action" for form in FORMS}
