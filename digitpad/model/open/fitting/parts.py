"""The layers that the weights in a file belong to, told by their names and shapes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digitpad.model.open.modules import by_layer
from digitpad.model.spec.layers import (
    STATISTICS,
    Activation,
    BatchNorm,
    Conv,
    GroupNorm,
    Layer,
    LayerNorm,
    Linear,
    MaxPool,
    Pool,
    PRelu,
    Shape,
    pair,
)

ANY_POOL: tuple[Pool | None, ...] = (None, MaxPool(2), MaxPool(3, 2), MaxPool(2, ceil_mode=True))
"""The poolings that people use most, and none."""

RARE_POOLS = (MaxPool(3), MaxPool(4), MaxPool(3, 2, padding=1), MaxPool(2, 1))
"""Those that are used now and then."""

_FIRST_CHANNELS = (1, 3)
_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A layer with weights, as far as a file tells it.

    Attributes:
        layer: with the file's name, sizes of what comes in and out, and kernel; padding and stride are open.
        inputs, outputs: channels or values.
        norm: the batch norm, or other layer of as many channels, that comes right after it.
        activation: the activation that comes after it, where the file has it, such as a PReLU.
        free: how many modules without weights stand between it and the next part in `nn.Sequential`; None
            where the names do not tell.
        before_norm: how many stand between it and its norm there.
        exact: whether padding and stride are in the file too.
        pools: what pooling may come after it.
        leading: the norm of the pictures, before the first part.
    """

    layer: Conv | Linear
    inputs: int
    outputs: int
    norm: Layer | None = None
    activation: PRelu | Activation | None = None
    free: int | None = None
    before_norm: int | None = None
    exact: bool = False
    pools: tuple[Pool | None, ...] = ANY_POOL
    leading: Layer | None = None

    @property
    def kernel(self) -> tuple[int, int]:
        """Height and width of its window; a pixel for a linear layer."""
        return pair(self.layer.kernel) if isinstance(self.layer, Conv) else (1, 1)


def parts_of(shapes: Mapping[str, Shape]) -> tuple[Part, ...] | None:
    """The parts of a network whose layers follow each other; None where the weights are of anything else.

    Args:
        shapes: shape of every tensor by name, in the file's order.
    """
    layers = sized_layers(shapes)
    for order in (layers, sorted(layers, key=lambda one: _natural(one[0].name))):
        parts = joined(order)
        if parts is not None and _follow(parts):
            return tuple(_spaced(parts))
    return None


Sized = tuple[Layer, int, int]
"""A layer, and channels or values that come in and out."""


def sized_layers(shapes: Mapping[str, Shape]) -> list[Sized]:
    """The layers with these weights; none where one of them is of an unknown kind."""
    known = known_layers(shapes)
    return known if len(known) == len(by_layer(shapes)) else []


def known_layers(shapes: Mapping[str, Shape]) -> list[Sized]:
    """The layers with these weights, but for those of unknown kinds."""
    layers = (_layer(path, own) for path, own in by_layer(shapes).items())
    return [layer for layer in layers if layer is not None]


def _layer(path: str, own: Mapping[str, Shape]) -> Sized | None:
    """The layer with these weights, and its channels or values in and out."""
    names, weight = set(own), own.get("weight", ())
    if any(not 0 < size <= _LARGEST for shape in own.values() for size in shape):
        return None
    if "running_mean" in names and names <= {"weight", "bias", *STATISTICS}:
        size = own["running_mean"]
        return (BatchNorm(affine="weight" in names, name=path), size[0], size[0]) if len(size) == 1 else None
    if not names <= {"weight", "bias"} or (not path and len(weight) != 2):
        return None
    bias = "bias" in names
    if len(weight) == 4:
        kernel = (weight[2], weight[3])
        conv = Conv(weight[0], kernel[0] if kernel[0] == kernel[1] else kernel, bias=bias, name=path)
        return conv, weight[1], weight[0]
    if len(weight) == 2:
        return Linear(weight[0], bias=bias, name=path), weight[1], weight[0]
    if len(weight) == 1 and bias:
        return LayerNorm(name=path), weight[0], weight[0]
    if len(weight) == 1:
        return PRelu(each=weight[0] > 1, name=path), weight[0], weight[0]
    return None


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Sorts layer 10 behind layer 9, and convolutions before what follows them."""
    kind = 0 if re.search(r"conv|feature|cnn", name.lower()) else 1
    return [
        (0, kind),
        *((0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", name) if part),
    ]


def joined(layers: Sequence[Sized], channels: int = 0) -> list[Part] | None:
    """The layers as parts, each with its norm and PReLU; None where one of these belongs to none.

    Args:
        layers: in order.
        channels: that come in; 0 where the first layer's weights say it.
    """
    parts: list[Part] = []
    others: list[Sized] = []
    for layer, inputs, outputs in layers:
        if isinstance(layer, Conv | Linear):
            parts.append(Part(layer, inputs, outputs))
        else:
            others.append((layer, inputs, len(parts)))  # after so many parts
    # Norms stand beside their layers; defined behind all of them they belong to these in order.
    few = sum(isinstance(part.layer, Conv) for part in parts) or len(parts)
    beside = any(after < few for _, _, after in others)
    for layer, size, after in others:
        fitting = [at for at, part in enumerate(parts[:after]) if _takes(part, layer, size)]
        if parts and not after and size == parts[0].inputs and not isinstance(layer, PRelu):
            parts[0] = replace(parts[0], leading=layer)
            continue
        if not fitting:
            return None
        at = fitting[-1 if beside else 0]
        if isinstance(layer, PRelu):
            parts[at] = replace(parts[at], activation=layer)
        else:
            is_maps = isinstance(parts[at].layer, Conv) and isinstance(layer, LayerNorm)
            parts[at] = replace(parts[at], norm=GroupNorm(name=layer.name) if is_maps else layer)
    return _grouped(parts, channels)


def _takes(part: Part, layer: Layer, size: int) -> bool:
    """Whether a norm or PReLU can come after a part."""
    if isinstance(layer, PRelu):
        return part.activation is None and (part.outputs == size or not layer.each)
    return part.norm is None and part.outputs == size


def _grouped(parts: Sequence[Part], channels: int) -> list[Part]:
    """Convolutions whose weights take fewer channels than come in have groups, as depthwise ones."""
    done: list[Part] = []
    for part in parts:
        layer = part.layer
        divides = 0 < part.inputs < channels and channels % part.inputs == 0
        if isinstance(layer, Conv) and divides and pair(layer.kernel) != (1, 1):
            groups = channels // part.inputs
            if part.outputs % groups == 0:
                part = replace(part, layer=replace(layer, groups=groups), inputs=channels)
        channels = part.outputs
        done.append(part)
    return done


def _follow(parts: Sequence[Part]) -> bool:
    """Whether what comes out of each part goes into the next, convolutions first."""
    if not parts or (isinstance(parts[0].layer, Conv) and parts[0].inputs not in _FIRST_CHANNELS):
        return False
    for before, part in itertools.pairwise(parts):
        if isinstance(before.layer, Linear) and isinstance(part.layer, Conv):
            return False
        if type(before.layer) is type(part.layer) and before.outputs != part.inputs:
            return False
        if isinstance(part.layer, Linear) and part.inputs % before.outputs:
            return False
    return True


def _spaced(parts: Sequence[Part]) -> list[Part]:
    """The parts, each with the number of modules without weights behind it."""
    spaced = []
    for number, part in enumerate(parts):
        own = [part.layer.name, *(layer.name for layer in (part.norm, part.activation) if layer is not None)]
        following = parts[number + 1].layer.name if number + 1 < len(parts) else ""
        before = _gap(part.layer.name, part.norm.name) if part.norm is not None else None
        spaced.append(replace(part, free=_gap(own[-1], following), before_norm=before))
    return spaced


def _gap(before: str, after: str) -> int | None:
    folder, _, first = before.rpartition(".")
    other, _, second = after.rpartition(".")
    if folder != other or not (first.isdigit() and second.isdigit()):
        return None
    return max(int(second) - int(first) - 1, 0)
