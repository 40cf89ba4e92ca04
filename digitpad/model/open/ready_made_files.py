"""What files of torchvision's networks tell beside names and shapes."""

from __future__ import annotations

from torch import nn

from digitpad.form import PerChannel
from digitpad.model.open.foreign import Found, Match
from digitpad.model.open.modules import walk
from digitpad.model.ready_made import IMAGENET_CLASSES
from digitpad.model.registry import ARCHITECTURES, empty_network
from digitpad.model.safe_io.stubs import ObjectStub

_OPTIONS = ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "output_size")

_TRANSFORMED = (0.5, 0.5, 0.5)
"""Mean and standard deviation of what GoogLeNet and Inception make of ImageNet's (`transform_input`)."""


def has_other_layers(network: ObjectStub, match: Match) -> bool:
    """Whether a whole network has other layers than torchvision's of the same names and shapes.

    Args:
        network: as it is in the file.
        match: what its names and shapes are of.
    """
    if not ARCHITECTURES[match.architecture].ready_made:
        return False
    expected = dict(empty_network(match.architecture, len(match.classes), match.form).named_modules())
    for module in walk(network):
        own = expected.get(module.path)
        if own is None or not module.leaf or isinstance(own, nn.Dropout | nn.Identity):
            continue
        if module.kind != type(own).__name__:
            return True
        options = {name: getattr(own, name) for name in _OPTIONS if hasattr(own, name)}
        if any(_pair(module.settings.get(name)) != _pair(value) for name, value in options.items()):
            return True
    return False


def _pair(value: object) -> object:
    return (value, value) if isinstance(value, int) else value


def normalisation(network: Found, match: Match) -> tuple[PerChannel, PerChannel]:
    """Mean and standard deviation of the pictures in colour that a network takes.

    torchvision's weights of GoogLeNet and Inception are of networks that transform what they are given, which
    weights do not tell and other people's networks rarely do.
    """
    entry = ARCHITECTURES[match.architecture]
    transforms = len(match.classes) == IMAGENET_CLASSES
    if network.module is not None:
        transforms = network.module.state.get("transform_input") is True
    return (_TRANSFORMED, _TRANSFORMED) if entry.auxiliary and transforms else (entry.mean, entry.std)
