"""Files as learners write them: by scripts of their own, in which the classes are in `__main__`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from digitpad.model.checkpoint import Checkpoint
from tests import processes
from tests.helpers import drawn_digits

NOTE_003 = """
import torch
import torch.nn.functional as F
from torch import nn, optim

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=5)
        self.conv2 = nn.Conv2d(10, 20, kernel_size=5)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = nn.Linear(320, 50)
        self.fc2 = nn.Linear(50, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2_drop(self.conv2(x)), 2))
        x = x.view(-1, 320)
        x = F.relu(self.fc1(x))
        x = F.dropout(x, training=self.training)
        return self.fc2(x)

torch.manual_seed(3)
model = network = Net()
"""
"""The network of notes 002 and 003, which differ in the log_softmax at its end."""

NOTE_000 = (
    NOTE_003.replace("(1, 10, kernel_size=5)", "(1, 30, kernel_size=5, stride=1, padding=2)")
    .replace("(10, 20, kernel_size=5)", "(30, 60, kernel_size=5, stride=1, padding=2)")
    .replace("320", "2940")
)

NOTE_001 = """
import torch
import torch.nn.functional as F
from torch import nn

class Digit(nn.Module):
    def __init__(self):
        super().__init__()
        self.convl = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 3)
        self.fcl = nn.Linear(20 * 10 * 10, 500)
        self.fc2 = nn.Linear(500, 10)

    def forward(self, x):
        input_size = x.size(0)
        x = F.relu(self.convl(x))
        x = F.max_pool2d(x, 2, 2)
        x = F.relu(self.conv2(x))
        x = x.view(input_size, -1)
        x = F.relu(self.fcl(x))
        return F.log_softmax(self.fc2(x), dim=1)

torch.manual_seed(3)
model = network = Digit()
"""

NOTE_004 = """
import torch
from torch import nn

class ZL(nn.Module):
    def __init__(self):
        super(ZL, self).__init__()
        self.model = nn.Sequential(
            nn.Conv2d(3,32,5,1,2),
            nn.MaxPool2d(2),
            nn.Conv2d(32,32,5,1,2),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5, 1, 2),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(in_features=1024, out_features=64),
            nn.Linear(64,10)
        )

    def forward(self, x):
        x = self.model(x)
        return x

torch.manual_seed(3)
model = zl = ZL()
"""

STEPS = """
optimizer = optim.SGD(network.parameters(), lr=0.01, momentum=0.5)
for step in range(3):
    optimizer.zero_grad()
    F.nll_loss(F.log_softmax(network(torch.rand(4, 1, 28, 28)), dim=1), torch.tensor([1, 2, 3, 4])).backward()
    optimizer.step()
"""
"""A little training, after which the optimiser has momentum."""


def same_weights(found: Checkpoint, expected: Mapping[str, Tensor]) -> bool:
    """The same names in the same order, with the same values."""
    return list(found.model) == list(expected) and all(
        torch.equal(found.model[name], value) for name, value in expected.items()
    )


def run_script(code: str, folder: Path) -> None:
    """Run a learner's script in `folder`."""
    script = folder / "script.py"
    script.write_text(code, encoding="utf-8")
    done = processes.run(["-W", "ignore", script.name], cwd=folder)
    assert done.returncode == 0, done.stderr
    script.unlink()


def write_strangers(path: Path) -> None:
    """Write the bare weights of a network that is in no registry, and has learnt a few drawn digits."""
    digits = drawn_digits(300, 1)
    torch.manual_seed(3)
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 48), nn.ReLU(), nn.Linear(48, 10))
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for batch in torch.randperm(len(digits)).repeat(10).split(30):
        optimizer.zero_grad()
        scores = network(digits.images[batch] / 255)
        nn.functional.cross_entropy(scores, digits.labels[batch]).backward()
        optimizer.step()
    torch.save({f"net.{name}": value for name, value in network.state_dict().items()}, path)
