"""The network in an ONNX file: its layers and weights, its pictures, classes and normalisation."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.form import LARGEST, SMALLEST, PerChannel, PictureForm, square_forms
from digitpad.model import own_format
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.export import ONNX_PREFIX
from digitpad.model.open.classes import class_names
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.onnx.constants import Constants
from digitpad.model.open.onnx.graph import walk_graph
from digitpad.model.open.onnx.steps import layers_of, together
from digitpad.model.open.onnx.values import Step, Value, Way
from digitpad.model.registry import OWN
from digitpad.model.safe_io.onnx_file import Graph
from digitpad.model.safe_io.reading import Content
from digitpad.model.spec.layers import Conv, Flatten, Linear, Shape
from digitpad.model.spec.shapes import Layers, flat

_SIZES = (28, 32, 64, 224)
"""Sides of pictures that are tried where a graph takes any."""

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
    layers, weights = layers_of(way, form, count)
    if normalisation is None and content.metadata.get("classes"):
        normalisation = 0.0, 1.0  # of ours, where nothing had to be subtracted
    return OnnxNetwork(layers, weights, form, _classes(content.metadata, count), count, normalisation)


def stored_weights(content: Content) -> dict[str, object]:
    """The weights in a file that digitpad exported, under the names that its networks have."""
    stored = content.value if isinstance(content.value, dict) else {}
    return {
        name.removeprefix(ONNX_PREFIX): value
        for name, value in stored.items()
        if name.startswith(ONNX_PREFIX)
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
        return PictureForm.usual(shape[0], shape[1])
    for form in square_forms(shape[0]):
        return form
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
    scale, shift = together(way[:count])
    if not bool((scale > 0).all()) or max(scale.numel(), shift.numel()) not in (1, channels):
        raise UnknownNetworkError("it turns dark and bright round, which digitpad's normalisation cannot")
    mean, std = -shift / scale, 1 / scale
    if bool((std > _PIXELS).all()):
        mean, std = mean / 255, std / 255
    return (_numbers(mean), _numbers(std)), way[count:]


def _numbers(values: Tensor) -> PerChannel:
    numbers = tuple(float(f"{value:.6g}") for value in values.tolist())
    return numbers[0] if len(set(numbers)) == 1 else numbers
