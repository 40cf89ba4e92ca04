"""Whether what is settled can be of the layers that a file has."""

from __future__ import annotations

import math
from collections.abc import Sequence

from digitpad.errors import CheckpointError
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.parts import Part
from digitpad.model.spec.layers import Conv, GroupNorm


def check_given(given: Given, parts: Sequence[Part]) -> None:
    """Check what is settled.

    Raises:
        CheckpointError: when something of convolutions is settled where there are none, when there is a value
            for each layer, but not as many as those, or when no group norm has as many groups.
    """
    _check_counts(given, len(parts), sum(isinstance(part.layer, Conv) for part in parts))
    _check_groups(given, parts)


def channels_in_groups(parts: Sequence[Part]) -> list[int]:
    """The channels of each group norm whose groups the file does not have."""
    return [part.outputs for part in parts if isinstance(part.norm, GroupNorm) and not part.exact]


def _check_counts(given: Given, layers: int, convolutions: int) -> None:
    of_convolutions = (given.padding, given.stride, given.pooling)
    if not convolutions and any((*of_convolutions, given.end is not None, given.size)):
        raise CheckpointError(
            "it has no convolution, for which padding, stride, pooling, end or size could be set; leave "
            "them out"
        )
    for name, each in zip(("padding", "stride", "pooling"), of_convolutions, strict=True):
        if len(each) not in (0, 1, convolutions):
            raise CheckpointError(
                "{name} is set for {count} convolutions and it has {convolutions}; set one value for all "
                "or one for each",
                name=name,
                count=len(each),
                convolutions=convolutions,
            )
    if len(given.activation) not in (0, 1, layers - 1):
        raise CheckpointError(
            "activation is set for {count} layers and comes after {layers}; set one for all or one for each",
            count=len(given.activation),
            layers=layers - 1,
        )


def _check_groups(given: Given, parts: Sequence[Part]) -> None:
    channels = channels_in_groups(parts)
    if given.groups and math.gcd(*channels) % given.groups:
        raise CheckpointError(
            "groups is set to {groups}, and its group norms have {channels} channels, which it does not "
            "divide; set another or leave it out",
            groups=given.groups,
            channels=", ".join(map(str, dict.fromkeys(channels))),
        )
