"""What may change when a run is resumed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from digitpad.data.transforms import Transform
from digitpad.errors import UsageError
from digitpad.recipe.recipe import Recipe

_FIXED = (
    "name",
    "network",
    "dataset",
    "picture_size",
    "colour",
    "pictures",
    "test_share",
    "split_seed",
    "weights",
    "freeze_body",
    "layer_rates",
    "seed",
    "mean",
    "std",
)
"""Settings that make another run: other weights, other pictures, another order."""

_BETWEEN_EPOCHS = ("batch_size",)
"""Settings in which the place within an epoch is counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that differs from what the run was trained with so far.

    Attributes:
        setting: name of the recipe's field.
        before, after: its values.
    """

    setting: str
    before: Any
    after: Any

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values, as the history keeps it."""
        return {"setting": self.setting, "before": _plain(self.before), "after": _plain(self.after)}


def _plain(value: Any) -> Any:
    """A setting's value as files keep it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.as_dict() if isinstance(value, Transform) else value


def value_text(value: Any) -> Any:
    """A setting's value as people read it."""
    if isinstance(value, Transform):
        told = ", ".join(f"{name} {number:g}" for name, number in value.settings)
        return f"{value.name} ({told})" if told else value.name
    if isinstance(value, tuple):
        return (
            ", ".join(
                " ".join(map(str, item)) if isinstance(item, tuple) else str(value_text(item))
                for item in value
            )
            or "none"
        )
    return "none" if value == "" else value


def differing(one: Recipe, other: Recipe) -> tuple[Change, ...]:
    """The settings in which two recipes differ."""
    return tuple(
        Change(field.name, before, after)
        for field in dataclasses.fields(Recipe)
        if (before := getattr(one, field.name)) != (after := getattr(other, field.name))
    )


def changes_between(stored: Recipe, chosen: Recipe, batch: int = 0) -> tuple[Change, ...]:
    """What `chosen` changes in a run that followed `stored` so far.

    Args:
        stored: the run's recipe.
        chosen: the recipe it shall follow from here on.
        batch: batches of the present epoch that are done.

    Raises:
        UsageError: when it would be another run.
    """
    changes = differing(stored, chosen)
    for change in changes:
        name = change.setting.replace("_", " ")
        if change.setting in _FIXED:
            raise UsageError(
                "A resumed run keeps its {name} ({before}); start a new run to train with {after}.",
                name=name,
                before=value_text(change.before),
                after=value_text(change.after),
            )
        if batch and change.setting in _BETWEEN_EPOCHS:
            raise UsageError(
                "This run stands in the middle of an epoch, where its {name} ({before}) cannot change; "
                "resume it as it is, and change that when the epoch is done.",
                name=name,
                before=value_text(change.before),
            )
    return changes
