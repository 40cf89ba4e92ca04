"""The networks by name. Their names are known without torch, which is loaded when one is built."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from digitpad.errors import RecipeError
from digitpad.form import (
    CIFAR10_CLASSES,
    DIGIT_FORM,
    DIGITS,
    MNIST_MEAN,
    MNIST_STD,
    WHOLE,
    PerChannel,
    PictureForm,
)

if TYPE_CHECKING:
    import torch
    from torch import nn

COLOUR_FORM = PictureForm(channels=3, size=32, content=WHOLE)
"""CIFAR-10's pictures."""

CIFAR10_MEAN, CIFAR10_STD = (0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)
"""What is measured on CIFAR-10's training set, and what recipes that leave it to the dataset have."""

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Normalisation of the pictures that torchvision's weights were trained on (torchvision's documentation)."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be built by name.

    Attributes:
        name: what recipes and checkpoints call it.
        title: its layers in a few words.
        module: where its class is, beside this module.
        maker: the class, or a function that makes it, in that module; it takes `classes`, `channels` and,
            where the layers depend on it, `size` of the pictures.
        head: the layers that belong to its classes, and are new where a network is taken over for others.
        arguments: further arguments of `maker`.
        form: the pictures it was made for; assumed for files that lack this information.
        classes: the classes assumed for such files.
        mean, std: the normalisation assumed for such files: its recipe's.
        least: the smallest pictures it can be built for, in pixels.
        log_probs: whether it returns log-probabilities; logits otherwise.
    """

    name: str
    title: str
    module: str
    maker: str
    head: tuple[str, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    form: PictureForm = DIGIT_FORM
    classes: tuple[str, ...] = DIGITS
    mean: PerChannel = MNIST_MEAN
    std: PerChannel = MNIST_STD
    least: int = 8
    log_probs: bool = False

    @property
    def ready_made(self) -> bool:
        """Whether it is one of torchvision's."""
        return self.module == "ready_made"

    @property
    def factory(self) -> Callable[..., nn.Module]:
        """The class or function that makes it."""
        module = importlib.import_module(f"digitpad.model.{self.module}")
        return cast("Callable[..., nn.Module]", getattr(module, self.maker))

    def build(self, classes: int = 10, channels: int | None = None, size: int | None = None) -> nn.Module:
        """Build the network with fresh random weights, by default for the pictures it was made for."""
        arguments: dict[str, Any] = {"channels": channels or self.form.channels}
        if "size" in inspect.signature(self.factory).parameters:
            arguments["size"] = size or self.form.size
        return self.factory(classes=classes, **arguments, **self.arguments)


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
    return {name: Architecture(name, module=module, **(common | entry)) for name, entry in entries.items()}


class _Unmarked(ast.NodeTransformer):
    """Takes the text out of `tr("...")`."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return node.args[0]


_CIFAR10: dict[str, Any] = {"form": COLOUR_FORM, "classes": CIFAR10_CLASSES}

ARCHITECTURES: dict[str, Architecture] = {
    **_listed("networks"),
    **_listed("colour_networks", **_CIFAR10, mean=CIFAR10_MEAN, std=CIFAR10_STD),
    **_listed("ready_made", **_CIFAR10, mean=IMAGENET_MEAN, std=IMAGENET_STD, least=32),
}


def architecture(name: str) -> Architecture:
    """The architecture called `name`.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    try:
        return ARCHITECTURES[name]
    except KeyError:
        raise RecipeError(
            "There is no network called '{name}'; choose one of {known}.",
            name=name,
            known=", ".join(ARCHITECTURES),
        ) from None


def build_network(name: str, classes: int, form: PictureForm) -> nn.Module:
    """The network called `name` with fresh random weights, for pictures of this form.

    Raises:
        RecipeError: when there is none, or the pictures are too small for it.
    """
    entry = architecture(name)
    if form.size < entry.least:
        raise RecipeError(
            "The network {network} needs pictures of at least {least}x{least}, and these have {size}; set "
            "the picture size to {least} or choose another network.",
            network=name,
            least=entry.least,
            size=form.text,
        )
    return entry.build(classes, form.channels, form.size)


def empty_network(name: str, classes: int = 10, form: PictureForm | None = None) -> nn.Module:
    """The network without any values (on the meta device), to be filled with `load_state_dict(assign=True)`.

    Building it this way draws no random numbers, so loading a file never disturbs a training run.
    """
    import torch

    with torch.device("meta"):
        return build_network(name, classes, form or architecture(name).form)


@lru_cache(maxsize=64)
def network_shapes(
    name: str, classes: int = 10, form: PictureForm | None = None
) -> dict[str, tuple[int, ...]]:
    """Shape of every tensor in the network's state_dict, in order."""
    network = empty_network(name, classes, form)
    return {key: tuple(value.shape) for key, value in network.state_dict().items()}


@lru_cache(maxsize=64)
def network_types(name: str) -> dict[str, torch.dtype]:
    """Type of the numbers in every tensor of the network's state_dict, in order."""
    return {key: value.dtype for key, value in empty_network(name).state_dict().items()}


def in_head(name: str, key: str) -> bool:
    """Whether the weight called `key` belongs to the layers of the network's own classes."""
    return any(key == head or key.startswith(f"{head}.") for head in ARCHITECTURES[name].head)


def parameter_count(network: nn.Module) -> int:
    """Number of trainable values."""
    return sum(parameter.numel() for parameter in network.parameters())
