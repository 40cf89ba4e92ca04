"""The layers of a file as far as it tells them: what the user begins with where no network fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from digitpad.model.open.finding import find_network
from digitpad.model.open.fitting.parts import known_layers
from digitpad.model.open.fitting.structure import structure_of
from digitpad.model.open.foreign import own_weights
from digitpad.model.safe_io.reading import open_content
from digitpad.model.spec.layers import Conv, Flatten, Layer, Linear
from digitpad.model.spec.shapes import MOST_LAYERS, Layers


class FileLayers(NamedTuple):
    """The layers of a file.

    Attributes:
        layers: as far as digitpad has their kinds.
        left_out: the names of the others.
    """

    layers: Layers
    left_out: tuple[str, ...] = ()


def file_layers(path: Path, entry: str = "") -> FileLayers:
    """The layers with weights in a file under their names, and of a whole network all that it tells.

    Where linear layers begin, maps are laid flat.

    Args:
        path: the file.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: when the file cannot be read.
    """
    with open_content(path) as content:
        network = find_network(content.value, entry)
        if network is None:
            return FileLayers(())
        structure = structure_of(network.module)
        if structure is not None:
            return FileLayers(_for_classes(_laid_flat([element.layer for element in structure.elements])))
        shapes = {name: value.shape for name, value in own_weights(network).items()}
    layers = [layer for layer, _, _ in known_layers(shapes)][: MOST_LAYERS - 1]
    names = dict.fromkeys(name.rpartition(".")[0] or name for name in shapes)
    left_out = tuple(name for name in names if name not in {layer.name for layer in layers})
    return FileLayers(_for_classes(_laid_flat(layers)), left_out)


def _laid_flat(layers: Sequence[Layer]) -> Layers:
    first = next((number for number, layer in enumerate(layers) if isinstance(layer, Linear)), None)
    if first is None or any(isinstance(layer, Flatten) for layer in layers):
        return tuple(layers)
    return (*layers[:first], Flatten(), *layers[first:])


def _for_classes(layers: Layers) -> Layers:
    """The layers, the last of which returns a value for each class, however many these are."""
    last = max((n for n, layer in enumerate(layers) if isinstance(layer, Conv | Linear)), default=None)
    return tuple(
        replace(layer, out=None) if number == last and isinstance(layer, Conv | Linear) else layer
        for number, layer in enumerate(layers)
    )
