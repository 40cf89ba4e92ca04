"""`inspect`, `export` and `--checkpoint` with files of every kind."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tomli_w
import torch
from PIL import Image
from torch import nn

from digitpad.cli.command import main
from digitpad.errors import CheckpointError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import default_checkpoint
from digitpad.torchvision_compat import torchvision_module
from tests.commands import Commands
from tests.helpers import untrained
from tests.model.learners import write_strangers
from tests.model.open.odd_files import ODD_LAYERS, write_odd
from tests.model.open.residual_networks import Cifar
from tests.model.open.test_recognised import write_registered

WEIGHTS = ("weight", "bias")


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """A whole network of which digitpad knows nothing but what the file tells."""
    layers = (nn.Conv2d(3, 8, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Dropout(0.2), nn.Linear(8, 4))
    torch.save(nn.Sequential(*layers), tmp_path / "other.pth")
    return tmp_path / "other.pth"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The weights of note 002's network and nothing else."""
    torch.save(dict(untrained("notes-basic").model), tmp_path / "a.pth")
    return tmp_path / "a.pth"


def test_inspect_shows_an_unknown_network_layer_by_layer(unknown: Path, digitpad: Commands) -> None:
    text = digitpad("inspect", unknown)
    for words in (
        "conv 3->8 3x3 stride 2x2, 224 parameters",
        "ReLU",
        "dropout p 0.2",
        "linear 8->4, 36 parameters",
        "it holds a network that digitpad does not know",
    ):
        assert words in text
    values = digitpad.answer("inspect", unknown)
    assert (values["kind"], values["architecture"], values["parameters"]) == ("module", None, 260)
    assert (values["epoch"], values["step"], values["metrics"]) == (None, None, {})
    assert [layer["kind"] for layer in values["layers"]] == ["conv", "ReLU", "flatten", "dropout", "linear"]
    assert "nearest is" in str(values["problem"])


def test_a_strangers_network_answers_and_says_what_was_assumed(tmp_path: Path, digitpad: Commands) -> None:
    write_strangers(tmp_path / "theirs.pth")
    values = digitpad.answer("inspect", tmp_path / "theirs.pth")
    assert (values["kind"], values["architecture"], values["problem"]) == ("state_dict", "layers", None)
    assert "training pictures of MNIST; the file does not say" in str(values["assumed"])
    assumptions = values["assumptions"]
    assert isinstance(assumptions, dict)
    assert assumptions["activation"] == "relu"
    chosen = digitpad.answer("inspect", tmp_path / "theirs.pth", "--assume", "activation=tanh")
    assert "Tanh" in str(chosen["assumed"])
    refused = digitpad.refused("inspect", tmp_path / "theirs.pth", "--entry", "nope")
    assert "its network has no name; leave the name out" in refused
    refused = digitpad.refused("inspect", tmp_path / "theirs.pth", "--assume", "padding=many")
    assert "padding cannot be 'many'; it is a whole number" in refused
    digitpad("export", tmp_path / "theirs.pth", tmp_path / "known.pth", "--form", "full")
    again = digitpad.answer("inspect", tmp_path / "known.pth")
    assert (again["architecture"], again["assumed"], again["normalisation_from"]) == ("layers", None, "file")


def test_layers_that_a_recipe_lists_take_the_weights_that_fit_them(
    tmp_path: Path, digitpad: Commands
) -> None:
    path, recipe = write_odd(tmp_path / "odd.pth"), tmp_path / "mine.toml"
    assert "does not know" in str(digitpad.answer("inspect", path)["problem"])
    recipe.write_text(tomli_w.dumps({"layers": ODD_LAYERS}))
    values = digitpad.answer("inspect", path, "--layers", recipe)
    assert "the layers that you listed, mean 0.1307, std 0.3081: reads" in str(values["assumed"])
    recipe.write_text(tomli_w.dumps({"layers": ODD_LAYERS[:3] + ODD_LAYERS[6:]}))
    refused = digitpad.refused("export", path, tmp_path / "out.pth", "--layers", recipe)
    assert "odd.pth cannot be used: its weights do not fit these layers: extra y.bias, y.weight; " in refused


@pytest.mark.slow
def test_of_networks_that_read_nothing_the_nearest_is_named(tmp_path: Path, digitpad: Commands) -> None:
    torch.manual_seed(0)
    torch.save(nn.Sequential(nn.Linear(784, 20), nn.Linear(20, 10)).state_dict(), tmp_path / "a.pth")
    problem = str(digitpad.answer("inspect", tmp_path / "a.pth")["problem"])
    assert re.search(
        r"none of \d+ networks of its layers reads digits: the nearest, .* of MNIST; set", problem
    )


@pytest.mark.slow
def test_a_run_begins_with_weights_in_the_layers_that_are_listed(
    tmp_path: Path, small_mnist: Path, digitpad: Commands
) -> None:
    path, recipe, out = write_odd(tmp_path / "odd.pth"), tmp_path / "mine.toml", tmp_path / "run"
    recipe.write_text(tomli_w.dumps({"layers": ODD_LAYERS}))
    words = ("--layers", recipe, "--epochs", "1", "--device", "cpu")
    digitpad.json("train", "--resume", path, *words, "--out", out)
    assert list(load_checkpoint(out / "last.pth").model) == [f"{n}.{k}" for n in "zyx" for k in WEIGHTS]
    digitpad.json("train", "--resume", out / "last.pth", *words[:2], "--epochs", "2", *words[4:])


def test_a_run_begins_with_weights_of_which_something_is_set(
    tmp_path: Path, small_mnist: Path, digitpad: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    write_strangers(tmp_path / "theirs.pth")
    words = ("train", "--weights", tmp_path / "theirs.pth", "--assume", "activation=tanh")
    run = ("--epochs", "1", "--device", "cpu", "--out", tmp_path / "run")
    assert "leave out --recipe" in digitpad.refused(*words, "--recipe", "quick", *run)
    assert "name the file there" in digitpad.refused("train", *words[3:], *run)
    assert main([str(word) for word in (*words, *run)]) == 0
    assert "Tanh" in capsys.readouterr().err
    network = digitpad.answer("inspect", tmp_path / "run" / "last.pth")["network"]
    assert isinstance(network, list)
    kinds = {layer["layer"] for layer in network}
    assert "tanh" in kinds
    assert "relu" not in kinds


@pytest.mark.slow
def test_a_run_with_initial_weights_in_listed_layers_says_what_was_assumed_and_taken(
    tmp_path: Path, small_mnist: Path, digitpad: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    path, recipe = write_odd(tmp_path / "odd.pth"), tmp_path / "mine.toml"
    recipe.write_text(tomli_w.dumps({"layers": ODD_LAYERS}))
    words = ("train", "--weights", path, "--layers", recipe, "--epochs", "1", "--device", "cpu")
    assert main([str(word) for word in (*words, "--out", tmp_path / "run")]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert sum("the layers that you listed, mean 0.1307, std 0.3081: reads" in line for line in lines) == 1
    assert "digitpad: The run begins with all weights of odd.pth." in lines
    assert list(load_checkpoint(tmp_path / "run" / "last.pth").model) == [
        f"{n}.{k}" for n in "zyx" for k in WEIGHTS
    ]


def test_what_is_set_of_a_network_known_by_its_shapes_alone_is_taken(
    weights: Path, digitpad: Commands
) -> None:
    words = [word for text in ("padding=9", "pooling=none", "stride=1") for word in ("--assume", text)]
    refused = digitpad.refused("inspect", weights, *words, "--assume", "end=flatten")
    assert "its layers do not fit each other with what is set" in refused
    shape = ("padding=0", "pooling=max2", "stride=1", "end=flatten", "normalisation=0.1307/0.3081")
    words = [word for text in (*shape, "activation=tanh", "groups=4") for word in ("--assume", text)]
    values = digitpad.answer("inspect", weights, *words)
    assert "Tanh" in str(values["assumed"])
    assert "group norms" not in str(values["assumed"])


def test_nothing_is_assumed_of_a_network_that_its_file_tells(digitpad: Commands) -> None:
    refused = digitpad.refused("evaluate", "--checkpoint", default_checkpoint(), "--assume", "padding=1")
    assert "Nothing has to be assumed of" in refused


@pytest.mark.slow
def test_inspect_lists_the_layers_that_a_network_is_built_of(
    tmp_path: Path, digitpad: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path))  # layers are listed without pictures too
    torch.save(Cifar().state_dict(), tmp_path / "theirs.pth")
    lines = [line[16:] for line in digitpad("inspect", tmp_path / "theirs.pth").splitlines()]
    at = lines.index("  conv layer2.0.conv1, out 16, stride 2, padding 1, bias False")
    assert lines[at - 1] == "residual"
    assert lines[lines.index("shortcut") + 1].startswith("  conv layer2.0.shortcut.0, out 16, kernel 1")
    tables = digitpad.answer("inspect", tmp_path / "theirs.pth")["network"]
    assert isinstance(tables, list)
    assert tables[0] == {"layer": "conv", "name": "conv1", "out": 8, "padding": 1, "bias": False}
    assert tables[-1] == {"layer": "linear", "name": "linear"}


@pytest.mark.slow
def test_inspect_shows_strides_and_ceil_mode(tmp_path: Path, digitpad: Commands) -> None:
    layers = (
        nn.Conv2d(3, 8, 5, 1, 2),
        nn.MaxPool2d(3, ceil_mode=True),
        nn.MaxPool2d(2),
        nn.AvgPool2d(3, 1, 1),
    )
    torch.save(nn.Sequential(*layers), tmp_path / "pools.pth")
    text = digitpad("inspect", tmp_path / "pools.pth")
    assert "conv 3->8 5x5 stride 1x1 padding 2x2, " in text
    assert "max pool 3 stride 3 ceil_mode\n" in text
    assert "max pool 2 stride 2\n" in text
    assert "average pool 3 stride 1 padding 1\n" in text
    listed = digitpad.answer("inspect", tmp_path / "pools.pth")["layers"]
    assert [layer["settings"].get("ceil_mode") for layer in listed] == [None, True, False, False]
    assert [layer["settings"]["stride"] for layer in listed] == [[1, 1], 3, 2, 1]


def test_an_unknown_network_answers_nothing(unknown: Path, tmp_path: Path, digitpad: Commands) -> None:
    for argv in (
        ["predict", "--checkpoint", str(unknown), "picture.png"],
        ["evaluate", "--checkpoint", str(unknown)],
        ["export", str(unknown), str(tmp_path / "out.pth")],
    ):
        assert "a network that digitpad does not know" in digitpad.refused(*argv)


def test_inspect_tells_the_layers_and_whose_normalisation_it_is(weights: Path, digitpad: Commands) -> None:
    values = digitpad.answer("inspect", weights)
    expected = {"kind": "state_dict", "architecture": "notes-basic", "parameters": 21840, "problem": None}
    expected |= {"mean": 0.1307, "std": 0.3081, "normalisation_from": "recipe notes-basic"}
    assert values | expected == values
    assert [layer["name"] for layer in values["layers"]] == ["conv1", "conv2", "fc1", "fc2"]
    changed = digitpad.answer("inspect", weights, "--std", "0.3801")
    assert (changed["mean"], changed["std"], changed["normalisation_from"]) == (0.1307, 0.3801, "you")
    save_checkpoint(untrained("notes-basic"), weights)
    assert digitpad.answer("inspect", weights)["normalisation_from"] == "file"


def test_inspect_tells_of_a_pair(tmp_path: Path, digitpad: Commands) -> None:
    optimizer = torch.optim.Adam(nn.Linear(1, 1).parameters(), lr=0.002)
    torch.save(optimizer.state_dict(), tmp_path / "optimizer.pth")
    values = digitpad.answer("inspect", tmp_path / "optimizer.pth")
    assert (values["kind"], values["architecture"], values["partner"]) == ("optimizer", None, None)
    settings = {"learning_rate": 0.002, "momentum": 0.0, "weight_decay": 0.0}
    assert values["optimizer"] == {"kind": "adam", **settings, "parameters": 2}
    torch.save(dict(untrained("notes-basic").model), tmp_path / "model.pth")
    assert "left out" in str(digitpad.answer("inspect", tmp_path / "model.pth")["problem"])
    assert "adam, learning rate 0.002" in digitpad("inspect", tmp_path / "optimizer.pth")


def test_the_normalisation_changes_the_answer(tmp_path: Path, digitpad: Commands) -> None:
    picture, path = tmp_path / "seven.png", tmp_path / "a.pth"
    pixels = np.zeros((28, 28), np.uint8)
    pixels[6:9, 8:20] = pixels[6:22, 16:19] = 255
    Image.fromarray(pixels).save(picture)
    save_checkpoint(untrained("notes-basic"), path)
    predict = ["predict", str(picture), "--checkpoint", str(path)]
    usual = digitpad.answer(*predict)
    assert digitpad.answer(*predict, "--mean", "0.1307", "--std", "0.3081") == usual
    assert digitpad.answer(*predict, "--std", "0.9")["log_probs"] != usual["log_probs"]
    assert "'0' is not above 0" in digitpad.refused(*predict, "--std", "0")
    assert "'nan' is not a number" in digitpad.refused("evaluate", "--checkpoint", path, "--mean", "nan")
    assert "normalisation" in digitpad.refused(*predict, "--std", "1e-40")


@pytest.mark.slow
def test_export_keeps_a_normalisation_of_ones_own(tmp_path: Path, weights: Path, digitpad: Commands) -> None:
    for name, form in (("b.safetensors", "safetensors"), ("b.pth", "model"), ("b.bin", "full")):
        out = tmp_path / name
        argv = ("export", weights, out, "--mean", "0.5", "--std", "0.25")
        values = digitpad.answer(*argv, *([] if name == "b.safetensors" else ["--form", form]))
        assert values == {"path": str(out), "form": form, "bytes": out.stat().st_size}
        loaded = load_checkpoint(out)
        assert (loaded.mean, loaded.std, loaded.normalisation_from) == (0.5, 0.25, "file")


@pytest.mark.slow
def test_export_to_onnx_prints_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save_checkpoint(untrained("quick"), tmp_path / "a.pth")
    out = tmp_path / "a.onnx"
    assert main(["export", str(tmp_path / "a.pth"), str(out), "--json"]) == 0
    printed, err = capfd.readouterr()
    assert json.loads(printed) == {"path": str(out), "form": "onnx", "bytes": out.stat().st_size}
    assert err == ""


def test_control_characters_in_a_file_reach_no_terminal(tmp_path: Path, digitpad: Commands) -> None:
    escape = "\x1b[31mred\a\n"
    save_checkpoint(untrained("quick", notes={escape: escape}), tmp_path / "a.pth")
    torch.save({f"{escape}.weight": torch.zeros(2, 2), f"{escape}.bias": torch.zeros(2)}, tmp_path / "b.pth")
    torch.save({escape: nn.Linear(2, 2), "model": nn.Linear(2, 2)}, tmp_path / "c.pth")
    for name in ("a.pth", "b.pth", "c.pth"):
        assert not {"\x1b", "\a"} & set(digitpad("inspect", tmp_path / name))
    assert "\x1b" not in digitpad.refused("predict", "--checkpoint", tmp_path / "b.pth", "x.png")


@pytest.mark.parametrize("form", ["state_dict", "model", "safetensors", "onnx"])
def test_export_overwrites_no_file_with_a_part_of_itself(
    tmp_path: Path, digitpad: Commands, form: str
) -> None:
    path, other = tmp_path / "a.pth", tmp_path / "sub" / ".." / "a.pth"
    (tmp_path / "sub").mkdir()
    save_checkpoint(untrained("quick", training={"position": {"epoch": 1}}), path)
    before = path.read_bytes()
    assert re.search(
        "is the file to export.*another name", digitpad.refused("export", path, other, "--form", form)
    )
    assert path.read_bytes() == before
    assert digitpad.answer("export", path, other, "--form", "full")["form"] == "full"
    assert load_checkpoint(path).training == {"position": {"epoch": 1}}


@pytest.mark.slow
def test_export_keeps_the_network_that_lies_beside_the_optimiser(tmp_path: Path, digitpad: Commands) -> None:
    torch.save(dict(untrained("quick").model), tmp_path / "model.pth")
    optimizer = torch.optim.SGD(nn.Linear(1, 1).parameters(), lr=0.1)
    torch.save(optimizer.state_dict(), tmp_path / "optimizer.pth")
    for out in ("model.pth", "optimizer.pth"):
        line = digitpad.refused("export", tmp_path / "optimizer.pth", tmp_path / out)
        assert "is the file to export" in line


def test_inspect_tells_below_what_a_network_refuses(tmp_path: Path, digitpad: Commands) -> None:
    for threshold in (0.2, None):
        save_checkpoint(replace(untrained("quick"), refuse_below=threshold), tmp_path / "a.pth")
        assert digitpad.answer("inspect", tmp_path / "a.pth")["refuse_below"] == threshold
        assert ("below 20%" in digitpad("inspect", tmp_path / "a.pth")) == (threshold is not None)


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False])
def test_a_layer_beside_torchvisions_is_left_out_and_said_to_be(
    tmp_path: Path, whole: bool, digitpad: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    network = torchvision_module("torchvision.models").mobilenet_v3_small(weights=None, num_classes=10)
    network.add_module("add_linear", nn.Linear(1000, 10))
    torch.save(network if whole else network.state_dict(), tmp_path / "beside.pth")
    checkpoint = load_checkpoint(tmp_path / "beside.pth")
    assert (checkpoint.architecture, checkpoint.unused) == ("mobilenet-v3-small", ("add_linear",))
    values = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(checkpoint.network()(values), network.eval()(values))
    text = digitpad("inspect", tmp_path / "beside.pth")
    assert "file          torchvision's forward never calls add_linear" in text
    assert digitpad.answer("inspect", tmp_path / "beside.pth")["unused"] == ["add_linear"]
    Image.new("RGB", (32, 32)).save(tmp_path / "picture.png")
    argv = ["predict", "--checkpoint", str(tmp_path / "beside.pth"), str(tmp_path / "picture.png")]
    assert main(argv) == 0
    assert "never calls add_linear" in capsys.readouterr().err


@pytest.mark.slow
def test_a_class_of_ones_own_around_torchvisions_layers_may_call_what_is_beside_them(tmp_path: Path) -> None:
    network = torchvision_module("torchvision.models").mobilenet_v3_small(weights=None, num_classes=10)

    class Own(type(network)):  # type: ignore[misc]
        pass

    Own.__module__, Own.__qualname__ = "__main__", "Own"
    network.add_module("add_linear", nn.Linear(1000, 10))
    network.__class__ = Own
    main_module = sys.modules["__main__"]
    main_module.Own = Own  # type: ignore[attr-defined]
    try:
        torch.save(network, tmp_path / "own.pth")
    finally:
        del main_module.Own  # type: ignore[attr-defined]
    with pytest.raises(CheckpointError, match="does not know"):
        load_checkpoint(tmp_path / "own.pth")


@pytest.mark.slow
def test_one_of_several_networks_in_a_file_is_taken_by_its_name(digitpad: Commands, tmp_path: Path) -> None:
    path = tmp_path / "several.pth"
    torch.save({name: dict(untrained(name).model) for name in ("notes-basic", "notes-wide")}, path)
    assert "several networks (notes-basic, notes-wide)" in digitpad.refused("inspect", path)
    assert digitpad.answer("inspect", path, "--entry", "notes-wide")["architecture"] == "notes-wide"
    digitpad("export", path, tmp_path / "a.pth", "--entry", "notes-wide")
    assert load_checkpoint(tmp_path / "a.pth").architecture == "notes-wide"


@pytest.mark.slow
def test_inspect_tells_the_network_that_answers(tmp_path: Path, digitpad: Commands) -> None:
    """Weights with the shapes of note 002's network that read as another are inspected as that too."""
    write_registered(tmp_path / "a.pth", inverted=True)
    values = digitpad.answer("inspect", tmp_path / "a.pth")
    assert "black on white" in str(values["assumed"])
