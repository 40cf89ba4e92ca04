"""What any file holds: a network that answers, one that digitpad does not know, or an optimiser's state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from digitpad.model.checkpoint import Checkpoint
from digitpad.model.describe import Layer, describe
from digitpad.model.foreign import UnknownNetworkError, find_network
from digitpad.model.loading import parse_checkpoint, with_partner
from digitpad.model.optimizer_file import OptimizerState, is_optimizer, parse_optimizer
from digitpad.model.optimizer_file import partner as partner_of
from digitpad.model.safe_io.reading import Content, open_content


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is told of a file.

    Attributes:
        kind: "digitpad-checkpoint", "state_dict", "module", "safetensors" or "optimizer".
        layers: the layers of its network.
        checkpoint: the network, where it is one of the registry.
        problem: why the network cannot answer, or None.
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


def inspect_file(path: Path) -> Inspection:
    """Look into a file.

    Raises:
        CheckpointError: when it holds neither a network nor an optimiser's state, or is damaged.
    """
    with open_content(path) as content:
        inspection = _inspected(content)
    if inspection.kind == "optimizer":
        return replace(inspection, partner=partner_of(path))
    if inspection.checkpoint is None:
        return inspection
    alone = replace(inspection.checkpoint, path=path)
    checkpoint = with_partner(alone, path)
    paired = checkpoint.optimizer is not None and alone.optimizer is None
    return replace(
        inspection,
        checkpoint=checkpoint,
        optimizer=checkpoint.optimizer,
        partner=partner_of(path) if paired else None,
    )


def _inspected(content: Content) -> Inspection:
    if is_optimizer(content.value):
        return Inspection("optimizer", optimizer=parse_optimizer(content.value, content.tensors))
    found = find_network(content.value)
    layers = tuple(describe(found)) if found is not None else ()
    try:
        checkpoint = parse_checkpoint(content)
    except UnknownNetworkError as problem:
        whole = found is not None and found.module is not None
        kind = "safetensors" if content.form == "safetensors" else "module" if whole else "state_dict"
        return Inspection(kind, layers, problem=problem)
    return Inspection(checkpoint.kind, layers, checkpoint)
