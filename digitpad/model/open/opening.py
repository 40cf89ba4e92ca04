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
from digitpad.model.open.candidates import Candidate
from digitpad.model.open.classes import class_names
from digitpad.model.open.fitting import fitting_candidates
from digitpad.model.open.foreign import find_network, readable
from digitpad.model.open.measuring import Reading, Trial, best_readings, unmeasured
from digitpad.model.open.modules import module_weights
from digitpad.model.open.onnx_network import onnx_network
from digitpad.model.registry import OWN
from digitpad.model.safe_io.reading import Content, open_content
from digitpad.model.spec.layers import ACTIVATIONS, AvgPool, pair

LEAST = 0.3
"""Share of the pictures that a network has to read; with less nothing fits it."""

_GOOD = 0.7
"""With so many read right no other pictures are tried."""

_MOST_WEIGHTS, _MOST_ASSUMED = 150_000_000, 50_000_000
"""The most weights of a network whose layers are known, VGG-16's, and of any other."""

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
        None where no list of layers fits, and where none reads the pictures. Where there are none the
        likeliest is not measured.

    Raises:
        CheckpointError: when the file cannot be read.
    """
    with open_content(path) as content:
        known = _of_graph(content) if content.form == "onnx" else _of_weights(content)
    if known is None:
        return None
    weights, fitting, kind = known
    best = _best(weights, fitting, pictures, check)
    if best is None:
        there = pictures(fitting[0].form, fitting[0].classes)
        best = unmeasured([one for one in fitting if one.fixed or not there], weights)
    elif best.accuracy < LEAST and not best.candidate.is_certain:
        return None
    if best is None:
        return None
    candidate, (mean, std) = best.candidate, best.normalisation
    checkpoint = Checkpoint(
        OWN,
        weights,
        mean,
        std,
        classes=class_names(candidate.classes, candidate.form),
        kind=kind,
        path=path,
        normalisation_from="assumed",
        form=candidate.form,
        layers=candidate.layers(),
        assumed=_sentence(best),
    )
    checkpoint.validate()
    return checkpoint


_Fitting = tuple[Mapping[str, Tensor], Sequence[Candidate], str]
"""Weights, the networks that they may be of, and what kind of file they are from."""


def _of_graph(content: Content) -> _Fitting:
    network = onnx_network(content)
    return network.weights, [network.candidate], "onnx"


def _of_weights(content: Content) -> _Fitting | None:
    network = find_network(content.value)
    if network is None:
        return None
    stored = readable(network.weights if network.module is None else module_weights(network.module))
    fitting = fitting_candidates(network, {name: value.shape for name, value in stored.items()})
    count = sum(math.prod(value.shape) for value in stored.values())
    if not fitting or count > (_MOST_WEIGHTS if fitting[0].fixed else _MOST_ASSUMED):
        return None
    weights = {name: _plain(content.tensors.read(value)) for name, value in stored.items()}
    kind = "safetensors" if content.form == "safetensors" else "module" if network.module else "state_dict"
    return weights, fitting, kind


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
    mean, std = map(text_of, best.normalisation)
    what = Sentence("mean {mean}, std {std}", {"mean": mean, "std": std})
    if (layers := _layers(best.candidate)) is not None:
        what = Sentence("{layers}, {normalisation}", {"layers": layers, "normalisation": what})
    if not best.count:
        return Sentence(
            "{what}: not measured, as there are no labelled pictures of its kind; the file does not say",
            {"what": what},
        )
    return Sentence(
        "{what}: reads {accuracy} of {count} training pictures; the file does not say",
        {"what": what, "accuracy": f"{best.accuracy:.1%}", "count": best.count},
    )


def _layers(candidate: Candidate) -> Sentence | str | None:
    """What was assumed of the layers."""
    if candidate.fixed:
        return candidate.note
    kind = candidate.activation
    activation = ACTIVATIONS[kind][0] if kind else Sentence("no activation")
    if not candidate.ways:
        return activation
    return Sentence(
        "padding {padding}, {pooling}, {activation}",
        {
            "padding": _each([str(way.padding) for way in candidate.ways]),
            "pooling": _pooling(candidate),
            "activation": activation,
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
