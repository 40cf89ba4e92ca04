"""The network in an ONNX file: its layers and weights, its pictures, classes and normalisation."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from digitpad.errors import CheckpointError, RecipeError, Sentence
from digitpad.form import INK, LARGEST, SMALLEST, WHOLE, PerChannel, PictureForm
from digitpad.model import own_format
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.candidates import Candidate
from digitpad.model.open.classes import class_names
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.onnx_constants import Constants
from digitpad.model.open.onnx_graph import OWN_PREFIX, walk_graph
from digitpad.model.open.onnx_values import Step, Value, Way
from digitpad.model.registry import OWN
from digitpad.model.safe_io.onnx_file import Graph
from digitpad.model.safe_io.reading import Content
from digitpad.model.safe_io.tensors import too_large
from digitpad.model.spec.building import is_taken
from digitpad.model.spec.layers import Conv, Flatten, Layer, Linear, Residual, Shape
from digitpad.model.spec.plain import as_tables, from_tables, is_name
from digitpad.model.spec.shapes import Layers, checked, flat, named

_SIZES = (28, 32, 64, 224)
"""Sides of pictures that are tried where a graph takes any."""

_MOST_WEIGHTS = 150_000_000
"""In all layers; layers may share them in the file."""

_PIXELS = 20
"""A graph that divides by more than this takes values from 0 to 255."""


@dataclass(frozen=True, slots=True)
class OnnxNetwork:
    """The network that a graph computes.

    Attributes:
        layers, weights: as `spec` has them.
        form: the pictures that it takes.
        classes: their names, where the file has them; else ().
        count: how many classes there are.
        normalisation: mean and std on the 0-1 scale; None where the graph does not begin with one.
    """

    layers: Layers
    weights: Mapping[str, Tensor]
    form: PictureForm
    classes: tuple[str, ...]
    count: int
    normalisation: tuple[PerChannel, PerChannel] | None

    @property
    def candidate(self) -> Candidate:
        """The network, for what has to be tried: all but its layers."""
        last = [layer for layer in flat(self.layers) if isinstance(layer, Conv | Linear)][-1]
        return Candidate.of(self.layers, replace(last, out=self.count), self.form, 0.0)

    def checkpoint(self) -> Checkpoint:
        """The network as a checkpoint.

        Raises:
            UnknownNetworkError: when the file does not say its normalisation, so that it has to be tried.
        """
        if self.normalisation is None:
            raise UnknownNetworkError("it does not say how its pictures are normalised")
        classes = self.classes or class_names(self.count, self.form)
        return Checkpoint(
            OWN, self.weights, *self.normalisation, classes, kind="onnx", form=self.form, layers=self.layers
        )


def onnx_network(content: Content) -> OnnxNetwork:
    """The network of an ONNX file that another program wrote, or an older digitpad.

    Raises:
        UnknownNetworkError: why its graph is not a list of layers of ours, in a clause about "it".
    """
    graph = content.graph
    if graph is None or len(graph.inputs) != 1:
        raise UnknownNetworkError("its graph does not lead from one picture to the scores of its classes")
    begin, end = _walked(content, graph)
    way, count = end.way, end.shape[0]
    normalisation, way = _normalisation(way, begin.shape[0])
    if len(begin.shape) == 1:
        way = (Step("Flatten", Flatten()), *way)
    if math.prod(end.shape) != count:
        raise UnknownNetworkError("its graph returns maps, and not a score for each class")
    if len(end.shape) > 1:
        way = (*way, Step("Flatten", Flatten()))
    form = _form(begin.shape)
    layers, weights = _layers(way, form, count)
    if normalisation is None and content.metadata.get("classes"):
        normalisation = 0.0, 1.0  # of ours, where nothing had to be subtracted
    return OnnxNetwork(layers, weights, form, _classes(content.metadata, count), count, normalisation)


def stored_weights(content: Content) -> dict[str, object]:
    """The weights in a file that digitpad exported, under the names that its networks have."""
    stored = content.value if isinstance(content.value, dict) else {}
    return {
        name.removeprefix(OWN_PREFIX): value for name, value in stored.items() if name.startswith(OWN_PREFIX)
    }


def _walked(content: Content, graph: Graph) -> tuple[Value, Value]:
    """What goes into the graph, and what comes out of it."""
    stored = content.value if isinstance(content.value, dict) else {}
    constants = Constants(stored, content.tensors)
    (sizes,) = graph.inputs.values()
    problem = UnknownNetworkError("its graph does not take square pictures, grey or in colour")
    for begin in _begins(sizes):
        try:
            return begin, walk_graph(graph, begin, constants)
        except UnknownNetworkError as error:
            problem = error
    raise problem


def _begins(sizes: tuple[int | None, ...]) -> Iterator[Value]:
    """The pictures that may come in, where the graph takes tensors of these sizes."""
    if len(sizes) == 2 and sizes[1]:
        yield Value((), (sizes[1],))
    if len(sizes) == 3:
        sizes = (sizes[0], 1, *sizes[1:])
    if len(sizes) != 4:
        return
    last = sizes[3] in (1, 3) and sizes[1] not in (1, 3)
    channels, height, width = (sizes[3], *sizes[1:3]) if last else sizes[1:]
    for channel in (1, 3) if channels is None else (channels,):
        for side in _SIZES if (known := height or width) is None else (known,):
            fits = SMALLEST <= side <= LARGEST and {height, width} <= {None, side}
            if channel in (1, 3) and fits:
                yield Value((), (channel, side, side), last)


def _form(shape: Shape) -> PictureForm:
    """The pictures of which these are the values.

    Raises:
        UnknownNetworkError: when there are none.
    """
    if len(shape) == 3:
        return PictureForm(shape[0], shape[1], INK if shape[0] == 1 else WHOLE)
    for channels, content in ((1, INK), (3, WHOLE)):
        side = math.isqrt(shape[0] // channels)
        if channels * side * side == shape[0] and SMALLEST <= side <= LARGEST:
            return PictureForm(channels, side, content)
    raise UnknownNetworkError(
        "its graph takes {count} values, which are not a square picture", count=shape[0]
    )


def _classes(metadata: Mapping[str, str], count: int) -> tuple[str, ...]:
    """The names of the classes where the file has them."""
    with suppress(CheckpointError, ValueError):
        names = own_format.classes(json.loads(metadata.get("classes", "0")))
        if len(names) == count:
            return names
    return ()


def _normalisation(way: Way, channels: int) -> tuple[tuple[PerChannel, PerChannel] | None, Way]:
    """The normalisation that a graph begins with, and the steps behind it."""
    count = next((number for number, step in enumerate(way) if not step.affine), len(way))
    if not count:
        return None, way
    scale, shift = _together(way[:count])
    if not bool((scale > 0).all()) or max(scale.numel(), shift.numel()) not in (1, channels):
        raise UnknownNetworkError("it turns dark and bright round, which digitpad's normalisation cannot")
    mean, std = -shift / scale, 1 / scale
    if bool((std > _PIXELS).all()):
        mean, std = mean / 255, std / 255
    return (_numbers(mean), _numbers(std)), way[count:]


def _together(way: Way) -> tuple[Tensor, Tensor]:
    """What some multiplications and additions are in one."""
    scale, shift = torch.ones(1), torch.zeros(1)
    for step in way:
        scale, shift = scale * step.scale, shift * step.scale + step.shift
    return scale, shift


def _numbers(values: Tensor) -> PerChannel:
    numbers = tuple(float(f"{value:.6g}") for value in values.tolist())
    return numbers[0] if len(set(numbers)) == 1 else numbers


def _layers(way: Way, form: PictureForm, classes: int) -> tuple[Layers, dict[str, Tensor]]:
    """The layers of some steps, and their weights by name."""
    if sum(value.numel() for step in _flat(way) for value in step.weights.values()) > _MOST_WEIGHTS:
        raise too_large()
    steps = _merged(way)
    layers = _as_layers(steps, _usable_names(steps))
    try:
        layers = from_tables(as_tables(layers))
        checked(layers, form.shape, classes)
    except RecipeError as error:
        raise UnknownNetworkError(
            "its layers do not make a network: {why}", why=str(error).rstrip(".")
        ) from error
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
        elif steps and isinstance(layer := steps[-1].layer, Conv | Linear):
            steps[-1] = _scaled(steps[-1], layer, step)
        elif bool((step.scale != 1).any()) or bool(step.shift.any()):
            steps.append(step)
    kept = []
    for step in steps:
        if step.layer is None:
            raise UnknownNetworkError(
                "its operator {operator} is not a layer that digitpad has: {why}",
                operator=step.operator,
                why=Sentence("it stands where no layer can take it in"),
            )
        kept.append(step)
    return tuple(kept)


def _scaled(step: Step, layer: Conv | Linear, by: Step) -> Step:
    """A convolution or linear layer whose results are multiplied and added to."""
    weight = step.weights["weight"]
    out = len(weight)
    bias = step.weights.get("bias", torch.zeros(out)) * by.scale + by.shift
    scale = by.scale.reshape(-1, *[1] * (weight.dim() - 1))
    weights = {"weight": weight if bool((scale == 1).all()) else weight * scale, "bias": bias}
    return replace(step, layer=replace(layer, bias=True), weights=weights)


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
