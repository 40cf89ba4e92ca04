"""Weights with the names and shapes of a network in the registry: whether they read as that network's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from digitpad.form import INK
from digitpad.model.assumptions import Preparation
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.search.pictures import Labelled, Pictures, preparations, share_read
from digitpad.model.open.search.trying import LEAST

_EXPECTED, _FEW = 0.9, 100
"""Share that such a network reads at least, and of how many pictures."""

_CLEARLY = 0.1
"""How much better another network has to read."""


def is_of_shapes(checkpoint: Checkpoint) -> bool:
    """Whether only names and shapes of its weights tell what network a file holds."""
    return checkpoint.normalisation_from.startswith("recipe ")


def is_doubtful(
    checkpoint: Checkpoint, pictures: Pictures, each: Callable[[], object] = lambda: None
) -> bool:
    """Whether a network that only its names and shapes tell reads worse than it should.

    What reads nothing in any usual way has not been trained, and is what its names and shapes tell; but
    torchvision's networks take pictures of any size, which are tried. Networks for colour are not doubted:
    how well these read depends much on how long they were trained.

    Args:
        checkpoint: as it was read from a file.
        pictures: labelled ones.
        each: called before each batch of them; it may raise `Cancelled` to stop.
    """
    sets = _sets(checkpoint, pictures)
    if not sets or _accuracy(checkpoint, sets[0], each) >= _EXPECTED:
        return False
    return checkpoint.entry.ready_made or _reads(checkpoint, sets, each)


def _reads(checkpoint: Checkpoint, sets: Sequence[Labelled], each: Callable[[], object]) -> bool:
    """Whether it reads any of the pictures, as they are usually prepared or for dark ink."""
    usual = (Preparation(checkpoint.mean, checkpoint.std), *preparations(checkpoint.form))
    ways = [replace(one, inverted=inverted) for one in usual for inverted in (False, True)]
    network = checkpoint.network()
    return any(share_read(network, labelled, way, _FEW, each) >= LEAST for labelled in sets for way in ways)


def better(
    other: Checkpoint, known: Checkpoint, pictures: Pictures, each: Callable[[], object] = lambda: None
) -> bool:
    """Whether a network of which something was assumed reads clearly better than the known one.

    Args:
        other, known: the two networks.
        pictures: labelled ones; both read those that the other one was measured with, if that is so.
        each: called before each batch of them; it may raise `Cancelled` to stop.
    """
    assumed = other.assumed
    if assumed is None or assumed.accuracy is None or not assumed.count:
        return False
    sets = _sets(known, pictures)
    labelled = next((one for one in sets if one.title == assumed.dataset), None)
    # Pictures that the known one cannot take are none that it reads.
    accuracy = 0.0 if labelled is None else _accuracy(known, labelled, each)
    return assumed.accuracy >= accuracy + _CLEARLY


def _sets(checkpoint: Checkpoint, pictures: Pictures) -> Sequence[Labelled]:
    """The pictures that say something of it: none for networks for colour, and of those known otherwise."""
    if not is_of_shapes(checkpoint) or checkpoint.form.content != INK:
        return ()
    return pictures(checkpoint.form, len(checkpoint.classes))


def _accuracy(checkpoint: Checkpoint, labelled: Labelled, each: Callable[[], object]) -> float:
    """The share of the pictures that is read right."""
    preparation = Preparation(checkpoint.mean, checkpoint.std)
    return share_read(checkpoint.network(), labelled, preparation, _FEW, each)
