"""How pictures are prepared for torchvision's networks: what digits are read best with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from digitpad.errors import Sentence
from digitpad.form import PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import inverted, text_of
from digitpad.model.open.search.allowance import Allowance
from digitpad.model.open.search.pictures import Labelled, Pictures, preparations, share_read
from digitpad.model.open.search.trying import LEAST

_SIDES, _LARGE = (28, 32, 64, 224), 64
"""Sides of pictures that are tried, and those above which fewer pictures are."""

_FEW, _FEWER = 100, 20
_GOOD = 0.9
"""With so many read right nothing else is tried."""


def suited(checkpoint: Checkpoint, pictures: Pictures, tried: Callable[[int], None]) -> Checkpoint:
    """The network with the size and the normalisation of pictures with which it reads them best.

    Args:
        checkpoint: of one of torchvision's networks, whose file tells neither.
        pictures: labelled ones.
        tried: called before each try with how many there were; it may raise `Cancelled` to stop.

    Returns:
        The checkpoint as it is where nothing reads.
    """
    allowance = Allowance()
    network = checkpoint.network()
    best: tuple[float, PictureForm, Preparation, Labelled] | None = None
    for number, (form, way, labelled) in enumerate(_ways(checkpoint, pictures)):
        tried(number)
        count = _FEW if form.size <= _LARGE else _FEWER
        accuracy = share_read(network, labelled, way, count)
        if accuracy > (best[0] if best else LEAST):
            best = accuracy, form, way, labelled
        if accuracy >= _GOOD or allowance.seconds < 0:
            break
    return checkpoint if best is None else _prepared(checkpoint, *best)


def _ways(checkpoint: Checkpoint, pictures: Pictures) -> Iterator[tuple[PictureForm, Preparation, Labelled]]:
    own = Preparation(checkpoint.mean, checkpoint.std)
    for size in dict.fromkeys((checkpoint.form.size, *_SIDES)):
        form = replace(checkpoint.form, size=size)
        if size < checkpoint.entry.least:
            continue
        for labelled in pictures(form, len(checkpoint.classes)):
            usual = (own, *preparations(form))
            yield from ((form, way, labelled) for way in usual)
            yield from ((form, replace(way, inverted=True), labelled) for way in usual)


def _prepared(
    checkpoint: Checkpoint, accuracy: float, form: PictureForm, way: Preparation, labelled: Labelled
) -> Checkpoint:
    message = Sentence(
        "The file does not say how its pictures are prepared: it reads {accuracy} of some training pictures "
        "of {dataset} with {size}, mean {mean}, std {std}{polarity}, best of what is usual.",
        {
            "accuracy": f"{100 * accuracy:.0f} %",
            "dataset": labelled.title,
            "size": form.text,
            "mean": text_of(way.mean),
            "std": text_of(way.std),
            "polarity": Sentence(", black on white") if way.inverted else "",
        },
    )
    model, mean = dict(checkpoint.model), way.mean
    if way.inverted:
        # Its first convolution takes the opposite of what the pad gives.
        first = next(iter(model))
        model[first], mean = -model[first], inverted(way.mean)
    return replace(
        checkpoint,
        model=model,
        mean=mean,
        std=way.std,
        form=form,
        normalisation_from="assumed",
        messages=(*checkpoint.messages, message),
    )
