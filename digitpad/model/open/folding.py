"""A network for dark ink, or for rows as columns, as the same network for the pictures that all others take.

With mean m and standard deviation s a network for dark ink gets (1 - x - m) / s, which is -(x - (1 - m)) / s:
what its first layer makes of it is what the layer with the opposite weights makes of the picture x normalised
with 1 - m and s. Padding is 0 in both. A network for rows as columns is the one with rows and columns of its
kernels exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from torch import Tensor

from digitpad.form import PerChannel, PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.normalization import inverted
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.spec.layers import Conv, Layer, Linear
from digitpad.model.spec.shapes import flat


def folded(
    weights: Mapping[str, Tensor], candidate: Candidate, preparation: Preparation
) -> tuple[dict[str, Tensor], PerChannel, PerChannel]:
    """The weights, mean and standard deviation with which upright bright ink on black gives the same scores.

    Args:
        weights: by the file's names.
        candidate: the network.
        preparation: what the network was trained with.
    """
    weights, mean = dict(weights), preparation.mean
    layers = [layer for layer in flat(candidate.layers()) if isinstance(layer, Conv | Linear)]
    if preparation.transposed:
        weights = _transposed(weights, layers, candidate.form)
    if preparation.inverted:
        first = _weight(layers[0])
        weights[first] = -weights[first]
        weights |= _of_the_opposite(weights, candidate)
        mean = inverted(mean)
    return weights, mean, preparation.std


def _of_the_opposite(weights: Mapping[str, Tensor], candidate: Candidate) -> dict[str, Tensor]:
    """What norms in front of all else have to be, to return the opposite for the opposite."""
    leading = takewhile(lambda layer: not isinstance(layer, Conv | Linear), flat(candidate.layers()))
    names = [f"{layer.name}.{value}" for layer in leading for value in ("running_mean", "bias") if layer.name]
    return {name: -weights[name] for name in names if name in weights}


def _weight(layer: Layer) -> str:
    return f"{layer.name}.weight".removeprefix(".")


def _transposed(
    weights: dict[str, Tensor], layers: Sequence[Conv | Linear], form: PictureForm
) -> dict[str, Tensor]:
    channels, side = form.channels, form.size
    flat_already = False
    for number, layer in enumerate(layers):
        name = _weight(layer)
        weight = weights[name]
        if isinstance(layer, Conv):
            weights[name] = weight.transpose(2, 3).contiguous()
            channels = len(weight)
        elif not flat_already:
            flat_already = True
            if number:
                side = round((weight.shape[1] / channels) ** 0.5)
            maps = weight.reshape(len(weight), channels, side, side)
            weights[name] = maps.transpose(2, 3).reshape(weight.shape).contiguous()
    return weights
