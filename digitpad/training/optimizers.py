"""The optimisers that recipes name."""

from __future__ import annotations

import torch
from torch import nn

from digitpad.training.recipe import Recipe


def make_optimizer(recipe: Recipe, network: nn.Module) -> torch.optim.Optimizer:
    """The recipe's optimiser over all weights of `network`."""
    # fused: one pass over the weights in C++ instead of several in Python.
    rate, decay = recipe.learning_rate, recipe.weight_decay
    if recipe.optimizer == "sgd":
        return torch.optim.SGD(
            network.parameters(), lr=rate, momentum=recipe.momentum, weight_decay=decay, fused=True
        )
    kind = torch.optim.AdamW if recipe.optimizer == "adamw" else torch.optim.Adam
    return kind(network.parameters(), lr=rate, weight_decay=decay, fused=True)
