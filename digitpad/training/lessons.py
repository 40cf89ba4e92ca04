"""A whole lesson: the user's samples, what must not be forgotten, the teaching, and the file it ends in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import read_samples
from digitpad.errors import CheckpointError, reason
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.resources import taught_root
from digitpad.training.practice import Lesson
from digitpad.training.rehearsal import load_rehearsal
from digitpad.training.teaching import Progress, Taught, check_teachable, teach

PHASES = {
    "read": 0.02,
    "load": 0.05,
    "measure before": 0.2,
    "prepare": 0.05,
    "teach": 0.4,
    "check": 0.16,
    "measure after": 0.12,
}
"""What a lesson does in turn, with the part of the time it takes, about."""


def give_lesson(
    checkpoint: Checkpoint,
    store: OwnSamples,
    data: Path | None,
    progress: Progress,
    lesson: Lesson | None = None,
) -> Taught:
    """Teach a network the samples in a folder.

    Args:
        checkpoint: the network, which stays as it is.
        store: the samples.
        data: the folder with datasets; the usual one if None.
        progress: called with one of `PHASES`, done and total; may raise `Cancelled` to stop.
        lesson: how; the usual way if None.

    Raises:
        TrainingError: when there is nothing to learn or the network does not read digits.
        DatasetError: when samples or MNIST cannot be read.
        Cancelled: from `progress`.
    """
    check_teachable(checkpoint)
    own = read_samples(store.listing().samples, _phase(progress, "read"))
    old = load_rehearsal(data, _phase(progress, "load"))
    return teach(checkpoint, own, old, progress, lesson or Lesson())


def part_done(phase: str, done: int, total: int) -> float:
    """How far the whole lesson is, 0 to 1."""
    names = list(PHASES)
    before = sum(PHASES[name] for name in names[: names.index(phase)])
    return before + PHASES[phase] * (done / total if total else 0.0)


def save_taught(taught: Taught, folder: Path | None = None) -> Path:
    """Keep a taught network in a file of its own; gives where.

    Args:
        taught: what came of a lesson.
        folder: where; the usual folder if None.

    Raises:
        CheckpointError: when it cannot be written.
    """
    folder = taught_root() if folder is None else folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CheckpointError(
            "The folder {folder} could not be made: {why}. Choose another one.",
            folder=folder,
            why=reason(error),
        ) from error
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    number, path = 1, folder / f"taught-{stamp}.pth"
    while path.exists():
        number += 1
        path = folder / f"taught-{stamp}-{number}.pth"
    save_checkpoint(taught.checkpoint, path)
    return path


def _phase(progress: Progress, name: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(name, done, total)
