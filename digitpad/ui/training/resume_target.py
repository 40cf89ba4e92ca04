"""What Resume would go on with: a run's file, or another program's network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.files import previous_path
from digitpad.ui.training.resume_order import ResumeOrder

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.optimizer_file import OptimizerState
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.position import Position

OURS = "digitpad-checkpoint"
"""The kind of our own files; importing the name from its module would import torch."""


@dataclass(frozen=True, slots=True)
class ResumeTarget:
    """What Resume would go on with.

    Attributes:
        path: a run's file, or another program's network.
        network: the network, where it is another program's.
        optimizer: the optimiser's file that the user named for it.
        alone: whether to begin without the optimiser's state: the user said so.
    """

    path: Path
    network: Checkpoint | None = None
    optimizer: Path | None = None
    alone: bool = False

    @property
    def lacks_momentum(self) -> bool:
        """Whether the optimiser's state has yet to be asked for."""
        network = self.network
        return network is not None and network.optimizer is None and self.optimizer is None and not self.alone

    def begins_with(self) -> dict[str, Any]:
        """The recipe of the run that another program's network begins, with its optimiser's own settings."""
        from digitpad.recipe.presets import preset_of

        network = self.network
        if network is None:
            return {}
        settings = preset_of(network.architecture).as_dict()
        if (state := network.optimizer) is not None:
            settings |= {
                "optimizer": state.kind,
                "learning_rate": state.learning_rate,
                "momentum": state.momentum,
                "weight_decay": state.weight_decay,
            }
        return settings

    def order(self) -> ResumeOrder:
        """Going on with it as it is, with the normalisation that the user gave it."""
        network = self.network
        if network is None or network.normalisation_from != "you":
            return ResumeOrder(self.path, {}, self.optimizer)
        return ResumeOrder(self.path, {"mean": network.mean, "std": network.std}, self.optimizer)


def present_target(chosen: ResumeTarget | None) -> ResumeTarget | None:
    """What Resume goes on with: what was chosen, if it is still there, else the newest run."""
    from digitpad.training.files import newest_run

    if chosen is not None and (chosen.path.exists() or previous_path(chosen.path).exists()):
        return chosen
    newest = newest_run()
    return None if newest is None else ResumeTarget(newest)


def whole_run(path: Path) -> Checkpoint:
    """The run in `path`, or the one before it where that one is damaged; for a thread.

    Raises:
        CheckpointError: when the file cannot be used.
    """
    from digitpad.training.files import last_good

    return last_good(path)[0]


def run_kept(path: Path) -> tuple[Recipe, Position] | None:
    """The recipe of the run in `path` and where it stands, None when it keeps no run; for a thread.

    Raises:
        CheckpointError: when the file cannot be used.
    """
    from digitpad.training.session import stored_run

    return stored_run(path)


def optimizer_of(network: Checkpoint, path: Path) -> OptimizerState:
    """The optimiser's state in `path`, which belongs to `network`; for a thread.

    Raises:
        CheckpointError: when it holds none, or one of another network.
    """
    from digitpad.model import optimizer_file

    return optimizer_file.optimizer_of(network.model, network.path, path)
