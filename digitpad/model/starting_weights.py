"""Weights that a network begins with instead of random ones: somebody's file of the same network."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.form import PictureForm
from digitpad.model.foreign import COUNT, difference, find_network, readable
from digitpad.model.registry import in_head, network_shapes
from digitpad.model.safe_io.reading import open_content


def starting_weights(path: Path, name: str, classes: int, form: PictureForm) -> dict[str, Tensor]:
    """The weights in a file for a network whose classes may be others than the file's.

    All layers but those of the classes have to be in the file; those of the classes are taken where they fit.

    Args:
        path: any file that digitpad reads, such as torchvision's `vgg16-397923af.pth`.
        name: the network in the registry.
        classes: how many it shall tell apart.
        form: the pictures that it takes.

    Raises:
        CheckpointError: when the file cannot be read or is of another network.
    """
    with open_content(path) as content:
        found = find_network(content.value)
        if found is None:
            raise CheckpointError("{path} holds no network's weights.", path=path)
        weights = readable(found.weights)
        wanted = network_shapes(name, classes, form)
        shapes = {key: value.shape for key, value in weights.items()}
        body = {key: shape for key, shape in wanted.items() if not in_head(name, key)}
        there = {key: shape for key, shape in shapes.items() if key in body}
        # Batch norm did not count its batches in older files; nothing here asks for the count.
        body = {key: shape for key, shape in body.items() if key in there or not key.endswith(COUNT)}
        if there != body:
            raise CheckpointError(
                "{path} does not hold the weights of {network}: {difference}. Choose a file of that network.",
                path=path,
                network=name,
                difference=difference(body, there),
            )
        fitting = [key for key, shape in wanted.items() if shapes.get(key) == shape]
        head = [key for key in wanted if in_head(name, key)]
        if not all(key in fitting for key in head):
            fitting = [key for key in fitting if key not in head]
        return {key: content.tensors.read(weights[key]) for key in fitting}
