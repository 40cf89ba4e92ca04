"""What changed settings do to a resumed run, in sentences."""

from __future__ import annotations

from digitpad.errors import Sentence
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.resume_rules import differing, words_of
from digitpad.training.position import Position
from digitpad.training.schedule import schedule_of


def effects(stored: Recipe, chosen: Recipe, position: Position, batches: int) -> list[Sentence]:
    """What a change of settings does to a resumed run, in sentences.

    Args:
        stored: the recipe so far.
        chosen: the recipe from here on.
        position: where the run stands.
        batches: batches in an epoch under `chosen`.
    """
    messages = [
        Sentence(
            "From step {step} on: {setting} {after} instead of {before}.",
            {"step": position.step + 1, **words_of(name, *values)},
        )
        for name, values in differing(stored, chosen).items()
    ]
    stretched = stored.epochs != chosen.epochs and chosen.schedule != "none"
    if stretched or stored.schedule != chosen.schedule:
        messages.append(_rescheduled(stored, chosen, position.scheduled(batches), batches))
    if stored.optimizer != chosen.optimizer:
        messages.append(Sentence("The new optimiser starts without the averages (momentum) of the old one."))
    return messages


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
