"""What may change when a run is resumed, and what a change does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from digitpad.data.transforms import Transform
from digitpad.errors import Sentence, UsageError
from digitpad.training.position import Position
from digitpad.training.recipe import Recipe
from digitpad.training.schedule import schedule_of

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


def _text(value: Any) -> Any:
    """A setting's value as people read it."""
    if isinstance(value, Transform):
        told = ", ".join(f"{name} {number:g}" for name, number in value.settings)
        return f"{value.name} ({told})" if told else value.name
    if isinstance(value, tuple):
        return (
            ", ".join(
                " ".join(map(str, item)) if isinstance(item, tuple) else str(_text(item)) for item in value
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
                before=_text(change.before),
                after=_text(change.after),
            )
        if batch and change.setting in _BETWEEN_EPOCHS:
            raise UsageError(
                "This run stands in the middle of an epoch, where its {name} ({before}) cannot change; "
                "resume it as it is, and change that when the epoch is done.",
                name=name,
                before=_text(change.before),
            )
    return changes


def effects(stored: Recipe, chosen: Recipe, position: Position, batches: int) -> list[Sentence]:
    """What a change of settings does, for people.

    Args:
        stored: the recipe so far.
        chosen: the recipe from here on.
        position: where the run stands.
        batches: batches in an epoch under `chosen`.
    """
    told = [
        Sentence(
            "From step {step} on: {setting} {after} instead of {before}.",
            {
                "step": position.step + 1,
                "setting": change.setting.replace("_", " "),
                "after": _text(change.after),
                "before": _text(change.before),
            },
        )
        for change in changes_between(stored, chosen)
    ]
    lengthened = stored.epochs != chosen.epochs and chosen.schedule != "none"
    if lengthened or stored.schedule != chosen.schedule:
        told.append(_rescheduled(stored, chosen, position.scheduled(batches), batches))
    if stored.optimizer != chosen.optimizer:
        told.append(Sentence("The new optimiser starts without the averages (momentum) of the old one."))
    return told


def _rescheduled(stored: Recipe, chosen: Recipe, step: int, batches: int) -> Sentence:
    before, after = (schedule_of(recipe, batches) for recipe in (stored, chosen))
    values = {
        "schedule": chosen.schedule,
        "old": stored.epochs,
        "new": chosen.epochs,
        "was": f"{before.rate(step):.3g}",
        "now": f"{after.rate(step):.3g}",
    }
    if stored.schedule != chosen.schedule:
        return Sentence(
            "The schedule {schedule} takes over at this place of the run: the learning rate goes on at {now} "
            "instead of {was}.",
            values,
        )
    if not after.depends_on_length:
        return Sentence(
            "The schedule {schedule} does not depend on the number of epochs; the learning rate goes on at "
            "{now}.",
            values,
        )
    return Sentence(
        "The schedule {schedule} is stretched from {old} to {new} epochs: the learning rate goes on at {now} "
        "instead of {was}, and the steps so far had other rates than a run of {new} epochs begins with.",
        values,
    )
