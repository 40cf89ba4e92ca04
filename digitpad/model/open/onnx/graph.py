"""ONNX graphs as lists of layers: what each operator is in `digitpad.model.spec`, with its weights.

Every value of the graph has the way that leads to it from the picture: one step for each operator. Where two
ways are added, what they share stays, and the rest is a residual block. Multiplying by constants and adding
them are steps of their own; before all layers they are the normalisation, and behind a convolution or linear
layer a part of its weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F

from digitpad.errors import printable
from digitpad.model.export import ONNX_PREFIX
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.onnx.constants import Constants
from digitpad.model.open.onnx.layers import (
    CLIPS,
    OperatorError,
    conv_layer,
    function_of,
    pool_layer,
    real,
    whole,
)
from digitpad.model.open.onnx.shapes import SHAPES, Operator
from digitpad.model.open.onnx.values import (
    ARITHMETIC,
    Step,
    Value,
    further,
    in_graph,
    joined,
    per_channel,
    through,
)
from digitpad.model.safe_io.onnx_file import Graph, Node
from digitpad.model.spec.layers import (
    Activation,
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    BatchNorm,
    Dropout,
    GroupNorm,
    LayerError,
    LayerNorm,
    Linear,
    LogSoftmax,
    PRelu,
)

_MOST_STEPS, _MOST_NODES = 1000, 20_000


def walk_graph(graph: Graph, begin: Value, constants: Constants) -> Value:
    """What comes out of a graph for pictures that come in.

    Args:
        graph: of the file.
        begin: what comes in.
        constants: the weights.

    Raises:
        UnknownNetworkError: naming the operator that is not one of our layers. Of several outputs the first
            is the scores.
    """
    values = dict.fromkeys(graph.inputs, begin)
    if len(graph.nodes) > _MOST_NODES:
        raise UnknownNetworkError("it holds more layers than any network here has")
    for node in _leading_to(graph.outputs[:1], graph.nodes):
        if node.operator == "CastLike":  # all numbers are computed with in one type
            node = replace(node, operator="Cast", inputs=node.inputs[:1])
        inputs = [values[name] for name in node.inputs if name in values]
        try:
            if not inputs:
                constants.add(node)
            elif node.operator == "Shape":
                sizes = torch.tensor((-1, *in_graph(inputs[0])))
                constants.set(node, sizes[whole(node, "start", 0) : whole(node, "end", len(sizes))])
            else:
                values[node.outputs[0]] = _value(node, inputs, constants)
        except (OperatorError, LayerError) as why:
            raise UnknownNetworkError(
                "its operator {operator} ({name}) is not a layer that digitpad has: {why}",
                operator=printable(node.operator, 60),
                name=printable(", ".join(node.outputs), 60),
                why=why,
            ) from why
    if graph.outputs and graph.outputs[0] in values:
        return values[graph.outputs[0]]
    raise UnknownNetworkError("its graph does not lead from one picture to the scores of its classes")


def _leading_to(outputs: Sequence[str], nodes: Sequence[Node]) -> list[Node]:
    """The nodes that these outputs are computed by; those of others need not be layers of ours."""
    needed = set(outputs)
    leading = []
    for node in reversed(nodes):  # they are in the order of their computation
        if not needed.isdisjoint(node.outputs):
            needed.update(node.inputs)
            leading.append(node)
    return leading[::-1]


def _value(node: Node, inputs: list[Value], constants: Constants) -> Value:
    if len(inputs[0].way) > _MOST_STEPS:
        raise OperatorError("it stands behind more layers than any network here has")
    if any(value.edges != (0, 0, 0, 0) for value in inputs) and node.operator != "Conv":
        raise OperatorError("only a convolution can stand behind zeros that are put around maps")
    if any(value.groups for value in inputs) and node.operator not in ("InstanceNormalization", "Reshape"):
        raise OperatorError("it stands behind maps that were given another shape")
    if node.operator in ARITHMETIC:
        return joined(node, *inputs) if len(inputs) == 2 else _arithmetic(node, inputs[0], constants)
    function = function_of(node)
    if function is not None:
        return through(node, inputs[0], function)
    if node.operator not in _OPERATORS or len(inputs) != 1:
        raise OperatorError("digitpad's networks are convolutions, pooling, linear layers and the like")
    return _OPERATORS[node.operator](node, inputs[0], constants)


def _name(node: Node) -> str:
    """What the layer is called that a weight belongs to; "" where the weight's name does not tell."""
    name = node.inputs[1]
    return name.removesuffix(".weight").removeprefix(ONNX_PREFIX) if name.endswith(".weight") else ""


def _conv(node: Node, value: Value, constants: Constants) -> Value:
    weight = constants.weight(node, 1)
    layer, more = conv_layer(node, value.shape, tuple(weight.shape), value.edges)
    value = replace(value, edges=(0, 0, 0, 0))
    if any(more):
        weight = F.pad(weight, (more[1], 0, more[0], 0))
    bias = constants.get(node, 2)
    if bias is not None and not node.inputs[2].endswith(".bias") and not bool(bias.any()):
        bias = None  # exporters write zeros where there is none
    weights = {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
    return through(node, value, replace(layer, bias=bias is not None, name=_name(node)), weights)


def _pad(node: Node, value: Value, constants: Constants) -> Value:
    pads = constants.get(node, 1)
    given = node.attributes.get("pads") if pads is None else tuple(pads.tolist())
    fill = constants.get(node, 2)
    filled = real(node, "value", 0.0) if fill is None else float(fill)
    if value.last or len(value.shape) != 3 or not isinstance(given, tuple) or len(given) != 8:
        raise OperatorError("it is not one of pictures")
    top, left, bottom, right = (int(given[at]) for at in (2, 3, 6, 7))
    if (
        filled
        or node.attributes.get("mode", "constant") != "constant"
        or any(given[at] for at in (0, 1, 4, 5))
    ):
        raise OperatorError("it puts something else than zeros around maps")
    if min(top, left, bottom, right) < 0:
        raise OperatorError("it cuts maps")
    return replace(value, edges=(top, left, bottom, right))


def _linear(node: Node, value: Value, constants: Constants) -> Value:
    weight = constants.weight(node, 1)
    if len(value.shape) != 1 or weight.dim() != 2 or whole(node, "transA", 0):
        raise OperatorError("it multiplies more than a row of values by a matrix")
    if not (node.operator == "Gemm" and whole(node, "transB", 0)):
        weight = weight.t()
    if value.maps and weight.shape[1] == math.prod(value.maps):
        channels, *sides = value.maps
        weight = weight.reshape(-1, *sides, channels).permute(0, 3, 1, 2).flatten(1)
    bias = constants.get(node, 2) if node.operator == "Gemm" else None
    alpha, beta = real(node, "alpha", 1.0), real(node, "beta", 1.0)
    weights = {"weight": weight.contiguous() if alpha == 1 else weight * alpha}
    if bias is not None:
        weights["bias"] = (bias if beta == 1 else bias * beta).reshape(-1).expand(len(weight))
    layer = Linear(len(weight), bias is not None, weight.shape[1], name=_name(node))
    return replace(through(node, value, layer, weights), maps=())


def _batch_norm(node: Node, value: Value, constants: Constants) -> Value:
    names = ("weight", "bias", "running_mean", "running_var")
    weights = {name: constants.weight(node, number) for number, name in enumerate(names, 1)}
    momentum = round(1 - real(node, "momentum", 0.9), 6)
    layer = BatchNorm(real(node, "epsilon", 1e-5), momentum, name=_name(node))
    return through(node, value, layer, {**weights, "num_batches_tracked": torch.zeros((), dtype=torch.int64)})


def _group_norm(node: Node, value: Value, constants: Constants) -> Value:
    """A group norm; exporters divide the channels into groups themselves, and then norm each of these."""
    channels = value.shape[0]
    groups = value.groups or whole(node, "num_groups", channels)
    if value.last or groups < 1 or channels % groups:
        raise OperatorError("its groups do not divide the channels")
    each = [constants.weight(node, number).reshape(-1) for number in (1, 2)]
    if any(channels % max(len(one), 1) for one in each):
        raise OperatorError("it has numbers for something else than channels")
    weight, bias = (one.repeat_interleave(channels // len(one)) for one in each)
    layer = GroupNorm(groups, real(node, "epsilon", 1e-5), name=_name(node))
    return through(node, value, layer, {"weight": weight, "bias": bias})


def _layer_norm(node: Node, value: Value, constants: Constants) -> Value:
    weight, bias = constants.weight(node, 1), constants.get(node, 2)
    if tuple(weight.shape) != value.shape:
        raise OperatorError("it does not take all values of a picture together")
    bias = torch.zeros_like(weight) if bias is None else bias
    layer = LayerNorm(real(node, "epsilon", 1e-5), name=_name(node))
    return through(node, value, layer, {"weight": weight, "bias": bias})


def _prelu(node: Node, value: Value, constants: Constants) -> Value:
    slopes = constants.weight(node, 1).reshape(-1)
    if len(slopes) not in (1, value.shape[0]):
        raise OperatorError("it has a slope for each value")
    return through(node, value, PRelu(len(slopes) > 1, name=_name(node)), {"weight": slopes})


def _clip(node: Node, value: Value, constants: Constants) -> Value:
    low, high = (constants.get(node, number) for number in (1, 2))
    limits = (
        real(node, "min", -math.inf) if low is None else float(low),
        real(node, "max", math.inf) if high is None else float(high),
    )
    if limits not in CLIPS:
        raise OperatorError("it brings values between {low:g} and {high:g}", low=limits[0], high=limits[1])
    return through(node, value, Activation(CLIPS[limits]))


def _dropout(node: Node, value: Value, constants: Constants) -> Value:
    share = constants.get(node, 1)
    p = real(node, "ratio", 0.5) if share is None else float(share)
    return through(node, value, Dropout(round(p, 6)))


def _softmax(node: Node, value: Value, constants: Constants) -> Value:
    if len(value.shape) != 1 or whole(node, "axis", -1) not in (-1, 1):
        raise OperatorError("it stands before the values of the classes")
    if value.way and isinstance(value.way[-1].layer, LogSoftmax):
        return value  # of log-probabilities it makes the same
    return through(node, value, LogSoftmax())


def _log(node: Node, value: Value, constants: Constants) -> Value:
    if not value.way or value.way[-1].operator != "Softmax":
        raise OperatorError("it stands behind something else than a softmax")
    return value


def _arithmetic(node: Node, value: Value, constants: Constants) -> Value:
    """A value and a constant."""
    first = constants.has(node.inputs[1])
    constant = per_channel(constants.weight(node, 1 if first else 0).float(), value)
    one, zero = torch.ones(1), torch.zeros(1)
    if node.operator == "Div" and first:
        constant = 1 / constant
    elif node.operator == "Div":
        raise OperatorError("it divides by values of the picture")
    if node.operator in ("Mul", "Div"):
        return further(value, Step(node.operator, scale=constant, channels=value.shape[0]))
    if node.operator == "Sub":
        constant, one = (-constant, one) if first else (constant, -one)
    return further(value, Step(node.operator, scale=one, shift=constant + zero, channels=value.shape[0]))


def _pooled(node: Node, value: Value, constants: Constants) -> Value:
    return through(node, value, pool_layer(node, value.shape))


def _pooled_whole(node: Node, value: Value, constants: Constants) -> Value:
    return through(node, value, (AdaptiveMaxPool if node.operator == "GlobalMaxPool" else AdaptiveAvgPool)(1))


def _erf(node: Node, value: Value, constants: Constants) -> Value:
    return further(value, Step("Erf"))


_OPERATORS: dict[str, Operator] = {
    **SHAPES,
    "Conv": _conv,
    "Gemm": _linear,
    "MatMul": _linear,
    "BatchNormalization": _batch_norm,
    "GroupNormalization": _group_norm,
    "InstanceNormalization": _group_norm,
    "LayerNormalization": _layer_norm,
    "Pad": _pad,
    "PRelu": _prelu,
    "Clip": _clip,
    "Dropout": _dropout,
    "MaxPool": _pooled,
    "AveragePool": _pooled,
    "GlobalAveragePool": _pooled_whole,
    "GlobalMaxPool": _pooled_whole,
    "Softmax": _softmax,
    "LogSoftmax": _softmax,
    "Log": _log,
    "Erf": _erf,
}
"""The operators with one value, beside the functions of `layers`."""
