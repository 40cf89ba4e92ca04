"""Our network for colour pictures."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import tr

# The registry reads this without importing the module.
NETWORKS = {
    "colour": {
        "title": tr("8 convolutions (64–256), batch norm, residual"),
        "maker": "ColourNet",
        "made_head": ("classifier",),
    },
}


class ColourNet(nn.Module):
    """A small residual network (K. He et al., 2016) for colour pictures: 3x3 convolutions with batch norm,
    64, 128 and 256 channels, two residual blocks.

    The output of the first layer is pooled at once, so an epoch takes minutes and not an hour on a
    small processor. What remains of each of the last maps is its mean and its largest value.
    """

    def __init__(self, classes: int = 10, channels: int = 3) -> None:
        super().__init__()
        self.stem = _convolution(channels, 64)
        self.first = _convolution(64, 64)
        self.first_block = nn.Sequential(_convolution(64, 64), _convolution(64, 64))
        self.second = _convolution(64, 128)
        self.second_block = nn.Sequential(_convolution(128, 128), _convolution(128, 128))
        self.third = _convolution(128, 256)
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(512, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes) of pictures (B, channels, size, size)."""
        x = self.first(F.max_pool2d(self.stem(x), 2))
        x = x + self.first_block(x)
        x = self.second(F.max_pool2d(x, 2))
        x = x + self.second_block(x)
        x = self.third(F.max_pool2d(x, 2))
        x = torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)
        return cast(Tensor, self.classifier(self.dropout(x)))


def _convolution(channels_in: int, channels_out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    )
