"""A run in lines of text, as the notes print it."""

from __future__ import annotations

from collections.abc import Sequence

from digitpad.training.events import CheckpointSaved, EpochDone, Event, Finished, StepDone


class Report:
    """Turns events into log lines.

    Args:
        examples: size of the training set.
        batch_size: examples a step.
    """

    def __init__(self, examples: int, batch_size: int) -> None:
        self._examples = examples
        self._batch_size = batch_size

    def line(self, event: Event) -> str:
        """The line for `event`; empty where it has none."""
        if isinstance(event, StepDone):
            done = event.batch / event.batches
            seen = min(event.batch * self._batch_size, self._examples)
            where = f"{event.epoch} [{seen}/{self._examples} ({done:.0%})]"
            return f"Train Epoch: {where}\tLoss: {event.train_loss:.6f}"
        if isinstance(event, EpochDone):
            speed = "" if event.images_per_s is None else f", {event.images_per_s:,.0f} images/s"
            return (
                f"Test set after epoch {event.epoch}: "
                f"Avg. loss: {event.test_loss:.4f}, Accuracy: {event.test_accuracy:.2%}{speed}"
            )
        if isinstance(event, CheckpointSaved):
            return f"Best so far kept as {event.path}" if event.best else ""
        if isinstance(event, Finished):
            where = "" if event.path is None else f"; saved as {event.path}"
            return ("Finished" if event.reason == "completed" else "Stopped") + where
        return ""


LOGGED = 200
"""Epochs whose lines a checkpoint keeps: the newest."""


def log_of(test_curve: Sequence[tuple[int, int, float, float]]) -> str:
    """A run's measurements in lines, as its checkpoint keeps them.

    Args:
        test_curve: per measurement examples seen, epoch, loss, accuracy (0-1).
    """
    return "\n".join(
        f"epoch {epoch}: {seen} examples, test loss {loss:.4f}, accuracy {accuracy:.2%}"
        for seen, epoch, loss, accuracy in test_curve[-LOGGED:]
    )
