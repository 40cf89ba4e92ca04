"""A network of a file that is in no registry: built as its weights allow, and as it reads best."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from digitpad.errors import Sentence
from digitpad.form import PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import text_of
from digitpad.model.open.candidates import Candidate, candidates
from digitpad.model.open.foreign import find_network, readable
from digitpad.model.open.measuring import Reading, Trial, best_readings
from digitpad.model.open.parts import parts_of
from digitpad.model.registry import OWN
from digitpad.model.safe_io.reading import open_content
from digitpad.model.spec.layers import ACTIVATIONS, AvgPool, pair

LEAST = 0.3
"""Share of the pictures that a network has to read; with less nothing fits it."""

_GOOD = 0.7
"""With so many read right no other pictures are tried."""

_MOST_WEIGHTS = 50_000_000

Labelled = tuple[Tensor, Tensor]
"""Pictures, uint8 (N, C, H, W), and labels, int64 (N,)."""

Pictures = Callable[[PictureForm, int], Sequence[Labelled]]
"""Gives sets of labelled training pictures of a form, for so many classes; none where there are none."""


def assumed_network(
    path: Path, pictures: Pictures, check: Callable[[], None] = lambda: None
) -> Checkpoint | None:
    """The network whose weights, and no more, are in a file, with what has to be assumed of it.

    Args:
        path: the file.
        pictures: what candidates are tried on.
        check: called between tries; it may raise `Cancelled` to stop.

    Returns:
        None where no list of layers fits, where none reads the pictures, and where there are no pictures.

    Raises:
        CheckpointError: when the file cannot be read.
    """
    with open_content(path) as content:
        network = find_network(content.value)
        if network is None or network.module is not None:
            return None
        stored = readable(network.weights)
        parts = parts_of({name: value.shape for name, value in stored.items()})
        fitting = candidates(parts) if parts is not None else []
        count = sum(math.prod(value.shape) for value in stored.values())
        if not fitting or count > _MOST_WEIGHTS or not pictures(fitting[0].form, fitting[0].classes):
            return None
        weights = {name: _plain(content.tensors.read(value)) for name, value in stored.items()}
        kind = "safetensors" if content.form == "safetensors" else "state_dict"
    best = _best(weights, fitting, pictures, check)
    if best is None or best.accuracy < LEAST:
        return None
    candidate, (mean, std) = best.candidate, best.normalisation
    checkpoint = Checkpoint(
        OWN,
        weights,
        mean,
        std,
        classes=tuple(map(str, range(candidate.classes))),
        kind=kind,
        path=path,
        normalisation_from="assumed",
        form=candidate.form,
        layers=candidate.layers(),
        assumed=_sentence(best),
    )
    checkpoint.validate()
    return checkpoint


def _plain(value: Tensor) -> Tensor:
    return value.to(torch.float32) if value.is_floating_point() else value


def _best(
    weights: Mapping[str, Tensor],
    fitting: Sequence[Candidate],
    pictures: Pictures,
    check: Callable[[], None],
) -> Reading | None:
    """The best reading of any set of pictures."""
    best: Reading | None = None
    for number in range(len(pictures(fitting[0].form, fitting[0].classes))):

        def labelled(candidate: Candidate, number: int = number) -> Labelled | None:
            sets = pictures(candidate.form, candidate.classes)
            return sets[number] if number < len(sets) else None

        readings = best_readings(Trial(weights, labelled, check), fitting)
        if readings and (best is None or readings[0].accuracy > best.accuracy):
            best = readings[0]
        if best is not None and best.accuracy > _GOOD:
            break
    return best


def _sentence(best: Reading) -> Sentence:
    """What was assumed, and how well it reads."""
    candidate, (mean, std) = best.candidate, best.normalisation
    kind = candidate.activation
    values = {
        "activation": ACTIVATIONS[kind][0] if kind else Sentence("no activation"),
        "mean": text_of(mean),
        "std": text_of(std),
        "accuracy": f"{best.accuracy:.1%}",
        "count": best.count,
    }
    if not candidate.ways:
        return Sentence(
            "{activation}, mean {mean}, std {std}: reads {accuracy} of {count} training pictures; the file "
            "does not say",
            values,
        )
    return Sentence(
        "padding {padding}, {pooling}, {activation}, mean {mean}, std {std}: reads {accuracy} of {count} "
        "training pictures; the file does not say",
        {
            **values,
            "padding": _each([str(way.padding) for way in candidate.ways]),
            "pooling": _pooling(candidate),
        },
    )


def _each(words: Sequence[str]) -> str:
    return words[0] if len(set(words)) == 1 else "/".join(words)


def _pooling(candidate: Candidate) -> Sentence:
    """How maps get smaller."""
    sizes = _each(["x".join(map(str, pair(way.pool.kernel))) if way.pool else "-" for way in candidate.ways])
    strides = _each([str(way.stride) for way in candidate.ways])
    values = {"sizes": sizes, "strides": strides}
    if sizes == "-":
        return Sentence("stride {strides}, no pooling", values)
    if any(isinstance(way.pool, AvgPool) for way in candidate.ways):
        return Sentence("stride {strides}, average pooling {sizes}", values)
    return Sentence("stride {strides}, max pooling {sizes}", values)
