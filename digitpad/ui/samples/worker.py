"""Work of the My samples tab that is done in a thread: teaching the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.ui.threads.answering import wait_for_answers

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.finetune.fine_tuning import FineTuned


def give_lesson(
    checkpoint: Checkpoint, samples: Path, data: Path | None, progress: Callable[[int, int, str], None]
) -> tuple[FineTuned, Path]:
    """Teach a network the samples, and save it.

    Args:
        checkpoint: the network that is taught; it stays as it is.
        samples: the folder of the samples.
        data: the folder with datasets; None for the usual one.
        progress: called with done, total and one of `digitpad.training.finetune.session.PHASES`.

    Returns:
        The taught network, and the file it was saved in.

    Raises:
        DigitpadError: when the folder with datasets does not answer, or the network cannot be taught.
    """
    from digitpad.data.own.samples import OwnSamples
    from digitpad.resources import data_root
    from digitpad.training.finetune.session import fine_tune_on_samples, save_fine_tuned

    def report(phase: str, done: int, total: int) -> None:
        progress(done, total, phase)

    wait_for_answers([data or data_root()], lambda _path: progress(0, 0, "read"))
    taught = fine_tune_on_samples(checkpoint, OwnSamples(samples), data, report)
    report("measure after", 1, 1)  # what was cancelled by now leaves no file
    return taught, save_fine_tuned(taught)
