"""A network layer by layer, as far as its file describes it: also for networks that digitpad cannot run."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from digitpad.errors import CheckpointError, printable
from digitpad.model.open.foreign import Found, Shape, UnknownNetworkError, difference, nearest, readable
from digitpad.model.open.modules import ModuleStub, Weights, by_layer, stored_shapes, walk
from digitpad.model.registry import network_shapes
from digitpad.model.safe_io.tensor_reader import TensorReader
from digitpad.model.spec.layers import STATISTICS, pair
from digitpad.model.spec.shapes import Place, Places, every

_KINDS = (
    (r"(Lazy)?ConvTranspose\dd", "transposed conv"),
    (r"(Lazy)?Conv\dd", "conv"),
    (r"(Lazy)?Linear|NonDynamicallyQuantizableLinear", "linear"),
    (r"(Lazy)?(Sync)?BatchNorm(\dd)?", "batch norm"),
    (r"(Layer|Group|RMS|Lazy|Instance)+Norm(\dd)?|LocalResponseNorm", "norm"),
    (r"Embedding(Bag)?", "embedding"),
    (r"(Fractional)?MaxPool\dd", "max pool"),
    (r"AvgPool\dd", "average pool"),
    (r"AdaptiveAvgPool\dd", "adaptive average pool"),
    (r"AdaptiveMaxPool\dd", "adaptive max pool"),
    (r"(Feature)?(Alpha)?Dropout(\dd)?", "dropout"),
    (r"Flatten", "flatten"),
)
_LISTED = 12  # layers in a sentence about an unknown network
_LAYERS = ("conv", "transposed conv", "linear", "batch norm", "norm", "embedding")
"""The kinds that have weights; with none of them a file holds tensors, but no network."""

_USUAL: dict[str, tuple[object, ...]] = {
    "stride": (),
    "padding": (0, (0,), (0, 0), (0, 0, 0)),
    "dilation": (1, (1,), (1, 1), (1, 1, 1)),
    "groups": (1,),
    "ceil_mode": (),
    "count_include_pad": (True,),
    "padding_mode": ("zeros",),
    "output_size": (),
    "p": (),
    "negative_slope": (),
}
"""Settings that are described, and their usual values, which are not."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        name: its name in the network.
        kind: "conv", "linear", "batch norm", ... or "other"; for layers without weights their class.
        inputs, outputs: channels or values that come in and go out, where its weights determine them.
        kernel: size of a convolution's or pool's window.
        parameters: number of trainable values.
        shapes: shape of every tensor by its name in the layer.
        settings: further settings in the file: stride, ceil_mode, padding, p, ...
    """

    name: str
    kind: str
    inputs: int | None = None
    outputs: int | None = None
    kernel: Shape | None = None
    parameters: int = 0
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The layer in a few words, such as "conv 1->10 5x5"."""
        parts = [self.kind]
        if self.inputs is not None and self.outputs is not None:
            parts.append(f"{self.inputs}->{self.outputs}")
        elif self.outputs is not None:
            parts.append(str(self.outputs))
        if self.kernel:
            parts.append("x".join(map(str, self.kernel)))
        parts += [
            _setting_text(name, value)
            for name, value in self.settings.items()
            if (name, value) != ("ceil_mode", False)
        ]
        return " ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """The layer as plain values for JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "kernel": None if self.kernel is None else list(self.kernel),
            "parameters": self.parameters,
            "shapes": {name: list(shape) for name, shape in self.shapes.items()},
            "settings": dict(self.settings),
        }


def _setting_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else f"no {name}"
    return f"{name} {'x'.join(map(str, value)) if isinstance(value, tuple) else value}"


def describe(network: Found) -> list[Layer]:
    """The layers of a network in a file, in its order."""
    if network.module is None:
        return [_from_tensors(name, own) for name, own in by_layer(network.weights).items()]
    return [_from_module(module) for module in walk(network.module) if module.leaf or module.weights]


def describe_places(places: Places) -> list[Layer]:
    """The layers of a network that is a list of layers, a residual block's own ones in its place."""
    return [_from_place(place) for place in every(places) if not place.ways]


def _from_place(place: Place) -> Layer:
    layer, inputs, outputs = place.layer, place.inputs or (), place.outputs or ()
    kind = layer.class_name(inputs)
    shapes = layer.weights(inputs)
    kernel = getattr(layer, "kernel", None)
    settings = {
        name: value for name, value in layer.options().items() if value not in _USUAL.get(name, (value,))
    }
    return Layer(
        layer.name or layer.function_name(),
        next((text for form, text in _KINDS if re.fullmatch(form, kind)), kind),
        inputs[0] if layer.learns else None,
        outputs[0] if layer.learns else None,
        None if kernel is None else pair(kernel),
        _count(shapes),
        shapes,
        settings,
    )


def check_sound(network: Found, tensors: TensorReader) -> None:
    """Check that a network is worth describing: complete tensors, some of them those of layers.

    Raises:
        CheckpointError: when a tensor is not in the file as described, or none of them belongs to a layer.
    """
    refs = readable(network.weights)
    for tensor in refs.values():
        tensors.check(tensor)
    stored = {tensor.storage.key: tensor.storage for tensor in refs.values()}
    if sum(tensor.nbytes for tensor in refs.values()) > 4 * sum(
        storage.count * storage.dtype.itemsize for storage in stored.values()
    ):
        raise CheckpointError("its tensors share their numbers, as those of no network do")
    if not any(layer.kind in _LAYERS for layer in describe(network)):
        raise CheckpointError("it holds tensors, but no network's weights")


def _summary(layers: Iterable[Layer]) -> str:
    """The layers on one line: "conv 1->10 5x5, max pool 2, ..."."""
    texts = [layer.text for layer in layers]
    rest = f", ... ({len(texts)} layers)" if len(texts) > _LISTED else ""
    return ", ".join(printable(text) for text in texts[:_LISTED]) + rest


def unknown(network: Found, shapes: Mapping[str, Shape]) -> UnknownNetworkError:
    """Return the error for an intact network that is not in the registry; about "it"."""
    name = nearest(shapes)
    return UnknownNetworkError(
        "it holds a network that digitpad does not know ({layers}); nearest is {nearest}, but {difference}",
        layers=_summary(describe(network)),
        nearest=name,
        difference=difference(network_shapes(name), shapes),
    )


def _from_tensors(name: str, own: Weights) -> Layer:
    """A layer guessed from the names and shapes of its tensors."""
    shapes = stored_shapes(own)
    weight = shapes.get("weight", ())
    bare = Layer(name, "other", parameters=_count(shapes), shapes=shapes)
    if "running_mean" in shapes:
        size = shapes["running_mean"]
        return replace(bare, kind="batch norm", outputs=size[0] if size else 0)
    if len(weight) == 1:
        return replace(bare, kind="norm", outputs=weight[0])
    if len(weight) == 2:
        if "bias" not in shapes and "emb" in name.lower():
            return replace(bare, kind="embedding", inputs=weight[0], outputs=weight[1])
        return replace(bare, kind="linear", inputs=weight[1], outputs=weight[0])
    if len(weight) in (3, 4, 5):
        return replace(bare, kind="conv", inputs=weight[1], outputs=weight[0], kernel=weight[2:])
    return bare


def _from_module(module: ModuleStub) -> Layer:
    """Return a layer whose class and settings are in the file."""
    kind = next((text for form, text in _KINDS if re.fullmatch(form, module.kind)), None)
    given = module.settings
    settings = {
        name: given[name] for name, usual in _USUAL.items() if name in given and given[name] not in usual
    }
    name = module.path or module.kind
    if kind is None or not module.library:
        if module.weights:
            guess = _from_tensors(name, module.weights)
            return guess if guess.kind != "other" else replace(guess, kind=module.kind)
        return Layer(name, module.kind, settings=settings)
    shapes = stored_shapes(module.weights)
    inputs = next(
        (given[key] for key in ("in_channels", "in_features", "num_embeddings") if key in given), None
    )
    outputs = next(
        (
            given[key]
            for key in ("out_channels", "out_features", "num_features", "embedding_dim")
            if key in given
        ),
        None,
    )
    kernel = given.get("kernel_size")
    return Layer(
        name,
        kind,
        inputs if isinstance(inputs, int) else None,
        outputs if isinstance(outputs, int) else None,
        kernel if isinstance(kernel, tuple) else (kernel,) if isinstance(kernel, int) else None,
        _count(shapes),
        shapes,
        settings,
    )


def _count(shapes: Mapping[str, Shape]) -> int:
    return sum(math.prod(shape) for name, shape in shapes.items() if name not in STATISTICS)
