"""The networks by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import torch
from torch import nn

from digitpad.errors import RecipeError
from digitpad.model.networks import BestNet, HandwritingNet, NotesAdamNet, NotesNet, QuickNet


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be built by name.

    Attributes:
        name: what recipes and checkpoints call it.
        summary: its layers in a few words, for people.
        build: makes it with fresh random weights; takes `classes`.
        channels: channels of its input.
        size: side of its input in pixels.
        mean, std: normalisation of the grey values, 0-1, that its recipe has; the one of MNIST but for 003.
    """

    name: str
    summary: str
    build: Callable[..., nn.Module]
    channels: int = 1
    size: int = 28
    mean: float = 0.1307
    std: float = 0.3081


ARCHITECTURES: dict[str, Architecture] = {
    architecture.name: architecture
    for architecture in (
        Architecture("notes-basic", "conv 10-20 (5x5), linear 50, log_softmax", NotesNet),
        Architecture(
            "notes-wide",
            "conv 30-60 (5x5, padded), linear 50, log_softmax",
            partial(NotesNet, channels=(30, 60), padding=2),
        ),
        Architecture("notes-adam", "conv 10 (5x5), conv 20 (3x3), linear 500, log_softmax", NotesAdamNet),
        Architecture(
            "notes-logits",
            "conv 10-20 (5x5), linear 50, logits",
            partial(NotesNet, log_softmax=False),
            std=0.3801,  # what note 003 writes
        ),
        Architecture("quick", "conv 16-32 (3x3) with batch norm, linear 64", QuickNet),
        Architecture("best", "conv 32-32-64-64-96 (3x3) with batch norm", BestNet),
        Architecture(
            "handwriting", "conv 32 (5x5), 64-64-128-128-128 (3x3) with batch norm, residual", HandwritingNet
        ),
    )
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


def empty_network(name: str, classes: int = 10) -> nn.Module:
    """The network without any values (on the meta device), to be filled with `load_state_dict(assign=True)`.

    Building it this way draws no random numbers, so loading a file never disturbs a training run.
    """
    with torch.device("meta"):
        return architecture(name).build(classes=classes)


@lru_cache(maxsize=64)
def network_shapes(name: str, classes: int = 10) -> dict[str, tuple[int, ...]]:
    """Shape of every tensor in the network's state_dict, in order."""
    return {key: tuple(value.shape) for key, value in empty_network(name, classes).state_dict().items()}


@lru_cache(maxsize=64)
def network_types(name: str) -> dict[str, torch.dtype]:
    """Type of the numbers in every tensor of the network's state_dict, in order."""
    return {key: value.dtype for key, value in empty_network(name).state_dict().items()}


def parameter_count(network: nn.Module) -> int:
    """Number of trainable values."""
    return sum(parameter.numel() for parameter in network.parameters())
