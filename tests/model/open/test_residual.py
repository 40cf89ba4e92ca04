"""Residual networks open as what they are, by the names and shapes of their weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from digitpad.data.labelled import LabelledImages
from digitpad.model.open.opening import assumed_network
from digitpad.model.open.search.pictures import Labelled
from digitpad.torchvision_compat import torchvision_module
from tests.helpers import drawn_digits, further
from tests.model.open import residual_networks as networks
from tests.model.open.test_whole import opened, same_answers, sentence_of


def ready_made(name: str, channels: int = 3, **options: Any) -> nn.Module:
    """One of torchvision's with another last layer, and perhaps another first one."""
    made: Any = getattr(torchvision_module("torchvision.models"), name)(weights=None, **options)
    if channels != 3:
        first = made.conv1
        made.conv1 = nn.Conv2d(channels, first.out_channels, 7, 2, 3, bias=False)
    network: nn.Module = made
    return network


def bottlenecks(**options: Any) -> nn.Module:
    """torchvision's ResNet with one block of three convolutions in each stage."""
    resnet = torchvision_module("torchvision.models").resnet
    network: nn.Module = resnet.ResNet(resnet.Bottleneck, [1, 1, 1, 1], **options)
    return network


NETWORKS: dict[str, tuple[Callable[[], nn.Module], tuple[int, int]]] = {
    "for small pictures": (networks.Cifar, (3, 32)),
    "for small grey pictures": (lambda: networks.Cifar(1), (1, 28)),
    "norms first": (networks.Wide, (3, 32)),
    "a lecture's": (networks.Lecture, (1, 28)),
    "ResNet-9": (networks.Nine, (3, 32)),
    "folders": (networks.Folders, (3, 32)),
    "a book's": (networks.book, (1, 28)),
    "ResNet-18, grey": (lambda: ready_made("resnet18", 1, num_classes=10), (1, 28)),
    "ResNeXt, short": (lambda: bottlenecks(num_classes=7, groups=4, width_per_group=16), (3, 224)),
    "MobileNetV2": (lambda: ready_made("mobilenet_v2", num_classes=10), (3, 32)),
}


@pytest.mark.parametrize("whole", [False, further(True)])
@pytest.mark.parametrize("case", NETWORKS)
def test_residual_networks_open_as_they_are_usually_built(case: str, whole: bool, tmp_path: Path) -> None:
    make, form = NETWORKS[case]
    torch.manual_seed(2)
    network = make()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d) and module.running_mean is not None:
            module.running_mean.uniform_(-0.1, 0.1)
    checkpoint = opened(network if whole else network.state_dict(), tmp_path / "a.pth")
    assert (checkpoint.form.channels, checkpoint.form.size) == form
    assert "residual blocks of stride" in sentence_of(checkpoint)
    assert same_answers(checkpoint, network)


MEASURED: dict[str, tuple[Callable[[], nn.Module], str]] = {
    "strides": (
        lambda: networks.Cifar(1, stride=1, width=6),
        "stride 1/1, before them stride 1, max pooling -",
    ),
    "maxima behind each": (
        lambda: networks.Pooled(1, last=True),
        "stride 1/1/1, before them stride 1, max pooling 2x2/2x2/2x2",
    ),
    "maxima behind each but the last": (
        lambda: networks.Pooled(1, last=False),
        "stride 1/1/1, before them stride 1, max pooling 2x2/2x2",
    ),
    "maxima behind the last": (
        lambda: networks.PooledAtLast(1),
        "stride 1/2, before them stride 1, max pooling 2x2",
    ),
}


def _train(network: nn.Module, digits: LabelledImages) -> None:
    """Until a known loss is reached, not for a number of rounds: processors differ in what a round brings.

    Half trained, a network reads as well with another padding; with no loss left, with another pooling.
    """
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for _ in range(60):
        losses = []
        for batch in torch.randperm(300).split(30):
            optimizer.zero_grad()
            scores = network((digits.images[batch] / 255 - 0.1307) / 0.3081)
            loss = nn.functional.cross_entropy(scores, digits.labels[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        if sum(losses) / len(losses) < 0.25:
            return
    raise AssertionError("the network does not learn the digits")


@pytest.mark.slow
@pytest.mark.parametrize("case", MEASURED)
def test_unusual_strides_and_poolings_are_measured(case: str, tmp_path: Path) -> None:
    make, sentence = MEASURED[case]
    torch.manual_seed(2)
    network = make()
    digits = drawn_digits(300, 1)
    _train(network, digits)
    torch.save(network.state_dict(), tmp_path / "a.pth")
    labelled = Labelled(digits.images, digits.labels, digits.classes, "drawn")
    checkpoint = assumed_network(
        tmp_path / "a.pth", lambda form, _classes: [labelled] if form.size == 28 else []
    )
    assert checkpoint is not None
    assert f"residual blocks of {sentence}, mean" in sentence_of(checkpoint)
    assert same_answers(checkpoint, network)


def test_blocks_that_do_not_go_together_stay_unknown(tmp_path: Path) -> None:
    """Without weights around a block that widens nothing says what is added there."""
    weights = networks.Cifar().state_dict()
    torch.save({name: value for name, value in weights.items() if "shortcut" not in name}, tmp_path / "a.pth")
    assert assumed_network(tmp_path / "a.pth", lambda *_: []) is None
