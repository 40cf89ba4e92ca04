"""The user opens a file that no network fits, or none that reads, and builds its network in the editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton
from torch import nn

from digitpad.model.spec.plain import from_tables
from tests.e2e.conftest import Person
from tests.model.open.odd_files import ODD_LAYERS, write_odd


def editor(person: Person) -> Any:
    person.wait(person.find("networkEditorWindow").isVisible)
    return person.find("networkEditorWindow")


def build(person: Person) -> Any:
    """Press the banner's button, and wait for the editor."""
    button = person.window.banner.findChild(QPushButton, "buildFromFile")
    assert button is not None
    button.click()
    return editor(person)


@pytest.mark.slow
def test_where_none_reads_the_nearest_is_named_and_built_in_the_editor(ready: Person, tmp_path: Path) -> None:
    torch.manual_seed(0)
    torch.save(nn.Sequential(nn.Linear(784, 20), nn.Linear(20, 10)).state_dict(), tmp_path / "random.pth")
    before = ready.network
    ready.open(tmp_path / "random.pth")
    ready.message("networks of its layers reads digits, so the one before stays. The nearest, ")
    assert "training pictures of MNIST" in ready.banner
    assert ready.network is before
    assert [layer.name for layer in build(ready).layers if layer.learns] == ["0", "1"]
    ready.click("openWithLayers")
    ready.wait(lambda: ready.network.path == tmp_path / "random.pth")
    assert "the layers that you listed" in ready.text("networkAssumptions")
    ready.wait(lambda: "answers with these layers" in ready.text("editorFileState"))


@pytest.mark.slow
def test_one_of_several_networks_that_does_not_read_is_built_too(ready: Person, tmp_path: Path) -> None:
    torch.manual_seed(0)
    names = ("first", "second")
    networks = {name: nn.Sequential(nn.Linear(784, 20), nn.Linear(20, 10)).state_dict() for name in names}
    torch.save(networks, tmp_path / "both.pth")
    ready.open(tmp_path / "both.pth")
    ready.wait(lambda: ready.window.findChild(QListWidget, "entryList") is not None)
    ready.key("entryList", Qt.Key.Key_Down, Qt.Key.Key_Return)
    ready.message("networks of its layers reads digits, so the one before stays. The nearest, ")
    assert [layer.name for layer in build(ready).layers if layer.learns] == ["0", "1"]
    ready.click("openWithLayers")
    ready.wait(lambda: ready.network.path == tmp_path / "both.pth")
    assert ready.network.file_entry in names


@pytest.mark.slow
def test_entries_that_no_layer_of_the_list_is_of_are_named(ready: Person, tmp_path: Path) -> None:
    weights = {f"rnn.{name}": value for name, value in nn.LSTM(28, 16).state_dict().items()}
    weights |= {f"out.{name}": value for name, value in nn.Linear(16, 10).state_dict().items()}
    torch.save(weights, tmp_path / "lstm.pth")
    ready.open(tmp_path / "lstm.pth")
    ready.message("holds a network that digitpad does not know")
    assert [layer.name for layer in build(ready).layers if layer.learns] == ["out"]
    assert "these entries, which are left out: rnn." in ready.text("editorFileState")


@pytest.mark.slow
def test_a_file_that_nothing_fits_opens_with_the_layers_that_the_user_lists(
    ready: Person, tmp_path: Path
) -> None:
    path = write_odd(tmp_path / "odd.pth")
    before = ready.network
    ready.open(path)
    ready.message("odd.pth holds a network that digitpad does not know")
    editor = build(ready)
    assert [layer.name for layer in editor.layers if layer.learns] == ["x", "y", "z"]
    ready.click("openWithLayers")
    ready.wait(lambda: bool(ready.find("editorFileState").property("wrong")))
    assert "odd.pth cannot be used" in ready.text("editorFileState")
    assert ready.network is before
    editor.set_layers(from_tables(ODD_LAYERS[:3] + ODD_LAYERS[6:]))
    ready.click("openWithLayers")
    ready.wait(lambda: "its weights do not fit these layers" in ready.text("editorFileState"))
    editor.set_layers(from_tables(ODD_LAYERS))
    ready.click("openWithLayers")
    ready.wait(lambda: ready.network.path == path)
    assumed = ready.network.assumed
    assert assumed is not None
    assert (assumed.accuracy or 0) > 0.8
    ready.wait(lambda: "odd.pth answers with these layers" in ready.text("editorFileState"))
    ready.click("changeAssumptions")
    ready.wait(ready.find("assumptions").isVisible)
    assert not ready.find("assume-padding").isVisible()
    ready.window.activateWindow()
    ready.wait(ready.window.isActiveWindow)
    ready.type("meanSpin", "0.2")
    ready.wait(lambda: bool(ready.network.mean == 0.2 and ready.network.assumed))
    ready.menu("defaultAction")
    ready.wait(lambda: not ready.find("editorFileState").isVisible())
