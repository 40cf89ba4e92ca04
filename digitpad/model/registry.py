"""The networks by name. Their names are known without torch, which is loaded when one is built."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from digitpad.errors import RecipeError, tr
from digitpad.form import (
    CIFAR10_CLASSES,
    COLOUR_FORM,
    DIGIT_FORM,
    DIGITS,
    MNIST_MEAN,
    MNIST_STD,
    PerChannel,
    PictureForm,
)
from digitpad.model.networks import COLOUR_NETWORKS, DIGIT_NETWORKS

if TYPE_CHECKING:
    import torch
    from torch import nn

    from digitpad.model.spec.shapes import Layers

CIFAR10_MEAN, CIFAR10_STD = (0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)
"""What is measured on CIFAR-10's training set, and what recipes that leave it to the dataset have."""

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Normalisation of the pictures that torchvision's weights were trained on (torchvision's documentation)."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be built.

    Attributes:
        name: what recipes and checkpoints call it.
        title: its layers in a few words.
        tables: its layers in order as plain values, where it is a list of layers in the registry.
        own: its layers in order, where it is a list of the user's own.
        module: where else its class is, beside this module.
        maker: the class, or a function that makes it, in that module; it takes `classes`, `channels` and,
            where the layers depend on it, `size` of the pictures.
        made_head: which of its layers belong to its classes, where it is not a list of layers.
        known_by: name and shape of a weight that few other networks have, where it is one of torchvision's.
        auxiliary: layers in files of it that only help training; it is without them.
        form: the pictures it was made for; assumed for files that lack this information.
        classes: the classes assumed for such files.
        mean, std: the normalisation assumed for such files: its recipe's.
        least: the smallest pictures it can be built for, in pixels.
    """

    name: str
    title: str
    tables: Sequence[Mapping[str, Any]] = field(default=(), compare=False)
    own: Layers = ()
    module: str = ""
    maker: str = ""
    made_head: tuple[str, ...] = ()
    known_by: tuple[str, tuple[int, ...]] = ("", ())
    auxiliary: tuple[str, ...] = ()
    form: PictureForm = DIGIT_FORM
    classes: tuple[str, ...] = DIGITS
    mean: PerChannel = MNIST_MEAN
    std: PerChannel = MNIST_STD
    least: int = 8

    @property
    def ready_made(self) -> bool:
        """Whether it is one of torchvision's."""
        return self.module == "ready_made"

    @property
    def repeats_grey(self) -> bool:
        """Whether it takes grey pictures as three equal channels."""
        return self.ready_made and not isinstance(self.factory, functools.partial)

    @property
    def factory(self) -> Callable[..., nn.Module]:
        """The class or function that makes it, where it is not a list of layers."""
        module = importlib.import_module(f"digitpad.model.{self.module}")
        return cast("Callable[..., nn.Module]", getattr(module, self.maker))

    @property
    def layers(self) -> Layers:
        """Its layers in order, where it is a list of layers; () otherwise."""
        return self.own or _layers(self.name)

    @property
    def head(self) -> tuple[str, ...]:
        """The layers that belong to its classes, and are new where a network is taken over for others."""
        from digitpad.model.spec.shapes import head

        return self.made_head or head(self.layers)

    @property
    def log_probs(self) -> bool:
        """Whether it returns log-probabilities; logits otherwise."""
        from digitpad.model.spec.shapes import returns_log_probs

        return returns_log_probs(self.layers)

    def build(self, classes: int = 10, channels: int | None = None, size: int | None = None) -> nn.Module:
        """Build the network with fresh random weights, by default for the pictures it was made for.

        Raises:
            RecipeError: when it is a list of layers that do not go with such pictures and classes.
        """
        channels, size = channels or self.form.channels, size or self.form.size
        if self.layers:
            from digitpad.model.spec.building import LayerNetwork
            from digitpad.model.spec.shapes import checked

            return LayerNetwork(checked(self.layers, (channels, size, size), classes))
        arguments = {"size": size} if "size" in inspect.signature(self.factory).parameters else {}
        return self.factory(classes=classes, channels=channels, **arguments)


def _listed(module: str, **common: Any) -> dict[str, Architecture]:
    """The networks that `NETWORKS` lists in a module beside this one, read without running it.

    The window and `--help` name the networks before torch is loaded, and a network stands in one file: its
    class, which needs torch, and its entry. So the entry is read as plain data from the source.
    """
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text("utf-8"))
    (listed,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NETWORKS"
    )
    entries = ast.literal_eval(_Unmarked().visit(listed))
    made = (Architecture(name, module=module, **(common | entry)) for name, entry in entries.items())
    return {one.name: replace(one, form=_large_enough(one)) for one in made}


def _large_enough(entry: Architecture) -> PictureForm:
    return replace(entry.form, size=max(entry.form.size, entry.least))


class _Unmarked(ast.NodeTransformer):
    """Takes the text out of `tr("...")`."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return node.args[0]


_CIFAR10: dict[str, Any] = {"form": COLOUR_FORM, "classes": CIFAR10_CLASSES}

ARCHITECTURES: dict[str, Architecture] = {
    **{name: Architecture(name, **entry) for name, entry in DIGIT_NETWORKS.items()},
    **_listed("handwriting_network"),
    **{name: Architecture(name, **(_CIFAR10 | entry)) for name, entry in COLOUR_NETWORKS.items()},
    **_listed("colour_network", **_CIFAR10, mean=CIFAR10_MEAN, std=CIFAR10_STD),
    **_listed("ready_made", **_CIFAR10, mean=IMAGENET_MEAN, std=IMAGENET_STD, least=32),
}
"""The networks that have a name."""

OWN, OWN_TITLE = "layers", tr("a list of layers of its own")
"""What recipes and checkpoints call a network that is a list of layers, which are beside the name."""


@lru_cache(maxsize=64)
def _layers(name: str) -> Layers:
    from digitpad.model.spec.plain import from_tables

    return from_tables(ARCHITECTURES[name].tables) if name in ARCHITECTURES else ()


def architecture(name: str, layers: Layers = (), form: PictureForm = DIGIT_FORM) -> Architecture:
    """The architecture called `name`.

    Args:
        name: of the registry, or `OWN`.
        layers: of a network that is a list of layers of its own.
        form: the pictures that such a network was made for.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    if name == OWN:
        return Architecture(OWN, OWN_TITLE, own=layers, form=form)
    try:
        return ARCHITECTURES[name]
    except KeyError:
        raise RecipeError(
            "There is no network called '{name}'; choose one of {known}.",
            name=name,
            known=", ".join(ARCHITECTURES),
        ) from None


Network = str | Architecture
"""A network of the registry by its name, or any architecture."""


def _entry(network: Network) -> Architecture:
    return network if isinstance(network, Architecture) else architecture(network)


def build_network(network: Network, classes: int, form: PictureForm) -> nn.Module:
    """The network with fresh random weights, for pictures of this form.

    Raises:
        RecipeError: when there is none, or it cannot be built for such pictures.
    """
    entry = _entry(network)
    if form.size < entry.least:
        raise RecipeError(
            "The network {network} needs pictures of at least {least}x{least}, and these have {size}; set "
            "the picture size to {least} or choose another network.",
            network=entry.name,
            least=entry.least,
            size=form.text,
        )
    return entry.build(classes, form.channels, form.size)


def empty_network(network: Network, classes: int = 10, form: PictureForm | None = None) -> nn.Module:
    """The network without any values (on the meta device), to be filled with `load_state_dict(assign=True)`.

    Building it this way draws no random numbers, so loading a file never disturbs a training run.
    """
    import torch

    with torch.device("meta"):
        return build_network(network, classes, form or _entry(network).form)


@lru_cache(maxsize=64)
def network_shapes(
    network: Network, classes: int = 10, form: PictureForm | None = None
) -> dict[str, tuple[int, ...]]:
    """Shape of every tensor in the network's state_dict, in order."""
    state = empty_network(network, classes, form).state_dict()
    return {key: tuple(value.shape) for key, value in state.items()}


@lru_cache(maxsize=64)
def network_types(
    network: Network, classes: int = 10, form: PictureForm | None = None
) -> dict[str, torch.dtype]:
    """Type of the numbers in every tensor of the network's state_dict, in order."""
    return {key: value.dtype for key, value in empty_network(network, classes, form).state_dict().items()}


def in_head(network: Network, key: str) -> bool:
    """Whether the weight called `key` belongs to the layers of the network's own classes."""
    return any(key == head or key.startswith(f"{head}.") for head in _entry(network).head)


def parameter_count(network: nn.Module) -> int:
    """Number of trainable values."""
    return sum(parameter.numel() for parameter in network.parameters())
