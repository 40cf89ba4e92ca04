"""Networks that torchvision has ready-made, with a last layer for other classes than ImageNet's (note 004).

They are torchvision's own modules, so their weights have torchvision's names, and files with such
weights fit, downloaded or saved. Grey pictures are repeated to the three channels that they take.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from digitpad.errors import tr
from digitpad.torchvision_compat import torchvision_module

# The registry reads this without importing the module.
NETWORKS = {
    "vgg16": {
        "title": tr("VGG-16 (13 convolutions), its last layer new"),
        "maker": "vgg16",
        "made_head": ("classifier.6",),
    },
    "vgg16-added": {
        "title": tr("VGG-16 and one more linear layer"),
        "maker": "vgg16_added",
        "made_head": ("classifier.add_linear",),
    },
    "resnet18": {
        "title": tr("ResNet-18 (20 convolutions), its last layer new"),
        "maker": "resnet18",
        "made_head": ("fc",),
    },
    "mobilenet-v3-small": {
        "title": tr("MobileNet V3 small, its last layer new"),
        "maker": "mobilenet_v3_small",
        "made_head": ("classifier.3",),
    },
}

IMAGENET_CLASSES = 1000


def vgg16(classes: int = 10, channels: int = 3) -> Any:
    """VGG-16 (K. Simonyan, A. Zisserman, 2014) with its last layer replaced."""
    network = _made("vgg16", channels)
    network.classifier[6] = nn.Linear(4096, classes)
    return network


def vgg16_added(classes: int = 10, channels: int = 3) -> Any:
    """VGG-16 with all its layers and one more behind them, as note 004 adds it."""
    network = _made("vgg16", channels)
    network.classifier.add_module("add_linear", nn.Linear(IMAGENET_CLASSES, classes))
    return network


def resnet18(classes: int = 10, channels: int = 3) -> Any:
    """ResNet-18 (K. He et al., 2016) with its last layer replaced."""
    network = _made("resnet18", channels)
    network.fc = nn.Linear(512, classes)
    return network


def mobilenet_v3_small(classes: int = 10, channels: int = 3) -> Any:
    """MobileNet V3 small (A. Howard et al., 2019) with its last layer replaced."""
    network = _made("mobilenet_v3_small", channels)
    network.classifier[3] = nn.Linear(1024, classes)
    return network


def _made(name: str, channels: int) -> Any:
    network = getattr(torchvision_module("torchvision.models"), name)(weights=None)
    if channels == 1:
        network.register_forward_pre_hook(_three_channels)
    return network


def _three_channels(_network: nn.Module, arguments: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (arguments[0].expand(-1, 3, -1, -1),)


def imagenet_classes() -> tuple[str, ...]:
    """The names of ImageNet's thousand classes, in the order of the scores."""
    names = torchvision_module("torchvision.models").VGG16_Weights.IMAGENET1K_V1.meta["categories"]
    return tuple(names)
