"""Networks that a list of layers cannot write: with layers that are called twice, or beside each other."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SharedPRelu(nn.Module):
    """One PReLU behind every layer."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.prelu = nn.PReLU()
        self.fc1 = nn.Linear(32 * 7 * 7, 64)
        self.fc2 = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(self.prelu(conv(x)), 2)
        return self.fc2(self.prelu(self.fc1(x.flatten(1))))


class InstanceNorm(nn.Module):
    """Instance norm, which has no weights."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5)
        self.conv2 = nn.Conv2d(16, 32, 5)
        self.fc1 = nn.Linear(32 * 4 * 4, 100)
        self.fc2 = nn.Linear(100, 10)
        self.norms = nn.ModuleList(map(nn.InstanceNorm2d, (16, 32)))

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        for conv, norm in zip((self.conv1, self.conv2), self.norms, strict=True):
            x = F.max_pool2d(F.relu(norm(conv(x))), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class SharedNorm(nn.Module):
    """Blocks of two convolutions with one batch norm behind both, whose weights the file has twice."""

    def __init__(self) -> None:
        super().__init__()
        blocks = []
        for before, after in ((1, 12), (12, 24)):
            norm = nn.BatchNorm2d(after)
            first, second = nn.Conv2d(before, after, 5, padding=2), nn.Conv2d(after, after, 3, padding=1)
            blocks.append(nn.Sequential(first, norm, second, norm, nn.ReLU(), nn.MaxPool2d(2)))
        self.block1, self.block2 = blocks
        self.fc = nn.Linear(24 * 7 * 7, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        return self.fc(self.block2(self.block1(x)).flatten(1))


class Branches(nn.Module):
    """Two convolutions of the same maps, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 5)
        self.branch3 = nn.Conv2d(8, 8, 3, padding=1)
        self.branch5 = nn.Conv2d(8, 8, 5, padding=2)
        self.fc = nn.Linear(16 * 6 * 6, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        x = F.max_pool2d(F.relu(self.stem(x)), 2)
        x = torch.cat((F.relu(self.branch3(x)), F.relu(self.branch5(x))), dim=1)
        return self.fc(F.max_pool2d(x, 2).flatten(1))


class Rows(nn.Module):
    """An LSTM that reads a picture row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.LSTM(28, 64, batch_first=True)
        self.out = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        outputs, _ = self.rnn(x[:, 0])
        return self.out(outputs[:, -1])


class Doubled(nn.Module):
    """Layers in attributes and again in a sequential, so that the file has their weights under two names."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        convolutions = self.conv1, nn.ReLU(), nn.MaxPool2d(2), self.conv2, nn.ReLU(), nn.MaxPool2d(2)
        linear = self.fc1, nn.BatchNorm1d(128), nn.ReLU(), self.fc2, nn.BatchNorm1d(64), nn.ReLU(), self.fc3
        self.layers = nn.Sequential(*convolutions, nn.Flatten(), nn.Dropout(0.2), *linear)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, 10) of pictures (B, 1, 28, 28)."""
        scores: Tensor = self.layers(x)
        return scores
