"""The optimisers that recipes name, their saved state, and the moving average of the weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from digitpad.errors import CheckpointError, RecipeError, did_you_mean, printable
from digitpad.model.registry import in_head
from digitpad.recipe.recipe import Recipe

FACTOR = "factor"
"""Key of a parameter group: its learning rate multiplier."""


def make_optimizer(recipe: Recipe, network: nn.Module) -> torch.optim.Optimizer:
    """Make the recipe's optimiser over the weights of `network` that learn, and freeze the others.

    Raises:
        RecipeError: when the recipe names a layer that the network does not have, or freezes all of them.
    """
    groups = _groups(recipe, network)
    # fused: one pass over the weights in C++ instead of several in Python.
    rate, decay = recipe.learning_rate, recipe.weight_decay
    if recipe.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=recipe.momentum, weight_decay=decay, fused=True)
    kind = torch.optim.AdamW if recipe.optimizer == "adamw" else torch.optim.Adam
    return kind(groups, lr=rate, weight_decay=decay, fused=True)


def _groups(recipe: Recipe, network: nn.Module) -> list[dict[str, Any]]:
    """The weights grouped by learning rate multiplier, 1 first; weights with 0 are frozen."""
    _check_layers(recipe, network)
    by_factor: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        factor = factor_of(recipe, name)
        parameter.requires_grad_(factor > 0)
        if factor > 0:
            by_factor.setdefault(factor, []).append(parameter)
    if not by_factor:
        raise RecipeError("All layers are frozen, so nothing can learn; give one a rate above 0.")
    return [{"params": by_factor[factor], FACTOR: factor} for factor in sorted(by_factor, key=first_one)]


def first_one(factor: float) -> tuple[bool, float]:
    """The order of the groups, by their multipliers."""
    return factor != 1, factor


def factor_of(recipe: Recipe, name: str) -> float:
    """Return the learning rate multiplier of the weights called `name`; 0: they are frozen.

    Of several layers that hold `name` the innermost counts.
    """
    multipliers = [
        (len(layer), factor)
        for layer, factor in recipe.lr_multipliers
        if name == layer or name.startswith(f"{layer}.")
    ]
    if multipliers:
        return float(max(multipliers)[1])
    return 0.0 if recipe.freeze_body and not in_head(recipe.entry, name) else 1.0


def _check_layers(recipe: Recipe, network: nn.Module) -> None:
    names = [
        name for name, module in network.named_modules() if name and any(True for _ in module.parameters())
    ]
    for layer, _ in recipe.lr_multipliers:
        if layer not in names:
            raise RecipeError(
                "The network {network} has no layer '{name}'{hint}; it has {known}.",
                network=recipe.network,
                name=printable(layer),
                hint=did_you_mean(layer, names),
                known=", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else ""),
            )


_LISTED = 12


def keep_frozen(network: nn.Module) -> None:
    """Put frozen layers into evaluation mode: batch norm keeps its statistics."""
    for module in network.modules():
        own = list(module.parameters(recurse=False))
        if own and not any(parameter.requires_grad for parameter in own):
            module.eval()


class Averaging:
    """Exponential moving average of the weights, with a smaller decay in the first steps.

    With the full decay from the start, the first epoch would evaluate little but the untrained weights.
    """

    def __init__(self, decay: float) -> None:
        self._decay = decay

    def __call__(
        self,
        averages: tuple[Tensor, ...] | list[Tensor],
        newest: tuple[Tensor, ...] | list[Tensor],
        count: Tensor | int,
    ) -> None:
        """Move `averages` towards `newest` in place, after `count` steps."""
        steps = int(count)
        decay = min(self._decay, (1 + steps) / (10 + steps))
        if averages[0].is_floating_point():
            torch._foreach_lerp_(averages, newest, 1 - decay)
        else:  # batch norm's counters
            for average, value in zip(averages, newest, strict=True):
                average.copy_(value)


_AVERAGES = {
    "SGD": ("momentum_buffer",),
    "Adam": ("step", "exp_avg", "exp_avg_sq"),
    "AdamW": ("step", "exp_avg", "exp_avg_sq"),
}
"""State of each optimiser for a parameter."""


def load_averages(optimizer: torch.optim.Optimizer, state: Mapping[str, Any]) -> None:
    """Load the averages in another optimiser's `state_dict()`; the settings stay the own ones.

    Shapes and types are checked first, for the fused kernels would run past the end of an average of another
    shape. The learning rate, that of the last step, is loaded too; the next step sets its own.

    Raises:
        CheckpointError: when they are of another network.
        KeyError, TypeError, ValueError: when they are not averages of such an optimiser.
    """
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    names = _AVERAGES[type(optimizer).__name__]
    saved = state["state"]
    if not isinstance(saved, dict):
        raise TypeError("the optimiser's state is not a table")
    groups = optimizer.state_dict()["param_groups"]
    rate = _last_rate(state["param_groups"])
    for group in groups:
        group["lr"] = group["lr"] if rate is None else rate
    averages = {number: _checked(entries, names, parameters, number) for number, entries in saved.items()}
    optimizer.load_state_dict({"state": averages, "param_groups": groups})
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
        raise ValueError("the optimiser's state is of other weights")
    return {name: _average(name, entries[name], parameters[number]) for name in names if name in entries}


def _average(name: str, value: object, parameter: Tensor) -> Tensor | None:
    if name == "step":
        count = float(value) if isinstance(value, int | float | Tensor) else math.nan
        if not 0 <= count < 2**53:
            raise ValueError("the optimiser's step count is out of range")
        return torch.tensor(count)
    if value is None and name == "momentum_buffer":  # of SGD without momentum
        return None
    if not isinstance(value, Tensor) or value.shape != parameter.shape:
        raise CheckpointError("The optimiser's state is of another network.")
    if not value.is_floating_point() or not bool(value.isfinite().all()):
        raise ValueError("an average is not finite")
    if name == "exp_avg_sq" and bool((value < 0).any()):
        raise ValueError("an average of squares is negative")
    return value
