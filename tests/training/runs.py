"""Short runs: made, taken a few steps, stopped, resumed, and compared bit for bit."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from digitpad.data.labelled import Dataset
from digitpad.model.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.training import session
from digitpad.training.events import CheckpointSaved, EpochDone, Event, StepDone
from digitpad.training.trainer import Trainer
from tests.helpers import small_dataset

STEPS = 4
"""An epoch of `digits()` in the batches of `short()`."""


@functools.cache
def digits() -> Dataset:
    """A hundred drawn digits to learn and thirty to test with; not to be changed."""
    return small_dataset(100, 30)


def short(name: str = "notes-basic", **changes: Any) -> Recipe:
    """A recipe for two epochs of drawn digits in batches of 32."""
    return preset(name).with_changes(**{"dataset": "synthetic", "epochs": 2, "batch_size": 32, **changes})


def quiet(_done: int, _total: int) -> None:
    """Progress that nobody hears of."""


def start(recipe: Recipe, folder: Path | None, data: Path | None = None, **changes: Any) -> Trainer:
    """A new run on the processor, as the commands and the window begin one."""
    return session.new_trainer(recipe, changes, out=folder, device="cpu", progress=quiet, data=data)


def resume(
    path: Path,
    data: Path | None = None,
    recipe: str | None = None,
    out: Path | None = None,
    **changes: Any,
) -> tuple[Trainer, list[str]]:
    """A run that goes on, as the commands and the window resume one, and the sentences about it."""
    trainer, told = session.resumed_trainer(
        path, changes, out=out, device="cpu", progress=quiet, recipe=recipe, data=data
    )
    return trainer, [str(sentence) for sentence in told]


def finished(recipe: Recipe, data: Dataset | None = None, folder: Path | None = None) -> Trainer:
    """A run that was trained to its end."""
    trainer = Trainer(recipe, data or digits(), folder)
    list(trainer.run())
    return trainer


def until(events: Iterator[Event], wanted: Callable[[Event], bool]) -> Event:
    """Train until such an event, which is returned."""
    return next(event for event in events if wanted(event))


def take(trainer: Trainer, steps: int) -> None:
    """Train until the run has taken so many steps in all."""
    events = trainer.run()
    while trainer.position.step < steps:
        next(events)
    events.close()


def stopped(
    recipe: Recipe, folder: Path, stop: Callable[[Event], bool] | int, data: Dataset | None = None
) -> Path:
    """The file of a run that was stopped at an event or after some steps, and saved."""
    trainer = Trainer(recipe, data or digits(), folder)
    if isinstance(stop, int):
        take(trainer, stop)
    else:
        events = trainer.run()
        until(events, stop)
        events.close()
    trainer.save()
    return trainer.last_path


def other_work() -> None:
    """What another part of the program does with torch between two runs."""
    torch.manual_seed(99)
    torch.rand(5)


def loaded(path: Path, data: Dataset | None = None, folder: Path | None = None) -> Trainer:
    """A trainer with the recipe and the state of a file."""
    other_work()
    checkpoint = load_checkpoint(path)
    trainer = Trainer(Recipe.from_dict(checkpoint.recipe), data or digits(), folder)
    trainer.load_state_dict(checkpoint)
    return trainer


def assert_goes_on(
    recipe: Recipe,
    folder: Path,
    stop: Callable[[Event], bool] | int = STEPS - 1,
    data: Dataset | None = None,
    whole: Mapping[str, Any] | None = None,
) -> None:
    """A run that is stopped, saved and resumed ends as one that was not, which need not be trained anew."""
    wanted = whole or state_of(finished(recipe, data))
    again = loaded(stopped(recipe, folder, stop, data), data)
    list(again.run())
    assert_same_run(again, wanted)


def at_step(number: int) -> Callable[[Event], bool]:
    """Is it this step?"""
    return lambda event: isinstance(event, StepDone) and event.step == number


def measured(epoch: int) -> Callable[[Event], bool]:
    """Is it the end of this epoch?"""
    return lambda event: isinstance(event, EpochDone) and event.epoch == epoch


def saved(epoch: int) -> Callable[[Event], bool]:
    """Is it a file written in this epoch?"""
    return lambda event: isinstance(event, CheckpointSaved) and event.epoch == epoch


def assert_same_run(found: Trainer | Mapping[str, Any], wanted: Trainer | Mapping[str, Any]) -> None:
    """Everything that a file of the two runs keeps is the same bit for bit, but for wall-clock time."""
    one, other = (state_of(run) if isinstance(run, Trainer) else run for run in (found, wanted))
    assert differences(one, other) == []


def assert_same_files(found: Path, wanted: Path, *names: str) -> None:
    """The checkpoints with these names are the same in both folders, but for wall-clock time."""
    for name in names:
        assert differences(content_of(found / name), content_of(wanted / name)) == []


_WALL_CLOCK = "training.position.seconds"


def state_of(trainer: Trainer) -> dict[str, Any]:
    """What a file of the run would keep now, with copies of all tensors.

    Call it before anything else draws from torch's random numbers.
    """
    checkpoint = trainer.checkpoint()
    return _copied(
        {
            "model": dict(checkpoint.model),
            "recipe": dict(checkpoint.recipe or {}),
            "metrics": dict(checkpoint.metrics),
            "history": trainer.history(),
            "training": trainer.state_dict(),
            "notes": dict(checkpoint.notes),
        }
    )


def content_of(path: Path) -> dict[str, Any]:
    """The dictionary in a checkpoint's file, read as everyone may read it."""
    found: dict[str, Any] = torch.load(path, weights_only=True)
    return found


def differences(one: object, other: object, place: str = "") -> list[str]:
    """Where two of these dictionaries differ; an empty list when they are the same bit for bit."""
    if place == _WALL_CLOCK:
        return []
    if type(one) is not type(other):
        return [f"{place}: {type(one).__name__} and {type(other).__name__}"]
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return [] if _same_bits(one, other) else [f"{place}: the tensors differ"]
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if list(one) != list(other):
            return [f"{place}: the names {list(one)} and {list(other)}"]
        return [
            found for key in one for found in differences(one[key], other[key], f"{place}.{key}".strip("."))
        ]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            return [f"{place}: {len(one)} and {len(other)} entries"]
        return [
            found
            for number, (mine, theirs) in enumerate(zip(one, other, strict=True))
            for found in differences(mine, theirs, f"{place}[{number}]")
        ]
    return [] if one == other else [f"{place}: {one!r} and {other!r}"]


def _same_bits(one: Tensor, other: Tensor) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return bool(torch.equal(_bytes(one), _bytes(other)))


def _bytes(value: Tensor) -> Tensor:
    return value.detach().contiguous().reshape(-1).view(torch.uint8)


def _copied(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_copied(item) for item in value)
    return value
