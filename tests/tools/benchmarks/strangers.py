"""Bare weights of networks as people build them for MNIST: how many open, and how well they read then.

    DIGITPAD_DATA=... python -m tests.tools.benchmarks.strangers [NAME ...]

Each network is trained on 15,000 training pictures, its bare state_dict is saved and opened, and both read
the test set. The names and shapes are those of tutorials and of people's repositories.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import LabelledImages
from digitpad.errors import CheckpointError
from digitpad.model.normalization import normalize_uint8
from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import checked
from digitpad.opening import open_network

MNIST, UNIT, HALF = (0.1307, 0.3081), (0.0, 1.0), (0.5, 0.5)
POOL, MEAN, FLAT, GLOBAL = "max_pool", "avg_pool", "flatten", "adaptive_avg_pool"
RELU, TANH, SIGMOID, LEAKY, ELU, DROPOUT = "relu", "tanh", "sigmoid", "leaky_relu", "elu", "dropout"

Words = list[Any]


def conv(
    name: str, out: int, kernel: int, padding: int = 0, stride: int = 1, **options: Any
) -> dict[str, Any]:
    """A convolution; its weights are called `name`."""
    shape = {"out": out, "kernel": kernel, "padding": padding, "stride": stride}
    return {"layer": "conv", "name": name, **shape, **options}


def fc(name: str, out: int | None = None) -> dict[str, Any]:
    """A linear layer; the last one without `out`."""
    return {"layer": "linear", "name": name, **({} if out is None else {"out": out})}


def bn(name: str) -> dict[str, Any]:
    """A batch norm."""
    return {"layer": "batch_norm", "name": name}


def perceptron(names: str, widths: tuple[int, ...], kind: str) -> Words:
    """Linear layers with an activation between them."""
    *inner, last = names.split()
    hidden = [word for name, width in zip(inner, widths, strict=True) for word in (fc(name, width), kind)]
    return [FLAT, *hidden, fc(last)]


def two(
    names: str, widths: tuple[int, ...], kernel: int, padding: int, kind: str = RELU, pool: str = POOL
) -> Words:
    """Two convolutions, each with an activation and pooling, and linear layers."""
    first, second, *rest = names.split()
    maps = [
        conv(first, widths[0], kernel, padding),
        kind,
        pool,
        conv(second, widths[1], kernel, padding),
        kind,
        pool,
    ]
    return [*maps, *perceptron(" ".join(rest), widths[2:], kind)]


NETWORKS: dict[str, tuple[Words, tuple[float, float]]] = {
    "pytorch example": (
        [conv("conv1", 32, 3), RELU, conv("conv2", 64, 3), RELU, POOL, FLAT, fc("fc1", 128), RELU, fc("fc2")],
        MNIST,
    ),
    "pytorch example, older": (two("conv1 conv2 fc1 fc2", (10, 20, 50), 5, 0), MNIST),
    "lenet, tanh and means": (
        [
            conv("c1", 6, 5, 2),
            TANH,
            MEAN,
            conv("c2", 16, 5),
            TANH,
            MEAN,
            *perceptron("f1 f2 f3", (120, 84), TANH),
        ],
        MNIST,
    ),
    "lenet, relu": (
        [
            conv("conv1", 6, 5, 2),
            RELU,
            POOL,
            conv("conv2", 16, 5),
            RELU,
            POOL,
            *perceptron("fc1 fc2 fc3", (120, 84), RELU),
        ],
        UNIT,
    ),
    "lenet, sigmoid": (two("conv.0 conv.3 fc.0 fc.2 fc.4", (6, 16, 120, 84), 5, 0, SIGMOID), UNIT),
    "conv and linear names": (two("conv1 conv2 linear1 linear2", (32, 64, 200), 3, 1), MNIST),
    "conv_layers": (two("conv_layers.0 conv_layers.3 fc_layers.1 fc_layers.3", (32, 64, 128), 3, 1), UNIT),
    "20 and 50 channels": (two("conv1 conv2 fc1 fc2", (20, 50, 500), 5, 0), MNIST),
    "sequentials in attributes": (two("conv1.0 conv2.0 fc.0 fc.2 fc.4", (32, 64, 128, 64), 3, 1), MNIST),
    "elu": (two("c1 c2 f1 f2", (8, 16, 64), 5, 2, ELU), MNIST),
    "strides for pooling": (
        [
            conv("conv1", 16, 3, 1, 2),
            RELU,
            conv("conv2", 32, 3, 1, 2),
            RELU,
            *perceptron("fc1 fc2", (100,), RELU),
        ],
        UNIT,
    ),
    "pooling in the middle": (
        [
            *(conv("conv1", 32, 3), RELU, conv("conv2", 32, 3), RELU, POOL, conv("conv3", 64, 3), RELU),
            *perceptron("fc1 fc2", (64,), RELU),
        ],
        UNIT,
    ),
    "kernels of 7 and 4": (
        [
            conv("cnn.0", 8, 7),
            RELU,
            POOL,
            conv("cnn.3", 16, 4),
            RELU,
            POOL,
            *perceptron("out.0 out.2", (32,), RELU),
        ],
        MNIST,
    ),
    "norms, two layers": (
        [
            *(
                conv("layer1.0", 16, 5, 2),
                bn("layer1.1"),
                RELU,
                POOL,
                conv("layer2.0", 32, 5, 2),
                bn("layer2.1"),
            ),
            *(RELU, POOL, FLAT, fc("fc")),
        ],
        UNIT,
    ),
    "norms, three layers": (
        [
            *(
                conv("layer1.0", 16, 3, 1),
                bn("layer1.1"),
                RELU,
                POOL,
                conv("layer2.0", 32, 3, 1),
                bn("layer2.1"),
            ),
            *(RELU, POOL, conv("layer3.0", 64, 3, 1), bn("layer3.1"), RELU, POOL, FLAT, fc("fc")),
        ],
        UNIT,
    ),
    "norms of linear layers too": (
        [
            *(
                conv("conv1", 32, 3, 1),
                bn("bn1"),
                RELU,
                POOL,
                conv("conv2", 64, 3, 1),
                bn("bn2"),
                RELU,
                POOL,
                FLAT,
            ),
            *(fc("fc1", 128), bn("bn3"), RELU, fc("fc2")),
        ],
        MNIST,
    ),
    "norms behind activations": (
        [
            *(conv("conv1", 16, 3), RELU, bn("bn1"), conv("conv2", 16, 3), RELU, bn("bn2"), POOL),
            *(conv("conv3", 32, 3), RELU, conv("conv4", 10, 1), GLOBAL, FLAT, fc("fc")),
        ],
        MNIST,
    ),
    "features and classifier": (
        [
            *(
                conv("features.0", 32, 3, 1),
                bn("features.1"),
                RELU,
                conv("features.3", 32, 3, 1),
                bn("features.4"),
            ),
            *(RELU, POOL, DROPOUT, conv("features.8", 64, 3, 1), bn("features.9"), RELU),
            *(conv("features.11", 64, 3, 1), bn("features.12"), RELU, POOL),
            *(FLAT, fc("classifier.1", 128), RELU, DROPOUT, fc("classifier.4")),
        ],
        MNIST,
    ),
    "convolutions alone": (
        [
            *(conv("convblock1.0", 16, 3, bias=False), bn("convblock1.1"), RELU),
            *(conv("convblock2.0", 16, 3, bias=False), bn("convblock2.1"), RELU, POOL),
            *(conv("convblock3.0", 32, 3, bias=False), bn("convblock3.1"), RELU),
            *({"layer": "conv", "name": "convblock4.0", "kernel": 3, "bias": False}, GLOBAL, FLAT),
        ],
        MNIST,
    ),
    "perceptron, 512": (perceptron("layers.1 layers.3 layers.5", (512, 512), RELU), MNIST),
    "perceptron, fc": (perceptron("fc1 fc2 fc3", (512, 256), RELU), HALF),
    "perceptron, sigmoid": (perceptron("fc1 fc2", (100,), SIGMOID), UNIT),
    "perceptron, tanh": (perceptron("l1 l2 l3", (300, 100), TANH), HALF),
    "perceptron, leaky": (perceptron("model.1 model.3 model.5", (128, 64), LEAKY), HALF),
    "perceptron with norms": (
        [
            FLAT,
            fc("net.0", 256),
            bn("net.1"),
            RELU,
            DROPOUT,
            fc("net.4", 128),
            bn("net.5"),
            RELU,
            DROPOUT,
            fc("net.8"),
        ],
        MNIST,
    ),
}


def made(words: Words) -> LayerNetwork:
    """The network of the layers, which are tables or the names of layers."""
    tables = [{"layer": word} if isinstance(word, str) else word for word in words]
    return LayerNetwork(checked(from_tables(tables), (1, 28, 28), 10))


def trained(words: Words, normalisation: tuple[float, float], train: LabelledImages) -> LayerNetwork:
    """The network after an epoch."""
    torch.manual_seed(1)
    network = made(words)
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    for _ in range(2 if SIGMOID in words else 1):
        for batch in torch.randperm(15_000).split(64):
            optimizer.zero_grad()
            scores = network(normalize_uint8(train.images[batch].float(), *normalisation))
            F.cross_entropy(scores, train.labels[batch]).backward()
            optimizer.step()
    return network.eval()


def accuracy(network: nn.Module, mean: Any, std: Any, test: LabelledImages) -> float:
    """Share of the test set that is read right."""
    with torch.inference_mode():
        scores = [network(normalize_uint8(part.float(), mean, std)) for part in test.images.split(500)]
    return float((torch.cat(scores).argmax(1) == test.labels).float().mean())


def main(names: list[str]) -> None:
    """Train, save, open and measure."""
    mnist = load_dataset("mnist")
    opened, near, seconds = 0, 0, []
    chosen = names or list(NETWORKS)
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            words, normalisation = NETWORKS[name]
            network = trained(words, normalisation, mnist.train)
            true = accuracy(network, *normalisation, mnist.test)
            path = Path(folder) / "weights.pth"
            torch.save(network.state_dict(), path)
            began = time.perf_counter()
            try:
                checkpoint = open_network(path)
            except CheckpointError:
                print(f"{name:28} stays unknown", flush=True)
                continue
            seconds.append(time.perf_counter() - began)
            ours = accuracy(checkpoint.network(), checkpoint.mean, checkpoint.std, mnist.test)
            opened += 1
            near += ours > true - 0.01
            print(
                f"{name:28} {ours:.2%} of {true:.2%}  {seconds[-1]:4.1f} s  {checkpoint.assumed}", flush=True
            )
    print(f"opened {opened} of {len(chosen)}, {near} of these within 1 % of the true accuracy; median "
          f"{statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
