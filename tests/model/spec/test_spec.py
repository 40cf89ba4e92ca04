"""Networks as lists of layers: shapes and counts are torch's, and what is wrong is said at its layer."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import example, given
from hypothesis import strategies as st
from torch import Tensor, nn

from digitpad.errors import RecipeError
from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.code import class_source
from digitpad.model.spec.layers import KINDS
from digitpad.model.spec.plain import as_tables, from_tables
from digitpad.model.spec.shapes import (
    LayersError,
    checked,
    every,
    head,
    multiplications,
    named,
    places,
    weight_shapes,
)
from tests.model.spec.networks import NETWORKS

LENET = [
    {"layer": "conv", "out": 6, "kernel": 5, "padding": 2},
    {"layer": "tanh"},
    {"layer": "avg_pool"},
    {"layer": "conv", "out": 16, "kernel": 5},
    {"layer": "tanh"},
    {"layer": "avg_pool"},
    {"layer": "flatten"},
    {"layer": "linear", "out": 120},
    {"layer": "tanh"},
    {"layer": "linear", "out": 84},
    {"layer": "tanh"},
    {"layer": "linear"},
]
"""LeNet-5 (Y. LeCun et al., 1998) as it is mostly written."""

LINEAR_END = [{"layer": "flatten"}, {"layer": "linear"}]


@given(tables=NETWORKS, channels=st.sampled_from([1, 3]), size=st.integers(8, 17))
@example(  # a dilation that changes nothing, but how torch computes it
    tables=[
        {"layer": "conv", "stride": 2, "dilation": 2, "kernel": 1},
        {"layer": "flatten"},
        {"layer": "linear"},
    ],
    channels=1,
    size=8,
)
@example(  # enough weights for our own multiplication
    tables=[
        {"layer": "conv", "out": 4, "kernel": 1},
        {"layer": "flatten"},
        {"layer": "linear", "out": 9},
        {"layer": "linear"},
    ],
    channels=1,
    size=17,
)
def test_shapes_weights_and_code_are_as_torchs(
    tables: list[dict[str, Any]], channels: int, size: int
) -> None:
    layers = from_tables(tables)
    assert as_tables(layers) == as_tables(from_tables(as_tables(layers)))
    try:
        found = checked(layers, (channels, size, size), 3)
    except LayersError:
        return
    network = LayerNetwork(found)
    state = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    assert weight_shapes(found) == state
    assert sum(place.parameters for place in found) == sum(p.numel() for p in network.parameters())
    pictures = torch.rand(2, channels, size, size)
    shapes = [place.outputs for place in found]
    assert shapes[-1] == network.train()(pictures).shape[1:] == (3,)
    for number in range(1, len(layers)):
        part = LayerNetwork(places(layers[:number], (channels, size, size), 3))
        assert shapes[number - 1] == part.train()(pictures).shape[1:]

    written = _made(class_source(layers, "Network", "A network.", channels, size), classes=3)
    written.load_state_dict(network.state_dict())
    with torch.no_grad():  # where gradients are taken, our Linear differs from torch's in the last bits
        assert torch.equal(network.eval()(pictures), written.eval()(pictures))


def _made(source: str, **arguments: int) -> nn.Module:
    space: dict[str, Any] = {"torch": torch, "nn": nn, "F": F, "Tensor": Tensor}
    exec(source, space)  # the program's own code, as a reader would run it
    return space["Network"](**arguments)


def test_a_network_of_layers_without_names_gets_them_and_is_built() -> None:
    layers = from_tables(LENET)
    found = checked(layers, (1, 28, 28), 10)
    assert [place.outputs for place in found if place.layer.learns] == [
        (6, 28, 28),
        (16, 10, 10),
        (120,),
        (84,),
        (10,),
    ]
    assert sum(place.parameters for place in found) == 61_706  # as in print
    assert multiplications(found) == 150 * 784 + 2400 * 100 + 400 * 120 + 120 * 84 + 84 * 10
    assert [layer.name for layer in named(layers) if layer.learns] == ["conv1", "conv2", "fc1", "fc2", "fc3"]
    assert head(layers) == ("fc3",)
    assert LayerNetwork(found)(torch.rand(2, 1, 28, 28)).shape == (2, 10)


def test_new_names_are_those_that_are_free() -> None:
    tables = [
        {"layer": "conv", "out": 2},
        {"layer": "conv", "out": 2, "name": "conv1"},
        {"layer": "conv", "out": 2},
    ]
    assert [layer.name for layer in named(from_tables(tables))] == ["conv2", "conv1", "conv3"]


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize(("channels", "stride", "padding"), [(4, 2, 0), (3, 3, 1), (12, [1, 2], [1, 0])])
def test_a_1x1_convolution_with_a_stride_is_torchs_and_learns(
    channels: int, stride: Any, padding: Any, mode: str
) -> None:
    """torch's own corrupts the memory of the program in the backward pass of some of these."""
    padded = {"stride": stride, "padding": padding, "padding_mode": mode}
    conv = {"layer": "conv", "out": 8, "kernel": 1, **padded}
    layers = from_tables([conv, {"layer": "flatten"}, {"layer": "linear"}])
    network = LayerNetwork(checked(layers, (channels, 28, 28), 3)).to(memory_format=torch.channels_last)
    pictures = torch.rand(32, channels, 28, 28).contiguous(memory_format=torch.channels_last)
    network(pictures).sum().backward()
    module = network.get_submodule("conv1")
    options = [tuple(n) if isinstance(n, list) else n for n in (stride, padding)]
    own = nn.Conv2d(channels, 8, 1, *options, padding_mode=mode)
    own.load_state_dict(module.state_dict())
    assert torch.allclose(module(pictures), own(pictures), atol=1e-6)
    scope: dict[str, Any] = {"nn": nn, "F": F, "torch": torch, "Tensor": Tensor}
    exec(class_source(layers, "Written", "", channels, 28), scope)
    written = scope["Written"](3)
    written.load_state_dict(network.state_dict())
    assert torch.allclose(written(pictures), network(pictures), atol=1e-6)


def test_a_residual_block_adds_what_its_layers_return_to_the_shortcut() -> None:
    block = {
        "layer": "residual",
        "layers": [
            {"layer": "conv", "name": "a.conv", "out": 4, "padding": 1, "stride": 2},
            {"layer": "relu"},
        ],
        "shortcut": [{"layer": "conv", "name": "a.short", "out": 4, "kernel": 1, "stride": 2}],
    }
    layers = from_tables([block, {"layer": "flatten"}, {"layer": "linear"}])
    found = checked(layers, (1, 8, 8), 3)
    network = LayerNetwork(found).eval()
    pictures = torch.rand(2, 1, 8, 8)
    conv, short = network.get_submodule("a.conv"), network.get_submodule("a.short")
    expected = network.get_submodule("fc1")((F.relu(conv(pictures)) + short(pictures)).flatten(1))
    assert torch.equal(network(pictures), expected)
    assert [place.layer.name for place in every(found)] == ["", "a.conv", "", "a.short", "", "fc1"]
    with pytest.raises(
        LayersError, match=r"Layer 1 \(Residual block\) .* return 4x4x4 and its shortcut 1x8x8"
    ):
        checked(from_tables([{**block, "shortcut": []}, *as_tables(layers)[1:]]), (1, 8, 8), 3)


NOTES = [
    {"layer": "conv", "out": 10, "kernel": 5},
    {"layer": "max_pool"},
    {"layer": "conv", "out": 20, "kernel": 5, "padding": 2},
    {"layer": "max_pool"},
    {"layer": "flatten"},
    {"layer": "linear", "out": 50, "inputs": 320},
    {"layer": "linear"},
]


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ([], "The network has no layers; add some."),
        (
            [*NOTES[:-2], {"layer": "linear", "out": 50}],
            r"returns 50 and has to return a value for each of 10 classes",
        ),
        (
            NOTES,
            r"\(fc1\) does not fit: it expects 320 values and gets 720; with padding 0 in conv2 it would",
        ),
        (
            [{"layer": "linear"}],
            r"Layer 1 \(fc1\) does not fit: it takes values, and maps come in; put Flatten",
        ),
        (
            [*NOTES[:5], {"layer": "conv", "out": 3}],
            r"Layer 6 \(conv3\) .* takes maps, and 720 values come in",
        ),
        ([{"layer": "conv", "out": 2, "kernel": 29}], "its window of 29x29 does not fit into maps of 28x28"),
        ([{"layer": "conv", "out": 3, "groups": 2}], "its 2 groups do not divide 1 channels in and 3 out"),
        ([{"layer": "conv", "out": 2, "padding": "same", "stride": 2}], "goes with stride 1 only"),
        ([{"layer": "max_pool", "padding": 2}], "padding can be half of its kernel at most"),
        ([{"layer": "conv", "out": 99_999}], r"it would return 67,599,324 values"),
        (
            [{"layer": "flatten"}, {"layer": "linear", "out": 99_999}] * 2,
            "Layer 4 .fc2. does not fit: it would have 9,999,900,000 weights",
        ),
        (
            [{"layer": "conv", "out": 2, "name": "a"}, {"layer": "conv", "out": 2, "name": "a"}],
            "Two layers are called",
        ),
        (
            [{"layer": "conv", "out": 2, "name": "a"}, {"layer": "conv", "out": 2, "name": "a.b"}],
            "Two layers are",
        ),
        ([{"layer": "relu"}] * 501, "more than 500 layers"),
        ("conv", "must be a list of tables"),
        ([{"layer": "conf"}], r"Layer 1: There is no kind of layer called 'conf' \(did you mean 'conv'\?\)"),
        ([{}], "There is no kind of layer called ''"),
        (
            [{"layer": "relu"}, {"layer": "conv", "kernl": 3}],
            r"Layer 2: conv has no option 'kernl' \(did you mean",
        ),
        (
            [{"layer": "conv", "kernel": 0}],
            "Layer 1: its kernel is 0; it must be a whole number from 1 to 512, or two",
        ),
        ([{"layer": "conv", "kernel": [1, 2, 3]}], "its kernel is"),
        ([{"layer": "conv", "out": True}], "its out is True"),
        ([{"layer": "conv", "bias": 1}], "its bias is 1; it must be true or false"),
        ([{"layer": "conv", "padding_mode": "zero"}], "it must be one of zeros, reflect"),
        ([{"layer": "dropout", "p": math.nan}], "its p is nan; it must be a number from 0 to 1"),
        ([{"layer": "conv", "name": "a b"}], "its name 'a b' is not a name of a module"),
        ([{"layer": "residual", "layers": [{"layer": "residual", "layers": 3}]}], "must be a list of tables"),
    ],
)
def test_what_is_wrong_is_said_at_its_layer(tables: Any, sentence: str) -> None:
    with pytest.raises(RecipeError, match=sentence):
        checked(from_tables(tables), (1, 28, 28), 10)


def test_layers_behind_a_wrong_one_have_no_shapes_yet() -> None:
    found = places(from_tables(NOTES), (1, 28, 28), 10)
    assert [place.outputs for place in found[4:]] == [(720,), None, None]
    assert [place.problem is None for place in found] == [True] * 5 + [False, True]


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5
    )
)
def test_no_value_of_an_option_is_more_than_refused(value: Any) -> None:
    for kind in KINDS:
        for option in ("out", "kernel", "padding", "p", "bias", "layers", "name", "layer"):
            with contextlib.suppress(RecipeError):
                places(from_tables([{"layer": kind, option: value}]), (1, 8, 8), 10)


@pytest.mark.parametrize("name", ["forward", "training", "a.parameters", "_modules", "a.keys"])
def test_names_that_torch_uses_itself_are_refused(name: str) -> None:
    layers = from_tables([{"layer": "conv", "name": name, "out": 3}, *LINEAR_END])
    with pytest.raises(LayersError, match=f"No layer can be called '{name}'"):
        LayerNetwork(checked(layers, (1, 28, 28), 10))


@pytest.mark.parametrize("name", ["0", "if", "maps", "é", "0.0", "block.if"])
@pytest.mark.parametrize("size", [28, None])
def test_code_has_any_name_that_a_file_may_have(name: str, size: int | None) -> None:
    tables = [{"layer": "conv", "name": name, "out": 3}, {"layer": "relu"}, *LINEAR_END]
    network = LayerNetwork(checked(from_tables(tables), (1, 28, 28), 10))
    scope: dict[str, Any] = {"nn": nn, "F": F, "torch": torch, "Tensor": Tensor}
    exec(class_source(from_tables(tables), "Written", "", 1, size), scope)
    written = scope["Written"](10, *([28] if size is None else []))
    written.load_state_dict(network.state_dict())
    pictures = torch.rand(2, 1, 28, 28)
    assert torch.allclose(written(pictures), network(pictures), atol=1e-6)
