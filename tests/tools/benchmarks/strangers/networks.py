"""The networks of `networks.toml`: what each is built of, trained on, and what its file looks like."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, resized
from digitpad.form import PerChannel
from digitpad.model.normalization import normalize_uint8
from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import Places, checked
from digitpad.resources import data_root
from tests.tools.benchmarks.strangers import modules

KNOWN, NEW = "known", "new"
SETS = (KNOWN, NEW)
"""What opening was tuned on, and what it was not."""

_FILE = Path(__file__).with_name("networks.toml")
_NORMALISATIONS: dict[str, tuple[PerChannel, PerChannel]] = {
    "mnist": (0.1307, 0.3081),
    "fashion": (0.2860, 0.3530),
    "unit": (0.0, 1.0),
    "half": (0.5, 0.5),
    "bytes": (0.0, 1 / 255),
    "cifar": ((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
    "cifar pixels": ((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
}
_SAMPLE = "cifar10-sample"
_TESTED = 2000


@dataclass(frozen=True, slots=True)
class Network:
    """A network that somebody else may have built and trained.

    Attributes:
        name: of it, in the table.
        set: one of `SETS`.
        layers: as tables, or the names of layers without options; none where `module` builds it.
        module: the class in `modules` that builds it, where layers cannot say it.
        normalisation: a key of `_NORMALISATIONS`, or mean and std.
        dataset: what it is trained on: a name of digitpad's, or "cifar10-sample".
        classes: how many it tells apart; those that the dataset lacks are never right.
        channels, size: of its pictures; 0 for the dataset's own.
        padded: whether smaller pictures get an edge, and are not enlarged.
        black_on_white: whether it takes the pictures inverted.
        loss: "cross_entropy", "mse" of one-hot targets, or "softmax": the cross-entropy of a softmax.
        pictures, epochs: how many it is trained on, and how often at most.
        rate: the learning rate.
        defined: names of layers that its class defines first, in another order than they are called.
        unused: shapes of weights that its class defines and never calls.
        source: the public repository that its names and shapes are from.
    """

    name: str
    set: str
    layers: tuple[Any, ...] = ()
    module: str = ""
    normalisation: Any = "mnist"
    dataset: str = "mnist"
    classes: int = 10
    channels: int = 0
    size: int = 0
    padded: bool = False
    black_on_white: bool = False
    loss: str = "cross_entropy"
    pictures: int = 10000
    epochs: int = 3
    rate: float = 1.5e-3
    defined: tuple[str, ...] = ()
    unused: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    def build(self) -> nn.Module:
        """The network with random weights."""
        if self.module:
            built: nn.Module = getattr(modules, self.module)()
            return built
        return LayerNetwork(self.places())

    def places(self) -> Places:
        """Where its layers stand."""
        colour = self.dataset == _SAMPLE
        channels, side = self.channels or (3 if colour else 1), self.size or (32 if colour else 28)
        return checked(from_tables(_tables(self.layers)), (channels, side, side), self.classes)

    def train(self) -> LabelledImages:
        """What it is trained on."""
        return _first(_dataset(self.dataset).train, self.pictures)

    def test(self) -> LabelledImages:
        """What it is tested on."""
        return _first(_dataset(self.dataset).test, _TESTED)

    @property
    def folder(self) -> Path | None:
        """The image folder that its pictures are in; None where they are of a dataset."""
        return data_root() / self.dataset if self.dataset == _SAMPLE else None

    def inputs(self, images: Tensor) -> Tensor:
        """Pictures uint8 (N, C, H, W) of its dataset as it takes them."""
        edge = (self.size - images.shape[-1]) // 2 if self.padded else 0
        options = PictureOptions(0 if self.padded else self.size, self.channels)
        labels = torch.zeros(len(images), dtype=torch.int64)
        images = F.pad(resized(LabelledImages(images, labels), options).images, [edge] * 4)
        mean, std = (
            _NORMALISATIONS[self.normalisation] if isinstance(self.normalisation, str) else self.normalisation
        )
        return normalize_uint8((255 - images if self.black_on_white else images).float(), mean, std)

    def state_dict(self, network: nn.Module) -> dict[str, Tensor]:
        """What its file has: the weights in the order in which its class defines them, and unused ones."""
        own = {name: value.contiguous() for name, value in network.state_dict().items()}
        first = [name for layer in self.defined for name in own if name.startswith(f"{layer}.")]
        generator = torch.Generator().manual_seed(1)
        more = {name: torch.randn(shape, generator=generator) * 0.05 for name, shape in self.unused.items()}
        return {name: own[name] for name in dict.fromkeys((*first, *own))} | more


def _tables(layers: Sequence[Any]) -> list[dict[str, Any]]:
    """The layers with tables in place of names, also inside residual blocks."""
    tables = [{"layer": word} if isinstance(word, str) else word for word in layers]
    return [
        {key: _tables(value) if key in ("layers", "shortcut") else value for key, value in table.items()}
        for table in tables
    ]


Read = Callable[[Tensor], Tensor]
"""Scores (N, classes) of pictures uint8 (N, C, H, W)."""


def accuracy(read: Read, test: LabelledImages) -> float:
    """Share of a test set that is read right."""
    with torch.inference_mode():
        answers = [read(part).argmax(1) for part in test.images.split(500)]
    return float((torch.cat(answers) == test.labels).float().mean())


def _first(data: LabelledImages, count: int) -> LabelledImages:
    return replace(data, images=data.images[:count], labels=data.labels[:count])


def networks(name: str = "") -> list[Network]:
    """The networks of a set, or all of them."""
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["networks"]
    every = [
        Network(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for entry in entries
    ]
    return [one for one in every if not name or one.set == name]


@lru_cache(maxsize=4)
def _dataset(name: str) -> Dataset:
    return load_dataset(str(data_root() / name) if name == _SAMPLE else name)
