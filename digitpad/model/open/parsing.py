"""From the content of a file to a checkpoint: whose it is, and whether its weights fit."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from digitpad.errors import CheckpointError, RecipeError, Sentence, printable, reason
from digitpad.form import PictureForm
from digitpad.model import own_format
from digitpad.model.checkpoint import FORMAT, VERSION, Checkpoint
from digitpad.model.normalization import averaged
from digitpad.model.open.classes import names_assumed
from digitpad.model.open.describe import check_sound, unknown
from digitpad.model.open.finding import find_network
from digitpad.model.open.foreign import (
    Found,
    Match,
    difference,
    file_kind,
    plain_weights,
    readable,
    recognise,
    same_shapes,
)
from digitpad.model.open.onnx.network import onnx_network, stored_weights
from digitpad.model.open.ready_made_files import has_other_layers, normalisation
from digitpad.model.optimizer_file import check_fit, optimizers_in, parse_optimizer
from digitpad.model.registry import ARCHITECTURES, OWN, Architecture, network_shapes, network_types
from digitpad.model.safe_io.reading import Content


def parse(content: Content, entry: str = "") -> Checkpoint:
    """Build and validate the checkpoint from the content of an open file.

    Raises:
        CheckpointError: what is wrong, in a sentence about "it".
    """
    value = content.value
    if isinstance(value, dict) and value.get("format") == FORMAT:
        checkpoint = _ours(value, content)
    elif content.form == "onnx":
        checkpoint = _onnx(content)
    else:
        checkpoint = _foreign(content, entry)
    checkpoint = replace(checkpoint, model=plain_weights(checkpoint.model))
    checkpoint.validate()
    return checkpoint


def network_in(content: Content, entry: str = "") -> Found | None:
    """The weights of the network in a file, and the whole network where it is there."""
    value = stored_weights(content) if content.form == "onnx" else content.value
    if isinstance(value, dict) and value.get("format") == FORMAT:
        value = value.get("model")
    return find_network(value, entry)


def _ours(value: dict[Any, Any], content: Content) -> Checkpoint:
    version = value.get("version")
    if version not in (1, 2, VERSION):
        raise CheckpointError(
            "it has format version {version} and this digitpad reads version {known}; update digitpad",
            version=version if type(version) is int and 0 <= version < 1000 else "?",
            known=VERSION,
        )
    entry = own_format.entry(value)
    classes = own_format.classes(value.get("classes"))
    form = own_format.form(value, entry.least)
    network = find_network(value.get("model"))
    if network is None:
        raise CheckpointError("it holds no weights")
    tensors = content.tensors
    return Checkpoint(
        architecture=entry.name,
        model=_fitting(network, entry, len(classes), form, content),
        mean=own_format.numbers(value.get("mean")),
        std=own_format.numbers(value.get("std")),
        classes=classes,
        recipe=own_format.table(value.get("recipe"), "recipe", tensors),
        metrics=own_format.metrics(value.get("metrics")),
        history=own_format.unpacked_history(value.get("history"), tensors),
        training=own_format.table(value.get("training"), "training state", tensors),
        notes=own_format.notes(value.get("notes")),
        refuse_below=own_format.share(value.get("refuse_below")),
        form=form,
        layers=entry.own,
    )


def _fitting(
    network: Found, entry: Architecture, classes: int, form: PictureForm, content: Content
) -> dict[str, Tensor]:
    """Read the weights of a network, in its order; only when they fit."""
    weights = readable(network.weights)
    shapes = {key: value.shape for key, value in weights.items()}
    try:
        expected = network_shapes(entry, classes, form)
    except RecipeError as error:
        raise CheckpointError("its layers do not make a network: {why}", why=reason(error)) from error
    if not same_shapes(expected, shapes):
        raise CheckpointError(
            "its weights do not fit its network {name}: {difference}",
            name=entry.name,
            difference=difference(expected, shapes),
        )
    for key, dtype in network_types(entry, classes, form).items():
        if key not in weights:
            continue
        found_type = weights[key].read_dtype
        if dtype.is_floating_point and not found_type.is_floating_point:
            raise CheckpointError(
                "its weights {key} are numbers of type {found}, and a network computes with {expected}",
                key=key,
                found=str(found_type).removeprefix("torch."),
                expected=str(dtype).removeprefix("torch."),
            )
    return {
        key: content.tensors.read(weights[key]) if key in weights else torch.zeros((), dtype=torch.int64)
        for key in expected
    }


def _foreign(content: Content, file_entry: str) -> Checkpoint:
    network = find_network(content.value, file_entry)
    if network is None:
        raise CheckpointError("it does not hold a network's weights")
    kind = file_kind(content, network)
    if content.metadata.get("digitpad.architecture") in (*ARCHITECTURES, OWN):
        return replace(_ours(own_format.from_metadata(content.metadata, content.value), content), kind=kind)
    shapes = {name: value.shape for name, value in readable(network.weights).items()}
    match = recognise(shapes, network.module is not None)
    if match is not None and not (match.is_auxiliary or _is_torchvisions(network)):
        match = None  # a class of one's own may call them
    if match is not None and network.module is not None and has_other_layers(network.module, match):
        match = None
    if match is None:
        check_sound(network, content.tensors)
        raise unknown(network, shapes)
    entry = ARCHITECTURES[match.architecture]
    network = replace(network, weights={key: it for key, it in network.weights.items() if match.uses(key)})
    mean, std = normalisation(network, match)
    grey = match.form.channels == 1
    checkpoint = Checkpoint(
        entry.name,
        _fitting(network, entry, len(match.classes), match.form, content),
        averaged(mean) if grey else mean,
        averaged(std) if grey else std,
        match.classes,
        kind=kind,
        normalisation_from=f"recipe {entry.name}",
        form=match.form,
        unused=(*network.unused, *match.unused),
        messages=(*network.messages, *_uncalled(match), *names_assumed(match.classes)),
        file_entry=file_entry,
    )
    return _with_own_optimizer(checkpoint, content)


def _onnx(content: Content) -> Checkpoint:
    """The network of an ONNX file: by its names where digitpad has written it, and else by its graph."""
    if content.metadata.get("digitpad.architecture") in (*ARCHITECTURES, OWN):
        # Another program may have merged layers since.
        with contextlib.suppress(CheckpointError, ValueError):
            ours = _ours(own_format.from_metadata(content.metadata, stored_weights(content)), content)
            return replace(ours, kind="onnx")
    return onnx_network(content).checkpoint()


def _uncalled(match: Match) -> Iterator[Sentence]:
    """That layers of the file were left out, and why."""
    if match.unused and match.is_auxiliary:
        yield Sentence(
            "{layers} only help training, no answer depends on them, and they were left out.",
            {"layers": ", ".join(match.unused)},
        )
    elif match.unused:
        yield Sentence(
            "torchvision's forward never calls {layers}, which was left out; what is to be called has to be "
            "added inside, as network.classifier.add_module does.",
            {"layers": printable(", ".join(match.unused), 200)},
        )


def _is_torchvisions(network: Found) -> bool:
    """Whether a whole network is of a class of torchvision's; of weights alone that is assumed."""
    return network.module is None or network.module.name.module.startswith("torchvision.")


def _with_own_optimizer(checkpoint: Checkpoint, content: Content) -> Checkpoint:
    """The network with the optimiser's state that a script put into the same dictionary."""
    optimizers = optimizers_in(content.value)
    if not optimizers:
        return checkpoint
    try:
        if len(optimizers) > 1:
            raise CheckpointError("it holds several, and it is unclear which is the network's")
        optimizer = parse_optimizer(optimizers[0], content.tensors)
        check_fit(optimizer, checkpoint.model)
    except CheckpointError as error:
        problem = CheckpointError("The optimiser's state in it was left out: {why}.", why=error)
        return replace(checkpoint, optimizer_problem=problem)
    return replace(checkpoint, optimizer=optimizer)
