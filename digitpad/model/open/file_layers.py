"""The layers of a file as far as it tells them: what the user begins with where no network fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from digitpad.model.open.finding import find_network
from digitpad.model.open.foreign import own_weights
from digitpad.model.open.parts import known_layers
from digitpad.model.open.structure import structure_of
from digitpad.model.safe_io.reading import open_content
from digitpad.model.spec.layers import Conv, Flatten, Layer, Linear
from digitpad.model.spec.shapes import MOST_LAYERS, Layers


def file_layers(path: Path, entry: str = "") -> Layers:
    """The layers with weights in a file under their names, and of a whole network all that it tells.

    Kinds that digitpad does not have are left out; where linear layers begin, maps are laid flat.

    Args:
        path: the file.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: when the file cannot be read.
    """
    with open_content(path) as content:
        network = find_network(content.value, entry)
        if network is None:
            return ()
        structure = structure_of(network.module)
        if structure is not None:
            return _for_classes(_laid_flat([element.layer for element in structure.elements]))
        shapes = {name: value.shape for name, value in own_weights(network).items()}
    return _for_classes(_laid_flat([layer for layer, _, _ in known_layers(shapes)][: MOST_LAYERS - 1]))


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
