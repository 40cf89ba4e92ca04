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
from digitpad.model.open.opening import assumed_network
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import LayersError, checked
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
    "chapters 13, 15": (published.NotesOptim, "mean 0", CIFAR10_CLASSES),
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
    "functions between linear layers": (published.FlattenFirst, "ReLU where it has no module of one"),
    "functions behind linear layers": (published.Partly, "ReLU behind linear layers that have no"),
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
