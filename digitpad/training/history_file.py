"""A table beside a run's checkpoints with a row for each epoch: `history.csv`, for spreadsheets and plots.

=================  ==========================================================================
``epoch``          its number; 0 for the measurement before training
``step``           batches trained on since the run started
``examples_seen``  training examples since then
``train_loss``     mean loss of the epoch's batches
``test_loss``      mean negative log-likelihood on the test set after it
``test_accuracy``  fraction of the test set read right then, 0-1
``learning_rate``  of its last batch
``seconds``        that its training took, without tests and pauses
=================  ==========================================================================

What a file of an earlier version does not tell is empty. It is written whole from what the checkpoint keeps:
a run that goes on, in whichever folder, goes on in it, and it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitpad.files import replace_file

COLUMNS = (
    "epoch",
    "step",
    "examples_seen",
    "train_loss",
    "test_loss",
    "test_accuracy",
    "learning_rate",
    "seconds",
)


def history_path(folder: Path) -> Path:
    """Return where the table of the run in `folder` is."""
    return folder / "history.csv"


def write_history(history: Mapping[str, Any], folder: Path) -> None:
    """Write the table; a file that another program keeps from being written is written with the next save.

    Args:
        history: of the run's checkpoint.
        folder: the run's.
    """
    with contextlib.suppress(OSError):
        # Not flushed: it can be made again from the checkpoint, and flushing takes as long as for that.
        replace_file(history_path(folder), as_csv(history).encode(), flush=False)


def as_csv(history: Mapping[str, Any]) -> str:
    """Return the table: a line of names, and one for each measurement of the test set."""
    epochs = {int(epoch): (int(step), loss, rate) for epoch, step, loss, rate in history.get("epochs", ())}
    seconds = {int(epoch): f"{time:.3f}" for epoch, time in history.get("seconds", ())}
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for examples, epoch, test_loss, accuracy in history.get("test", ()):
        unknown = (0 if epoch == 0 else "", "", "")
        step, train_loss, rate = epochs.get(int(epoch), unknown)
        row = (int(epoch), step, int(examples), train_loss, test_loss, accuracy, rate)
        table.writerow((*row, seconds.get(int(epoch), "")))
    return text.getvalue()
