"""What Resume would go on with, and what the form's edits mean for it. Nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.errors import DigitpadError, Sentence
from digitpad.files import previous_path

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.position import Position

OURS = "digitpad-checkpoint"
"""The kind of our own files; importing the name from its module would import torch."""


@dataclass(frozen=True, slots=True)
class ResumeOrder:
    """What to go on from, and how.

    Attributes:
        path: a run's file, or another program's network.
        changes: settings that differ from here on.
        optimizer: file with the optimiser's state, for another program's network.
        messages: sentences about it, besides those of the run itself.
        network: another program's network as it answers now, where the user has chosen something of it.
    """

    path: Path
    changes: Mapping[str, Any] = field(default_factory=dict)
    optimizer: Path | None = None
    messages: tuple[Sentence, ...] = ()
    network: Checkpoint | None = None


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
        """The recipe of the run that another program's network begins, normalised and optimised as it was."""
        from digitpad.recipe.presets import preset_of
        from digitpad.training.warm_start import normalisation_settings, picture_settings, settings_of

        network = self.network
        if network is None:
            return {}
        settings = preset_of(network.entry, network.classes).as_dict()
        dataset = str(settings["dataset"])
        settings |= picture_settings(network.form, dataset) | normalisation_settings(network, dataset)
        if (state := network.optimizer) is not None:
            settings |= settings_of(state, network.model)
        return settings

    def order(self) -> ResumeOrder:
        """Going on with it as it is, with the normalisation that the user gave it."""
        network = self.network
        chosen = network is not None and (network.assumed is not None or network.file_entry)
        own = network if chosen else None
        if network is None or network.normalisation_from != "you":
            return ResumeOrder(self.path, {}, self.optimizer, network=own)
        changes = {"mean": network.mean, "std": network.std}
        return ResumeOrder(self.path, changes, self.optimizer, network=own)


def is_there(target: ResumeTarget) -> bool:
    """Whether its file, or the one before it, is there."""
    return target.path.exists() or previous_path(target.path).exists()


def present_target(chosen: Sequence[ResumeTarget]) -> ResumeTarget | None:
    """What Resume goes on with: the first of these that is still there, else the newest run."""
    from digitpad.training.files import newest_run

    if (there := next(filter(is_there, chosen), None)) is not None:
        return there
    newest = newest_run()
    return None if newest is None else ResumeTarget(newest)


@dataclass(frozen=True, slots=True)
class Differences:
    """How a run's form differs from what is stored of it.

    Attributes:
        changes: setting -> its stored value and the requested one.
        finished: whether the run's last epoch is behind it.
        problem: why these changes cannot be, or None.
        messages: that the form is about another recipe, so that its edits do not count.
    """

    changes: Mapping[str, tuple[object, object]]
    finished: bool = False
    problem: Exception | None = None
    messages: tuple[Sentence, ...] = ()

    @property
    def question(self) -> bool:
        """Whether the user should be asked: to train a finished run further needs no question."""
        return bool(self.changes) and not (self.finished and self.changes.keys() == {"epochs"})

    def requested(self) -> dict[str, Any]:
        """The changes as the trainer takes them."""
        return {name: after for name, (_, after) in self.changes.items()}


def differences(
    stored: Recipe, position: Position, recipe: str, edits: Mapping[str, tuple[object, object]]
) -> Differences:
    """What the form's edits would change in a run.

    Args:
        stored: the run's recipe.
        position: where the run stands.
        recipe: name of the recipe that the form shows.
        edits: setting -> its values before and after, since a run was shown in the form.
    """
    from digitpad.recipe.resume_rules import changes_between

    finished = position.epoch > stored.epochs
    if recipe != stored.name:
        message = Sentence(
            "The settings shown were of the recipe {shown} and the run follows {recipe}, so it goes on "
            "as it was saved.",
            {"shown": recipe, "recipe": stored.name},
        )
        return Differences({}, finished, messages=(message,))
    present = stored.as_dict()
    changes = {
        name: (present[name], after)
        for name, (_, after) in edits.items()
        # A run goes on with the precision that "auto" once meant for it.
        if name in present and after != present[name] and (name, after) != ("precision", "auto")
    }
    try:
        chosen = stored.with_changes(**{name: after for name, (_, after) in changes.items()})
        changes_between(stored, chosen, position.batch)
    except DigitpadError as error:
        return Differences(changes, finished, error)
    return Differences(changes, finished)


def news(messages: Iterable[Sentence]) -> list[Sentence]:
    """What the banner shows too: the user's own choices are repeated in the log only."""
    return [item for item in messages if "setting" not in item.values]


def grave(messages: Iterable[Sentence]) -> bool:
    """Whether one of the messages is about an error."""
    return any(isinstance(value, DigitpadError) for item in messages for value in item.values.values())
