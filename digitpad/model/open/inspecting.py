"""What any file holds."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.describe import Layer, describe, describe_places
from digitpad.model.open.foreign import Found, UnknownNetworkError, file_kind
from digitpad.model.open.loading import with_partner
from digitpad.model.open.onnx.network import onnx_network
from digitpad.model.open.parsing import network_in, parse
from digitpad.model.optimizer_file import OptimizerState, is_optimizer, parse_optimizer, partner
from digitpad.model.safe_io.reading import Content, open_content
from digitpad.model.spec.shapes import places


@dataclass(frozen=True, slots=True)
class Inspection:
    """The content of a file.

    Attributes:
        kind: "digitpad-checkpoint", "state_dict", "module", "safetensors", "onnx" or "optimizer".
        layers: the layers of its network.
        checkpoint: the network, where it is one of the registry.
        problem: why the network cannot be used, or None.
        optimizer: the optimiser's state in the file, or in the one beside it.
        partner: the other file of a pair, where it lies beside this one.
    """

    kind: str
    layers: tuple[Layer, ...] = ()
    checkpoint: Checkpoint | None = None
    problem: UnknownNetworkError | None = None
    optimizer: OptimizerState | None = None
    partner: Path | None = None

    @property
    def parameters(self) -> int:
        """Number of trainable values in the layers."""
        return sum(layer.parameters for layer in self.layers)


def inspect_file(path: Path, entry: str = "") -> Inspection:
    """Inspect a file.

    Args:
        path: the file.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: when it holds neither a network nor an optimiser's state, or is damaged.
    """
    with open_content(path) as content:
        inspection = _inspected(content, entry)
    if inspection.kind == "optimizer":
        return replace(inspection, partner=partner(path))
    if inspection.checkpoint is None:
        return inspection
    alone = replace(inspection.checkpoint, path=path)
    checkpoint = with_partner(alone, path)
    paired = checkpoint.optimizer is not None and alone.optimizer is None
    return replace(
        inspection,
        checkpoint=checkpoint,
        optimizer=checkpoint.optimizer,
        partner=partner(path) if paired else None,
    )


def _inspected(content: Content, entry: str) -> Inspection:
    if is_optimizer(content.value):
        return Inspection("optimizer", optimizer=parse_optimizer(content.value, content.tensors))
    network = network_in(content, entry)
    layers = _layers_in(content, network)
    try:
        checkpoint = parse(content, entry)
    except UnknownNetworkError as problem:
        return Inspection(file_kind(content, network), layers, problem=problem)
    return Inspection(checkpoint.kind, layers, checkpoint)


def _layers_in(content: Content, network: Found | None) -> tuple[Layer, ...]:
    """The layers of a file's network: of an ONNX graph all of them, and else those that are in the file."""
    if content.form == "onnx":
        with contextlib.suppress(UnknownNetworkError):
            graph = onnx_network(content)
            return tuple(describe_places(places(graph.layers, graph.form.shape, graph.count)))
    return tuple(describe(network)) if network is not None else ()
