"""Every system of the notes, trained by its recipe, measured on test pictures that it has not learnt from.

    python -m tests.tools.benchmarks.systems [--only NAME ...] [--cifar FOLDER]

Needs `DIGITPAD_DATA`; CIFAR-10 is taken from there too, or from a folder of its pictures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitpad.errors import DigitpadError
from digitpad.training.device import choose_device
from digitpad.training.session import new_trainer


@dataclass(frozen=True)
class System:
    """What is trained.

    Attributes:
        name: of the row.
        note: which note it is from.
        recipe: the preset.
        changes: settings that differ from it.
        things: whether it is trained on CIFAR-10's pictures.
        body_from: the preset that is trained first, whose weights it begins with; "" for random ones.
    """

    name: str
    note: str
    recipe: str
    changes: dict[str, Any] = field(default_factory=dict)
    things: bool = False
    body_from: str = ""


SYSTEMS = (
    System("notes-basic", "002", "notes-basic"),
    System("notes-wide", "000", "notes-wide"),
    System("notes-adam", "001", "notes-adam"),
    System("notes-logits", "003", "notes-logits"),
    System("notes-cifar10", "004, 18", "notes-cifar10", {"epochs": 100}, True),
    System("notes-cifar10, momentum", "004, 15", "notes-cifar10", {"epochs": 15, "momentum": 0.9}, True),
    System("colour", "ours", "colour", {"epochs": 30}, True),
    System("notes-vgg16", "004, 16", "notes-vgg16", {"epochs": 6}, True),
    System("notes-vgg16, frozen body", "004, 16", "notes-vgg16", {"epochs": 3, "freeze_body": True}, True),
    System("resnet18", "ours", "notes-vgg16", {"network": "resnet18", "epochs": 6}, True),
    System(
        "mobilenet-v3-small", "ours", "notes-vgg16", {"network": "mobilenet-v3-small", "epochs": 15}, True
    ),
    System("quick on Fashion-MNIST", "ours", "quick", {"dataset": "fashion-mnist", "epochs": 4}),
    System(
        "last layer on Fashion-MNIST",
        "004, 16",
        "quick",
        {"dataset": "fashion-mnist", "freeze_body": True},
        body_from="quick",
    ),
    System("best on Fashion-MNIST", "ours", "best", {"dataset": "fashion-mnist", "augmentation": "none"}),
)


def main() -> None:
    """Print a line for each system."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="of these systems")
    parser.add_argument("--cifar", metavar="FOLDER", help="CIFAR-10's pictures, <class>/*.png")
    arguments = parser.parse_args()
    device = choose_device("auto")
    for system in SYSTEMS:
        if arguments.only and system.name not in arguments.only:
            continue
        changes = dict(system.changes)
        if system.things and arguments.cifar:
            changes["dataset"] = arguments.cifar
        try:
            _measure(system, changes, device)
        except DigitpadError as error:
            print(f"{system.name}: {error}", file=sys.stderr)


def _measure(system: System, changes: dict[str, Any], device: str) -> None:
    began = time.perf_counter()
    if system.body_from:
        changes["weights"] = str(_trained(system.body_from, device))
    trainer = new_trainer(system.recipe, changes, out=None, device=device, progress=lambda *_: None)
    trainer.files = None
    for _ in trainer.run():
        pass
    accuracies = [accuracy for *_, accuracy in trainer.test_curve]
    print(
        f"{system.name:28} note {system.note:8} {trainer.examples_per_epoch:6} pictures  "
        f"{trainer.recipe.epochs:3} epochs  untrained {accuracies[0]:6.2%}  last {accuracies[-1]:6.2%}  "
        f"{time.perf_counter() - began:6.0f} s",
        flush=True,
    )


def _trained(recipe: str, device: str) -> Path:
    """A file with the weights that a preset gives."""
    folder = Path(tempfile.mkdtemp(prefix="digitpad-systems-"))
    for _ in new_trainer(recipe, {}, out=folder, device=device, progress=lambda *_: None).run():
        pass
    return folder / "last.pth"


if __name__ == "__main__":
    main()
