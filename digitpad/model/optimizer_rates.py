"""Learning rates of an optimiser with groups of parameters, as multipliers for layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from torch import Tensor

from digitpad.model.optimizer_file import BUFFERS, RATES_DIFFER, OptimizerState


def parameter_names(weights: Iterable[str]) -> list[str]:
    """The names of a state_dict that are parameters."""
    return [name for name in weights if name.rpartition(".")[2] not in BUFFERS]


def multipliers(optimizer: OptimizerState, weights: Mapping[str, Tensor]) -> tuple[tuple[str, float], ...]:
    """What multiplies the optimiser's learning rate in the layers that have another one.

    Args:
        optimizer: which belongs to a network with these weights.
        weights: the network's state_dict, in its order.

    Returns:
        Nothing where all have one rate, and where the rates differ inside a layer.
    """
    rates: dict[str, float] = {}
    by_number = {
        number: group["lr"] for group in optimizer.state["param_groups"] for number in group["params"]
    }
    for number, name in enumerate(parameter_names(weights)):
        layer, rate = name.rpartition(".")[0], by_number.get(number)
        if not layer or not isinstance(rate, int | float) or rates.setdefault(layer, rate) != rate:
            return ()
    usual = optimizer.learning_rate
    if not usual or len(set(rates.values())) < 2:
        return ()
    # A rate such as 0.1 * 0.01 is not quite what it looks like.
    return tuple((layer, float(f"{rate / usual:.6g}")) for layer, rate in rates.items() if rate != usual)


def following(optimizer: OptimizerState) -> OptimizerState:
    """The optimiser without the remark that its groups have different rates, where these are followed."""
    kept = tuple(text for text in optimizer.differences if not text.startswith(RATES_DIFFER))
    return replace(optimizer, differences=kept)
