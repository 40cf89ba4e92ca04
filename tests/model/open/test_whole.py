"""Whole networks and published ones open as what they are, without pictures to try them on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from torch import nn

from digitpad.form import CIFAR10_CLASSES, DIGITS
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.opening import assumed_network
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import LayersError, checked
from digitpad.torchvision_compat import torchvision_module
from tests.model.open import published
from tests.model.spec.networks import CHAINS


def opened(content: object, path: Path) -> Checkpoint:
    """What a file with this content opens as, where no labelled pictures are."""
    torch.save(content, path)
    checkpoint = assumed_network(path, lambda *_: [])
    assert checkpoint is not None
    return checkpoint


def sentence_of(checkpoint: Checkpoint) -> str:
    return str(checkpoint.assumed and checkpoint.assumed.sentence)


def same_answers(checkpoint: Checkpoint, network: nn.Module) -> bool:
    pictures = torch.rand(5, *checkpoint.form.shape)
    with torch.no_grad():
        expected, answers = network.eval()(pictures), checkpoint.network()(pictures)
    return torch.allclose(answers.softmax(1), expected.softmax(1), atol=1e-5)


def as_modules(tables: list[dict[str, Any]], channels: int, size: int) -> nn.Sequential:
    """The layers as torch's own modules in `nn.Sequential`."""
    places = checked(from_tables(tables), (channels, size, size), 3)
    made = []
    for place in places:
        shape = place.inputs or ()
        kind = getattr(nn, place.layer.class_name(shape))
        made.append(kind(*place.layer.arguments(shape), **place.layer.options()))
    return nn.Sequential(*made)


@given(tables=CHAINS)
def test_of_a_sequential_everything_is_in_the_file(tables: list[dict[str, Any]]) -> None:
    try:
        network = as_modules([{"layer": "conv", "out": 2, "kernel": 3}, *tables], 1, 28)
    except LayersError:
        return
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = opened(network, Path(folder) / "a.pth")
    assert same_answers(checkpoint, network)
    assert sentence_of(checkpoint).startswith("mean 0.1307, std 0.3081: not measured")
    assert (checkpoint.kind, checkpoint.classes) == ("module", ("0", "1", "2"))


LETTERS = {26: "abcdefghijklmnopqrstuvwxyz", 47: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt"}

PUBLISHED: dict[str, tuple[Callable[[], nn.Module], str, Sequence[str]]] = {
    "chapter 13": (published.NotesSeq, "the layers of notes-cifar10, mean 0, std 1", CIFAR10_CLASSES),
    "chapters 13, 15": (published.NotesOptim, "mean 0, std 1", CIFAR10_CLASSES),
    "the tutorial": (published.Tutorial, "PyTorch's tutorial network", CIFAR10_CLASSES),
    "the example": (published.Example, "PyTorch's example network", DIGITS),
    "the older example": (published.OlderExample, "notes-basic", LETTERS[26]),
    "the older example, 47": (lambda: published.OlderExample(47), "notes-basic", LETTERS[47]),
    "LeNet-5": (published.LeNet, "max pooling 2x2", DIGITS),
}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("case", PUBLISHED)
def test_published_networks_open_at_the_first_try(case: str, whole: bool, tmp_path: Path) -> None:
    make, assumed, classes = PUBLISHED[case]
    torch.manual_seed(4)
    network = make()
    checkpoint = opened(network if whole else network.state_dict(), tmp_path / "a.pth")
    assert checkpoint.classes == tuple(classes)
    assert assumed in sentence_of(checkpoint)
    assert "not measured" in sentence_of(checkpoint)
    assert same_answers(checkpoint, network)


WHOLE: dict[str, tuple[Callable[[], nn.Module], str]] = {
    "a chain of sequences": (published.Blocks, ""),
    "a list of linear layers": (published.Perceptron, "mean"),
    "functions between linear layers": (
        published.FlattenFirst,
        "ReLU behind each layer that no activation module follows",
    ),
    "functions behind linear layers": (published.Partly, "ReLU behind each linear layer that no"),
    "classes of its own": (published.with_own_classes, ""),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_a_class_does_between_its_modules_is_assumed(case: str, tmp_path: Path) -> None:
    make, assumed = WHOLE[case]
    torch.manual_seed(4)
    network = make()
    checkpoint = opened(network, tmp_path / "a.pth")
    assert sentence_of(checkpoint).startswith(assumed)
    assert same_answers(checkpoint, network)


@pytest.mark.parametrize(
    "names",
    [
        ("forward", "fc"),
        ("fc-1", "fc"),
        ("a." * 5000 + "fc1", "fc2"),
        tuple(f"layers.{number}.conv" for number in range(600)),
    ],
)
def test_names_and_numbers_of_layers_that_no_recipe_can_have_stay_unknown(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    shapes = [(30, 784), (26, 30)] if len(names) == 2 else [(1, 1, 3, 3)] * len(names)
    weights = {f"{name}.weight": torch.zeros(shape) for name, shape in zip(names, shapes, strict=True)}
    torch.save(weights, tmp_path / "a.pth")
    assert assumed_network(tmp_path / "a.pth", lambda *_: []) is None


@pytest.mark.parametrize("setting", [0, -1, 2**70, "same", (3, 3, 3), 1.5, None])
def test_impossible_settings_of_modules_are_not_taken(setting: object, tmp_path: Path) -> None:
    """Anything may stand in a file; the weights alone are tried then."""
    network = published.Blocks()
    for name in ("stride", "padding", "groups"):
        setattr(network.layer2[0], name, setting)
    torch.save(network, tmp_path / "a.pth")
    checkpoint = assumed_network(tmp_path / "a.pth", lambda *_: [])
    assert checkpoint is None or checkpoint.classes == DIGITS


@pytest.mark.slow
@pytest.mark.parametrize("case", ["as it is", "a layer added", "a layer added inside", "a layer changed"])
@pytest.mark.parametrize("whole", [True, False])
def test_the_notes_vgg_of_chapters_16_and_17_opens(case: str, whole: bool, tmp_path: Path) -> None:
    network = torchvision_module("torchvision.models").vgg16(weights=None)
    if case == "a layer added":
        network.add_module("add_linear", nn.Linear(1000, 10))
    elif case == "a layer added inside":
        network.classifier.add_module("add_linear", nn.Linear(1000, 10))
    elif case == "a layer changed":
        network.classifier[6] = nn.Linear(4096, 10)
    torch.save(network if whole else network.state_dict(), tmp_path / "vgg16_method1.pth")
    checkpoint = load_checkpoint(tmp_path / "vgg16_method1.pth")
    assert len(checkpoint.classes) == (1000 if case in ("as it is", "a layer added") else 10)
    assert same_answers(checkpoint, network)
