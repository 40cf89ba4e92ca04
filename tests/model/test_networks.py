from __future__ import annotations

import pytest
import torch

from digitpad.errors import RecipeError
from digitpad.model.registry import ARCHITECTURES, architecture, empty_network

NOTES = {
    "notes-basic": {
        "conv1.weight": (10, 1, 5, 5),
        "conv1.bias": (10,),
        "conv2.weight": (20, 10, 5, 5),
        "conv2.bias": (20,),
        "fc1.weight": (50, 320),
        "fc1.bias": (50,),
        "fc2.weight": (10, 50),
        "fc2.bias": (10,),
    },
    "notes-wide": {
        "conv1.weight": (30, 1, 5, 5),
        "conv1.bias": (30,),
        "conv2.weight": (60, 30, 5, 5),
        "conv2.bias": (60,),
        "fc1.weight": (50, 2940),
        "fc1.bias": (50,),
        "fc2.weight": (10, 50),
        "fc2.bias": (10,),
    },
    "notes-adam": {
        "convl.weight": (10, 1, 5, 5),
        "convl.bias": (10,),
        "conv2.weight": (20, 10, 3, 3),
        "conv2.bias": (20,),
        "fcl.weight": (500, 2000),
        "fcl.bias": (500,),
        "fc2.weight": (10, 500),
        "fc2.bias": (10,),
    },
}
NOTES["notes-logits"] = NOTES["notes-basic"]


@pytest.mark.parametrize("name", NOTES)
def test_the_notes_networks_have_their_exact_layers_in_order(name: str) -> None:
    shapes = {key: tuple(value.shape) for key, value in empty_network(name).state_dict().items()}
    assert list(shapes.items()) == list(NOTES[name].items())


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_network_scores_ten_classes(name: str) -> None:
    network = architecture(name).build().eval()
    scores = network(torch.rand(3, 1, 28, 28))
    assert scores.shape == (3, 10)
    sums = scores.exp().sum(1)
    log_probabilities = bool(torch.allclose(sums, torch.ones(3), atol=1e-4))
    assert log_probabilities == (name in ("notes-basic", "notes-wide", "notes-adam"))


def test_other_class_counts_can_be_built() -> None:
    assert architecture("best").build(classes=5).eval()(torch.rand(1, 1, 28, 28)).shape == (1, 5)


def test_building_an_empty_network_draws_no_random_numbers() -> None:
    before = torch.get_rng_state()
    for name in ARCHITECTURES:
        empty_network(name)
    assert torch.equal(before, torch.get_rng_state())


def test_an_unknown_network_lists_the_known_ones() -> None:
    with pytest.raises(RecipeError, match="notes-basic"):
        architecture("resnet")
