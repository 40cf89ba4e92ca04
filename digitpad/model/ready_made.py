"""Networks that torchvision has ready-made, with a last layer for other classes than ImageNet's (note 004).

They are torchvision's own modules, so their weights have torchvision's names, and files with such
weights fit, downloaded or saved. Grey pictures are repeated to the three channels that VGG-16, ResNet-18 and
MobileNet V3 small take; the others then have a first convolution of one channel.
"""

from __future__ import annotations

from functools import partial
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
        "known_by": ("features.28.weight", (512, 512, 3, 3)),
    },
    "vgg16-added": {
        "title": tr("VGG-16 and one more linear layer"),
        "maker": "vgg16_added",
        "made_head": ("classifier.add_linear",),
        "known_by": ("features.28.weight", (512, 512, 3, 3)),
    },
    "resnet18": {
        "title": tr("ResNet-18 (20 convolutions), its last layer new"),
        "maker": "resnet18",
        "made_head": ("fc",),
        "known_by": ("layer4.1.conv2.weight", (512, 512, 3, 3)),
    },
    "mobilenet-v3-small": {
        "title": tr("MobileNet V3 small, its last layer new"),
        "maker": "mobilenet_v3_small",
        "made_head": ("classifier.3",),
        "known_by": ("features.12.0.weight", (576, 96, 1, 1)),
    },
    "mobilenet-v3-small-grey": {
        "title": tr("MobileNet V3 small, for grey pictures without repeating them"),
        "maker": "mobilenet_v3_small_grey",
        "made_head": ("classifier.3",),
        "known_by": ("features.12.0.weight", (576, 96, 1, 1)),
        "least": 8,
    },
    "mobilenet-v3-large": {
        "title": tr("MobileNet V3 large"),
        "maker": "mobilenet_v3_large",
        "made_head": ("classifier.3",),
        "known_by": ("features.16.0.weight", (960, 160, 1, 1)),
        "least": 8,
    },
    "densenet121": {
        "title": tr("DenseNet-121"),
        "maker": "densenet121",
        "made_head": ("classifier",),
        "known_by": ("features.denseblock4.denselayer16.conv1.weight", (128, 992, 1, 1)),
    },
    "squeezenet1-0": {
        "title": tr("SqueezeNet 1.0"),
        "maker": "squeezenet1_0",
        "made_head": ("classifier.1",),
        "known_by": ("features.12.expand3x3.weight", (256, 64, 3, 3)),
        "least": 28,
    },
    "squeezenet1-1": {
        "title": tr("SqueezeNet 1.1"),
        "maker": "squeezenet1_1",
        "made_head": ("classifier.1",),
        "known_by": ("features.11.expand3x3.weight", (256, 64, 3, 3)),
        "least": 28,
    },
    "googlenet": {
        "title": tr("GoogLeNet without its auxiliary classifiers"),
        "maker": "googlenet",
        "made_head": ("fc",),
        "known_by": ("inception5b.branch4.1.conv.weight", (128, 832, 1, 1)),
        "auxiliary": ("aux1", "aux2"),
        "least": 16,
    },
    "inception-v3": {
        "title": tr("Inception V3 without its auxiliary classifier"),
        "maker": "inception_v3",
        "made_head": ("fc",),
        "known_by": ("Mixed_7c.branch_pool.conv.weight", (192, 2048, 1, 1)),
        "auxiliary": ("AuxLogits",),
        "least": 75,
    },
    "efficientnet-b0": {
        "title": tr("EfficientNet-B0"),
        "maker": "efficientnet_b0",
        "made_head": ("classifier.1",),
        "known_by": ("features.7.0.block.3.0.weight", (320, 1152, 1, 1)),
        "least": 8,
    },
    "efficientnet-b1": {
        "title": tr("EfficientNet-B1"),
        "maker": "efficientnet_b1",
        "made_head": ("classifier.1",),
        "known_by": ("features.7.1.block.3.0.weight", (320, 1920, 1, 1)),
        "least": 8,
    },
    "shufflenet-v2-x0-5": {
        "title": tr("ShuffleNet V2, half as wide"),
        "maker": "shufflenet_v2_x0_5",
        "made_head": ("fc",),
        "known_by": ("conv5.0.weight", (1024, 192, 1, 1)),
        "least": 8,
    },
    "shufflenet-v2-x1-0": {
        "title": tr("ShuffleNet V2"),
        "maker": "shufflenet_v2_x1_0",
        "made_head": ("fc",),
        "known_by": ("conv5.0.weight", (1024, 464, 1, 1)),
        "least": 8,
    },
    "convnext-tiny": {
        "title": tr("ConvNeXt tiny"),
        "maker": "convnext_tiny",
        "made_head": ("classifier.2",),
        "known_by": ("features.7.2.block.5.weight", (768, 3072)),
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


def _torchvisions(name: str, classes: int = 10, channels: int = 3, **options: bool) -> Any:
    """The network of this name, with a first convolution of one channel where pictures are grey."""
    made = getattr(torchvision_module("torchvision.models"), name)
    network = made(weights=None, num_classes=classes, **options)
    return for_grey(network) if channels == 1 else network


def for_grey(network: nn.Module) -> nn.Module:
    """The network with a first convolution of one channel."""
    name, first = next(part for part in network.named_modules() if isinstance(part[1], nn.Conv2d))
    bias = first.bias is not None
    grey = nn.Conv2d(1, first.out_channels, first.kernel_size, first.stride, first.padding, bias=bias)
    network.set_submodule(name, grey)
    return network


_alone = {"aux_logits": False, "init_weights": True}
mobilenet_v3_small_grey = partial(_torchvisions, "mobilenet_v3_small")
mobilenet_v3_large = partial(_torchvisions, "mobilenet_v3_large")
densenet121 = partial(_torchvisions, "densenet121")
squeezenet1_0 = partial(_torchvisions, "squeezenet1_0")
squeezenet1_1 = partial(_torchvisions, "squeezenet1_1")
googlenet = partial(_torchvisions, "googlenet", **_alone)
inception_v3 = partial(_torchvisions, "inception_v3", **_alone)
efficientnet_b0 = partial(_torchvisions, "efficientnet_b0")
efficientnet_b1 = partial(_torchvisions, "efficientnet_b1")
shufflenet_v2_x0_5 = partial(_torchvisions, "shufflenet_v2_x0_5")
shufflenet_v2_x1_0 = partial(_torchvisions, "shufflenet_v2_x1_0")
convnext_tiny = partial(_torchvisions, "convnext_tiny")


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
