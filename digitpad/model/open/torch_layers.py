"""PyTorch's own modules as layers of a spec, with the options that a whole network in a file has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from digitpad.errors import RecipeError
from digitpad.model.open.modules import ModuleStub
from digitpad.model.spec.layers import (
    ACTIVATIONS,
    Activation,
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    BatchNorm,
    ChannelDropout,
    Conv,
    Dropout,
    Flatten,
    GroupNorm,
    Layer,
    LayerNorm,
    Linear,
    LogSoftmax,
    MaxPool,
    PRelu,
)
from digitpad.model.spec.plain import check_option, options_of

_LAYERS: dict[str, tuple[type[Layer], dict[str, str], dict[str, object]]] = {
    "Conv2d": (
        Conv,
        {"out": "out_channels", "inputs": "in_channels", "kernel": "kernel_size"}
        | {name: name for name in ("stride", "padding", "dilation", "groups", "padding_mode")},
        {"transposed": False},
    ),
    "Linear": (Linear, {"out": "out_features", "inputs": "in_features"}, {}),
    "BatchNorm2d": (BatchNorm, {"eps": "eps", "affine": "affine"}, {"track_running_stats": True}),
    "GroupNorm": (GroupNorm, {"groups": "num_groups", "eps": "eps"}, {"affine": True}),
    "LayerNorm": (LayerNorm, {"eps": "eps"}, {"elementwise_affine": True}),
    "PReLU": (PRelu, {}, {}),
    "MaxPool2d": (
        MaxPool,
        {"kernel": "kernel_size"} | {name: name for name in ("stride", "padding", "dilation", "ceil_mode")},
        {"return_indices": False},
    ),
    "AvgPool2d": (
        AvgPool,
        {"kernel": "kernel_size"}
        | {name: name for name in ("stride", "padding", "ceil_mode", "count_include_pad")},
        {"divisor_override": None},
    ),
    "AdaptiveAvgPool2d": (AdaptiveAvgPool, {"size": "output_size"}, {}),
    "AdaptiveMaxPool2d": (AdaptiveMaxPool, {"size": "output_size"}, {"return_indices": False}),
    "Dropout": (Dropout, {"p": "p"}, {}),
    "Dropout2d": (ChannelDropout, {"p": "p"}, {}),
    "Flatten": (Flatten, {}, {"start_dim": 1, "end_dim": -1}),
    "LogSoftmax": (LogSoftmax, {}, {}),
    **{name: (Activation, {"slope": slope} if slope else {}, {}) for name, slope in ACTIVATIONS.values()},
}
"""Class in `torch.nn` -> the layer, its options as torch calls them, and settings that have to be so."""

_LIKE = {
    "BatchNorm1d": "BatchNorm2d",
    "SyncBatchNorm": "BatchNorm2d",
    "Dropout1d": "Dropout",
    "AlphaDropout": "Dropout",
    "NonDynamicallyQuantizableLinear": "Linear",
    # Probabilities become log-probabilities, from which the same probabilities are worked out.
    "Softmax": "LogSoftmax",
}

_FIXED: dict[str, dict[str, object]] = {
    "GELU": {"approximate": "none"},
    "Softplus": {"beta": 1, "threshold": 20},
    "Hardtanh": {"min_val": -1, "max_val": 1},
}
"""Settings that activations have no option for."""

NOTHING = ("Identity", "Sequential", "QuantStub", "DeQuantStub")
"""Modules that return what comes in; `nn.Sequential` where it is empty."""

_REQUIRED = {
    "in_channels",
    "out_channels",
    "kernel_size",
    "in_features",
    "out_features",
    "num_groups",
    "output_size",
}
"""Settings without which nothing is known of a layer."""

_CALLS = {name: call for call, (name, _) in ACTIVATIONS.items()}


def layer_of(module: ModuleStub) -> Layer | None:
    """The layer that a module of torch's own is; None where no layer computes the same.

    Args:
        module: one without modules inside.
    """
    kind = _LIKE.get(module.kind, module.kind)
    if not module.library or kind not in _LAYERS:
        return None
    layer_type, names, needed = _LAYERS[kind]
    given = module.settings
    needed = {**needed, **_FIXED.get(kind, {})}
    if any(given.get(name, value) != value for name, value in needed.items()):
        return None
    if not _REQUIRED.intersection(names.values()) <= given.keys():
        return None
    if kind == "LogSoftmax" and given.get("dim", 1) not in (1, -1):
        return None
    options: dict[str, Any] = {option: _size(given[name]) for option, name in names.items() if name in given}
    if not _allowed(layer_type, options):
        return None
    if layer_type is Activation:
        options["call"] = _CALLS[kind]
    if options.get("padding") == "valid":
        options["padding"] = 0
    if "stride" in options and options["stride"] == options["kernel"] and layer_type is not Conv:
        options["stride"] = None
    layer = layer_type(name=module.path, **options)
    return _with_weights(layer, module)


def _size(value: object) -> object:
    """A size as it is written by hand: one number where height and width are the same."""
    return value[0] if isinstance(value, tuple) and len(value) == 2 and value[0] == value[1] else value


def _allowed(layer_type: type[Layer], options: Mapping[str, object]) -> bool:
    """Whether the layer can have these options; a file may say anything."""
    known = options_of(layer_type)
    try:
        for name, value in options.items():
            if (name, value) != ("padding", "valid"):
                check_option(1, name, known[name], value)
    except RecipeError:
        return False
    return True


def _with_weights(layer: Layer, module: ModuleStub) -> Layer | None:
    """The layer with what its weights say; None where it has others than such layers."""
    names = set(module.weights)
    if isinstance(layer, Conv | Linear):
        layer = replace(layer, bias="bias" in names)
    if isinstance(layer, PRelu):
        layer = replace(layer, each=tuple(getattr(module.weights.get("weight"), "shape", ())) != (1,))
    expected = set(layer.weights((1,)))
    return layer if names | {"num_batches_tracked"} >= expected and names <= expected else None
