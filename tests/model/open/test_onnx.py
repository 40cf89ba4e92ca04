"""ONNX files of other programs open as lists of layers, and answer as they do where they come from."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
import torch.nn.functional as F
from onnx import TensorProto
from torch import Tensor, nn

from digitpad.errors import CheckpointError
from digitpad.form import INK, WHOLE, PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.classes import class_names
from digitpad.model.open.inspecting import inspect_file
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.opening import assumed_network
from digitpad.model.spec.plain import as_tables
from digitpad.opening import open_network
from tests.helpers import drawn_digits, further
from tests.model.learners import NOTE_003
from tests.model.onnx_files import model, node, random, zoo


class Written(nn.Module):
    """As people write it: sizes worked out in `forward`, activations that ONNX has no operator for."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 4, 5), nn.Conv2d(4, 6, 5)
        self.fc1, self.fc2 = nn.Linear(96, 12), nn.Linear(12, 10)

    def forward(self, x: Tensor) -> Tensor:
        count = x.size(0)
        x = F.gelu(F.max_pool2d(self.conv1(x), 2))
        x = F.silu(F.avg_pool2d(self.conv2(x), 2)).view(count, -1)
        return F.log_softmax(self.fc2(F.mish(self.fc1(x))), dim=1)


class Block(nn.Module):
    def __init__(self, channels: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.way = nn.Sequential(
            nn.Conv2d(channels, out, 3, stride, 1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(),
            nn.Conv2d(out, out, 3, 1, 1, bias=False),
            nn.BatchNorm2d(out),
        )
        shortcut = (nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))
        self.shortcut = nn.Sequential(*(() if (channels, stride) == (out, 1) else shortcut))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.way(x) + self.shortcut(x))


def note() -> nn.Module:
    names: dict[str, Any] = {"__name__": "notes"}
    exec(NOTE_003, names)
    return names["network"]


def residual() -> nn.Module:
    stem, head = nn.Conv2d(3, 8, 3, padding=1), nn.Linear(12, 5)
    return nn.Sequential(
        stem, nn.ReLU(), Block(8, 8), Block(8, 12, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), head
    )


def many_kinds() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 8, 3, padding=1, dilation=2), nn.BatchNorm2d(8), nn.LeakyReLU(0.1)),
        *(nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.Conv2d(8, 8, 3, stride=2, padding=1, groups=4), nn.ELU()),
        *(nn.AvgPool2d(2, padding=1, count_include_pad=False), nn.PReLU(8), nn.AdaptiveAvgPool2d(5)),
        *(nn.Flatten(), nn.Linear(200, 30), nn.LayerNorm(30), nn.Tanh(), nn.Dropout(0.3), nn.Linear(30, 7)),
    )


def norms_of_groups() -> nn.Module:
    network = nn.Sequential(
        *(nn.Conv2d(1, 8, 3, 2), nn.GroupNorm(4, 8), nn.ReLU(), nn.Conv2d(8, 6, 3, 2), nn.InstanceNorm2d(6)),
        *(nn.SELU(), nn.GroupNorm(1, 6), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(6, 3)),
    )
    for module in network.modules():
        if isinstance(module, nn.GroupNorm):
            nn.init.uniform_(module.weight, 0.5, 2)
            nn.init.normal_(module.bias)
    return network


def perceptron() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.Sigmoid(), nn.Linear(20, 26, bias=False))


NETWORKS: dict[str, tuple[Callable[[], nn.Module], PictureForm]] = {
    "note": (note, PictureForm(1, 28, INK)),
    "written": (Written, PictureForm(1, 28, INK)),
    "residual": (residual, PictureForm(3, 32, WHOLE)),
    "many kinds": (many_kinds, PictureForm(3, 32, WHOLE)),
    "norms of groups": (norms_of_groups, PictureForm(1, 28, INK)),
    "perceptron": (perceptron, PictureForm(1, 28, INK)),
}


def stirred(network: nn.Module) -> nn.Module:
    """The network in evaluation mode, its statistics as after some training."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 2)
            nn.init.normal_(module.bias)
    return network.eval()


def exported(network: nn.Module, form: PictureForm, path: Path, newer: bool, batch: bool) -> None:
    """What torch's exporters make of a network, with any number of pictures or one."""
    x = torch.rand(2 if batch else 1, *form.shape)
    options: dict[str, Any] = {"dynamo": newer, "external_data": False, "verbose": False}
    if batch and newer:
        options["dynamic_shapes"] = ({0: torch.export.Dim("batch")},)
    elif batch:
        options |= {"input_names": ["x"], "dynamic_axes": {"x": {0: "batch"}}}
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        torch.onnx.export(network, (x,), str(path), **options)
    logging.disable(before)


def opened(path: Path) -> Checkpoint:
    """The network of a file that does not say its normalisation, where there are no pictures to try it on."""
    checkpoint = assumed_network(path, lambda _form, _classes: ())
    assert checkpoint is not None
    assert checkpoint.assumed is not None
    return checkpoint


def log_probs(checkpoint: Checkpoint, pictures: Tensor) -> Tensor:
    """What a checkpoint answers to network inputs as its file takes them."""
    with torch.inference_mode():
        return F.log_softmax(checkpoint.network()(pictures), dim=1)


@pytest.mark.parametrize("batch", [True, further(False)])
@pytest.mark.parametrize("newer", [False, further(True)])
@pytest.mark.parametrize("name", NETWORKS)
def test_networks_of_torchs_exporters_open(tmp_path: Path, name: str, newer: bool, batch: bool) -> None:
    torch.manual_seed(5)
    made, form = NETWORKS[name]
    network = stirred(made())
    exported(network, form, tmp_path / "a.onnx", newer, batch)
    loaded = opened(tmp_path / "a.onnx")
    pictures = torch.rand(3, *form.shape)
    with torch.inference_mode():
        expected = F.log_softmax(network(pictures), dim=1)
    assert (loaded.kind, loaded.form) == ("onnx", form)
    assert loaded.classes == class_names(expected.shape[1], form)
    assert (log_probs(loaded, pictures) - expected).abs().max() < 1e-5


def test_layers_keep_their_names(tmp_path: Path) -> None:
    exported(stirred(note()), PictureForm(1, 28, INK), tmp_path / "a.onnx", newer=False, batch=True)
    inspection = inspect_file(tmp_path / "a.onnx")
    assert inspection.kind == "onnx"
    assert [layer.text for layer in inspection.layers if layer.parameters] == [
        "conv 1->10 5x5",
        "conv 10->20 5x5",
        "linear 320->50",
        "linear 50->10",
    ]
    assert [layer.name for layer in inspection.layers if layer.parameters] == ["conv1", "conv2", "fc1", "fc2"]


# Graphs of other programs -----------------------------------------------------------------------------------


def runtime(path: Path, pictures: Tensor) -> Tensor:
    """What onnxruntime makes of pictures, one at a time."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (entry,) = session.get_inputs()
    return torch.cat(
        [torch.from_numpy(session.run(None, {entry.name: one.numpy()})[0]) for one in pictures.split(1)]
    )


def answers_as_its_runtime(path: Path, most: float) -> Checkpoint:
    """Open a file; the answers may differ by so much."""
    loaded = opened(path)
    pictures = torch.rand(2, *loaded.form.shape)
    expected = F.log_softmax(runtime(path, pictures), dim=1)
    assert (log_probs(loaded, pictures) - expected).abs().max() < most
    return loaded


def test_the_zoos_mnist_opens(tmp_path: Path) -> None:
    zoo(tmp_path / "mnist-8.onnx")
    loaded = answers_as_its_runtime(tmp_path / "mnist-8.onnx", 1e-5)
    assert as_tables(loaded.layers) == [
        {"layer": "conv", "name": "conv1", "out": 8, "kernel": 5, "padding": 2},
        {"layer": "relu"},
        {"layer": "max_pool"},
        {"layer": "conv", "name": "conv2", "out": 16, "kernel": 5, "padding": 2},
        {"layer": "relu"},
        {"layer": "max_pool", "kernel": 3},
        {"layer": "flatten"},
        {"layer": "linear", "name": "fc1", "out": 10, "inputs": 256},
    ]


def test_channels_that_lie_last_as_in_keras_are_put_in_order(tmp_path: Path) -> None:
    weights = {"w1": random(4, 3, 3, 3), "s": np.array([-1, 256]), "w2": random(256, 10), "b2": random(10)}
    same = {"auto_pad": "SAME_UPPER", "kernel_shape": [3, 3], "strides": [2, 2]}
    nodes = [
        node("Transpose", "x", "t", perm=[0, 3, 1, 2]),
        node("Conv", "t w1", "c", **same),
        node("Relu", "c", "r"),
        node("MaxPool", "r", "m", auto_pad="SAME_UPPER", kernel_shape=[3, 3], strides=[2, 2]),
        node("Transpose", "m", "u", perm=[0, 2, 3, 1]),
        node("Reshape", "u s", "f"),
        node("MatMul", "f w2", "g"),
        node("Add", "g b2", "h"),
        node("Softmax", "h", "y", axis=1),
    ]
    model(tmp_path / "a.onnx", nodes, weights, ["n", 32, 32, 3])
    loaded = opened(tmp_path / "a.onnx")
    assert loaded.form == PictureForm(3, 32, WHOLE)
    pictures = torch.rand(2, 3, 32, 32)
    expected = runtime(tmp_path / "a.onnx", pictures.permute(0, 2, 3, 1).contiguous())
    assert (log_probs(loaded, pictures).exp() - expected).abs().max() < 1e-5


def test_numbers_between_layers_are_a_batch_norm(tmp_path: Path) -> None:
    """As where a batch norm of Keras behind ReLU was taken apart into a product and a sum."""
    weights = {"w": random(4, 1, 3, 3), "s": random(4, 1, 1), "b": random(1, 4, 1, 1), "g": random(2704, 3)}
    nodes = [
        *(node("Conv", "x w", "c"), node("Relu", "c", "r"), node("Mul", "r s", "m"), node("Add", "b m", "a")),
        *(node("Flatten", "a", "f"), node("MatMul", "f g", "y")),
    ]
    model(tmp_path / "a.onnx", nodes, weights, ["n", 1, 28, 28])
    answers_as_its_runtime(tmp_path / "a.onnx", 1e-5)


@pytest.mark.parametrize("edges", [(1, 1, 1, 1), (0, 0, 1, 1)])
def test_a_border_before_a_convolution_is_its_padding(tmp_path: Path, edges: tuple[int, ...]) -> None:
    top, left, bottom, right = edges
    pads = np.array([0, 0, top, left, 0, 0, bottom, right])
    weights = {"p": pads, "w": random(4, 1, 3, 3), "g": random(4 * 14 * 14, 3)}
    nodes = [node("Pad", "x p", "q"), node("Conv", "q w", "c", strides=[2, 2])]
    side = (28 + top + bottom - 3) // 2 + 1
    weights["g"] = random(4 * side * side, 3)
    nodes += [node("Relu", "c", "r"), node("Flatten", "r", "f"), node("MatMul", "f g", "y")]
    model(tmp_path / "a.onnx", nodes, weights, ["n", 1, 28, 28])
    answers_as_its_runtime(tmp_path / "a.onnx", 1e-5)


def test_half_precision_is_read(tmp_path: Path) -> None:
    weights = {"w": random(784, 3).astype(np.float16), "b": random(3).astype(np.float16)}
    nodes = [
        node("Cast", "x", "h", to=TensorProto.FLOAT16),
        *(
            node("Flatten", "h", "f"),
            node("Gemm", "f w b", "g"),
            node("Cast", "g", "y", to=TensorProto.FLOAT),
        ),
    ]
    model(tmp_path / "a.onnx", nodes, weights, ["n", 1, 28, 28])
    answers_as_its_runtime(tmp_path / "a.onnx", 1e-2)


def test_pictures_of_any_size_are_of_the_size_that_fits(tmp_path: Path) -> None:
    weights = {"w": random(3, 3 * 32 * 32)}
    nodes = [node("Flatten", "x", "f"), node("Gemm", "f w", "y", transB=1)]
    model(tmp_path / "a.onnx", nodes, weights, ["n", "c", "h", "w"])
    assert opened(tmp_path / "a.onnx").form == PictureForm(3, 32, WHOLE)


@pytest.mark.parametrize(
    ("steps", "mean", "std"),
    [
        ([("Sub", 0.1307), ("Div", 0.3081)], 0.1307, 0.3081),
        ([("Mul", 2.0), ("Sub", 1.0)], 0.5, 0.5),
        ([("Div", 255.0)], 0.0, 1.0),
        ([("Div", 255.0), ("Sub", 0.1307), ("Div", 0.3081)], 0.1307, 0.3081),
    ],
)
def test_a_normalisation_in_the_graph_is_the_files(
    tmp_path: Path, steps: list[tuple[str, float]], mean: float, std: float
) -> None:
    values = ["x", *(f"v{number}" for number in range(len(steps)))]
    weights = {f"c{number}": np.array(value, np.float32) for number, (_, value) in enumerate(steps)}
    nodes = [
        node(operator, f"{values[number]} c{number}", values[number + 1])
        for number, (operator, _) in enumerate(steps)
    ]
    nodes += [node("Flatten", values[-1], "f"), node("Gemm", "f w", "y", transB=1)]
    model(
        tmp_path / "a.onnx",
        nodes,
        {**weights, "w": random(3, 784)},
        ["n", 1, 28, 28],
        classes='["a", "b", "c"]',
    )
    loaded = load_checkpoint(tmp_path / "a.onnx")
    assert loaded.normalisation_from == "file"
    assert (loaded.mean, loaded.std) == (pytest.approx(mean, abs=1e-6), pytest.approx(std, rel=1e-6))
    assert loaded.classes == ("a", "b", "c")


@pytest.mark.slow
def test_a_normalisation_that_the_file_does_not_say_is_tried(tmp_path: Path) -> None:
    mean, std = 0.5, 0.5
    digits = drawn_digits(600, 4)
    pictures = normalize_uint8(digits.images.float(), mean, std).flatten(1)
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 30), nn.Tanh(), nn.Linear(30, 10))
    torch.manual_seed(2)
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    for _ in range(60):
        optimizer.zero_grad()
        F.cross_entropy(network[1:](pictures), digits.labels).backward()
        optimizer.step()
    exported(network.eval(), PictureForm(1, 28, INK), tmp_path / "a.onnx", newer=False, batch=True)
    loaded = open_network(tmp_path / "a.onnx", tmp_path)
    assert (loaded.kind, loaded.normalisation_from, loaded.mean, loaded.std) == ("onnx", "assumed", mean, std)
    assert loaded.assumed is not None
    assert "training pictures of drawn digits; the file does not say" in str(loaded.assumed.sentence)


# What does not open -----------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(CheckpointError) as refusal:
        load_checkpoint(path)
    return str(refusal.value)


def test_an_operator_that_is_no_layer_is_named(tmp_path: Path) -> None:
    nodes = [node("Flatten", "x", "f"), node("Sin", "f", "s"), node("Gemm", "s w", "y", transB=1)]
    model(tmp_path / "a.onnx", nodes, {"w": random(3, 784)}, ["n", 1, 28, 28])
    assert "its operator Sin (s) is not a layer that digitpad has" in refused(tmp_path / "a.onnx")
    inspection = inspect_file(tmp_path / "a.onnx")
    assert inspection.kind == "onnx"
    assert "Sin" in str(inspection.problem)


def test_weights_in_another_file_are_not_looked_for(tmp_path: Path) -> None:
    nodes = [node("Flatten", "x", "f"), node("Gemm", "f w", "y", transB=1)]
    made = model(tmp_path / "a.onnx", nodes, {"w": random(3, 784)}, ["n", 1, 28, 28])
    onnx.save_model(
        made, tmp_path / "b.onnx", save_as_external_data=True, location="b.data", size_threshold=0
    )
    assert "lie in a file beside it; save the model as one file" in refused(tmp_path / "b.onnx")


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    for content in (b"\x08\x01\x12\x02ab", b"\x08" * 40, b"\x3a\xff\xff\xff\xff\x0f"):
        (tmp_path / "a.onnx").write_bytes(content)
        assert "is not an ONNX model" in refused(tmp_path / "a.onnx")


@pytest.mark.parametrize("sizes", [["n", 1, 28, 30], ["n", 2, 28, 28], ["n", 5], ["n", 1, 28, 28, 28], []])
def test_pictures_that_no_network_here_takes_are_refused(tmp_path: Path, sizes: list[Any]) -> None:
    nodes = [node("Flatten", "x", "f"), node("Gemm", "f w", "y", transB=1)]
    model(tmp_path / "a.onnx", nodes, {"w": random(3, 5)}, sizes)
    assert "square picture" in refused(tmp_path / "a.onnx")


def test_claims_of_size_cost_nothing(tmp_path: Path) -> None:
    nodes = [node("Flatten", "x", "f"), node("Gemm", "f w", "y", transB=1)]
    made = model(tmp_path / "a.onnx", nodes, {"w": random(3, 784)}, ["n", 1, 28, 28])
    made.graph.initializer[0].dims[:] = [2**40, 784]
    (tmp_path / "a.onnx").write_bytes(made.SerializeToString())
    assert "reaches beyond the numbers in the file" in refused(tmp_path / "a.onnx")


def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    zoo(tmp_path / "a.onnx")
    content = (tmp_path / "a.onnx").read_bytes()
    for length in range(1, len(content) - 1, len(content) // 60):
        (tmp_path / "a.onnx").write_bytes(content[:length])
        assert refused(tmp_path / "a.onnx")
