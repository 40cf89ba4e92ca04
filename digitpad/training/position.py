"""The position of a run: its next batch, and what was counted from its start."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

_MOST = 2**53


@dataclass
class Position:
    """The next `epoch` and `batch` of a run, and what was counted from its start.

    An epoch is evaluated before it is saved: `last_pending` and `best_pending` are what a run that stops or
    fails in between still has to save.
    """

    epoch: int = 1
    batch: int = 0
    step: int = 0
    examples_seen: int = 0
    loss_sum: float = 0.0
    seconds: float = 0.0
    seconds_examples: int = 0
    best_accuracy: float = -1.0
    last_pending: bool = False
    best_pending: bool = False

    @property
    def epochs_begun(self) -> int:
        """Epochs finished, and the one in progress."""
        return self.epoch if self.batch else self.epoch - 1

    def scheduled(self, batches: int) -> int:
        """Return the steps of a schedule that are done: all epochs count as if they had so many `batches`.

        That is `step`, unless the batch size was changed on the way: the schedule goes by epochs.
        """
        return (self.epoch - 1) * batches + self.batch

    def end_epoch(self) -> None:
        """Go to the start of the next epoch."""
        self.epoch += 1
        self.batch = 0
        self.loss_sum = self.seconds = 0.0
        self.seconds_examples = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the position as plain values, for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Position:
        """Return the position that `as_dict` described.

        Raises:
            TypeError, ValueError: when `values` are not a position.
        """
        position = cls(**values)
        for field in fields(cls):
            value = getattr(position, field.name)
            kinds = (int, float) if field.type == "float" else (int,) if field.type == "int" else (bool,)
            most = math.inf if field.type == "float" else _MOST
            if type(value) not in kinds or not abs(value) < most:  # false for NaN too
                raise ValueError(f"its {field.name} is out of range")
        if position.epoch < 1 or min(position.batch, position.step, position.examples_seen) < 0:
            raise ValueError("its counters are below zero")
        return position
