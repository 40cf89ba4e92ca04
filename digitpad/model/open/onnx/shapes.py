"""ONNX operators that give pictures and values another shape."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from digitpad.model.open.onnx.constants import Constants
from digitpad.model.open.onnx.layers import OperatorError, whole
from digitpad.model.open.onnx.values import Value, flattened, in_graph, through
from digitpad.model.safe_io.onnx_file import Node
from digitpad.model.spec.layers import AdaptiveAvgPool, AdaptiveMaxPool

Operator = Callable[[Node, Value, Constants], Value]
"""What an operator makes of a value, with its constants."""


def _reduced(node: Node, value: Value, constants: Constants) -> Value:
    axes = constants.get(node, 1)
    given = tuple(axes.tolist()) if axes is not None else node.attributes.get("axes", ())
    sides = {1, 2} if value.last else {2, 3}
    if len(value.shape) != 3 or not isinstance(given, tuple) or {int(a) % 4 for a in given} != sides:
        raise OperatorError("it is not one of whole maps")
    pooled = through(node, value, (AdaptiveAvgPool if node.operator == "ReduceMean" else AdaptiveMaxPool)(1))
    return pooled if whole(node, "keepdims", 1) else flattened(node, pooled)


def _flat(node: Node, value: Value, constants: Constants) -> Value:
    if whole(node, "axis", 1) != 1:
        raise OperatorError("it lays several pictures flat together")
    return flattened(node, value)


def _reshaped(node: Node, value: Value, constants: Constants) -> Value:
    sizes = [int(size) for size in constants.weight(node, 1).reshape(-1)[:8]]
    own = in_graph(value)
    if not whole(node, "allowzero", 0):
        sizes = [(-1, *own)[at] if not size and at <= len(own) else size for at, size in enumerate(sizes)]
    target = tuple(sizes[1:])
    if target.count(-1) == 1:
        rest = math.prod(size for size in target if size != -1)
        target = tuple(math.prod(own) // rest if size == -1 and rest else size for size in target)
    if math.prod(target) != math.prod(own):
        raise OperatorError("it divides a picture")
    if target == own:
        return replace(value, groups=0)
    if value.groups:
        raise OperatorError("it gives maps another shape")
    if len(target) == 1:
        return flattened(node, value)
    if len(target) == 2 and len(own) == 3 and not value.last and value.shape[0] % target[0] == 0:
        return replace(value, groups=target[0])
    if len(target) == 3 and target[0] in (1, 3) and not value.way and (value.shape[0] == 1 or len(own) == 1):
        return Value((), target)
    if len(target) == 3 and target[2] in (1, 3) and not value.way and (value.shape[0] == 1 or len(own) == 1):
        return Value((), (target[2], *target[:2]), last=True)
    raise OperatorError("it gives maps another shape")


def _squeezed(node: Node, value: Value, constants: Constants) -> Value:
    if math.prod(value.shape) != value.shape[0]:
        raise OperatorError("it gives maps another shape")
    return flattened(node, value)


def _unsqueezed(node: Node, value: Value, constants: Constants) -> Value:
    if value.way or value.shape[0] != 1:
        raise OperatorError("it gives values another shape")
    return value


def _transposed(node: Node, value: Value, constants: Constants) -> Value:
    order = node.attributes.get("perm")
    if len(value.shape) == 3 and order == ((0, 3, 1, 2) if value.last else (0, 2, 3, 1)):
        return replace(value, last=not value.last)
    raise OperatorError("it gives maps another order")


def _same(node: Node, value: Value, constants: Constants) -> Value:
    return value


SHAPES: dict[str, Operator] = {
    "Flatten": _flat,
    "Reshape": _reshaped,
    "Squeeze": _squeezed,
    "Unsqueeze": _unsqueezed,
    "Transpose": _transposed,
    "ReduceMean": _reduced,
    "ReduceMax": _reduced,
    "Identity": _same,
    "Cast": _same,
}
"""The operators by name."""
