"""A list of layers as a network: names of its weights, shapes, counts, and in words what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digitpad.errors import RecipeError, Sentence
from digitpad.model.spec.layers import Conv, Layer, LayerError, Linear, LogSoftmax, Residual, Shape

MOST_LAYERS = 500
_MOST_VALUES = 2**25
"""The most values that come out of a layer for one picture; VGG-16 has 3 million with pictures of 224x224."""
_MOST_WEIGHTS = 2**28
"""The most weights of a layer; VGG-16's largest has 103 million."""

_MOST_HINTS = 30
"""Layers that are tried with another padding where one does not fit; each costs all shapes anew."""

Layers = tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a layer stands, and what passes there.

    Attributes:
        layer: with a name where it has weights, and the number of classes where that decides what it returns.
        inputs, outputs: shapes of one picture; None where a layer before it, or inside it, is wrong.
        problem: why it cannot stand there.
        ways: of a residual block: what stands in its layers, and in its shortcut.
    """

    layer: Layer
    inputs: Shape | None
    outputs: Shape | None = None
    problem: LayerError | None = None
    ways: tuple[Places, ...] = ()

    @property
    def parameters(self) -> int:
        """How many values it learns, with what is inside it."""
        own = 0 if self.inputs is None or self.problem is not None else self.layer.parameters(self.inputs)
        return own + sum(place.parameters for way in self.ways for place in way)


Places = tuple[Place, ...]


class LayersError(RecipeError):
    """What is wrong with a list of layers."""


def flat(layers: Sequence[Layer]) -> Iterator[Layer]:
    """All layers, a residual block before those inside it."""
    for layer in layers:
        yield layer
        if isinstance(layer, Residual):
            yield from flat(layer.layers)
            yield from flat(layer.shortcut)


def named(layers: Layers) -> Layers:
    """The layers, each that has weights with a name: its own, or its kind's with the next free number."""
    taken = {layer.name for layer in flat(layers) if layer.name}
    counts: dict[str, int] = {}

    def name(layer: Layer) -> Layer:
        if isinstance(layer, Residual):
            return replace(
                layer, layers=tuple(map(name, layer.layers)), shortcut=tuple(map(name, layer.shortcut))
            )
        if layer.name or not layer.learns:
            return layer
        own = layer.prefix
        while own == layer.prefix or own in taken:
            counts[layer.prefix] = counts.get(layer.prefix, 0) + 1
            own = f"{layer.prefix}{counts[layer.prefix]}"
        taken.add(own)
        return replace(layer, name=own)

    return tuple(map(name, layers))


def every(places: Places) -> Iterator[Place]:
    """All places, a residual block before those inside it."""
    for place in places:
        yield place
        for way in place.ways:
            yield from every(way)


def places(layers: Layers, shape: Shape, classes: int) -> Places:
    """Where the layers stand, with the shapes that come in and out as far as they are known.

    Args:
        layers: of the network.
        shape: of one picture: (channels, height, width).
        classes: how many the network tells apart.
    """
    return _places(named(layers), shape, classes)


def _places(layers: Layers, shape: Shape | None, classes: int) -> Places:
    stack: list[Place] = []
    for layer in layers:
        stack.append(_place(layer, shape, classes))
        shape = stack[-1].outputs
    return tuple(stack)


def _place(layer: Layer, shape: Shape | None, classes: int) -> Place:
    if isinstance(layer, Residual):
        ways = tuple(_places(way, shape, classes) for way in (layer.layers, layer.shortcut))
        return _joined(Place(layer, shape, ways=ways))
    if isinstance(layer, Conv | Linear) and layer.out is None:
        layer = replace(layer, out=classes)
    if shape is None:
        return Place(layer, None)
    try:
        outputs = layer.output(shape)
        if math.prod(outputs) > _MOST_VALUES:
            raise LayerError("it would return {count:,} values", count=math.prod(outputs))
        if (count := layer.parameters(shape)) > _MOST_WEIGHTS:
            raise LayerError("it would have {count:,} weights; pool more before it", count=count)
    except LayerError as problem:
        return Place(layer, shape, problem=problem)
    return Place(layer, shape, outputs)


def _joined(block: Place) -> Place:
    """The block with what comes out of both ways."""
    way, shortcut = (places[-1].outputs if places else block.inputs for places in block.ways)
    if way is None or shortcut is None:
        return block
    if way == shortcut:
        return replace(block, outputs=way)
    problem = LayerError(
        "its layers return {way} and its shortcut {shortcut}; both have to be the same: give the shortcut a "
        "convolution of kernel 1",
        way=shape_text(way),
        shortcut=shape_text(shortcut),
    )
    return replace(block, problem=problem)


def checked(layers: Layers, shape: Shape, classes: int) -> Places:
    """As `places`, of layers that make a network for these pictures and classes.

    Raises:
        LayersError: what is wrong, and at which layer.
    """
    stack = places(layers, shape, classes)
    if not stack:
        raise LayersError("The network has no layers; add some.")
    each = list(every(stack))
    if len(each) > MOST_LAYERS:
        raise LayersError("The network has more than {most} layers.", most=MOST_LAYERS)
    for number, place in enumerate(each):
        if place.problem is not None:
            raise LayersError(
                "Layer {number} ({title}) does not fit: {why}{hint}.",
                number=number + 1,
                title=place.layer.name or place.layer.title,
                why=place.problem,
                hint=_hint(layers, shape, classes, number),
            )
    names = [place.layer.name for place in each if place.layer.name]
    for name in names:
        if names.count(name) > 1 or any(other.startswith(f"{name}.") for other in names):
            raise LayersError("Two layers are called '{name}'; give one of them another name.", name=name)
    if stack[-1].outputs != (classes,):
        raise LayersError(
            "The network returns {shape} and has to return a value for each of {classes} classes; end it "
            "with a linear layer, after Flatten.",
            shape=shape_text(stack[-1].outputs or ()),
            classes=classes,
        )
    return stack


def _hint(layers: Layers, shape: Shape, classes: int, number: int) -> Sentence | str:
    """Which padding of a convolution before the layer that does not fit would make it fit."""
    for position, layer in enumerate(layers[: min(number + 1, _MOST_HINTS)]):
        if not isinstance(layer, Conv) or isinstance(layer.padding, str):
            continue
        kernel = layer.kernel if isinstance(layer.kernel, int) else max(layer.kernel)
        for padding in (kernel // 2, *range(kernel // 2)):
            changed = (*layers[:position], replace(layer, padding=padding), *layers[position + 1 :])
            each = list(every(places(changed, shape, classes)))
            if each[number].outputs is not None:
                name = named(layers)[position].name
                return Sentence(
                    "; with padding {padding} in {name} it would fit", {"padding": padding, "name": name}
                )
    return ""


def shape_text(shape: Shape) -> str:
    """A shape as text: "10x12x12"."""
    return "x".join(map(str, shape))


def weight_shapes(stack: Places) -> dict[str, Shape]:
    """Name and shape of all weights, in the order of the network's state_dict."""
    return {
        f"{place.layer.name}.{name}": size
        for place in every(stack)
        if place.inputs is not None and place.layer.learns
        for name, size in place.layer.weights(place.inputs).items()
    }


def multiplications(stack: Places) -> int:
    """How many products of weights and values one picture costs."""
    return sum(
        math.prod(place.layer.weights(place.inputs).get("weight", ())) * math.prod(place.outputs[1:])
        for place in every(stack)
        if place.inputs is not None and place.outputs is not None and place.layer.learns
    )


def head(layers: Layers) -> tuple[str, ...]:
    """The names of the layers that belong to the classes: the last one with weights."""
    names = [layer.name for layer in flat(named(layers)) if layer.learns]
    return tuple(names[-1:])


def returns_log_probs(layers: Layers) -> bool:
    """Whether the network ends in log_softmax."""
    return bool(layers) and isinstance(layers[-1], LogSoftmax)
