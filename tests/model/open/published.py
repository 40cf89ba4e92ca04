"""Networks as notes, tutorials and people write them; none of these classes is known where files are read."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class NotesCifar(nn.Module):
    """The network of note 004, chapter 18."""

    def __init__(self, attribute: str = "model") -> None:
        super().__init__()
        layers = nn.Sequential(
            nn.Conv2d(3, 32, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(64 * 4 * 4, 64),
            nn.Linear(64, 10),
        )
        self.add_module(attribute, layers)

    def forward(self, x: Tensor) -> Tensor:
        (layers,) = self.children()
        return cast(Tensor, layers(x))


class NotesOptim(NotesCifar):
    """The same in chapters 13 and 15: the attribute is called otherwise."""

    def __init__(self) -> None:
        super().__init__("model1")


class NotesSeq(nn.Module):
    """The same at the beginning of chapter 13, a layer an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels=3, out_channels=32, kernel_size=5, padding=2, stride=1, dilation=1)
        self.maxpool1 = nn.MaxPool2d(kernel_size=2)
        self.conv2 = nn.Conv2d(in_channels=32, out_channels=32, kernel_size=5, padding=2)
        self.maxpool2 = nn.MaxPool2d(kernel_size=2)
        self.conv3 = nn.Conv2d(in_channels=32, out_channels=64, kernel_size=5, padding=2)
        self.maxpool3 = nn.MaxPool2d(kernel_size=2)
        self.flatten = nn.Flatten()
        self.linear1 = nn.Linear(in_features=1024, out_features=64)
        self.linear2 = nn.Linear(in_features=64, out_features=10)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.children():
            x = layer(x)
        return x


class Tutorial(nn.Module):
    """`cifar_net.pth` of PyTorch's tutorial: one pooling module is used twice, all else is functions."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return cast(Tensor, self.fc3(x))


class Example(nn.Module):
    """PyTorch's example for MNIST: dropout is modules, all else between the layers functions."""

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv2(F.relu(self.conv1(x))))
        x = torch.flatten(self.dropout1(F.max_pool2d(x, 2)), 1)
        return F.log_softmax(self.fc2(self.dropout2(F.relu(self.fc1(x)))), dim=1)


class OlderExample(nn.Module):
    """The example as it was before, which the notes have too; under other names and with other classes."""

    def __init__(self, classes: int = 26) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 10, kernel_size=5)
        self.second = nn.Conv2d(10, 20, kernel_size=5)
        self.drop = nn.Dropout2d()
        self.hidden = nn.Linear(320, 50)
        self.out = nn.Linear(50, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(F.max_pool2d(self.first(x), 2))
        x = F.relu(F.max_pool2d(self.drop(self.second(x)), 2))
        x = F.relu(self.hidden(x.view(-1, 320)))
        return cast(Tensor, self.out(F.dropout(x, training=self.training)))


class LeNet(nn.Module):
    """LeNet-5 as it is mostly written today, with one module for all activations."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv2(x)))
        x = self.relu(self.fc1(x.view(x.size(0), -1)))
        return cast(Tensor, self.fc3(self.relu(self.fc2(x))))


class Blocks(nn.Module):
    """A chain of `nn.Sequential`, and linear layers between which a function may be called."""

    def __init__(self) -> None:
        super().__init__()
        self.layer1 = nn.Sequential(
            nn.Conv2d(1, 8, 5, padding=2), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.layer2 = nn.Sequential(nn.Conv2d(8, 16, 3, stride=2), nn.BatchNorm2d(16), nn.ELU())
        self.fc = nn.Linear(16 * 6 * 6, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer2(self.layer1(x))
        return cast(Tensor, self.fc(x.reshape(len(x), -1)))


class Perceptron(nn.Module):
    """Linear layers in a list, with one module for all activations."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(784, 40), nn.Linear(40, 30), nn.Linear(30, 62)])
        self.activation = nn.LeakyReLU(0.2)

    def forward(self, x: Tensor) -> Tensor:
        x = x.flatten(1)
        for layer in list(self.layers)[:-1]:
            x = self.activation(layer(x))
        return cast(Tensor, self.layers[-1](x))


class FlattenFirst(nn.Module):
    """Of a perceptron only what lays pictures flat is a module."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.fc1, self.fc2 = nn.Linear(784, 64), nn.Linear(64, 47)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.fc2(F.relu(self.fc1(self.flatten(x)))))


class Partly(nn.Module):
    """Activations are modules behind convolutions, and functions behind linear layers."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.pool1, self.act1 = nn.Conv2d(1, 6, 3, padding=1), nn.MaxPool2d(2), nn.SiLU()
        self.conv2 = nn.Conv2d(6, 8, 3, padding=1)
        self.conv3, self.pool2, self.act2 = nn.Conv2d(8, 8, 3, padding=1), nn.MaxPool2d(3, 2), nn.SiLU()
        self.fc1, self.fc2 = nn.Linear(8 * 36, 30), nn.Linear(30, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.act1(self.pool1(self.conv1(x)))
        x = self.act2(self.pool2(self.conv3(self.conv2(x))))
        return cast(Tensor, self.fc2(F.relu(self.fc1(x.flatten(1)))))


class Reshape(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.view(-1, 1, 28, 28)


class Lambda(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.view(len(x), -1)


def with_own_classes() -> nn.Module:
    """A sequence in which classes of the user's own change the shape."""
    return nn.Sequential(
        Reshape(),
        nn.Conv2d(1, 8, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 10, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.AvgPool2d(7),
        Lambda(),
    )
