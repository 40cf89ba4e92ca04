"""Averaged weights: a moving average of the network reads better than its last step."""

from __future__ import annotations

import torch
from torch import Tensor


class Averaging:
    """Exponential moving average of the weights, with a shorter memory in the first steps.

    With the full memory from the start the untrained weights would be measured for the whole first epoch.
    """

    def __init__(self, decay: float) -> None:
        self._decay = decay

    def __call__(
        self,
        averages: tuple[Tensor, ...] | list[Tensor],
        newest: tuple[Tensor, ...] | list[Tensor],
        count: Tensor | int,
    ) -> None:
        """Move `averages` towards `newest` in place; `count` steps went before."""
        seen = int(count)
        decay = min(self._decay, (1 + seen) / (10 + seen))
        if averages[0].is_floating_point():
            torch._foreach_lerp_(averages, newest, 1 - decay)
        else:  # batch norm's counters
            for average, value in zip(averages, newest, strict=True):
                average.copy_(value)
