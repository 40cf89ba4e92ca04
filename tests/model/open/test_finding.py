"""Where the network lies in files as people write them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from digitpad.data.labelled import LabelledImages
from digitpad.errors import CheckpointError
from digitpad.form import DIGITS
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.finding import find_network
from digitpad.model.open.fitting.parts import parts_of
from digitpad.model.open.foreign import Found, SeveralNetworksError, readable
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.opening import assumed_network
from digitpad.model.open.search.pictures import Labelled
from digitpad.model.safe_io.reading import open_content
from tests.helpers import drawn_digits, further

_SHAPES = {"conv": (1, 8, 5), "fc1": (8 * 12 * 12, 32), "fc2": (32, 10)}


class Network(nn.Module):
    """A network that is in no registry."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 5)
        self.fc1 = nn.Linear(8 * 12 * 12, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(torch.max_pool2d(self.conv(x), 2)).flatten(1)
        result: Tensor = self.fc2(torch.relu(self.fc1(x)))
        return result


class Perceptron(nn.Sequential):
    """Linear layers alone."""

    def __init__(self) -> None:
        super().__init__(nn.Flatten(), nn.Linear(784, 48), nn.ReLU(), nn.Linear(48, 10))


@pytest.fixture(scope="module")
def digits() -> LabelledImages:
    return drawn_digits(300, 1)


def trained(network: nn.Module, digits: LabelledImages) -> nn.Module:
    torch.manual_seed(3)
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    pictures = normalize_uint8(digits.images, 0.1307, 0.3081)
    for _ in range(10):
        for batch in torch.randperm(len(pictures)).split(30):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(pictures[batch]), digits.labels[batch]).backward()
            optimizer.step()
    return network.eval()


@pytest.fixture(scope="module")
def network(digits: LabelledImages) -> nn.Module:
    torch.manual_seed(3)
    return trained(Network(), digits)


@pytest.fixture(scope="module")
def perceptron(digits: LabelledImages) -> nn.Module:
    torch.manual_seed(3)
    return trained(Perceptron(), digits)


def opened(path: Path, digits: LabelledImages, entry: str = "") -> Checkpoint:
    known = Labelled(digits.images, digits.labels, DIGITS, "digits")
    checkpoint = assumed_network(
        path,
        lambda form, classes: [known] if (form.size, classes) == (28, 10) else [],
        entry=entry,
    )
    assert checkpoint is not None
    return checkpoint


def answers_alike(checkpoint: Checkpoint, network: nn.Module) -> None:
    """Activations that read as well as the network's own may be assumed."""
    digits = drawn_digits(60, 2).images
    with torch.no_grad():
        own = network(normalize_uint8(digits, 0.1307, 0.3081)).argmax(1)
        ours = checkpoint.network()(normalize_uint8(digits, checkpoint.mean, checkpoint.std)).argmax(1)
    assert float((own == ours).float().mean()) > 0.9


def prefixed(network: nn.Module, prefix: str) -> dict[str, Tensor]:
    return {prefix + name: value for name, value in network.state_dict().items()}


Wrap = Callable[[nn.Module], Any]

WAYS: dict[str, tuple[Wrap, str]] = {
    "Lightning, beside a loss's weight": (
        lambda net: {
            "epoch": 1,
            "state_dict": prefixed(net, "model.") | {"criterion.weight": torch.ones(10)},
        },
        "criterion.weight",
    ),
    "Lightning, beside metrics": (
        lambda net: {
            "state_dict": prefixed(net, "net.")
            | {"train_acc.tp": torch.zeros(10), "val_confusion.confmat": torch.zeros(10, 10)}
        },
        "train_acc.tp, val_confusion.confmat",
    ),
    "a loss inside the network": (
        lambda net: net.state_dict() | {"loss_fn.weight": torch.ones(10)},
        "loss_fn.weight",
    ),
    "operations counted": (
        lambda net: net.state_dict() | {"total_ops": torch.zeros(1), "conv.total_ops": torch.zeros(1)},
        "total_ops",
    ),
    "a backbone beside a projection": (
        lambda net: prefixed(net, "backbone.") | {"projection": torch.zeros(3, 4, 5)},
        "projection",
    ),
    "a list with the optimiser": (
        lambda net: [net.state_dict(), torch.optim.Adam(net.parameters()).state_dict()],
        "",
    ),
    "a tuple": (lambda net: (3, net.state_dict(), 0.98), ""),
    "an entry of its own": (lambda net: {"classifier_net": net.state_dict(), "loss": torch.tensor(0.1)}, ""),
    "deep inside": (lambda net: {"a": {"b": [{"sd": net.state_dict()}]}}, ""),
    "a dictionary for each layer": (
        lambda net: {name: module.state_dict() for name, module in net.named_children()},
        "",
    ),
    "double precision": (lambda net: {k: v.double() for k, v in net.state_dict().items()}, ""),
    "weights in a plain list": (lambda net: [value.detach() for value in net.parameters()], ""),
    "a list of pairs": (lambda net: list(net.state_dict().items()), ""),
    "arrays by name": (lambda net: {k: v.numpy() for k, v in net.state_dict().items()}, ""),
    "names beside the weights": (
        lambda net: net.state_dict() | {"epoch": 3, "classes": list("0123456789")},
        "",
    ),
    "encoder and head": (
        lambda net: {
            "encoder": net.conv.state_dict(),
            "head": nn.Sequential(net.fc1, net.fc2).state_dict(),  # type: ignore[arg-type]
        },
        "",
    ),
    "the method": (lambda net: net.state_dict, "parentheses were forgotten"),
    "the method in a dictionary": (lambda net: {"model": net.state_dict, "epoch": 1}, "parentheses"),
}


def weights_in(path: Path, entry: str = "") -> tuple[Found, dict[str, Tensor]]:
    with open_content(path) as content:
        network = find_network(content.value, entry)
        assert network is not None
        return network, {
            name: content.tensors.read(value) for name, value in readable(network.weights).items()
        }


def same_values(weights: Mapping[str, Tensor], network: nn.Module) -> bool:
    """Whether the numbers are those of a network, in its order."""
    pairs = zip(weights.values(), network.state_dict().values(), strict=True)
    return all(torch.equal(one.float(), other) for one, other in pairs)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("pickled", [False, True])
def test_a_network_is_found_where_people_put_it(way: str, pickled: bool, tmp_path: Path) -> None:
    make, message = WAYS[way]
    network = Network()
    if pickled:
        (tmp_path / "a.pth").write_bytes(pickle.dumps(make(network)))
    else:
        torch.save(make(network), tmp_path / "a.pth")
    match, weights = weights_in(tmp_path / "a.pth")
    assert same_values(weights, network)
    assert message in " ".join(map(str, match.messages))
    assert bool(match.messages) == bool(message)
    assert parts_of({name: tuple(value.shape) for name, value in weights.items()}) is not None


@pytest.mark.parametrize(
    "way", ["Lightning, beside metrics", further("the method"), further("weights in a plain list")]
)
def test_a_network_beside_other_things_answers_as_in_torch(
    way: str, network: nn.Module, digits: LabelledImages, tmp_path: Path
) -> None:
    make, message = WAYS[way]
    torch.save(make(network), tmp_path / "a.pth")
    checkpoint = opened(tmp_path / "a.pth", digits)
    answers_alike(checkpoint, network)
    assert message in " ".join(map(str, checkpoint.messages))


def test_a_linear_layer_that_nothing_leads_to_is_left_out_and_named(
    network: nn.Module, tmp_path: Path
) -> None:
    state = {**network.state_dict(), "fc3.weight": torch.zeros(10, 32), "fc3.bias": torch.zeros(10)}
    torch.save(state, tmp_path / "a.pth")
    match, weights = weights_in(tmp_path / "a.pth")
    assert same_values(weights, network)
    assert match.unused == ("fc3.weight", "fc3.bias")
    assert "fc3.weight, fc3.bias was left out" in " ".join(map(str, match.messages))


@pytest.mark.parametrize("precision", [torch.float16, further(torch.bfloat16)])
def test_weights_of_half_precision_are_read(
    precision: torch.dtype, network: nn.Module, digits: LabelledImages, tmp_path: Path
) -> None:
    torch.save(
        {name: value.to(precision) for name, value in network.state_dict().items()}, tmp_path / "a.pth"
    )
    answers_alike(opened(tmp_path / "a.pth", digits), network)


def _by_hand(network: nn.Module, turned: bool = False, column: bool = False) -> dict[str, Any]:
    """Weights as in networks written in NumPy."""
    arrays = [value.numpy().astype("float64") for value in network.state_dict().values()]
    weights, biases = arrays[::2], arrays[1::2]
    return {f"W{n}": weight.T if turned else weight for n, weight in enumerate(weights, 1)} | {
        f"b{n}": bias[:, None] if column else bias for n, bias in enumerate(biases, 1)
    }


BY_HAND: dict[str, Wrap] = {
    "as in PyTorch": lambda net: _by_hand(net, column=True),
    "inputs first": lambda net: _by_hand(net, turned=True),
    "inputs first, in a list": lambda net: [
        one for value in net.state_dict().values() for one in [value.numpy().T.copy()]
    ],
    "beside other things": lambda net: {"params": _by_hand(net), "loss": [0.1, 0.2], "lr": 0.1},
}


@pytest.mark.parametrize("way", BY_HAND)
@pytest.mark.parametrize("form", ["torch", *range(2, 6)])
def test_arrays_without_names_of_layers_are_those_of_layers(
    way: str, form: str | int, tmp_path: Path
) -> None:
    network = Perceptron()
    content = BY_HAND[way](network)
    if isinstance(form, int):
        (tmp_path / "a.pkl").write_bytes(pickle.dumps(content, form))
    else:
        torch.save(content, tmp_path / "a.pkl")
    _, weights = weights_in(tmp_path / "a.pkl")
    assert list(weights) == ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"]
    assert same_values(weights, network)


@pytest.mark.parametrize(
    "content", [{"images": np.zeros((60, 784))}, [np.zeros((3, 4)), np.zeros((5, 6))], {}]
)
def test_arrays_that_are_not_layers_are_refused(content: object, tmp_path: Path) -> None:
    (tmp_path / "a.pkl").write_bytes(pickle.dumps(content))
    with pytest.raises(CheckpointError, match=r"no network's weights|not hold a network|unknown|not know"):
        load_checkpoint(tmp_path / "a.pkl")


@pytest.mark.filterwarnings("ignore:torch.ao.quantization is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("kind", ["8 bits", "8 bits for each channel", "16 bits"])
@pytest.mark.parametrize("whole", [False, True])
def test_quantised_layers_are_brought_back(kind: str, whole: bool, tmp_path: Path) -> None:
    from torch.ao import quantization

    network = Network()
    each = {nn.Linear: quantization.per_channel_dynamic_qconfig}
    dtype = torch.float16 if kind == "16 bits" else torch.qint8
    quantised = quantization.quantize_dynamic(
        network, each if kind == "8 bits for each channel" else {nn.Linear}, dtype=dtype
    )
    torch.save(quantised if whole else quantised.state_dict(), tmp_path / "a.pth")
    match, weights = weights_in(tmp_path / "a.pth")
    assert list(weights) == list(network.state_dict())
    expected = {
        "fc1.weight": quantised.fc1.weight(),
        "fc2.weight": quantised.fc2.weight(),
        "conv.weight": network.conv.weight.detach(),
        "fc1.bias": network.fc1.bias.detach(),
    }
    for name, value in expected.items():
        dense = value.dequantize() if value.is_quantized else value
        torch.testing.assert_close(weights[name], dense, rtol=1e-6, atol=1e-7)
    assert ("quantised" in str(match.messages)) == (kind != "16 bits")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_network_quantised_answers_nearly_as_before(
    network: nn.Module, digits: LabelledImages, tmp_path: Path
) -> None:
    weight = network.state_dict()["fc1.weight"]
    content = network.state_dict() | {
        "fc1.weight": torch.quantize_per_tensor(weight, float(weight.abs().max()) / 127, 0, torch.qint8),
        "fc1.scale": torch.tensor(1.0),
        "fc1.zero_point": torch.tensor(0),
    }
    torch.save(content, tmp_path / "a.pth")
    answers_alike(opened(tmp_path / "a.pth", digits), network)


def test_several_networks_are_named_and_one_can_be_chosen(tmp_path: Path) -> None:
    one, other = Network(), Perceptron()
    torch.save({"student": one.state_dict(), "guide": {"net": other.state_dict()}}, tmp_path / "a.pth")
    with pytest.raises(
        SeveralNetworksError, match=r"several networks \(student, guide.net\).*--entry student"
    ) as why:
        load_checkpoint(tmp_path / "a.pth")
    assert why.value.entries == ("student", "guide.net")
    for entry, network in {"student": one, "guide": other, "guide.net": other}.items():
        assert same_values(weights_in(tmp_path / "a.pth", entry)[1], network)
    with pytest.raises(CheckpointError, match="a network called b; those in it are student, guide"):
        load_checkpoint(tmp_path / "a.pth", "b")


def test_several_networks_in_one_state_dict_can_be_chosen(tmp_path: Path) -> None:
    one, other = Network(), Perceptron()
    torch.save({"state_dict": prefixed(one, "a.") | prefixed(other, "b.")}, tmp_path / "a.pth")
    with pytest.raises(SeveralNetworksError, match=r"\(state_dict.a, state_dict.b\)"):
        load_checkpoint(tmp_path / "a.pth")
    assert same_values(weights_in(tmp_path / "a.pth", "state_dict.b")[1], other)


OBVIOUS: dict[str, tuple[Callable[[nn.Module, nn.Module], Any], str]] = {
    "beside its average": (
        lambda net, ema: {"classifier": net.state_dict(), "classifier_ema": ema.state_dict()},
        "classifier_ema",
    ),
    "an average in one state_dict": (
        lambda net, ema: prefixed(net, "online_model.") | prefixed(ema, "ema_model."),
        "ema_model",
    ),
    "under a usual name": (
        lambda net, ema: {"best": ema.state_dict(), "model_state_dict": net.state_dict()},
        "best",
    ),
    "whole and as weights": (lambda net, ema: {"net": net, "weights": net.state_dict()}, ""),
    "beside one that fits nothing": (
        lambda net, ema: {
            "gen": nn.ConvTranspose2d(8, 1, 3).state_dict() | {"fc.weight": torch.zeros(7, 3)},
            "cls": net.state_dict(),
        },
        "gen",
    ),
}


@pytest.mark.parametrize("way", OBVIOUS)
def test_the_obvious_one_of_several_is_taken_and_the_others_are_named(way: str, tmp_path: Path) -> None:
    make, others = OBVIOUS[way]
    network = Network()
    torch.save(make(network, Network()), tmp_path / "a.pth")
    match, weights = weights_in(tmp_path / "a.pth")
    assert same_values(weights, network)
    assert (f"{others} can be chosen too" in " ".join(map(str, match.messages))) == bool(others)
