"""The networks of the study notes, with their exact layers and names, and ours.

Every network takes a float tensor (B, C, H, W), for the digits (B, 1, 28, 28), and returns one score per
class, (B, classes): log-probabilities where it ends in log_softmax, logits otherwise. `log_softmax` of
either returns log-probabilities, since it changes nothing when applied twice.

All of them can be built for other pictures than those they were made for: `channels` is 1 or 3, and `size`
the side of the pictures, from which the linear layers get their widths.
"""

from __future__ import annotations

from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import tr
from digitpad.model.linear import Linear

# The registry reads this without importing the module, which needs torch; see there for the keys.
NETWORKS = {
    "notes-basic": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers"),
        "maker": "NotesNet",
        "head": ("fc2",),
        "least": 16,
        "log_probs": True,
    },
    "notes-wide": {
        "title": tr("2 convolutions (30, 60) and 2 linear layers"),
        "maker": "NotesNet",
        "arguments": {"widths": (30, 60), "padding": 2},
        "head": ("fc2",),
        "log_probs": True,
    },
    "notes-adam": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers (500, 10)"),
        "maker": "NotesAdamNet",
        "head": ("fc2",),
        "least": 10,
        "log_probs": True,
    },
    "notes-logits": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers, logits"),
        "maker": "NotesNet",
        "arguments": {"log_softmax": False},
        "head": ("fc2",),
        "std": 0.3801,  # what note 003 writes
        "least": 16,
    },
    "quick": {
        "title": tr("2 convolutions (16, 32), batch norm"),
        "maker": "QuickNet",
        "head": ("fc2",),
    },
    "best": {
        "title": tr("5 convolutions (32–96), batch norm"),
        "maker": "BestNet",
        "head": ("classifier",),
    },
    "handwriting": {
        "title": tr("6 convolutions (32–128), batch norm, residual"),
        "maker": "HandwritingNet",
        "head": ("classifier", "known"),
    },
}


class NotesNet(nn.Module):
    """Two 5x5 convolutions with dropout and two linear layers: notes 002, 003 and 000.

    002 and 003 use 10 and 20 channels without padding (320 values reach `fc1`); 000 uses 30 and 60 with
    padding 2 (2,940 values). 003 leaves the log_softmax to the loss.

    Args:
        widths: channels of `conv1` and `conv2`.
        padding: zero padding of both convolutions, in pixels.
        log_softmax: whether the network ends in log_softmax.
        classes: scores per picture.
        channels: of the pictures.
        size: side of the pictures.
    """

    def __init__(
        self,
        widths: tuple[int, int] = (10, 20),
        padding: int = 0,
        log_softmax: bool = True,
        classes: int = 10,
        channels: int = 1,
        size: int = 28,
    ) -> None:
        super().__init__()
        first, second = widths
        side = ((size + 2 * padding - 4) // 2 + 2 * padding - 4) // 2
        self.conv1 = nn.Conv2d(channels, first, kernel_size=5, padding=padding)
        self.conv2 = nn.Conv2d(first, second, kernel_size=5, padding=padding)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = Linear(second * side * side, 50)
        self.fc2 = Linear(50, classes)
        self.log_softmax = log_softmax

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, classes) of pictures (B, channels, size, size)."""
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        # The notes drop channels before they pool. A channel that is dropped or doubled has the same
        # maxima dropped or doubled, so this is the same network, and has a quarter of the values to touch.
        x = F.relu(self.conv2_drop(F.max_pool2d(self.conv2(x), 2)))
        x = F.relu(self.fc1(x.flatten(1)))
        x = F.dropout(x, training=self.training)
        x = self.fc2(x)
        return F.log_softmax(x, dim=1) if self.log_softmax else x


class NotesAdamNet(nn.Module):
    """The network of note 001. Two of its layers are misspelt there (`convl`, `fcl`) and so they are here,
    because the files of its readers carry these names.
    """

    def __init__(self, classes: int = 10, channels: int = 1, size: int = 28) -> None:
        super().__init__()
        side = (size - 4) // 2 - 2
        self.convl = nn.Conv2d(channels, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 3)
        self.fcl = Linear(20 * side * side, 500)
        self.fc2 = Linear(500, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Log-probabilities (B, classes) of pictures (B, channels, size, size)."""
        # The note takes ReLU before it pools. The maxima are the same after it, and a quarter as many.
        x = F.relu(F.max_pool2d(self.convl(x), 2))
        x = F.relu(self.conv2(x))
        x = F.relu(self.fcl(x.flatten(1)))
        return F.log_softmax(self.fc2(x), dim=1)


class QuickNet(nn.Module):
    """Two 3x3 convolutions with batch norm: 99 % on MNIST after seconds on a small processor."""

    def __init__(self, classes: int = 10, channels: int = 1, size: int = 28) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(32)
        self.fc1 = Linear(32 * (size // 4) ** 2, 64)
        self.fc2 = Linear(64, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes) of pictures (B, channels, size, size)."""
        # Pooling before batch norm and ReLU touches a quarter of the values.
        x = F.relu(self.bn1(F.max_pool2d(self.conv1(x), 2)))
        x = F.relu(self.bn2(F.max_pool2d(self.conv2(x), 2)))
        return cast(Tensor, self.fc2(F.relu(self.fc1(x.flatten(1)))))


class BestNet(nn.Module):
    """Five 3x3 convolutions with batch norm (32, 32, 64, 64, 96 channels)."""

    def __init__(self, classes: int = 10, channels: int = 1, size: int = 28) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_block(channels, 32),
            *_block(32, 32),
            nn.MaxPool2d(2),
            *_block(32, 64),
            *_block(64, 64),
            nn.MaxPool2d(2),
            *_block(64, 96),
            nn.MaxPool2d(2),
        )
        self.dropout = nn.Dropout(0.3)
        self.classifier = Linear(96 * (size // 8) ** 2, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes) of pictures (B, channels, size, size)."""
        return cast(Tensor, self.classifier(self.dropout(self.features(x).flatten(1))))


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
