"""Weights with the names and shapes of a network in the registry: whether they read as that network's."""

from __future__ import annotations

from dataclasses import replace

from digitpad.form import INK
from digitpad.model.assumptions import Preparation
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.search.pictures import Pictures, preparations, share_read
from digitpad.model.open.search.trying import LEAST

_EXPECTED, _FEW = 0.9, 100
"""Share that such a network reads at least, and of how many pictures."""

_CLEARLY = 0.1
"""How much better another network has to read."""


def is_of_shapes(checkpoint: Checkpoint) -> bool:
    """Whether only names and shapes of its weights tell what network a file holds."""
    return checkpoint.normalisation_from.startswith("recipe ")


def is_doubtful(checkpoint: Checkpoint, pictures: Pictures) -> bool:
    """Whether a network that only its names and shapes tell reads worse than it should.

    What reads nothing in any usual way has not been trained, and is what its names and shapes tell; but
    torchvision's networks take pictures of any size, which are tried. Networks for colour are not doubted:
    how well these read depends much on how long they were trained.

    Args:
        checkpoint: as it was read from a file.
        pictures: labelled ones.
    """
    accuracy = _accuracy(checkpoint, pictures)
    if accuracy is None or accuracy >= _EXPECTED:
        return False
    return checkpoint.entry.ready_made or _reads(checkpoint, pictures)


def _reads(checkpoint: Checkpoint, pictures: Pictures) -> bool:
    """Whether it reads any of the pictures, as they are usually prepared or for dark ink."""
    usual = (Preparation(checkpoint.mean, checkpoint.std), *preparations(checkpoint.form))
    ways = [replace(one, inverted=inverted) for one in usual for inverted in (False, True)]
    network = checkpoint.network()
    return any(
        share_read(network, labelled, way, _FEW) >= LEAST
        for labelled in pictures(checkpoint.form, len(checkpoint.classes))
        for way in ways
    )


def better(other: Checkpoint, known: Checkpoint, pictures: Pictures) -> bool:
    """Whether a network of which something was assumed reads clearly better than the known one."""
    accuracy = other.assumed.accuracy if other.assumed is not None else None
    return accuracy is not None and accuracy >= (_accuracy(known, pictures) or 0) + _CLEARLY


def _accuracy(checkpoint: Checkpoint, pictures: Pictures) -> float | None:
    """The share of the usual pictures that is read right; None where that does not say anything."""
    if not is_of_shapes(checkpoint) or checkpoint.form.content != INK:
        return None
    labelled = next(iter(pictures(checkpoint.form, len(checkpoint.classes))), None)
    if labelled is None:
        return None
    return share_read(checkpoint.network(), labelled, Preparation(checkpoint.mean, checkpoint.std), _FEW)
