"""Weights whose layers stand in a file in another order than they are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import checked
from tests.helpers import drawn_digits

ODD_LAYERS: list[dict[str, Any]] = [
    *({"layer": "conv", "out": 6, "kernel": 3, "padding": 1, "name": "z"}, {"layer": "relu"}),
    {"layer": "max_pool", "kernel": 2},
    *({"layer": "conv", "out": 8, "kernel": 3, "padding": 1, "name": "y"}, {"layer": "relu"}),
    {"layer": "max_pool", "kernel": 2},
    *({"layer": "flatten"}, {"layer": "linear", "name": "x"}),
]
"""Their layers, as a recipe has them."""


def write_odd(path: Path) -> Path:
    """Write the weights of a network that has learnt a few drawn digits, last layer first."""
    digits = drawn_digits(300, 1)
    torch.manual_seed(3)
    network = LayerNetwork(checked(from_tables(ODD_LAYERS), (1, 28, 28), 10))
    optimizer = torch.optim.Adam(network.parameters(), 5e-3)
    for batch in torch.randperm(len(digits)).repeat(8).split(30):
        optimizer.zero_grad()
        scores = network((digits.images[batch] / 255 - 0.1307) / 0.3081)
        torch.nn.functional.cross_entropy(scores, digits.labels[batch]).backward()
        optimizer.step()
    weights = network.state_dict()
    torch.save({name: weights[name] for name in sorted(weights)}, path)
    return path
