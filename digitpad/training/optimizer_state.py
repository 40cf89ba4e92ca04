"""An optimiser's saved averages, checked before the optimiser walks through them.

The fused kernels believe shapes and types: an average of another shape would let them run past its end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from digitpad.errors import CheckpointError

_AVERAGES = {
    "SGD": ("momentum_buffer",),
    "Adam": ("step", "exp_avg", "exp_avg_sq"),
    "AdamW": ("step", "exp_avg", "exp_avg_sq"),
}
"""What each optimiser keeps for a parameter."""


def load_averages(optimizer: torch.optim.Optimizer, state: Mapping[str, Any]) -> None:
    """Let `optimizer` go on with the averages in another's `state_dict()`; its settings stay its own.

    The learning rate in the file is taken too: it is that of the last step, and the next one sets its own.

    Raises:
        CheckpointError: when they are of another network.
        KeyError, TypeError, ValueError: when they are no averages of such an optimiser.
    """
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    names = _AVERAGES[type(optimizer).__name__]
    saved = state["state"]
    if not isinstance(saved, dict):
        raise TypeError("they are no table")
    groups = optimizer.state_dict()["param_groups"]
    rate = _last_rate(state["param_groups"])
    for group in groups:
        group["lr"] = group["lr"] if rate is None else rate
    kept = {number: _checked(entries, names, parameters, number) for number, entries in saved.items()}
    optimizer.load_state_dict({"state": kept, "param_groups": groups})
    for parameter, own in optimizer.state.items():
        for name, value in own.items():
            if isinstance(value, Tensor) and name != "step":
                # The kernels walk through both in the order in which the weights lie in memory.
                own[name] = torch.empty_like(parameter).copy_(value)


def _last_rate(groups: object) -> float | None:
    first = groups[0] if isinstance(groups, list) and groups else None
    rate = first.get("lr") if isinstance(first, dict) else None
    return rate if type(rate) is float and math.isfinite(rate) else None


def _checked(
    entries: object, names: Sequence[str], parameters: Sequence[Tensor], number: object
) -> dict[str, Any]:
    if not isinstance(entries, dict) or type(number) is not int or not 0 <= number < len(parameters):
        raise ValueError("they are of no such weights")
    return {name: _average(name, entries[name], parameters[number]) for name in names if name in entries}


def _average(name: str, value: object, parameter: Tensor) -> Tensor | None:
    if name == "step":
        count = float(value) if isinstance(value, int | float | Tensor) else math.nan
        if not 0 <= count < 2**53:
            raise ValueError("the count of steps is no such number")
        return torch.tensor(count)
    if value is None and name == "momentum_buffer":  # of SGD without momentum
        return None
    if not isinstance(value, Tensor) or value.shape != parameter.shape:
        raise CheckpointError("The optimiser's state is of another network.")
    if not value.is_floating_point() or not bool(value.isfinite().all()):
        raise ValueError("an average is no finite number")
    if name == "exp_avg_sq" and bool((value < 0).any()):
        raise ValueError("an average of squares is negative")
    return value
