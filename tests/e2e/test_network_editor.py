"""The user builds a network layer by layer in the window, trains it, and looks at its code."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTreeWidget, QTreeWidgetItem
from torch import nn

from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, OWN
from digitpad.model.spec.plain import as_tables
from digitpad.ui.training.code_window import CodeWindow
from tests.e2e.conftest import Opens, Person, run_file
from tests.model.spec.test_spec import LENET

# Said by the offscreen platform of every menu.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Builder:
    """The user in front of the network editor."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def open(self) -> None:
        person = self.person
        person.tab("training")
        if not person.find("networkPage").isVisible():
            person.click("advancedButton")
        person.click("networkPage")
        person.click("layersButton")
        person.wait(lambda: person.find("networkEditorWindow").isVisible())

    @property
    def tree(self) -> QTreeWidget:
        tree = self.person.find("layerTree")
        assert isinstance(tree, QTreeWidget)
        return tree

    def items(self) -> list[QTreeWidgetItem]:
        """All rows from top to bottom."""
        rows = []
        item = self.tree.itemAt(QPoint(2, 2))
        while item is not None:
            rows.append(item)
            item = self.tree.itemBelow(item)
        return rows

    def rows(self) -> list[tuple[str, ...]]:
        """What the rows say: kind, options, output and parameters; a sentence alone."""
        return [
            tuple(item.text(column) for column in range(1, 5)) if item.text(1) else (item.text(0),)
            for item in self.items()
        ]

    def select(self, row: int) -> None:
        item = self.items()[row]
        self.tree.scrollToItem(item)
        place = self.tree.visualItemRect(item).center()
        self.person.qtbot.mouseClick(self.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.tree.activateWindow()  # no window is after a menu, on the offscreen platform
        self.tree.setFocus()
        self.person.wait(self.tree.hasFocus)
        self.person.qtbot.keyClick(self.tree, key, held)

    def undo_in(self, name: str) -> None:
        """Press Ctrl+Z in a field."""
        field = self.person.find(name)
        field.activateWindow()
        field.setFocus()
        self.person.wait(field.hasFocus)
        self.person.qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)

    def choose(self, menu_name: str, action_name: str) -> None:
        """Choose an entry of a menu that is open, in a submenu where it is one's, with the mouse."""
        menu = self.person.find(menu_name)
        assert isinstance(menu, QMenu)
        self.person.wait(menu.isVisible)
        for entry in menu.actions():
            inner = entry.menu()
            if isinstance(inner, QMenu) and any(a.objectName() == action_name for a in inner.actions()):
                self._click(menu, entry)
                self.person.wait(inner.isVisible)
                menu = inner
                break
        self._click(menu, next(a for a in menu.actions() if a.objectName() == action_name))

    def _click(self, menu: QMenu, entry: Any) -> None:
        place = menu.actionGeometry(entry).center()
        self.person.qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)

    def add(self, action: str, **options: object) -> None:
        self.person.click("addLayerButton")
        self.choose("addLayerMenu", action)
        for name, text in options.items():
            self.person.type(f"layer{name.capitalize()}Edit", str(text))

    def begin_from(self, entry: str) -> None:
        self.person.click("beginFromButton")
        self.choose("beginFromMenu", entry)

    @property
    def layers(self) -> Any:
        """The layers that Train would use, as a recipe has them; None for another network."""
        values = self.person.form.recipe_values()
        return values["layers"] if values["network"] == OWN else None


@pytest.fixture
def builder(ready: Person) -> Builder:
    builder = Builder(ready)
    builder.open()
    return builder


def build_lenet(builder: Builder) -> None:
    builder.begin_from("beginFromNothing")
    builder.add("addConvAction", out=6, kernel=5, padding=2)
    builder.add("addTanhAction")
    builder.add("addAvgPoolAction")
    builder.add("addConvAction", out=16, kernel=5)
    builder.select(1)
    builder.key(Qt.Key.Key_D, CTRL)  # a copy of tanh, and of the pooling, further down
    builder.key(Qt.Key.Key_Down, ALT)
    builder.key(Qt.Key.Key_Down, ALT)
    builder.add("addAvgPoolAction")
    builder.add("addFlattenAction")
    builder.add("addLinearAction", out=120)
    builder.add("addTanhAction")
    builder.add("addLinearAction", out=84)
    builder.add("addTanhAction")
    builder.add("addLinearAction")


def network_of(script: str) -> nn.Module:
    """The network that the class in a script builds."""
    tree = ast.parse(script)
    kept = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.Import | ast.ImportFrom)]
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), "script", "exec"), names)
    (kind,) = (
        value
        for value in names.values()
        if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__ != "torch.nn.modules"
        and value.__name__ in {node.name for node in kept if isinstance(node, ast.ClassDef)}
    )  # fmt: skip
    network = kind(10)
    assert isinstance(network, nn.Module)
    return network


def test_lenet_is_built_from_nothing_trained_resumed_and_written_as_code(builder: Builder) -> None:
    person = builder.person
    build_lenet(builder)
    assert builder.layers == LENET
    assert person.text("editorTotal") == "12 layers, 61,706 parameters"
    assert "Train uses these layers" in person.text("editorState")
    assert [row[2] for row in builder.rows()][:7] == [
        "6x28x28", "6x28x28", "6x14x14", "16x10x10", "16x10x10", "16x5x5", "400",
    ]  # fmt: skip
    person.form.set_settings({"epochs": 1})
    person.click("trainButton")
    person.finish()
    person.form.set_settings({"epochs": 2})
    person.click("resumeButton")
    person.wait(lambda: "epoch 2" in person.log.lower())
    person.wait_for_end()

    checkpoint = load_checkpoint(run_file())
    assert as_tables(checkpoint.layers) == builder.layers
    person.wait(lambda: person.network.layers == checkpoint.layers)
    tab = person.tab("layers")
    person.draw_seven()
    person.wait(lambda: tab.recording is not None and len(tab.recording.layers) == 12)
    assert [tuple(layer.output.shape[1:]) for layer in tab.recording.layers][:3] == [
        (6, 28, 28), (6, 28, 28), (6, 14, 14),
    ]  # fmt: skip
    person.tab("training")
    person.click("codeButton")
    window = person.window.findChild(CodeWindow)
    assert window is not None
    network = network_of(window.script())
    network.load_state_dict(checkpoint.network().state_dict())
    pictures = torch.rand(3, 1, 28, 28)
    assert torch.allclose(network(pictures), checkpoint.network()(pictures), atol=1e-5)
    window.close()


def test_a_wrong_layer_says_why_and_is_not_taken_over(builder: Builder) -> None:
    person = builder.person
    basic = as_tables(ARCHITECTURES["notes-basic"].layers)
    person.form.set_settings({"recipe": "notes-basic"})
    assert builder.layers is None
    builder.select(0)
    person.type("layerPaddingEdit", "2")
    good = [{**basic[0], "padding": 2}, *basic[1:]]
    assert builder.layers == good
    builder.select(8)
    builder.key(Qt.Key.Key_Delete)  # fc1: fc2 has 180 values then, and is no worse
    assert len(builder.layers) == len(basic) - 1
    builder.select(7)
    builder.key(Qt.Key.Key_Delete)  # flatten
    assert len(builder.layers) == len(basic) - 1
    said = [row[0] for row in builder.rows() if len(row) == 1]
    assert said == ["fc2 does not fit: it takes values, and maps come in; put Flatten before it."]
    assert "Not taken over yet, because Train would refuse this list: Layer" in person.text("editorState")
    builder.key(Qt.Key.Key_Z, CTRL)
    builder.key(Qt.Key.Key_Z, CTRL)
    assert builder.layers == good
    assert "Train uses these layers" in person.text("editorState")
    builder.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(builder.layers) == len(basic) - 1


@pytest.mark.slow
def test_wrong_input_is_explained_at_its_field_and_undone(builder: Builder) -> None:
    person = builder.person
    builder.begin_from("beginFrom-notes-basic")
    builder.select(0)
    for text in ("0", "3, 4, 5", "ten", "1e9"):
        person.type("layerKernelEdit", text)
        assert "a whole number from 1 to 512, or two of them" in person.text("layerKernelProblem")
        assert person.find("layerKernelProblem").isVisible()
        assert builder.layers[0]["kernel"] == 5
    builder.undo_in("layerKernelEdit")
    assert person.text("layerKernelEdit") == "5"
    person.type("layerKernelEdit", "3, 5")
    assert builder.layers[0]["kernel"] == [3, 5]
    person.type("layerNameEdit", "my conv")
    assert "letters" in person.text("layerNameProblem")
    person.type("layerNameEdit", "stem.0")
    assert builder.layers[0]["name"] == "stem.0"
    builder.undo_in("layerNameEdit")
    builder.undo_in("layerNameEdit")
    assert (builder.layers[0]["name"], builder.layers[0]["kernel"]) == ("conv1", 5)
    builder.add("addBatchNormAction", eps="1e-3")
    assert builder.layers[1] == {"layer": "batch_norm", "eps": 0.001}
    assert person.text("layerCode") == "nn.BatchNorm2d(10, eps=0.001)"


def test_a_residual_block_is_filled_and_left_by_moving(builder: Builder) -> None:
    builder.begin_from("beginFrom-notes-basic")
    builder.select(0)
    builder.add("addResidualAction")
    builder.select(2)  # its layers
    builder.add("addConvAction", out=10, padding="same")
    builder.add("addReluAction")
    conv = {"layer": "conv", "out": 10, "padding": "same"}
    assert builder.layers[1] == {"layer": "residual", "layers": [conv, {"layer": "relu"}]}
    builder.key(Qt.Key.Key_Down, ALT)  # into the shortcut, and out of the block
    assert builder.layers[1]["shortcut"] == [{"layer": "relu"}]
    builder.key(Qt.Key.Key_Down, ALT)
    assert builder.layers[1:3] == [{"layer": "residual", "layers": [conv]}, {"layer": "relu"}]
    builder.select(1)
    builder.key(Qt.Key.Key_D, CTRL)
    assert [layer["layer"] for layer in builder.layers[:4]] == ["conv", "residual", "residual", "relu"]


@pytest.mark.slow
def test_choosing_layers_in_the_list_of_networks_begins_with_the_network_before(ready: Person) -> None:
    ready.tab("training")
    ready.click("advancedButton")
    ready.click("networkPage")
    ready.form.set_settings({"recipe": "notes-wide"})
    ready.pick("networkCombo", "layers")
    builder = Builder(ready)
    assert ready.find("networkEditorWindow").isVisible()
    assert builder.layers == as_tables(ARCHITECTURES["notes-wide"].layers)
    ready.form.set_settings({"dataset": "cifar10"})
    assert "3x32x32" in ready.text("editorPictures")
    assert builder.rows()[0] == ("Convolution", "out 30, kernel 5, padding 2", "30x32x32", "2,280")
    ready.form.set_settings({"recipe": "notes-adam"})
    assert "notes-adam" in ready.text("editorState")
    assert ready.form.recipe_values()["layers"] == []


@pytest.mark.slow
def test_the_loaded_network_is_a_beginning(builder: Builder) -> None:
    person = builder.person
    person.train()
    person.wait(lambda: person.network.architecture == "notes-basic")
    builder.begin_from("beginFromLoaded")
    assert builder.layers == as_tables(ARCHITECTURES["notes-basic"].layers)


@pytest.mark.slow
def test_the_layers_are_there_again_after_a_restart(open_person: Opens, small_mnist: Path) -> None:
    first = Builder(open_person(loaded=True))
    first.open()
    first.begin_from("beginFrom-notes-basic")
    first.select(5)
    first.key(Qt.Key.Key_Delete)
    layers = first.layers
    assert len(layers) == 12
    first.person.window.close()
    second = Builder(open_person(loaded=True))
    assert second.layers == layers
    second.open()
    assert second.person.text("editorTotal").startswith("12 layers")
    assert "Train uses these layers" in second.person.text("editorState")


@pytest.mark.slow
def test_a_recipe_with_layers_can_be_left_for_another_network(builder: Builder, tmp_path: Path) -> None:
    person = builder.person
    path = tmp_path / "mine.toml"
    layers = "".join(f'[[layers]]\nlayer = "{kind}"\n' for kind in ("flatten", "linear"))
    path.write_text(f'based_on = "quick"\nepochs = 1\n{layers}')
    person.choose(path)
    person.menu("openRecipeAction")
    flat = [{"layer": "flatten"}, {"layer": "linear"}]
    assert builder.layers == flat
    assert builder.rows() == [("Flatten", "", "784", ""), ("Linear", "out 10", "10", "7,850")]
    person.pick("networkCombo", "notes-basic")
    assert builder.layers is None
    person.click("trainButton")
    person.finish()
    assert load_checkpoint(run_file()).architecture == "notes-basic"
    person.key("networkCombo", Qt.Key.Key_End)
    assert builder.layers == flat


@pytest.mark.slow
def test_an_unfinished_list_is_kept_while_the_editor_is_closed(builder: Builder) -> None:
    person = builder.person
    builder.begin_from("beginFromNothing")
    builder.add("addConvAction")
    person.click("closeEditorButton")
    person.wait(lambda: not person.find("networkEditorWindow").isVisible())
    person.click("layersButton")
    assert builder.rows() == [("Convolution", "out 32, kernel 3", "32x26x26", "320")]
    assert "Not taken over yet" in person.text("editorState")
    builder.add("addFlattenAction")
    builder.add("addLinearAction")
    assert len(builder.layers) == 3


@pytest.mark.slow
def test_only_the_last_linear_layer_returns_a_value_for_each_class(builder: Builder) -> None:
    builder.begin_from("beginFromNothing")
    builder.add("addFlattenAction")
    builder.add("addLinearAction")
    assert builder.rows()[-1] == ("Linear", "out 10", "10", "7,850")
    builder.add("addReluAction")
    builder.add("addLinearAction")
    assert [row[2] for row in builder.rows()] == ["784", "128", "128", "10"]
    assert builder.layers[1] == {"layer": "linear", "out": 128}
    builder.person.click("undoLayersButton")  # the layer and the width came together
    assert [row[2] for row in builder.rows()] == ["784", "10", "10"]


@pytest.mark.slow
def test_while_a_run_trains_the_editor_only_shows(builder: Builder) -> None:
    person = builder.person
    person.start_run()
    person.wait(lambda: not person.find("addLayerButton").isEnabled())
    assert not person.find("layerKernelEdit").isEnabled()
    person.stop()
    person.wait(lambda: person.find("addLayerButton").isEnabled())
