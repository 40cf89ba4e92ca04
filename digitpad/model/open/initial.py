"""What a network begins with of the weights in a file, whose classes may be others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.form import PictureForm
from digitpad.model.open.foreign import COUNT, difference, readable
from digitpad.model.open.parsing import network_in
from digitpad.model.registry import Architecture, in_head, network_shapes
from digitpad.model.safe_io.reading import open_content


class OtherNetworkError(CheckpointError):
    """The weights in a file are of another network, or of one with other classes; `path` is the file."""

    @property
    def path(self) -> Path:
        """The file."""
        return Path(str(self.values["path"]))


def initial_weights(
    path: Path,
    network: Architecture,
    classes: int,
    form: PictureForm,
    known: Mapping[str, Tensor] | None = None,
) -> dict[str, Tensor]:
    """The weights that a network begins with instead of random ones, from a file whose classes may be others.

    All layers but those of the classes have to be in the file; those of the classes are taken where they fit.

    Args:
        path: any file that digitpad reads, such as torchvision's `vgg16-397923af.pth`.
        network: what is to be trained.
        classes: how many classes the network has.
        form: the pictures that it takes.
        known: the weights in the file, where they have been read already.

    Raises:
        CheckpointError: when the file cannot be read; an `OtherNetworkError` when it is of another network.
    """
    if known is not None:
        shapes = {key: tuple(value.shape) for key, value in known.items()}
        return {key: known[key] for key in _fitting_names(path, network, classes, form, shapes)}
    with open_content(path) as content:
        held = network_in(content)
        if held is None:
            raise CheckpointError("{path} does not hold a network's weights.", path=path)
        weights = readable(held.weights)
        shapes = {key: value.shape for key, value in weights.items()}
        fitting = _fitting_names(path, network, classes, form, shapes)
        return {key: content.tensors.read(weights[key]) for key in fitting}


def _fitting_names(
    path: Path, network: Architecture, classes: int, form: PictureForm, shapes: Mapping[str, tuple[int, ...]]
) -> list[str]:
    """The names of the weights that a network takes over."""
    expected = network_shapes(network, classes, form)
    body = {key: shape for key, shape in expected.items() if not in_head(network, key)}
    there = {key: shape for key, shape in shapes.items() if key in body}
    # Older files lack the count of batches in batch norm, which nothing here uses.
    body = {key: shape for key, shape in body.items() if key in there or not key.endswith(COUNT)}
    if there != body:
        raise OtherNetworkError(
            "{path} does not hold the weights of {network}: {difference}. Choose a file of that network, or "
            "its network too.",
            path=path,
            network=network.name,
            difference=difference(body, there),
        )
    fitting = [key for key, shape in expected.items() if shapes.get(key) == shape]
    head = [key for key in expected if in_head(network, key)]
    return fitting if all(key in fitting for key in head) else [key for key in fitting if key not in head]
