"""ONNX files as other programs write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def model(
    path: Path,
    nodes: Iterable[Any],
    weights: dict[str, np.ndarray],
    sizes: list[Any],
    first: str = "x",
    **metadata: str,
) -> onnx.ModelProto:
    """Write a graph from `first` to "y"."""
    graph = helper.make_graph(
        list(nodes),
        "graph",
        [helper.make_tensor_value_info(first, TensorProto.FLOAT, sizes)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    for key, value in metadata.items():
        made.metadata_props.add(key=key, value=value)
    path.write_bytes(made.SerializeToString())
    return made


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(0, 0.2, shape).astype(np.float32)


def node(operator: str, inputs: str, output: str, **attributes: Any) -> Any:
    return helper.make_node(operator, inputs.split(), [output], **attributes)


def zoo(path: Path, normalised: bool = False) -> None:
    """As CNTK wrote the model zoo's mnist-8: biases are added, and weights reshaped in the graph.

    Args:
        path: the file.
        normalised: whether the graph divides its pictures' values first.
    """
    weights = {
        "p5": random(8, 1, 5, 5),
        "p6": random(8, 1, 1),
        "p87": random(16, 8, 5, 5),
        "p88": random(16, 1, 1),
        "p193": random(16, 4, 4, 10),
        "p193shape": np.array([256, 10]),
        "poolshape": np.array([1, 256]),
        "p194": random(1, 10),
    }
    conv = {
        "kernel_shape": [5, 5],
        "strides": [1, 1],
        "auto_pad": "SAME_UPPER",
        "dilations": [1, 1],
        "group": 1,
    }
    nodes = [
        node("Reshape", "p193 p193shape", "w"),
        node("Conv", "x p5", "c1", **conv),
        node("Add", "c1 p6", "b1"),
        node("Relu", "b1", "r1"),
        node(
            "MaxPool", "r1", "m1", kernel_shape=[2, 2], strides=[2, 2], pads=[0, 0, 0, 0], auto_pad="NOTSET"
        ),
        node("Conv", "m1 p87", "c2", **conv),
        node("Add", "c2 p88", "b2"),
        node("Relu", "b2", "r2"),
        node(
            "MaxPool", "r2", "m2", kernel_shape=[3, 3], strides=[3, 3], pads=[0, 0, 0, 0], auto_pad="NOTSET"
        ),
        node("Reshape", "m2 poolshape", "f"),
        node("MatMul", "f w", "t"),
        node("Add", "t p194", "y"),
    ]
    if normalised:
        nodes = [node("Div", "in half", "x"), *nodes]
        weights["half"] = np.array(0.5, np.float32)
    model(path, nodes, weights, [1, 1, 28, 28], "in" if normalised else "x")
