"""The networks by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import torch
from torch import nn

from digitpad.errors import RecipeError
from digitpad.form import CIFAR10_CLASSES, DIGIT_FORM, DIGITS, WHOLE, PerChannel, PictureForm
from digitpad.model import ready_made
from digitpad.model.colour_networks import ColourNet, NotesCifarNet
from digitpad.model.networks import BestNet, HandwritingNet, NotesAdamNet, NotesNet, QuickNet

COLOUR_FORM = PictureForm(channels=3, size=32, takes=WHOLE)
"""CIFAR-10's pictures."""

CIFAR10_MEAN, CIFAR10_STD = (0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)
"""What is measured on CIFAR-10's training set, and what recipes that leave it to the dataset have."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be built by name.

    Attributes:
        name: what recipes and checkpoints call it.
        summary: its layers in a few words, for people.
        build: makes it with fresh random weights; takes `classes`, and `channels` and, where it is `sized`,
            `size` of the pictures.
        head: the layers that belong to its classes, and are new where a network is taken over for others.
        form: the pictures it was made for, and which a file that does not tell is taken to be of.
        classes: the classes that such a file is taken to be of.
        mean, std: the normalisation that such a file is taken to have: its recipe's.
        least: the smallest pictures it can be built for, in pixels.
        ready_made: whether it is one of torchvision's.
        log_probs: whether it gives log-probabilities; logits otherwise.
        sized: whether its layers depend on the size of the pictures.
    """

    name: str
    summary: str
    build: Callable[..., nn.Module]
    head: tuple[str, ...]
    form: PictureForm = DIGIT_FORM
    classes: tuple[str, ...] = DIGITS
    mean: PerChannel = 0.1307  # MNIST's
    std: PerChannel = 0.3081
    least: int = 8
    ready_made: bool = False
    log_probs: bool = False
    sized: bool = True


def _for_colour(
    name: str,
    summary: str,
    build: Callable[..., nn.Module],
    head: str,
    mean: PerChannel,
    std: PerChannel,
    sized: bool,
) -> Architecture:
    return Architecture(name, summary, build, (head,), COLOUR_FORM, CIFAR10_CLASSES, mean, std, sized=sized)


def _ready_made(name: str, summary: str, build: Callable[..., nn.Module], head: str) -> Architecture:
    mean, std = ready_made.IMAGENET_MEAN, ready_made.IMAGENET_STD
    return Architecture(
        name,
        summary,
        build,
        (head,),
        COLOUR_FORM,
        CIFAR10_CLASSES,
        mean,
        std,
        least=32,
        ready_made=True,
        sized=False,
    )


ARCHITECTURES: dict[str, Architecture] = {
    architecture.name: architecture
    for architecture in (
        Architecture(
            "notes-basic",
            "conv 10-20 (5x5), linear 50, log_softmax",
            NotesNet,
            ("fc2",),
            least=16,
            log_probs=True,
        ),
        Architecture(
            "notes-wide",
            "conv 30-60 (5x5, padded), linear 50, log_softmax",
            partial(NotesNet, widths=(30, 60), padding=2),
            ("fc2",),
            log_probs=True,
        ),
        Architecture(
            "notes-adam",
            "conv 10 (5x5), conv 20 (3x3), linear 500, log_softmax",
            NotesAdamNet,
            ("fc2",),
            least=10,
            log_probs=True,
        ),
        Architecture(
            "notes-logits",
            "conv 10-20 (5x5), linear 50, logits",
            partial(NotesNet, log_softmax=False),
            ("fc2",),
            std=0.3801,  # what note 003 writes
            least=16,
        ),
        Architecture("quick", "conv 16-32 (3x3) with batch norm, linear 64", QuickNet, ("fc2",)),
        Architecture("best", "conv 32-32-64-64-96 (3x3) with batch norm", BestNet, ("classifier",)),
        Architecture(
            "handwriting",
            "conv 32 (5x5), 64-64-128-128-128 (3x3) with batch norm, residual",
            HandwritingNet,
            ("classifier", "known"),
        ),
        _for_colour(
            "notes-cifar10",
            "conv 32-32-64 (5x5, padded), linear 64",
            NotesCifarNet,
            "model.8",
            mean=0.0,  # the note leaves the values as they are
            std=1.0,
            sized=True,
        ),
        _for_colour(
            "colour",
            "conv 64-64-128-256 (3x3), batch norm, residual",
            ColourNet,
            "classifier",
            CIFAR10_MEAN,
            CIFAR10_STD,
            sized=False,
        ),
        _ready_made(
            "vgg16", "VGG-16, 13 conv (3x3) and 3 linear, last one new", ready_made.vgg16, "classifier.6"
        ),
        _ready_made(
            "vgg16-added",
            "VGG-16 with one linear layer added",
            ready_made.vgg16_added,
            "classifier.add_linear",
        ),
        _ready_made("resnet18", "ResNet-18, last layer new", ready_made.resnet18, "fc"),
        _ready_made(
            "mobilenet-v3-small",
            "MobileNet V3 small, last layer new",
            ready_made.mobilenet_v3_small,
            "classifier.3",
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
    sized = {"size": form.size} if entry.sized else {}
    return entry.build(classes=classes, channels=form.channels, **sized)


def empty_network(name: str, classes: int = 10, form: PictureForm | None = None) -> nn.Module:
    """The network without any values (on the meta device), to be filled with `load_state_dict(assign=True)`.

    Building it this way draws no random numbers, so loading a file never disturbs a training run.
    """
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
