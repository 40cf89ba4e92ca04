"""Whole networks as candidates: what their modules tell is as it is, and only the rest is assumed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digitpad.errors import Sentence
from digitpad.form import SMALLEST, PictureForm, square_forms
from digitpad.model.open.fitting.candidates import SIZES, Candidate
from digitpad.model.open.fitting.structure import Element, Structure
from digitpad.model.spec.layers import (
    ACTIVATIONS,
    Activation,
    AdaptiveAvgPool,
    BatchNorm,
    Conv,
    Dropout,
    Flatten,
    GroupNorm,
    Layer,
    LayerError,
    LayerNorm,
    Linear,
    LogSoftmax,
    MaxPool,
    PRelu,
    Shape,
)
from digitpad.model.spec.shapes import Layers

FUNCTIONS = ("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "elu", "silu")
"""Activations that are tried where a class may call them."""

_IN_ORDER = 0.5
"""How much likelier layers in the order of their definition are than any others."""

_LARGEST = 257
"""Pictures of unusual sizes are tried below this one."""

_NORMS = (BatchNorm, GroupNorm, LayerNorm)

_POOLED = Sentence("pooling down to what the linear layer takes")


@dataclass(frozen=True, slots=True)
class _Chain:
    """Layers one after the other.

    Attributes:
        layers: with those that had to be assumed.
        odd: how unusual these are; 0 without any.
    """

    layers: Layers
    odd: float


def whole_candidates(structure: Structure, shapes: Mapping[str, Shape]) -> list[Candidate]:
    """The networks whose layers follow each other as they are defined, the likeliest first.

    Args:
        structure: of a whole network.
        shapes: shape of every tensor by name.
    """
    elements = structure.elements
    parts = [one.layer for one in elements if isinstance(one.layer, Conv | Linear)]
    if not parts or not _is_in_order(elements):
        return []
    form = _form([one.layer for one in elements], structure.side, shapes)
    if form is None:
        return []
    room, linear = (len(_with_function(elements, "relu", kind)) > len(elements) for kind in (Layer, Linear))
    ways: list[tuple[str, type[Layer]]] = [("", Layer)]
    ways += [(function, Layer) for function in FUNCTIONS if room]
    # Where convolutions have modules of some, others may be functions behind linear layers alone.
    partly = linear and any(isinstance(one.layer, Activation) for one in elements)
    ways += [(function, Linear) for function in FUNCTIONS if partly]
    fitting = []
    for function, kind in ways:
        chain = _chained(_with_function(elements, function, kind), form.shape, shapes)
        if chain is not None:
            # With maxima a network without activations is one of the notes', else it would be linear.
            usual = not chain.odd and any(isinstance(one.layer, MaxPool) for one in elements)
            odd = chain.odd - _IN_ORDER + (0.5 * FUNCTIONS.index(function) if function else 0)
            odd += 0.2 * (partly and kind is Layer) + (0 if bool(function) != usual else 3)
            note = _note(function, kind) if room else _POOLED if chain.odd >= 1 else None
            fitting.append(Candidate.of(chain.layers, parts[-1], form, odd, note))
    return sorted(fitting, key=lambda candidate: candidate.odd)


def _note(function: str, kind: type[Layer]) -> Sentence:
    if not function:
        return Sentence("no activations but its modules")
    values = {"activation": ACTIVATIONS[function][0]}
    if kind is Linear:
        return Sentence("{activation} behind each linear layer that no activation module follows", values)
    return Sentence("{activation} behind each layer that no activation module follows", values)


def _is_in_order(elements: Sequence[Element]) -> bool:
    """Whether none of its layers looks as if it were called elsewhere or several times.

    A class that defines `self.relu` or `self.pool` before all layers or behind them uses it between them.
    """
    learning = [number for number, one in enumerate(elements) if isinstance(one.layer, Conv | Linear)]
    first, last = learning[0], learning[-1]
    before = all(not one.open or isinstance(one.layer, (Flatten, *_NORMS)) for one in elements[:first])
    joined = isinstance(elements[last].layer, Conv)  # pooling comes behind it
    behind = all(
        not elements[number].open or joined or isinstance(elements[number + 1].layer, LogSoftmax)
        for number in range(last, len(elements) - 1)
    )
    return before and behind


def _with_function(elements: Sequence[Element], function: str, kind: type[Layer]) -> list[Layer]:
    """The layers with an activation wherever a class may call one behind layers of a kind that have none."""
    layers: list[Layer] = []
    learning = [number for number, one in enumerate(elements) if isinstance(one.layer, Conv | Linear)]
    layers += [one.layer for one in elements[: learning[0]]]
    for begin, end in zip(learning, [*learning[1:], len(elements)], strict=True):
        run = list(elements[begin:end])
        has = any(isinstance(one.layer, Activation | PRelu) for one in run)
        if function and not has and end < len(elements) and isinstance(run[0].layer, kind):
            at = _room(run)
            if at is not None:
                run.insert(at, Element(Activation(function), False))
        layers += [one.layer for one in run]
    return layers


def _room(run: Sequence[Element]) -> int | None:
    """Where in a layer and what comes behind it an activation may be called."""
    for number, one in enumerate(run):
        following = run[number + 1].layer if number + 1 < len(run) else None
        if one.open and not isinstance(following, _NORMS) and not isinstance(one.layer, Flatten):
            return number + 1
    return None


def _form(layers: Sequence[Layer], side: int, shapes: Mapping[str, Shape]) -> PictureForm | None:
    """The pictures that the layers take: of the usual size, where several fit."""
    first = next(layer for layer in layers if isinstance(layer, Conv | Linear))
    if isinstance(first, Linear):
        forms = square_forms(first.inputs or 0)
    else:
        channels = first.inputs or 0
        usual = SIZES.get(channels, ())
        others = (size for size in range(SMALLEST, _LARGEST) if usual and size not in usual)
        sizes = (side,) if side and usual else (*usual, *others)
        forms = (PictureForm.usual(channels, size) for size in sizes)
    return next((form for form in forms if _chained(layers, form.shape, shapes) is not None), None)


def _chained(layers: Sequence[Layer], shape: Shape, shapes: Mapping[str, Shape]) -> _Chain | None:
    """The layers with flattening, and pooling down to what comes next, where that is missing; or None."""
    chain: list[Layer] = []
    odd = 0.0
    last = [layer for layer in layers if isinstance(layer, Conv | Linear)][-1]
    try:
        for layer in layers:
            between: list[Layer] = []
            if isinstance(layer, Linear | LogSoftmax) and len(shape) == 3:
                between = _flattening(shape, layer.inputs if isinstance(layer, Linear) else None)
            if len(shape) == 1 and isinstance(layer, Dropout):
                layer = Dropout(layer.p, name=layer.name)  # nn.Dropout2d of values drops values
            for step in (*between, layer):
                output = step.output(shape)
                for name, size in step.weights(shape).items():
                    if shapes.get(f"{step.name}.{name}", ()) != size:
                        return None
                shape = output
            odd += sum(map(_oddness, between))
            if layer is last:
                layer = replace(layer, out=None)
            chain += [*between, replace(layer, inputs=None) if isinstance(layer, Conv | Linear) else layer]
        if len(shape) == 3:
            between = _flattening(shape, None)
            chain += between
            odd += sum(map(_oddness, between))
    except LayerError:
        return None
    return _Chain(tuple(chain), odd)


def _oddness(layer: Layer) -> float:
    """How unusual it is that a class calls this as a function."""
    return 0.1 if isinstance(layer, Flatten) else 1.5 if layer == AdaptiveAvgPool(1) else 6


def _flattening(shape: Shape, values: int | None) -> list[Layer]:
    """What lays maps flat, so that there are as many values; one for each map if None.

    Raises:
        LayerError: where maps of this shape cannot become so many values.
    """
    channels = shape[0]
    side = math.isqrt((channels if values is None else values) // channels)
    if values is not None and math.prod(shape) == values:
        return [Flatten()]
    if side * side * channels != (channels if values is None else values) or side > shape[1]:
        raise LayerError("the values do not fit")
    return [Flatten()] if shape[1:] == (1, 1) else [AdaptiveAvgPool(side), Flatten()]
