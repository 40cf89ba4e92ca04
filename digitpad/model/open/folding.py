"""A network for dark ink, or for rows as columns, as the same network for the pictures that all others take.

With mean m and standard deviation s a network for dark ink gets (1 - x - m) / s, which is -(x - (1 - m)) / s:
what its first layer makes of it is what the layer with the opposite weights makes of the picture x normalised
with 1 - m and s. Padding is 0 in both. A network for rows as columns is the one with rows and columns of its
kernels exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from digitpad.form import PerChannel
from digitpad.model.assumptions import Preparation
from digitpad.model.open.candidates import Candidate
from digitpad.model.spec.layers import Conv, Linear


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
    if preparation.transposed:
        weights = _transposed(weights, candidate)
    if preparation.inverted:
        first = f"{candidate.parts[0].layer.name}.weight".removeprefix(".")
        weights[first] = -weights[first]
        mean = tuple(1 - one for one in mean) if isinstance(mean, tuple) else 1 - mean
    return weights, mean, preparation.std


def _transposed(weights: dict[str, Tensor], candidate: Candidate) -> dict[str, Tensor]:
    channels, side = candidate.form.channels, candidate.form.size
    flat = False
    for number, part in enumerate(candidate.parts):
        name = f"{part.layer.name}.weight".removeprefix(".")
        weight = weights[name]
        if isinstance(part.layer, Conv):
            weights[name] = weight.transpose(2, 3).contiguous()
            channels = part.outputs
        elif isinstance(part.layer, Linear) and not flat:
            flat = True
            if number:
                side = round((weight.shape[1] / channels) ** 0.5)
            maps = weight.reshape(len(weight), channels, side, side)
            weights[name] = maps.transpose(2, 3).reshape(weight.shape).contiguous()
    return weights
