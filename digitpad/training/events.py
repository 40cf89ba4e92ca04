"""The events of a training run, and their lines in the log. Events are frozen: threads can share them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from digitpad.errors import Sentence

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


LOG_INTERVAL = 10
"""Batches between two points of the loss curve and two lines of the log, as in the notes."""


@dataclass(frozen=True, slots=True)
class Event:
    """Where the run stands.

    Attributes:
        epoch: number of the epoch, from 1; 0 before training.
        step: batches trained on since the run started.
        examples_seen: training examples seen since the run started.
    """

    epoch: int
    step: int
    examples_seen: int

    @property
    def is_logged(self) -> bool:
        """Whether it stands in curves and logs; of the steps only every tenth."""
        return True

    def as_json(self) -> dict[str, Any]:
        """Return the event as plain values under the names that scripts rely on; unknown ones are None."""
        values = {
            part.name: str(value) if isinstance(value := getattr(self, part.name), Path) else value
            for part in fields(self)
            if not part.metadata.get("internal")
        }
        known = dict.fromkeys(("train_loss", "test_loss", "test_accuracy", "images_per_s"))
        return {"event": _NAMES[type(self)], **known, **values}


@dataclass(frozen=True, slots=True)
class StepDone(Event):
    """A batch was trained on.

    Attributes:
        train_loss: mean loss of this batch before the weights were changed by it.
        images_per_s: training examples a second, averaged over the last second or so.
        batch: number of the batch in its epoch, from 0.
        batches: batches in the epoch.
        threads, most_threads: with how many the processor computes the next batch, and with how many while no
            other program needs it.
    """

    train_loss: float
    images_per_s: float
    batch: int
    batches: int
    threads: int = 1
    most_threads: int = 1

    @property
    def is_logged(self) -> bool:
        """Whether it stands in curves and logs: every tenth batch of an epoch."""
        return self.batch % LOG_INTERVAL == 0


@dataclass(frozen=True, slots=True)
class EpochDone(Event):
    """An epoch ended, or, with epoch 0, the network was evaluated before training.

    Attributes:
        train_loss: mean of the epoch's batch losses; None before training.
        test_loss: mean negative log-likelihood on the test set.
        test_accuracy: fraction of the test set read right, 0-1.
        images_per_s: the epoch's training examples over the wall time of its training part, saves included.
    """

    train_loss: float | None
    test_loss: float
    test_accuracy: float
    images_per_s: float | None


@dataclass(frozen=True, slots=True)
class CheckpointSaved(Event):
    """A checkpoint was written.

    Attributes:
        path: the file.
        best: whether it is the run's best so far, `best.pth`.
        checkpoint: its content without the training state; not part of the JSON.
    """

    path: Path
    best: bool
    checkpoint: Checkpoint = field(repr=False, compare=False, metadata={"internal": True})


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """The run ended; nothing follows.

    Attributes:
        reason: "completed" after the last epoch, "stopped" when asked to.
        test_loss, test_accuracy: the last measurement, None when there was none.
        path: the run's last checkpoint, None for a run that writes no files.
    """

    reason: Literal["completed", "stopped"]
    test_loss: float | None
    test_accuracy: float | None
    path: Path | None


_NAMES: dict[type[Event], str] = {
    StepDone: "step",
    EpochDone: "epoch",
    CheckpointSaved: "checkpoint",
    Finished: "finished",
}


class Report:
    """Turns events into log lines, those of steps and tests as the study notes print them.

    Args:
        examples: size of the training set.
        batch_size: examples a step.
    """

    def __init__(self, examples: int, batch_size: int) -> None:
        self._examples = examples
        self._batch_size = batch_size

    def line(self, event: Event) -> str | Sentence:
        """Return the line for `event`; "" for events without one."""
        if not event.is_logged:
            return ""
        if isinstance(event, StepDone):
            done = event.batch / event.batches
            examples = min(event.batch * self._batch_size, self._examples)
            where = f"{event.epoch} [{examples}/{self._examples} ({done:.0%})]"
            return f"Train Epoch: {where}\tLoss: {event.train_loss:.6f}"
        if isinstance(event, EpochDone):
            speed = "" if event.images_per_s is None else f", {event.images_per_s:,.0f} images/s"
            return (
                f"Test set after epoch {event.epoch}: "
                f"Avg. loss: {event.test_loss:.4f}, Accuracy: {event.test_accuracy:.2%}{speed}"
            )
        if isinstance(event, CheckpointSaved):
            return Sentence("Best so far kept as {path}", {"path": event.path}) if event.best else ""
        if isinstance(event, Finished):
            values = {} if event.path is None else {"path": event.path}
            if event.reason == "completed":
                return Sentence("Finished; saved as {path}" if values else "Finished", values)
            return Sentence("Stopped; saved as {path}" if values else "Stopped", values)
        return ""
