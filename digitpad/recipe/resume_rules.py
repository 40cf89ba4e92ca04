"""What may change when a run is resumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitpad.errors import UsageError
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import BETWEEN_EPOCHS, NEVER, TABLE


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that differs from what the run was trained with so far.

    Attributes:
        setting: its name.
        before, after: its values.
    """

    setting: str
    before: Any
    after: Any

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values, as the history keeps it."""
        plain = TABLE[self.setting].kind.plain
        return {"setting": self.setting, "before": plain(self.before), "after": plain(self.after)}

    def words(self) -> dict[str, str]:
        """What a sentence about it needs: `setting`, `before` and `after` as people read them."""
        text = TABLE[self.setting].kind.text
        words = TABLE[self.setting].words
        return {"setting": words, "before": text(self.before), "after": text(self.after)}


def differing(one: Recipe, other: Recipe) -> tuple[Change, ...]:
    """The settings in which two recipes differ."""
    return tuple(
        Change(name, getattr(one, name), getattr(other, name))
        for name in TABLE
        if getattr(one, name) != getattr(other, name)
    )


def changes_between(stored: Recipe, chosen: Recipe, batch: int = 0) -> tuple[Change, ...]:
    """What `chosen` changes in a run that followed `stored` so far.

    Args:
        stored: the run's recipe.
        chosen: the recipe it is to follow from here on.
        batch: batches of the present epoch that are done.

    Raises:
        UsageError: when it would be another run.
    """
    changes = differing(stored, chosen)
    for change in changes:
        rule = TABLE[change.setting].resume
        if rule == NEVER:  # other weights, other pictures, another order
            raise UsageError(
                "A resumed run keeps its {setting} ({before}); start a new run to train with {after}.",
                **change.words(),
            )
        if batch and rule == BETWEEN_EPOCHS:  # the place within an epoch is counted in it
            raise UsageError(
                "This run stands in the middle of an epoch, where its {setting} ({before}) cannot change; "
                "resume it as it is, and change that when the epoch is done.",
                **change.words(),
            )
    return changes
