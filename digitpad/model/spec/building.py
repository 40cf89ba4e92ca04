"""Networks of layers as torch modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.model.convolution import SAFE
from digitpad.model.convolution import Conv2d as StridedConv
from digitpad.model.linear import Linear as FastLinear
from digitpad.model.spec.layers import Activation, BatchNorm, Conv, Layer, Linear, Shape
from digitpad.model.spec.shapes import LayersError, Place, Places


@dataclass(frozen=True, slots=True)
class _Call:
    """One step of `forward`: a module by its path, or a function; or two ways whose results are added."""

    path: str = ""
    function: str = ""
    arguments: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    random: bool = False
    ways: tuple[tuple[_Call, ...], ...] = ()


class LayerNetwork(nn.Module):
    """The network that layers make in their places.

    Layers with a name are modules under that name; the others are called as functions.

    Args:
        places: of the layers, as `shapes.checked` returns them.
    """

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._calls = self._made(places)

    def _made(self, places: Places) -> tuple[_Call, ...]:
        before = (None, *(place.layer for place in places))
        return tuple(map(self._call, places, before))

    def _call(self, place: Place, before: Layer | None) -> _Call:
        layer, shape = place.layer, place.inputs or ()
        if place.ways:
            return _Call(ways=tuple(map(self._made, place.ways)))
        if layer.name:
            self._add(layer.name, _module(layer, shape, before))
            return _Call(path=layer.name)
        return _Call(
            function=layer.function_name(),
            arguments=layer.call_arguments(shape),
            options=tuple(layer.options().items()),
            random=layer.random,
        )

    def _add(self, path: str, module: nn.Module) -> None:
        if is_taken(path):
            raise LayersError("No layer can be called '{name}': PyTorch uses that name itself.", name=path)
        *folders, name = path.split(".")
        parent: nn.Module = self
        for folder in folders:
            if folder not in parent._modules:
                parent.add_module(folder, nn.Module())
            parent = parent.get_submodule(folder)
        parent.add_module(name, module)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, classes) of pictures (B, channels, size, size)."""
        return self._run(self._calls, x)

    def _run(self, calls: tuple[_Call, ...], x: Tensor) -> Tensor:
        for call in calls:
            if call.path:
                x = self.get_submodule(call.path)(x)
            elif call.ways:
                way, shortcut = call.ways
                x = self._run(way, x) + self._run(shortcut, x)
            else:
                options = dict(call.options)
                if call.random:
                    options["training"] = self.training
                function = torch.flatten if call.function == "flatten" else getattr(F, call.function)
                x = function(x, *call.arguments, **options)
        return x


@lru_cache(maxsize=256)
def is_taken(name: str) -> bool:
    """Whether modules have something else under a name of a layer, or under a part of it."""
    of_modules = {*dir(LayerNetwork(())), *dir(nn.ModuleDict())}
    return not of_modules.isdisjoint(name.split("."))


def _class(layer: Layer, shape: Shape) -> type[nn.Module]:
    """Its class in torch, or ours in place of it."""
    if isinstance(layer, Linear):
        return FastLinear
    if isinstance(layer, Conv) and layer.skips and shape[0] % SAFE:
        return StridedConv
    kind: type[nn.Module] = getattr(nn, layer.class_name(shape))
    return kind


def _module(layer: Layer, shape: Shape, before: Layer | None) -> nn.Module:
    kind = _class(layer, shape)
    options = layer.options()
    # Of what these return nothing is needed again, so that it can be changed in its place.
    if (
        isinstance(layer, Activation)
        and layer.call == "relu"
        and isinstance(before, Conv | BatchNorm | Linear)
    ):
        options["inplace"] = True
    module: nn.Module = kind(*layer.arguments(shape), **options)
    return module
