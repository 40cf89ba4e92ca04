"""What Resume is asked for, and what the form's edits mean for it. Pure: nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.errors import DigitpadError, Sentence

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.position import Position


@dataclass(frozen=True, slots=True)
class ResumeOrder:
    """What to go on from, and how.

    Attributes:
        path: a run's file, or another program's network.
        changes: settings that differ from here on.
        optimizer: file with the optimiser's state, for another program's network.
        messages: sentences about it, besides those of the run itself.
    """

    path: Path
    changes: Mapping[str, Any] = field(default_factory=dict)
    optimizer: Path | None = None
    messages: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """How a run's form differs from what is stored of it.

    Attributes:
        changes: setting -> its stored value and the requested one.
        finished: whether the run's last epoch is behind it.
        problem: why these changes cannot be, or None.
        other_recipe: whether the form is about another recipe, so that its edits do not count.
    """

    changes: Mapping[str, tuple[object, object]]
    finished: bool = False
    problem: Exception | None = None
    other_recipe: bool = False

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
        return Differences({}, finished, other_recipe=True)
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
