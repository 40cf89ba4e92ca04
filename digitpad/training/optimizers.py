"""The optimisers that recipes name, with a learning rate for each layer where a recipe gives one."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from digitpad.errors import RecipeError, did_you_mean, printable
from digitpad.model.registry import in_head
from digitpad.recipe.recipe import Recipe

FACTOR = "factor"
"""What the learning rate is multiplied by in a group of weights."""


def make_optimizer(recipe: Recipe, network: nn.Module) -> torch.optim.Optimizer:
    """The recipe's optimiser over the weights of `network` that learn; the others are frozen.

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
    """The weights by the factor of their learning rate, those of 1 first; what does not learn is frozen."""
    _check_layers(recipe, network)
    by_factor: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        factor = factor_of(recipe, name)
        parameter.requires_grad_(factor > 0)
        if factor > 0:
            by_factor.setdefault(factor, []).append(parameter)
    if not by_factor:
        raise RecipeError("All layers are frozen, so nothing can learn; give one a rate above 0.")
    return [{"params": by_factor[factor], FACTOR: factor} for factor in sorted(by_factor, key=_first_one)]


def _first_one(factor: float) -> tuple[bool, float]:
    return factor != 1, factor


def factor_of(recipe: Recipe, name: str) -> float:
    """What the learning rate is multiplied by for the weights called `name`; 0: they are frozen.

    Of several layers that `name` lies in the innermost counts.
    """
    fitting = [
        (len(layer), factor)
        for layer, factor in recipe.layer_rates
        if name == layer or name.startswith(f"{layer}.")
    ]
    if fitting:
        return float(max(fitting)[1])
    return 0.0 if recipe.freeze_body and not in_head(recipe.network, name) else 1.0


def _check_layers(recipe: Recipe, network: nn.Module) -> None:
    names = [
        name for name, module in network.named_modules() if name and any(True for _ in module.parameters())
    ]
    for layer, _ in recipe.layer_rates:
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
    """Let frozen layers answer as they do when they are asked: batch norm keeps the statistics it has."""
    for module in network.modules():
        own = list(module.parameters(recurse=False))
        if own and not any(parameter.requires_grad for parameter in own):
            module.eval()
