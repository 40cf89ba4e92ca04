"""Looking into networks: every layer is met, and its numbers come out as worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.form import DIGIT_FORM, PictureForm
from digitpad.insight.arithmetic import explain, follow
from digitpad.insight.recording import INPUT, Recording, record
from digitpad.insight.windows import Box, receptive_field, unflattened, window_of
from digitpad.insight.worked_out import (
    BatchNormalised,
    Convolved,
    LogSoftmaxed,
    Passthrough,
    Pooled,
    Rectified,
    Summed,
    Unexplained,
    Weighted,
)
from digitpad.model.registry import ARCHITECTURES, build_network
from tests.helpers import LIGHT, further

NAMES = sorted(LIGHT)
GIVEN: dict[str, tuple[str, ...]] = {
    "colour": ("mean", "amax", "cat"),
    "mobilenet-v3-small": ("Hardswish", "Hardsigmoid", "AdaptiveAvgPool2d", "mul"),
    "resnet18": ("AdaptiveAvgPool2d",),
    "squeezenet1-1": ("cat", "AdaptiveAvgPool2d"),
}
"""Layers of each network whose arithmetic is not explained."""


def network_of(name: str) -> nn.Module:
    torch.manual_seed(3)
    network = build_network(name, 10, ARCHITECTURES[name].form)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):  # as after some training, not the identity
            module.running_mean.uniform_(-0.5, 0.5)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 2.0)  # type: ignore[union-attr]
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return network.eval()


def picture(form: PictureForm = DIGIT_FORM, seed: int = 1) -> Tensor:
    return torch.randn(1, *form.shape, generator=torch.Generator().manual_seed(seed))


def recorded(name: str) -> tuple[nn.Module, Recording]:
    network = network_of(name)
    return network, record(network, picture(ARCHITECTURES[name].form))


def assert_explained(recording: Recording, cells: int, seed: int, tolerance: float) -> list[type]:
    """The numbers of some cells come out as in the network; the arithmetic of each layer is returned."""
    rng, kinds = np.random.default_rng(seed), []
    for number, layer in enumerate(recording.layers):
        for _ in range(cells):
            cell = tuple(int(rng.integers(side)) for side in layer.shape[1:])
            found = explain(recording, number, cell)
            value = float(layer.output[0][cell])
            assert found.value == pytest.approx(value, rel=tolerance, abs=tolerance), layer.name
            box = receptive_field(recording, number, cell)
            assert 0 <= box.top < box.bottom <= recording.input.shape[2]
            assert 0 <= box.left < box.right <= recording.input.shape[3]
        kinds.append(type(found))
    return kinds


@pytest.mark.parametrize("name", NAMES)
def test_the_layers_come_to_the_networks_own_answer(name: str) -> None:
    network, recording = recorded(name)
    torch.testing.assert_close(recording.layers[-1].output, network(recording.input).detach())
    everything = sum(parameter.numel() for parameter in network.parameters())
    assert sum(layer.parameters for layer in recording.layers) == everything
    for number, layer in enumerate(recording.layers):
        assert layer.sources, layer.name
        assert all(INPUT <= source < number for source in layer.sources)


def test_layers_and_functions_of_the_notes_network_are_named_as_in_its_code() -> None:
    _, recording = recorded("notes-basic")
    assert [layer.name for layer in recording.layers] == [
        "conv1", "max_pool2d", "relu", "conv2", "max_pool2d 2", "conv2_drop", "relu 2", "flatten", "fc1",
        "relu 3", "dropout", "fc2", "log_softmax",
    ]  # fmt: skip
    assert [layer.shape for layer in recording.layers[:4]] == [
        (1, 10, 24, 24), (1, 10, 12, 12), (1, 10, 12, 12), (1, 20, 8, 8),
    ]  # fmt: skip
    assert recording.layers[0].parameters == 10 * 25 + 10


def test_watching_leaves_no_hooks_behind() -> None:
    network, _ = recorded("handwriting")
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())


def test_a_layer_that_works_in_place_does_not_change_what_was_kept_before_it() -> None:
    _, recording = recorded("best")
    before, relu = recording.layers[1], recording.layers[2]
    assert relu.kind == "ReLU"
    assert float(before.output.min()) < 0 <= float(relu.output.min())


@pytest.mark.parametrize("name", NAMES)
def test_numbers_worked_out_are_those_that_the_network_computed(name: str) -> None:
    _, recording = recorded(name)
    for kind, layer in zip(assert_explained(recording, 6, 5, 1e-4), recording.layers, strict=True):
        assert (kind is Unexplained) == (layer.kind in GIVEN.get(name, ())), layer.kind


def test_a_cell_at_the_edge_sees_the_padding_as_zeros() -> None:
    _, recording = recorded("quick")
    corner = explain(recording, 0, (0, 0, 0))
    assert isinstance(corner, Convolved)
    assert corner.patches.shape == (1, 3, 3)
    assert (corner.patches[0, 0] == 0).all()
    assert (corner.patches[0, :, 0] == 0).all()
    np.testing.assert_array_equal(corner.patches[0, 1:, 1:], recording.input[0, 0, :2, :2].double().numpy())


def test_each_kind_of_layer_has_its_own_arithmetic() -> None:
    _, recording = recorded("handwriting")
    kinds = {}
    for number, layer in enumerate(recording.layers):
        kinds[layer.kind] = type(explain(recording, number, (0,) * (layer.output.dim() - 1)))
    assert kinds == {
        "Conv2d": Convolved,
        "max_pool2d": Pooled,
        "MaxPool2d": Pooled,
        "BatchNorm2d": BatchNormalised,
        "relu": Rectified,
        "ReLU": Rectified,
        "add": Summed,
        "flatten": Passthrough,
        "Dropout": Passthrough,
        "Linear": Weighted,
        "log_softmax": LogSoftmaxed,
    }


@pytest.mark.parametrize(
    "name", [name if name in ("notes-basic", "handwriting") else further(name) for name in NAMES]
)
def test_only_the_receptive_field_can_change_a_cell(name: str) -> None:
    network, recording = recorded(name)
    rng = np.random.default_rng(6)
    for number, layer in enumerate(recording.layers):
        cell = tuple(int(rng.integers(side)) for side in layer.shape[1:])
        box = receptive_field(recording, number, cell)
        noise = picture(ARCHITECTURES[name].form, number)
        inside = torch.zeros(noise.shape, dtype=torch.bool)
        inside[..., box.top : box.bottom, box.left : box.right] = True
        elsewhere = record(network, torch.where(inside, recording.input, noise))
        torch.testing.assert_close(elsewhere.layers[number].output[0][cell], layer.output[0][cell])


def test_receptive_fields_are_as_large_as_the_arithmetic_says() -> None:
    _, recording = recorded("notes-basic")
    # 5x5; pooled 6x6; the second 5x5 steps by two pixels: 6 + 4 * 2; pooled again: 14 + 2.
    for number, side in ((0, 5), (1, 6), (2, 6), (3, 14), (4, 16)):
        box = receptive_field(recording, number, (0, 1, 1))
        assert (box.bottom - box.top, box.right - box.left) == (side, side)
    assert receptive_field(recording, 0, (0, 3, 7)) == Box(3, 7, 8, 12)
    assert receptive_field(recording, 12, (0,)) == Box(0, 0, 28, 28)
    # A value of the flattened map still has its place: 320 values are 20 channels of 4 x 4.
    assert receptive_field(recording, 7, (1,)) == receptive_field(recording, 6, (0, 0, 1))
    assert unflattened((20, 4, 4), 319) == (19, 3, 3)


def test_a_cell_is_followed_through_pooling_and_activation() -> None:
    _, recording = recorded("notes-basic")
    assert follow(recording, 0, (4, 7, 10)) == [(1, (4, 3, 5)), (2, (4, 3, 5))]
    pooled = explain(recording, 1, (4, 3, 5))
    assert isinstance(pooled, Pooled)
    assert pooled.largest
    assert float(recording.layers[0].output[0, 4, 7, 10]) in pooled.patch.astype(np.float32)
    _, wide = recorded("handwriting")
    assert follow(wide, 0, (0, 0, 0)) == [(1, (0, 0, 0)), (2, (0, 0, 0)), (3, (0, 0, 0))]
    # Its output goes two ways, past the deep layers and through them.
    assert follow(wide, 13, (0, 0, 0)) == []


def test_a_rest_at_the_edge_that_no_window_reaches_is_not_followed() -> None:
    _, recording = recorded("best")  # 7 x 7 pooled to 3 x 3
    assert [number for number, _ in follow(recording, 16, (0, 6, 6))] == []


class _Odd(nn.Module):
    """Colour input, strides, dilation, groups, named padding, averages, and an unknown layer."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 6, 3, stride=2, padding="valid", groups=3, bias=False)
        self.second = nn.Conv2d(6, 4, 3, padding="same", dilation=2)
        self.pool = nn.AvgPool2d(2, padding=1)
        self.mixed = nn.Conv2d(4, 4, 1, padding_mode="reflect")
        self.head = nn.Linear(4, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(torch.tanh(self.first(x)), 3, stride=1, padding=1)
        x = self.mixed(self.pool(self.second(x))).mean(dim=(2, 3))
        return torch.softmax(self.head(x), dim=1)


def test_odd_networks_are_explained_as_far_as_they_are_known() -> None:
    torch.manual_seed(2)
    network = _Odd().eval()
    recording = record(network, torch.randn(1, 3, 21, 17))
    names = [layer.name for layer in recording.layers]
    assert names == ["first", "tanh", "max_pool2d", "second", "pool", "mixed", "mean", "head", "softmax"]
    unknown = ("tanh", "mixed", "mean", "softmax")
    assert [kind is Unexplained for kind in assert_explained(recording, 8, 1, 1e-5)] == [
        name in unknown for name in names
    ]
    assert window_of(recording.layers[3]).padding == (2, 2)


def test_grey_pictures_are_repeated_for_a_network_that_takes_colour() -> None:
    form = PictureForm(channels=1, size=32, content="picture")
    network = build_network("resnet18", 10, form).eval()
    recording = record(network, picture(form))
    repeated = recording.layers[0]
    assert (repeated.kind, repeated.shape, repeated.sources) == ("expand", (1, 3, 32, 32), (INPUT,))
    assert explain(recording, 0, (2, 5, 7)) == Passthrough((0, 5, 7), float(recording.input[0, 0, 5, 7]))
    # 7x7 by steps of two pixels, 3 pixels of padding.
    assert receptive_field(recording, 1, (0, 8, 8)) == Box(13, 13, 20, 20)


class _Poolings(nn.Module):
    """Means that are not those of their whole windows, and a sum that is none."""

    def forward(self, x: Tensor) -> Tensor:
        whole = F.avg_pool2d(x, 3, 2, 1)
        short = F.avg_pool2d(x, 3, 2, 1, False, False)
        other = F.avg_pool2d(x, 3, 2, 1, divisor_override=4)
        past = F.avg_pool2d(x, 3, 2, 1, ceil_mode=True)
        largest = F.max_pool2d(x, 3, 2, 1, 1, True)
        return torch.add(whole + short + other, largest + past, alpha=2)


def test_a_pooling_or_sum_of_another_kind_has_no_arithmetic() -> None:
    recording = record(_Poolings(), torch.randn(1, 2, 9, 9, generator=torch.Generator().manual_seed(4)))
    expected = [Pooled, *[Unexplained] * 3, Pooled, *[Summed] * 3, Unexplained]
    assert assert_explained(recording, 8, 2, 1e-5) == expected


def test_dropped_and_doubled_values_are_not_taken_for_the_same() -> None:
    torch.manual_seed(0)
    recording = record(nn.Sequential(nn.Flatten(), nn.Linear(784, 3), nn.Dropout(0.5)), picture())
    value = float(recording.layers[2].output[0, 1])  # in training mode dropout changes what it gets
    assert value != float(recording.layers[1].output[0, 1])
    assert explain(recording, 2, (1,)) == Unexplained(value)
