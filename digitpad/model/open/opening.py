"""A network of a file that is in no registry: built as its weights allow, and as it reads best."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from torch import Tensor

from digitpad.errors import CheckpointError, Sentence, Way
from digitpad.form import DIGITS
from digitpad.model.assumed import Assumed, described
from digitpad.model.assumptions import LAYERS, OPEN, Given, Preparation
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.classes import class_names, names_assumed
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.fitting.given_layers import listed_candidate
from digitpad.model.open.fitting.listing import fitting_candidates
from digitpad.model.open.folding import folded
from digitpad.model.open.foreign import UnknownNetworkError, plain_weights
from digitpad.model.open.search.measuring import Reading, affordable, unmeasured
from digitpad.model.open.search.pictures import Labelled, Pictures, share_read
from digitpad.model.open.search.tries import ALL
from digitpad.model.open.search.trying import Best, Trying
from digitpad.model.open.stored import Stored, stored_network
from digitpad.model.registry import OWN
from digitpad.model.safe_io.reading import about, open_content
from digitpad.model.spec.shapes import Layers, flat, multiplications, places

_AS_WELL, _MOST_OTHERS = 0.005, 3
"""What reads so much less well at most is named too, and how many of these."""


class NothingReadsError(UnknownNetworkError):
    """Networks fit the weights, and none of them reads the pictures.

    Attributes:
        candidate: the nearest.
    """

    candidate: Candidate

    @classmethod
    def of(cls, path: Path, readings: Sequence[Reading], labelled: Labelled, tries: int) -> NothingReadsError:
        """The error for a file that so many tries gave these readings of, best first."""
        best = readings[0]
        error = cls(
            "{path} cannot be used: none of {count} networks of its layers reads digits: the nearest, "
            "{what}, reads {accuracy} of {pictures} training pictures of {dataset}; set what you know of it "
            "with {way}.",
            path=path,
            count=tries,
            what=described(best.assumptions),
            accuracy=f"{100 * best.accuracy:.0f} %",
            pictures=best.count,
            dataset=labelled.title,
            way=Way("--assume or --layers", Sentence("Load, Build it…")),
        )
        error.candidate = best.candidate
        return error


def assumed_network(
    path: Path,
    pictures: Pictures,
    tried: Callable[[int], None] = lambda _count: None,
    given: Given = OPEN,
    layers: Layers = (),
    entry: str = "",
    seconds: float = math.inf,
) -> Checkpoint | None:
    """The network whose weights, and no more, are in a file, with what has to be assumed of it.

    Args:
        path: the file.
        pictures: what candidates are tried on.
        tried: called before each try with how many there were; it may raise `Cancelled` to stop.
        given: assumptions that are settled.
        layers: those of the network, where the user has listed them.
        entry: what the network is called in a file that holds several.
        seconds: how long candidates are tried at most.

    Returns:
        None where no list of layers fits. Where there are no pictures the likeliest is not measured.

    Raises:
        NothingReadsError: when what fits does not read the pictures.
        CheckpointError: when the file cannot be read, or nothing fits it with what is settled.
    """
    with open_content(path) as content:
        stored = stored_network(content, entry)
    if stored is None:
        return None
    with about(path):
        fitting = _fitting(stored, given, layers)
        if not fitting:
            return None
        weights = plain_weights(stored.weights)
    best = Trying(weights, pictures, given, tried, seconds).best(fitting)
    chosen = _chosen(best, fitting, weights, given, bool(layers))
    if chosen is None:
        if best.readings and best.labelled is not None:
            raise NothingReadsError.of(path, best.readings, best.labelled, best.tries)
        return None
    candidate, preparation, assumed = chosen
    if layers:
        assumed = replace(assumed, chosen=assumed.chosen | {LAYERS})
    weights, mean, std = folded(weights, candidate, preparation)
    read = best.labelled if assumed.count else None
    classes = _names(read, candidate)
    are_all_read = read is not None and len(read.labels.unique()) == len(classes)
    checkpoint = Checkpoint(
        OWN,
        weights,
        mean,
        std,
        classes=classes,
        kind=stored.kind,
        path=path,
        normalisation_from="assumed",
        form=candidate.form,
        layers=candidate.layers(),
        assumed=assumed,
        messages=(
            *stored.network.messages,
            *_of_pictures(candidate),
            *(() if are_all_read else names_assumed(classes)),
        ),
        unused=stored.network.unused,
        file_entry=entry,
    )
    checkpoint.validate()
    return checkpoint


def _fitting(stored: Stored, given: Given, layers: Layers) -> Sequence[Candidate]:
    """The networks that the weights may be of."""
    if stored.graph is not None:
        if given.is_of_layers or layers:
            raise CheckpointError("its layers are all in the file, so that none can be set otherwise")
        return [stored.graph]
    shapes = {name: tuple(value.shape) for name, value in stored.weights.items()}
    if layers:
        return [listed_candidate(layers, shapes, given)]
    fitting = fitting_candidates(stored.structure, shapes, given)
    if not fitting and given != OPEN:
        raise CheckpointError(
            "its layers do not fit each other with what is set; change or leave out something"
        )
    return fitting


def _chosen(
    best: Best,
    fitting: Sequence[Candidate],
    weights: Mapping[str, Tensor],
    given: Given,
    is_listed: bool,
) -> tuple[Candidate, Preparation, Assumed] | None:
    """The network and what is assumed of it: what reads best; where nothing can be tried the likeliest."""
    classes = fitting[0].classes
    if best.readings and best.labelled is not None:
        first = best.readings[0]
        if best.is_reading or first.candidate.is_certain or given != OPEN or is_listed:
            return first.candidate, first.preparation, _assumed(best.readings, best.labelled, given)
        if classes == len(DIGITS):
            return None
    # With another number of classes it may be a network of anything.
    known = bool(best.readings) and best.labelled is not None and classes == len(DIGITS)
    likely = unmeasured([one for one in fitting if one.fixed or not known], weights, given)
    if likely is None:
        return None
    tried = best.labelled.title if best.readings and best.labelled is not None else ""
    assumed = Assumed(likely.assumptions, dataset=tried, chosen=given.names, note=likely.candidate.note)
    return likely.candidate, likely.preparation, assumed


def _of_pictures(candidate: Candidate) -> Sequence[Sentence]:
    """What there is to say of a network that returns a value for each pixel."""
    values = math.prod(candidate.form.shape)
    if candidate.classes != values:
        return ()
    text = (
        "It returns {count} values, as many as its pictures have: it is likely an autoencoder, which returns "
        "a picture. What it answers as a classifier means nothing; Layers shows what it computes."
    )
    return (Sentence(text, {"count": values}),)


def _names(labelled: Labelled | None, candidate: Candidate) -> tuple[str, ...]:
    """The names of the classes: of the pictures that are read, where these are all of them."""
    if labelled is not None and len(labelled.classes) == candidate.classes:
        return labelled.classes
    return class_names(candidate.classes, candidate.form)


def _network(reading: Reading) -> object:
    """What is computed, however it came to be assumed."""
    return [replace(layer, name="") for layer in flat(reading.candidate.layers())], reading.preparation


def _assumed(readings: Sequence[Reading], labelled: Labelled, given: Given) -> Assumed:
    """What was assumed of the best, and what else reads as well."""
    best = readings[0]
    network = _network(best)
    others: list[tuple[dict[str, str], float]] = []
    for one in readings[1:]:
        if (
            one.count == best.count
            and one.accuracy >= best.accuracy - _AS_WELL
            and len(others) < _MOST_OTHERS
            and _network(one) != network
        ):
            values = one.assumptions
            differing = {key: value for key, value in values.items() if best.assumptions.get(key) != value}
            if differing and differing not in [known for known, _ in others]:
                others.append((differing, one.accuracy))
    return Assumed(
        best.assumptions,
        best.accuracy,
        best.count,
        labelled.title,
        given.names,
        best.candidate.note,
        tuple(others),
    )


def measured(
    checkpoint: Checkpoint, pictures: Pictures, each: Callable[[], object] = lambda: None
) -> Checkpoint:
    """A network of which something is assumed, with how well it reads the pictures that it read before.

    Args:
        checkpoint: the network.
        pictures: what it may read; none are read where one takes too long.
        each: called before each batch of them; it may raise `Cancelled` to stop.
    """
    form, classes = checkpoint.form, len(checkpoint.classes)
    sets = pictures(form, classes)
    assumed = checkpoint.assumed
    count = affordable(multiplications(places(checkpoint.layers, form.shape, classes)))
    if assumed is None or not sets or not count:
        return replace(checkpoint, assumed=assumed and replace(assumed, count=0, dataset=""))
    labelled = next((one for one in sets if one.title == assumed.dataset), sets[0])
    preparation = Preparation(checkpoint.mean, checkpoint.std)
    count = min(ALL, count, len(labelled.labels))
    accuracy = share_read(checkpoint.network(), labelled, preparation, count, each)
    return replace(
        checkpoint, assumed=replace(assumed, accuracy=accuracy, count=count, dataset=labelled.title)
    )
