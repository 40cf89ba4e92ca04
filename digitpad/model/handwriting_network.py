"""The network that comes with the program."""

from __future__ import annotations

from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import tr
from digitpad.model.linear import Linear

# The registry reads this without importing the module, which needs torch; see there for the keys.
NETWORKS = {
    "handwriting": {
        "title": tr("6 convolutions (32–128), batch norm, residual"),
        "maker": "HandwritingNet",
        "made_head": ("classifier", "known"),
    },
}


class HandwritingNet(nn.Module):
    """A 5x5 and five 3x3 convolutions with batch norm, most of them on small pictures: what we ship.

    Pooling comes right after the first layer, so 64 and 128 channels cost no more than `BestNet`'s 32 and 64.
    A separate head estimates how likely the picture is one of the classes at all. It does not change the
    features that it uses, so learning what is not a digit costs nothing in reading digits (measured: with
    shared features a fifth more digits of new writers were misread).
    """

    def __init__(self, classes: int = 10, channels: int = 1, size: int = 28) -> None:
        super().__init__()
        values = 128 * (size // 8) ** 2
        self.stem = nn.Conv2d(channels, 32, 5, padding=2, bias=False)
        self.stem_norm = nn.BatchNorm2d(32)
        self.middle = nn.Sequential(*_block(32, 64), *_block(64, 64), nn.MaxPool2d(2))
        self.wide = nn.Sequential(*_block(64, 128))
        self.deep = nn.Sequential(*_block(128, 128), *_block(128, 128))
        self.dropout = nn.Dropout(0.3)
        self.classifier = Linear(values, classes)
        self.known = nn.Sequential(Linear(values, 32), nn.ReLU(), Linear(32, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes) of pictures (B, channels, size, size).

        Their softmax is the class probabilities, and the logarithm of the sum of their exponentials is the
        log-odds of being one of the classes at all.
        """
        # Pooling before batch norm and ReLU touches a quarter of the values.
        x = F.relu(self.stem_norm(F.max_pool2d(self.stem(x), 2)))
        x = self.wide(self.middle(x))
        x = F.max_pool2d(x + self.deep(x), 2).flatten(1)
        classes = F.log_softmax(self.classifier(self.dropout(x)), dim=1)
        return cast(Tensor, classes + self.known(x.detach()))


def _block(channels_in: int, channels_out: int) -> tuple[nn.Module, ...]:
    return (
        nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    )
