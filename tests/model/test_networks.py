from __future__ import annotations

import math

import pytest
import torch

from digitpad.errors import RecipeError
from digitpad.form import PictureForm
from digitpad.model.open.foreign import Match, recognise
from digitpad.model.registry import (
    ARCHITECTURES,
    architecture,
    build_network,
    empty_network,
    in_head,
    network_shapes,
)
from tests.helpers import HEAVY, LIGHT, further

NOTES = {
    "notes-basic": {"conv1": (10, 1, 5, 5), "conv2": (20, 10, 5, 5), "fc1": (50, 320), "fc2": (10, 50)},
    "notes-wide": {"conv1": (30, 1, 5, 5), "conv2": (60, 30, 5, 5), "fc1": (50, 2940), "fc2": (10, 50)},
    "notes-adam": {"convl": (10, 1, 5, 5), "conv2": (20, 10, 3, 3), "fcl": (500, 2000), "fc2": (10, 500)},
    "notes-cifar10": {
        "model.0": (32, 3, 5, 5),
        "model.2": (32, 32, 5, 5),
        "model.4": (64, 32, 5, 5),
        "model.7": (64, 1024),
        "model.8": (10, 64),
    },
}
NOTES["notes-logits"] = NOTES["notes-basic"]
"""Layers and the shapes of their weights; each has a bias for every output."""


@pytest.mark.parametrize("name", NOTES)
def test_the_notes_networks_have_their_exact_layers_in_order(name: str) -> None:
    shapes = {key: tuple(value.shape) for key, value in empty_network(name).state_dict().items()}
    assert [*shapes.items()] == [
        (f"{layer}.{kind}", shape if kind == "weight" else shape[:1])
        for layer, shape in NOTES[name].items()
        for kind in ("weight", "bias")
    ]


@pytest.mark.parametrize("name", LIGHT)
def test_every_network_scores_ten_classes(name: str) -> None:
    entry = architecture(name)
    network = build_network(name, len(entry.classes), entry.form).eval()
    scores = network(torch.rand(3, *entry.form.shape))
    assert scores.shape == (3, 10)
    sums = scores.exp().sum(1)
    log_probabilities = torch.allclose(sums, torch.ones(3), atol=1e-4)
    assert log_probabilities == entry.log_probs == (name in ("notes-basic", "notes-wide", "notes-adam"))


@pytest.mark.parametrize("name", LIGHT)
@pytest.mark.parametrize(("channels", "larger"), [(1, 13), further(1, 0), further(3, 0), further(3, 13)])
def test_every_network_is_built_for_other_pictures_too(name: str, channels: int, larger: int) -> None:
    form = PictureForm(channels, architecture(name).least + larger, "picture")
    network = build_network(name, 3, form).eval()
    assert network(torch.rand(2, *form.shape)).shape == (2, 3)
    assert network_shapes(name, 3, form) == {k: tuple(v.shape) for k, v in network.state_dict().items()}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_pictures_that_are_too_small_for_a_network_are_refused(name: str) -> None:
    least = architecture(name).least
    with pytest.raises(RecipeError, match=f"at least {least}x{least}, and these have {least - 1}x"):
        build_network(name, 10, PictureForm(3, least - 1, "picture"))


@pytest.mark.parametrize(
    "name", [name if name in (*LIGHT, *HEAVY) else further(name) for name in ARCHITECTURES]
)
def test_the_layers_of_the_classes_are_those_that_change_with_them(name: str) -> None:
    ten, three = network_shapes(name), network_shapes(name, 3)
    changed = {key for key in ten if ten[key] != three[key]}
    assert changed
    # What else belongs to them need not depend on how many they are.
    assert changed <= {key for key in ten if in_head(name, key)}


@pytest.mark.parametrize("name", HEAVY)
def test_vgg_16_is_known_by_the_shapes_of_its_weights(name: str) -> None:
    """Of 130 million weights no value is needed for this."""
    shapes = network_shapes(name)
    assert sum(math.prod(shape) for shape in shapes.values()) > 130_000_000
    entry = architecture(name)
    assert recognise(shapes, whole_module=False) == Match(name, entry.classes, entry.form)
    assert recognise({**shapes, "classifier.0.weight": (4096, 4096)}, whole_module=False) is None
    found = recognise(network_shapes(name, 1000), whole_module=True)
    assert (found.architecture, len(found.classes), found.form.size) == (name, 1000, 224)


def test_vgg_16_with_a_layer_beside_its_classifier_is_known_too() -> None:
    """`vgg16.add_module("add_linear", ...)`, with ImageNet's classes before it or the ten."""
    beside = {"add_linear.weight": (10, 1000), "add_linear.bias": (10,)}
    match = recognise({**network_shapes("vgg16", 1000), **beside}, whole_module=True)
    assert (match.architecture, len(match.classes), match.unused) == ("vgg16", 1000, ("add_linear",))
    match = recognise({**network_shapes("vgg16"), **beside}, whole_module=False)
    assert (match.architecture, len(match.classes), match.unused) == ("vgg16", 10, ("add_linear",))
    inside = {f"classifier.{name}": shape for name, shape in beside.items()}
    assert recognise({**network_shapes("vgg16", 1000), **inside}, whole_module=True).unused == ()
    assert recognise({**network_shapes("vgg16"), "features.x.weight": (3,)}, whole_module=True) is None


@pytest.mark.parametrize("name", HEAVY)
def test_vgg_16_answers(name: str) -> None:
    """Its weights are one zero each, shown many times over, so that it takes no half gigabyte."""
    network = empty_network(name)
    for module in network.modules():
        for key, parameter in list(module.named_parameters(recurse=False)):
            setattr(module, key, torch.nn.Parameter(torch.zeros(1).expand(parameter.shape), False))
    last = [module for module in network.modules() if isinstance(module, torch.nn.Linear)][-1]
    last.bias = torch.nn.Parameter(torch.arange(10.0), False)
    assert torch.equal(network.eval()(torch.rand(1, 3, 32, 32)), torch.arange(10.0)[None])


@pytest.mark.slow
def test_building_an_empty_network_draws_no_random_numbers() -> None:
    before = torch.get_rng_state()
    for name in ARCHITECTURES:
        empty_network(name)
    assert torch.equal(before, torch.get_rng_state())


def test_an_unknown_network_lists_the_known_ones() -> None:
    with pytest.raises(RecipeError, match="notes-basic"):
        architecture("resnet")
