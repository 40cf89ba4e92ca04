"""Fine-tuning from end to end: the user's samples, the rehearsal, the training, and the file it ends in."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import read_samples
from digitpad.errors import CheckpointError, reason
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.resources import taught_root
from digitpad.training.finetune.batches import FineTuneConfig
from digitpad.training.finetune.fine_tuning import FineTuned, Progress, check_reads_digits, fine_tune
from digitpad.training.finetune.rehearsal import load_rehearsal

PHASES = {
    "read": 0.02,
    "load": 0.05,
    "measure before": 0.2,
    "prepare": 0.05,
    "teach": 0.4,
    "check": 0.16,
    "measure after": 0.12,
}
"""The phases in their order, with about the fraction of the time that each takes."""


def fine_tune_on_samples(
    checkpoint: Checkpoint,
    store: OwnSamples,
    data: Path | None,
    progress: Progress,
    config: FineTuneConfig | None = None,
) -> FineTuned:
    """Fine-tune a network on the samples in a folder.

    Args:
        checkpoint: the network, which stays as it is.
        store: the samples.
        data: the folder with datasets; the usual one if None.
        progress: called with one of `PHASES`, done and total; may raise `Cancelled` to stop.
        config: how; the defaults if None.

    Raises:
        TrainingError: when there is nothing to learn or the network does not read digits.
        DatasetError: when samples or MNIST cannot be read.
        Cancelled: from `progress`.
    """
    check_reads_digits(checkpoint)
    samples = read_samples(store.listing().samples, partial(progress, "read"))
    rehearsal = load_rehearsal(data, partial(progress, "load"))
    return fine_tune(checkpoint, samples, rehearsal, progress, config or FineTuneConfig())


def fraction_done(phase: str, done: int, total: int) -> float:
    """How much of the whole is done, 0 to 1."""
    names = list(PHASES)
    before = sum(PHASES[name] for name in names[: names.index(phase)])
    return before + PHASES[phase] * (done / total if total else 0.0)


def save_fine_tuned(result: FineTuned, folder: Path | None = None) -> Path:
    """Save a fine-tuned network in a file of its own.

    Args:
        result: the network.
        folder: where; the usual folder if None.

    Returns:
        The file.

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
    save_checkpoint(result.checkpoint, path)
    return path
