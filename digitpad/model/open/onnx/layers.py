"""What single ONNX operators are as layers: convolutions, pooling and functions of each value."""

from __future__ import annotations

from collections.abc import Mapping

from digitpad.errors import DigitpadError
from digitpad.model.safe_io.onnx_file import Node
from digitpad.model.spec.layers import Activation, AvgPool, Conv, Layer, MaxPool, Shape, Size, windows

Pair = tuple[int, int]


class OperatorError(DigitpadError):
    """Why an operator is none of our layers, in a clause about "it"."""


FUNCTIONS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "Relu": ("relu", {}),
    "LeakyRelu": ("leaky_relu", {"alpha": 0.01}),
    "Elu": ("elu", {"alpha": 1.0}),
    "Selu": ("selu", {}),
    "Celu": ("celu", {"alpha": 1.0}),
    "Sigmoid": ("sigmoid", {}),
    "Tanh": ("tanh", {}),
    "Softplus": ("softplus", {}),
    "Softsign": ("softsign", {}),
    "Mish": ("mish", {}),
    "HardSwish": ("hardswish", {}),
    "Swish": ("silu", {}),
}
"""Operator -> its function in torch, and the attribute that is its slope, with ONNX's default."""

CLIPS = {(0.0, 6.0): "relu6", (-1.0, 1.0): "hardtanh", (0.0, float("inf")): "relu"}
"""Limits that values are brought between -> the function of torch that does that."""

PRODUCTS = {("sigmoid",): "silu", ("hardsigmoid",): "hardswish", ("softplus", "tanh"): "mish"}
"""Functions of values that these are multiplied by -> what that is in torch."""


def real(node: Node, name: str, default: float) -> float:
    """An attribute that is a number, without the digits that float32 does not have."""
    value = node.attributes.get(name, default)
    return float(f"{value:.7g}") if isinstance(value, int | float) else default


def whole(node: Node, name: str, default: int) -> int:
    """An attribute that is a whole number."""
    value = node.attributes.get(name, default)
    return value if isinstance(value, int) else default


def numbers(node: Node, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """An attribute that is a row of whole numbers.

    Raises:
        OperatorError: when there are not as many as in `default`.
    """
    value = node.attributes.get(name, default)
    if not isinstance(value, tuple) or len(value) != len(default):
        raise OperatorError("it is not one of pictures")
    return tuple(map(int, value))


def _size(sides: Pair) -> Size:
    return sides[0] if sides[0] == sides[1] else sides


def function_of(node: Node) -> Activation | None:
    """The function that an operator with one input is; None where it is none of these."""
    if node.operator in FUNCTIONS:
        name, slopes = FUNCTIONS[node.operator]
        for attribute, usual in slopes.items():
            slope = real(node, attribute, usual)
            return Activation(name, None if slope == usual else slope)
        if node.operator == "Swish" and real(node, "alpha", 1.0) != 1:
            return None
        return Activation(name)
    if node.operator == "Gelu" and node.attributes.get("approximate", "none") == "none":
        return Activation("gelu")
    if node.operator == "HardSigmoid":
        usual = abs(real(node, "alpha", 0.2) - 1 / 6) < 1e-4 and real(node, "beta", 0.5) == 0.5
        return Activation("hardsigmoid") if usual else None
    return None


def _edges(node: Node, sides: Pair, kernel: Pair, stride: Pair, dilation: Pair) -> tuple[Pair, Pair]:
    """Padding before and after, of rows and of columns."""
    mode = node.attributes.get("auto_pad", "NOTSET")
    if mode in ("NOTSET", "VALID"):
        top, left, bottom, right = (0,) * 4 if mode == "VALID" else numbers(node, "pads", (0, 0, 0, 0))
        return (top, bottom), (left, right)
    both = []
    for side, size, step, gap in zip(sides, kernel, stride, dilation, strict=True):
        total = max((-(-side // step) - 1) * step + gap * (size - 1) + 1 - side, 0)
        few = total // 2
        both.append((few, total - few) if mode == "SAME_UPPER" else (total - few, few))
    return both[0], both[1]


def conv_layer(
    node: Node, shape: Shape, weight: Shape, edges: tuple[int, int, int, int]
) -> tuple[Conv, Pair]:
    """The convolution that an operator is, and by how many rows and columns of zeros its kernel grows.

    Padding on one side more than on the other, as "same" in Keras has it, is a kernel that begins with zeros.
    What was put around the maps before it, `edges` above, left, below and right, is padding too.

    Raises:
        OperatorError: when it is not one of pictures.
    """
    if len(shape) != 3 or len(weight) != 4:
        raise OperatorError("it is not one of pictures")
    kernel = (weight[2], weight[3])
    stride, dilation = numbers(node, "strides", (1, 1)), numbers(node, "dilations", (1, 1))
    steps, gaps = (stride[0], stride[1]), (dilation[0], dilation[1])
    top, left, bottom, right = edges
    sides = shape[1] + top + bottom, shape[2] + left + right
    (above, below), (before, behind) = _edges(node, sides, kernel, steps, gaps)
    rows, columns = (above + top, below + bottom), (before + left, behind + right)
    more = rows[1] - rows[0], columns[1] - columns[0]
    if min(more) < 0 or max(more) > 8 or (any(more) and gaps != (1, 1)):
        raise OperatorError("its padding differs from side to side")
    layer = Conv(
        weight[0],
        _size((kernel[0] + more[0], kernel[1] + more[1])),
        _size(steps),
        _size((rows[1], columns[1])),
        _size(gaps),
        whole(node, "group", 1),
    )
    return layer, more


def pool_layer(node: Node, shape: Shape) -> Layer:
    """The pooling that an operator is.

    Raises:
        OperatorError: when it is none of ours.
        LayerError: when it does not fit.
    """
    if len(shape) != 3:
        raise OperatorError("it is not one of pictures")
    kernel, stride = numbers(node, "kernel_shape", (1, 1)), numbers(node, "strides", (1, 1))
    dilation = numbers(node, "dilations", (1, 1))
    sides, size, steps, gaps = ((a, b) for a, b in (shape[1:], kernel, stride, dilation))
    rows, columns = _edges(node, sides, size, steps, gaps)
    padding, up = _size((rows[0], columns[0])), bool(whole(node, "ceil_mode", 0))
    if rows[0] != rows[1] or columns[0] != columns[1]:
        # A last window that reaches beyond the maps; the values there never count.
        counts = tuple(
            (side + sum(edges) - gap * (k - 1) - 1) // step + 1
            for side, edges, k, step, gap in zip(sides, (rows, columns), size, steps, gaps, strict=True)
        )
        if up or counts != windows(sides, size, steps, padding, gaps, True):
            raise OperatorError("its padding differs from side to side")
        up = True
    same_stride = None if steps == size else _size(steps)
    if node.operator == "MaxPool":
        return MaxPool(_size(size), same_stride, padding, up, _size(gaps))
    if gaps != (1, 1):
        raise OperatorError("its windows have gaps")
    counted = bool(whole(node, "count_include_pad", 0))
    if counted and (rows[0] != rows[1] or columns[0] != columns[1]):
        raise OperatorError("its padding differs from side to side")
    return AvgPool(_size(size), same_stride, padding, up, counted or padding == 0)
