"""All that a file has of a network in no registry, so that what it may be is worked out without the file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from digitpad.model.open.finding import find_network
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.fitting.structure import Structure, structure_of
from digitpad.model.open.foreign import MOST_WEIGHTS, Found, file_kind, own_weights
from digitpad.model.open.onnx.network import onnx_network
from digitpad.model.safe_io.reading import Content


@dataclass(frozen=True, slots=True)
class Stored:
    """The network in a file.

    Attributes:
        network: how it is in the file.
        weights: its tensors by name, of the types that they have there.
        kind: what kind of file it is, as `Checkpoint.kind` has it.
        structure: what a whole network tells.
        graph: what an ONNX file computes.
    """

    network: Found
    weights: Mapping[str, Tensor]
    kind: str
    structure: Structure | None = None
    graph: Candidate | None = None


def stored_network(content: Content, entry: str) -> Stored | None:
    """The network in a file; None where there is none, or one that is too large.

    Args:
        content: of the file, which is open.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: where its tensors cannot be read, or nothing is called `entry`.
    """
    if content.form == "onnx":
        graph = onnx_network(content)
        return Stored(Found({}), graph.weights, "onnx", graph=graph.candidate)
    network = find_network(content.value, entry)
    if network is None:
        return None
    stored = own_weights(network)
    if any(0 in value.shape for value in stored.values()):
        return None  # no layer has weights without numbers, whose other sizes may be any
    if sum(math.prod(value.shape) for value in stored.values()) > MOST_WEIGHTS:
        return None
    weights = {name: content.tensors.read(value) for name, value in stored.items()}
    return Stored(network, weights, file_kind(content, network), structure_of(network.module))
