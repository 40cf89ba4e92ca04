"""The learning rate as a pure function of the step, so that a resumed run needs no scheduler's state."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digitpad.recipe.recipe import Recipe

WARM_UP = 0.25
"""Fraction of a one-cycle run in which the learning rate rises."""

_START, _END = 1 / 25, 1e-4  # of the peak


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning rate over a run.

    Attributes:
        kind: "none", "step", "cosine" or "one-cycle".
        peak: the highest learning rate.
        steps_per_epoch: batches in an epoch.
        epochs: epochs of the whole run.
        step_epochs: step size of "step" in epochs.
        step_factor: gamma of "step", by which each step multiplies the rate.
    """

    kind: str
    peak: float
    steps_per_epoch: int
    epochs: int
    step_epochs: int = 1
    step_factor: float = 0.1

    @property
    def depends_on_length(self) -> bool:
        """Whether another number of epochs changes the rate of a step."""
        return self.kind in ("cosine", "one-cycle")

    def rate(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0.

        "step" multiplies it by `step_factor` every `step_epochs` epochs (torch's StepLR). "cosine" falls
        from the peak to nothing along half a cosine (Loshchilov, Hutter, "SGDR", 2017). "one-cycle" rises
        from 1/25 of the peak along a cosine, then falls to a ten-thousandth of it (Smith, Topin,
        "Super-Convergence", 2018, with cosine branches).
        """
        total = self.steps_per_epoch * self.epochs
        if self.kind == "step":
            falls = step // (self.steps_per_epoch * self.step_epochs)
            return float(self.peak * self.step_factor**falls)
        if self.kind == "cosine":
            return self.peak * _falling(min(1.0, step / total))
        if self.kind == "one-cycle" and total > 1:
            return self.peak * _one_cycle(min(1.0, step / (total - 1)))
        return self.peak


def _falling(position: float) -> float:
    """Half a cosine, from 1 at position 0 to 0 at 1."""
    return (1 + math.cos(math.pi * position)) / 2


def _one_cycle(position: float) -> float:
    if position < WARM_UP:
        return _START + (1 - _START) * (1 - _falling(position / WARM_UP))
    return _END + (1 - _END) * _falling((position - WARM_UP) / (1 - WARM_UP))


def schedule_of(recipe: Recipe, steps_per_epoch: int) -> Schedule:
    """Return the schedule of a recipe on a dataset with `steps_per_epoch` batches."""
    return Schedule(
        recipe.schedule,
        recipe.learning_rate,
        steps_per_epoch,
        recipe.epochs,
        recipe.step_epochs,
        recipe.step_factor,
    )
