"""What may change when a run is resumed."""

from __future__ import annotations

from typing import Any

from digitpad.errors import UsageError
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.setting import BETWEEN_EPOCHS, NEVER
from digitpad.recipe.table import TABLE

Changes = dict[str, tuple[Any, Any]]
"""Settings that differ from what a run was trained with so far: name -> the values before and after."""


def history_of(changes: Changes) -> list[dict[str, Any]]:
    """The changes as plain values, as a run's history keeps them."""
    entries = []
    for name, (before, after) in changes.items():
        plain = TABLE[name].kind.plain
        entries.append({"setting": name, "before": plain(before), "after": plain(after)})
    return entries


def words_of(name: str, before: Any, after: Any) -> dict[str, str]:
    """What a sentence about a change needs: `setting`, `before` and `after` as people read them."""
    text = TABLE[name].kind.text
    return {"setting": TABLE[name].words, "before": text(before), "after": text(after)}


def differing(one: Recipe, other: Recipe) -> Changes:
    """The settings in which two recipes differ."""
    values = {name: (getattr(one, name), getattr(other, name)) for name in TABLE}
    return {name: (before, after) for name, (before, after) in values.items() if before != after}


def changes_between(stored: Recipe, chosen: Recipe, batch: int = 0) -> Changes:
    """What `chosen` changes in a run that followed `stored` so far.

    Args:
        stored: the run's recipe.
        chosen: the recipe it is to follow from here on.
        batch: batches of the present epoch that are done.

    Raises:
        UsageError: when it would be another run.
    """
    changes = differing(stored, chosen)
    for name, values in changes.items():
        rule = TABLE[name].resume
        if rule == NEVER:  # other weights, other pictures, another order
            raise UsageError(
                "A resumed run keeps its {setting} ({before}); start a new run to train with {after}.",
                **words_of(name, *values),
            )
        if batch and rule == BETWEEN_EPOCHS:  # the place within an epoch is counted in it
            raise UsageError(
                "This run stands in the middle of an epoch, where its {setting} ({before}) cannot change; "
                "resume it as it is, and change that when the epoch is done.",
                **words_of(name, *values),
            )
    return changes
