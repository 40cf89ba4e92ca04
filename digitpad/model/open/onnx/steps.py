"""From the steps of an ONNX graph to layers of ours, with their weights by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from digitpad.errors import RecipeError, Sentence, reason
from digitpad.form import PictureForm
from digitpad.model.open.foreign import MOST_WEIGHTS, UnknownNetworkError
from digitpad.model.open.onnx.values import Step, Way
from digitpad.model.safe_io.tensors import too_large
from digitpad.model.spec.building import is_taken
from digitpad.model.spec.layers import BatchNorm, Conv, Flatten, GroupNorm, Layer, Linear, Residual
from digitpad.model.spec.plain import as_tables, from_tables, is_name
from digitpad.model.spec.shapes import Layers, checked, flat, named


def together(way: Way) -> tuple[Tensor, Tensor]:
    """What some multiplications and additions are in one."""
    scale, shift = torch.ones(1), torch.zeros(1)
    for step in way:
        scale, shift = scale * step.scale, shift * step.scale + step.shift
    return scale, shift


def layers_of(way: Way, form: PictureForm, classes: int) -> tuple[Layers, dict[str, Tensor]]:
    """The layers of some steps, and their weights by name."""
    # Layers may share them in the file.
    if sum(value.numel() for step in _flat(way) for value in step.weights.values()) > MOST_WEIGHTS:
        raise too_large()
    steps = _merged(way)
    layers = _as_layers(steps, _usable_names(steps))
    try:
        layers = from_tables(as_tables(layers))
        checked(layers, form.shape, classes)
    except RecipeError as error:
        raise UnknownNetworkError("its layers do not make a network: {why}", why=reason(error)) from error
    layers = named(layers)
    weights = {
        f"{layer.name}.{name}": value
        for layer, step in zip(flat(layers), _flat(steps), strict=True)
        for name, value in step.weights.items()
    }
    return layers, weights


def _merged(way: Way) -> Way:
    """The steps, what multiplies and adds constants as a part of the layer before it."""
    steps: list[Step] = []
    for step in way:
        if step.ways:
            steps.append(replace(step, ways=tuple(map(_merged, step.ways))))
        elif not step.affine:
            steps.append(step)
        elif not _changes(step):
            continue
        elif steps and isinstance(layer := steps[-1].layer, Conv | Linear | GroupNorm):
            steps[-1] = _scaled(steps[-1], layer, step)
        elif steps and steps[-1].affine:
            scale, shift = together((steps[-1], step))
            steps[-1] = replace(step, scale=scale, shift=shift)
        else:
            steps.append(step)
    steps = [step for step in steps if not step.affine or _changes(step)]
    for step in steps:
        if step.layer is None and not step.affine:
            raise UnknownNetworkError(
                "its operator {operator} is not a layer that digitpad has: {why}",
                operator=step.operator,
                why=Sentence("it stands where no layer can take it in"),
            )
    return tuple(_as_norm(step) if step.affine else step for step in steps)


def _changes(step: Step) -> bool:
    return bool((step.scale != 1).any()) or bool(step.shift.any())


def _as_norm(step: Step) -> Step:
    """Multiplying by constants and adding some as a batch norm, with statistics that change nothing."""
    each = torch.ones(step.channels)
    eps = 1e-5
    weights = {
        "weight": each * step.scale,
        "bias": each * step.shift,
        "running_mean": torch.zeros(step.channels),
        "running_var": each - eps,
        "num_batches_tracked": torch.zeros((), dtype=torch.int64),
    }
    return replace(step, operator="BatchNormalization", layer=BatchNorm(eps), weights=weights)


def _scaled(step: Step, layer: Conv | Linear | GroupNorm, by: Step) -> Step:
    """A layer whose results are multiplied and added to."""
    weight = step.weights["weight"]
    out = len(weight)
    bias = step.weights.get("bias", torch.zeros(out)) * by.scale + by.shift
    scale = by.scale.reshape(-1, *[1] * (weight.dim() - 1))
    weights = {"weight": weight if bool((scale == 1).all()) else weight * scale, "bias": bias}
    layer = layer if isinstance(layer, GroupNorm) else replace(layer, bias=True)
    return replace(step, layer=layer, weights=weights)


def _flat(way: Way) -> Iterator[Step]:
    """All steps in the order of `shapes.flat`."""
    for step in way:
        yield step
        for inner in step.ways:
            yield from _flat(inner)


def _usable_names(way: Way) -> set[str]:
    """The names of the file that layers of ours can have too: those that no two have."""
    names = [step.layer.name for step in _flat(way) if step.layer is not None and step.layer.name]
    return {
        name
        for name in names
        if is_name(name)
        and not is_taken(name)
        and sum(other == name or other.startswith(f"{name}.") for other in names) == 1
        and not any(name.startswith(f"{other}.") for other in names)
    }


def _as_layers(way: Way, names: set[str]) -> Layers:
    layers: list[Layer] = []
    for step in way:
        layer = step.layer or Flatten()
        if isinstance(layer, Residual):
            inner = [_as_layers(part, names) for part in step.ways]
            layers.append(Residual(inner[0], inner[1]))
        else:
            layers.append(layer if layer.name in names else replace(layer, name=""))
    return tuple(layers)
