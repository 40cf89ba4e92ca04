"""From a file to a checkpoint that answers, with what lies beside it.

Nothing in a file is executed; see `digitpad.model.safe_io`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from digitpad.errors import CheckpointError
from digitpad.model.assumptions import BLACK, TURNED
from digitpad.model.checkpoint import FORMAT, Checkpoint
from digitpad.model.open.parsing import parse
from digitpad.model.optimizer_file import check_fit, is_optimizer, load_optimizer_state, partner
from digitpad.model.safe_io.reading import open_content


def load_checkpoint(path: Path, entry: str = "") -> Checkpoint:
    """Read a file that answers: our checkpoint, or any learner's file of a network in the registry.

    That is a state_dict, plain or in a dictionary, a whole module, one of a pair of model.pth and
    optimizer.pth, and safetensors; and ONNX, of networks that are layers of ours.

    Args:
        path: the file.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: one sentence about what is wrong with the file; an `UnknownNetworkError` when it
            holds a network that is not in the registry.
    """
    with open_content(path) as content:
        checkpoint = None if is_optimizer(content.value) else parse(content, entry)
    if checkpoint is None:
        return _paired(_network_beside(path), path)
    return with_partner(replace(checkpoint, path=path), path)


def check_as_stored(checkpoint: Checkpoint) -> None:
    """Check that the weights are those of the file, which an optimiser's averages belong to.

    Raises:
        CheckpointError: where they are turned for upright bright ink on black.
    """
    values = {} if checkpoint.assumed is None else checkpoint.assumed.values
    if values.get("polarity") == BLACK or values.get("orientation") == TURNED:
        raise CheckpointError(
            "its averages (momentum) are for dark ink or transposed pictures, and the network's weights are "
            "turned for upright bright ink on black"
        )


def with_partner(checkpoint: Checkpoint, path: Path) -> Checkpoint:
    """The network in the file at `path`, with the optimiser's state that lies beside it."""
    beside = partner(path) if checkpoint.kind != FORMAT and checkpoint.optimizer is None else None
    return checkpoint if beside is None else _paired(checkpoint, beside)


def network_file(path: Path) -> Path:
    """The file with the network: the one at `path`, or that beside it where it holds an optimiser's state."""
    with open_content(path) as content:
        beside = partner(path) if is_optimizer(content.value) else None
    return beside or path


def _network_beside(path: Path) -> Checkpoint:
    """The network that the optimiser's state at `path` belongs to."""
    beside = partner(path)
    if beside is not None:
        with open_content(beside) as content:
            if not is_optimizer(content.value):
                return replace(parse(content), path=beside)
    raise CheckpointError(
        "{path} holds an optimiser's state, not a network; put its model.pth beside it or choose that file.",
        path=path,
    )


def _paired(checkpoint: Checkpoint, path: Path) -> Checkpoint:
    """The network with the optimiser's state in the file at `path`, if that is of this network."""
    try:
        optimizer = load_optimizer_state(path)
        try:
            check_as_stored(checkpoint)
            check_fit(optimizer, checkpoint.model)
        except CheckpointError as error:
            raise CheckpointError(
                "The optimiser's state in {path} was left out: {why}.", path=path, why=error
            ) from error
    except CheckpointError as problem:
        return replace(checkpoint, optimizer=None, optimizer_problem=problem)
    return replace(checkpoint, optimizer=optimizer)
