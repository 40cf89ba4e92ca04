"""The training loop of the study notes, as a learner runs it: the yardstick for the speed of `train`.

Pictures go one by one through PIL and the transforms, a DataLoader puts them into batches, and every ten
batches the weights and the optimiser's state are written, as notes 000 and 002 do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.torchvision_compat import torchvision_module


class Net(nn.Module):
    """The network of notes 002 (10 and 20 channels) and 000 (30 and 60, padded), written as they write it."""

    def __init__(self, first: int, second: int, padding: int, values: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, first, kernel_size=5, padding=padding)
        self.conv2 = nn.Conv2d(first, second, kernel_size=5, padding=padding)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = nn.Linear(values, 50)
        self.fc2 = nn.Linear(50, 10)
        self.values = values

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2_drop(self.conv2(x)), 2))
        x = F.relu(self.fc1(x.view(-1, self.values)))
        x = F.dropout(x, training=self.training)
        return F.log_softmax(self.fc2(x), dim=1)


class Digit(nn.Module):
    """The network of note 001."""

    def __init__(self) -> None:
        super().__init__()
        self.convl = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 3)
        self.fcl = nn.Linear(20 * 10 * 10, 500)
        self.fc2 = nn.Linear(500, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.convl(x)), 2, 2)
        x = F.relu(self.conv2(x))
        x = F.relu(self.fcl(x.view(x.size(0), -1)))
        return F.log_softmax(self.fc2(x), dim=1)


@dataclass(frozen=True)
class Note:
    """What a note sets: network, batch size, optimiser, loss."""

    network: Callable[[], nn.Module]
    batch_size: int
    optimizer: Callable[[Iterator[nn.Parameter]], torch.optim.Optimizer]
    loss: Callable[[Tensor, Tensor], Tensor]


def _sgd(parameters: Iterator[nn.Parameter]) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=0.01, momentum=0.5)


NOTES = {
    "notes-basic": Note(lambda: Net(10, 20, 0, 320), 64, _sgd, F.nll_loss),
    "notes-wide": Note(lambda: Net(30, 60, 2, 2940), 128, _sgd, nn.CrossEntropyLoss()),
    "notes-adam": Note(Digit, 16, lambda parameters: torch.optim.Adam(parameters), F.cross_entropy),
}


class NotesRun:
    """A run of a note's loop; it writes model.pth and optimizer.pth into `folder`."""

    def __init__(self, name: str, root: Path, folder: Path, seed: int = 1) -> None:
        note = NOTES[name]
        torch.manual_seed(seed)
        transforms = torchvision_module("torchvision.transforms")
        datasets = torchvision_module("torchvision.datasets")
        steps = [transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))]
        self.train_loader, self.test_loader = (
            torch.utils.data.DataLoader(
                datasets.MNIST(root, train=train, transform=transforms.Compose(steps)),
                batch_size=note.batch_size if train else 1000,
                shuffle=True,
            )
            for train in (True, False)
        )
        self.network = note.network()
        self.optimizer = note.optimizer(self.network.parameters())
        self.loss = note.loss
        self.folder = folder

    def train(self) -> None:
        """One epoch."""
        self.network.train()
        for number, (pictures, labels) in enumerate(self.train_loader):
            self.optimizer.zero_grad()
            loss = self.loss(self.network(pictures), labels)
            loss.backward()
            self.optimizer.step()
            if number % 10 == 0:
                print(f"[{number * len(pictures)}/{len(self.train_loader.dataset)}] Loss: {loss.item():.6f}")
                torch.save(self.network.state_dict(), self.folder / "model.pth")
                torch.save(self.optimizer.state_dict(), self.folder / "optimizer.pth")

    def test(self) -> float:
        """The share of the test set that it reads right, 0-1."""
        self.network.eval()
        right = 0
        with torch.no_grad():
            for pictures, labels in self.test_loader:
                right += int((self.network(pictures).argmax(dim=1) == labels).sum())
        return right / len(self.test_loader.dataset)
