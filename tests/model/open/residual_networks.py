"""Residual networks as people write them, small; named after where the build is known from."""

from __future__ import annotations

from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn


def _way(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    """The way around a block; empty where the input is added as it is."""
    if stride == 1 and inputs == outputs:
        return nn.Sequential()
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class BasicBlock(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = _way(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(out + self.shortcut(x))


class Cifar(nn.Module):
    """The usual build for small pictures: no pooling before the blocks."""

    def __init__(self, channels: int = 3, stride: int = 2, width: int = 8) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = nn.Sequential(BasicBlock(width, width))
        self.layer2 = nn.Sequential(BasicBlock(width, 2 * width, stride), BasicBlock(2 * width, 2 * width))
        self.layer3 = nn.Sequential(BasicBlock(2 * width, 3 * width, stride))
        self.linear = nn.Linear(3 * width, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return cast(Tensor, self.linear(F.adaptive_avg_pool2d(x, 1).flatten(1)))


class Pooled(nn.Module):
    """Blocks without strides and maxima behind each, or behind each but the last."""

    def __init__(self, channels: int, last: bool, width: int = 6) -> None:
        super().__init__()
        self.block1 = BasicBlock(channels, width)
        self.block2 = BasicBlock(width, 2 * width)
        self.block3 = BasicBlock(2 * width, 3 * width)
        self.last = last
        self.fc1 = nn.Linear(3 * width * (9 if last else 1), 24)
        self.fc2 = nn.Linear(24, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.block1(x), 2)
        x = self.block3(F.max_pool2d(self.block2(x), 2))
        x = F.max_pool2d(x, 2) if self.last else F.adaptive_avg_pool2d(x, 1)
        return cast(Tensor, self.fc2(F.relu(self.fc1(x.flatten(1)))))


class PooledAtLast(nn.Module):
    """Blocks of which the last has a stride, and maxima before the linear layers."""

    def __init__(self, channels: int, width: int = 6) -> None:
        super().__init__()
        self.init_conv = _convolution(channels, width)
        self.res_blocks = nn.Sequential(BasicBlock(width, width + 2), BasicBlock(width + 2, 2 * width, 2))
        self.fc1 = nn.Linear(2 * width * 49, 24)
        self.fc2 = nn.Linear(24, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.res_blocks(self.init_conv(x)), 2)
        return cast(Tensor, self.fc2(F.relu(self.fc1(x.flatten(1)))))


class NormFirst(nn.Module):
    """A block with norm and activation before each convolution."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        first = F.relu(self.bn1(x))
        around = self.shortcut(first) if hasattr(self, "shortcut") else x
        return cast(Tensor, self.conv2(F.relu(self.bn2(self.conv1(first)))) + around)


class Wide(nn.Module):
    """Blocks with the norm first, and a last norm behind them."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, 1, 1, bias=False)
        self.layer1 = nn.Sequential(NormFirst(8, 8, 1))
        self.layer2 = nn.Sequential(NormFirst(8, 16, 2), NormFirst(16, 16, 1))
        self.bn = nn.BatchNorm2d(16)
        self.linear = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn(self.layer2(self.layer1(self.conv1(x)))))
        return cast(Tensor, self.linear(F.adaptive_avg_pool2d(x, 1).flatten(1)))


class PlainBlock(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.conv2(F.relu(self.conv1(x))))


class Lecture(nn.Module):
    """A lecture's network for MNIST, which defines its blocks behind the convolutions."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5)
        self.conv2 = nn.Conv2d(16, 32, 5)
        self.mp = nn.MaxPool2d(2)
        self.rblock1 = PlainBlock(16)
        self.rblock2 = PlainBlock(32)
        self.fc = nn.Linear(512, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.rblock1(self.mp(F.relu(self.conv1(x))))
        x = self.rblock2(self.mp(F.relu(self.conv2(x))))
        return cast(Tensor, self.fc(x.view(len(x), -1)))


def _convolution(inputs: int, outputs: int, pool: bool = False) -> nn.Sequential:
    layers = [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, *([nn.MaxPool2d(2)] if pool else []))


class Nine(nn.Module):
    """ResNet-9: convolutions with pooling, and between them blocks of two whole convolutions."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = _convolution(3, 8), _convolution(8, 16, True)
        self.res1 = nn.Sequential(_convolution(16, 16), _convolution(16, 16))
        self.conv3, self.conv4 = _convolution(16, 24, True), _convolution(24, 32, True)
        self.res2 = nn.Sequential(_convolution(32, 32), _convolution(32, 32))
        self.classifier = nn.Sequential(nn.MaxPool2d(4), nn.Flatten(), nn.Dropout(0.2), nn.Linear(32, 10))

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv2(self.conv1(x))
        x = self.res1(x) + x
        x = self.conv4(self.conv3(x))
        return cast(Tensor, self.classifier(self.res2(x) + x))


class FolderBlock(nn.Module):
    """A block whose convolutions are in a folder."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.residual_function = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = _way(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.residual_function(x) + self.shortcut(x))


class Folders(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True)
        )
        self.conv2_x = nn.Sequential(FolderBlock(8, 8, 1), FolderBlock(8, 8, 1))
        self.conv3_x = nn.Sequential(FolderBlock(8, 16, 2), FolderBlock(16, 16, 1))
        self.avg_pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(16, 100)

    def forward(self, x: Tensor) -> Tensor:
        x = self.avg_pool(self.conv3_x(self.conv2_x(self.conv1(x))))
        return cast(Tensor, self.fc(x.view(len(x), -1)))


class BookBlock(nn.Module):
    """A book's block: the convolution around it is called like those inside."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv3 = nn.Conv2d(inputs, outputs, 1, stride=stride) if inputs != outputs else None
        self.bn1, self.bn2 = nn.BatchNorm2d(outputs), nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(out + (x if self.conv3 is None else self.conv3(x)))


def book() -> nn.Module:
    """The book's ResNet, shortened."""
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 8, 7, 2, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1)),
        nn.Sequential(BookBlock(8, 8), BookBlock(8, 8)),
        nn.Sequential(BookBlock(8, 16, 2), BookBlock(16, 16)),
        nn.AdaptiveAvgPool2d((1, 1)),
        nn.Flatten(),
        nn.Linear(16, 10),
    )
