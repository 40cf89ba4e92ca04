"""The learning rate as a pure function of the step, so that a resumed run needs no scheduler's state."""

from __future__ import annotations

import math

WARM_UP = 0.25
"""Part of a one-cycle run in which the learning rate rises."""

_START, _END = 1 / 25, 1e-4  # of the peak


def learning_rate(schedule: str, peak: float, step: int, total: int) -> float:
    """The learning rate of step number `step` (from 0) of `total`.

    "one-cycle" rises from 1/25 of the peak along a cosine, then falls to a ten-thousandth of it.
    Source: L. Smith, N. Topin, "Super-Convergence", 2018, with cosine branches.
    """
    if schedule == "none" or total < 2:
        return peak
    position = min(1.0, step / (total - 1))
    if position < WARM_UP:
        return peak * (_START + (1 - _START) * (1 - math.cos(math.pi * position / WARM_UP)) / 2)
    fallen = (position - WARM_UP) / (1 - WARM_UP)
    return peak * (_END + (1 - _END) * (1 + math.cos(math.pi * fallen)) / 2)
