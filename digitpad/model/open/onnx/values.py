"""The values of an ONNX graph: by which steps each comes from the picture, and how two of them are joined."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from digitpad.model.open.onnx.layers import PRODUCTS, OperatorError
from digitpad.model.safe_io.onnx_file import Node
from digitpad.model.spec.layers import Activation, Flatten, Layer, Residual, Shape

ARITHMETIC = ("Add", "Sub", "Mul", "Div")


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One operator on the way from the picture.

    Attributes:
        operator: its name in ONNX.
        layer: what it is; None where it multiplies by `scale` and adds `shift`, and for what is not a layer
            by itself, as Erf.
        weights: of the layer, under the names that torch has for them.
        ways: of a residual block: the steps of both.
        scale, shift: one number, or one for each channel or value.
        channels: how many channels or values these are for.
    """

    operator: str
    layer: Layer | None = None
    weights: Mapping[str, Tensor] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    scale: Tensor = field(default_factory=lambda: torch.ones(1))
    shift: Tensor = field(default_factory=lambda: torch.zeros(1))
    channels: int = 0

    @property
    def affine(self) -> bool:
        """Whether it multiplies by constants and adds constants, and no more."""
        return self.layer is None and self.operator in ARITHMETIC


Way = tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A value of the graph.

    Attributes:
        way: that leads to it from the picture.
        shape: of one picture: (channels, height, width), or (values,).
        last: whether its channels lie last in the graph, as TensorFlow has them.
        maps: the shape of maps with channels last that were laid flat; the values are in that order.
        edges: rows and columns of zeros that were put around maps: above, left, below, right.
        groups: into how many groups the channels were divided for a norm; 0: not.
    """

    way: Way
    shape: Shape
    last: bool = False
    maps: Shape = ()
    edges: tuple[int, int, int, int] = (0, 0, 0, 0)
    groups: int = 0


def in_graph(value: Value) -> Shape:
    """The shape of one picture as the graph has it."""
    return (*value.shape[1:], value.shape[0]) if value.last else value.shape


def further(value: Value, *steps: Step) -> Value:
    """The value behind further steps."""
    return replace(value, way=(*value.way, *steps))


def through(node: Node, value: Value, layer: Layer, weights: Mapping[str, Tensor] | None = None) -> Value:
    """The value behind a layer."""
    return replace(further(value, Step(node.operator, layer, weights or {})), shape=layer.output(value.shape))


def flattened(node: Node, value: Value) -> Value:
    """The value laid flat."""
    if len(value.shape) == 1:
        return value
    behind = through(node, value, Flatten())
    return replace(behind, last=False, maps=value.shape if value.last else ())


def per_channel(constant: Tensor, value: Value) -> Tensor:
    """A constant as one number, or one for each channel or value."""
    sizes = list(constant.shape)
    if constant.numel() == 1:
        return constant.reshape(1)
    while sizes and sizes[0] == 1 and len(sizes) > len(value.shape):
        sizes.pop(0)
    channels = value.shape[0]
    maps = len(value.shape) == 3
    fitting = [channels] if value.last or not maps else [channels, 1, 1]
    if value.last:
        sizes = sizes[-1:] if math.prod(sizes) == sizes[-1] else sizes
    if sizes != fitting or value.maps:
        raise OperatorError("it has a number for each place of a picture")
    return constant.reshape(-1)


def joined(node: Node, one: Value, other: Value) -> Value:
    """Two values added, or one multiplied by a function of it."""
    shared = 0
    for first, second in zip(one.way, other.way, strict=False):
        if first is not second:
            break
        shared += 1
    ways = sorted((one.way[shared:], other.way[shared:]), key=len, reverse=True)
    begin = one.way[:shared]
    if one.shape != other.shape or one.last != other.last or one.maps != other.maps:
        raise OperatorError("it joins values of two shapes")
    if node.operator == "Add" and ways[0]:
        return replace(one, way=(*begin, Step(node.operator, Residual(), ways=tuple(ways))))
    if node.operator == "Mul":
        function = tuple(step.layer.call for step in ways[0] if isinstance(step.layer, Activation))
        if not ways[1] and len(function) == len(ways[0]) and function in PRODUCTS:
            return replace(one, way=(*begin, Step(node.operator, Activation(PRODUCTS[function]))))
        if _is_gelu(ways[0]) and all(step.affine for step in ways[1]):
            steps = (Step("Erf", Activation("gelu")), Step("Mul", scale=torch.tensor([2.0])), *ways[1])
            return replace(one, way=(*begin, *steps))
    raise OperatorError("it joins two values in a way that no layer has")


def _is_gelu(way: Way) -> bool:
    """Whether values are multiplied by 1 + erf(x / sqrt(2)), twice what GELU multiplies them by."""
    if [step.operator in ("Mul", "Div", "Add", "Erf") for step in way] != [True] * 3 or way[
        1
    ].operator != "Erf":
        return False
    inner, outer = way[0], way[2]
    return (
        torch.allclose(inner.scale, torch.tensor([math.sqrt(0.5)]), atol=1e-4)
        and not bool(inner.shift.any())
        and bool((outer.scale == 1).all())
        and bool((outer.shift == 1).all())
    )
