"""The table of networks that `tests.tools.benchmarks.strangers` trains and opens."""

from __future__ import annotations

import pytest
import torch

from tests.tools.benchmarks.strangers.networks import Network, networks


def test_each_has_a_name_of_its_own_and_layers_that_fit() -> None:
    every = networks()
    assert len({one.name for one in every}) == len(every) >= 70
    assert all(one.module or one.places() for one in every)


@pytest.mark.parametrize(
    "name", ["layers that are not called", "linear layers defined first", "batch norm for two"]
)
def test_a_file_has_what_its_class_defines(name: str) -> None:
    one = next(one for one in networks() if one.name == name)
    network = one.build()
    weights = one.state_dict(network)
    assert set(network.state_dict()) | set(one.unused) == set(weights)
    assert not one.defined or next(iter(weights)).startswith(f"{one.defined[0]}.")


def test_pictures_come_as_a_network_takes_them() -> None:
    images = torch.zeros(1, 1, 28, 28, dtype=torch.uint8)
    padded = Network("one", "new", normalisation="unit", size=32, padded=True, black_on_white=True)
    assert padded.inputs(images).shape == (1, 1, 32, 32)
    assert padded.inputs(images).unique().tolist() == [1.0]
    colour = Network("two", "new", normalisation="half", channels=3)
    assert colour.inputs(images).shape == (1, 3, 28, 28)
    assert colour.inputs(images).unique().tolist() == [-1.0]
