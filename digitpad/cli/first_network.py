"""The network that a run of `train` begins with: the one in the file of `--resume` or `--weights`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import CheckpointError, UsageError

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


def resumed_network(arguments: argparse.Namespace) -> Checkpoint | None:
    """What the file of `--resume` holds: a run, or another program's network with what is settled of it.

    None where it cannot be read, as the save before it may be whole. Of a run `--layers` is a setting.
    """
    from digitpad.cli.reading import opened, tell_assumptions
    from digitpad.model.open.foreign import UnknownNetworkError
    from digitpad.model.open.loading import load_checkpoint

    if not (arguments.assume or arguments.entry):
        try:
            run = load_checkpoint(arguments.resume)
            if run.recipe is not None:
                return run
        except UnknownNetworkError:
            pass
        except CheckpointError:
            return None
    network = opened(arguments.resume, arguments)
    tell_assumptions(network)
    return network


def initial_network(arguments: argparse.Namespace, is_taken: bool) -> Checkpoint | None:
    """The network in the file of `--weights`, with what is settled of it; None where that says nothing.

    Args:
        arguments: of the command.
        is_taken: whether it is the network that learns.

    Raises:
        UsageError: where something is settled and there is no such file, or another network learns.
    """
    from digitpad.cli.reading import opened, tell_assumptions
    from digitpad.model.open.foreign import UnknownNetworkError
    from digitpad.recipe.kinds import expanded

    settled = bool(arguments.assume or arguments.entry)
    if settled and not arguments.weights:
        raise UsageError("--assume and --entry belong to --resume or --weights; name the file there.")
    if arguments.assume and not is_taken:
        raise UsageError("--assume is about the network of --weights; leave out --recipe and --network.")
    if not arguments.weights or not (settled or is_taken) or (arguments.layers and not settled):
        return None
    try:
        network = opened(expanded(Path(arguments.weights)), arguments)
    except UnknownNetworkError:
        if settled:
            raise
        return None  # its weights may still fit the recipe's network
    tell_assumptions(network)
    return network
