"""Short runs: made, taken a few steps, stopped, resumed, and compared bit for bit."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from digitpad.data.labelled import Dataset
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.training import session
from digitpad.training.events import CheckpointSaved, EpochDone, Event, StepDone
from digitpad.training.trainer import Trainer
from tests.helpers import small_dataset

STEPS = 4
"""An epoch of `digits()` in the batches of `short()`."""

Stop = int | Callable[[Event], bool]
"""Where a run stops: after a step, counted from its beginning, or at an event."""


@functools.cache
def digits() -> Dataset:
    """A hundred drawn digits to learn and thirty to test with; not to be changed."""
    return small_dataset(100, 30)


def short(name: str = "notes-basic", **changes: Any) -> Recipe:
    """A recipe for two epochs of drawn digits in batches of 32."""
    return preset(name).with_changes(**{"dataset": "synthetic", "epochs": 2, "batch_size": 32, **changes})


_SILENT: dict[str, Any] = {"device": "cpu", "progress": lambda *_: None}


def start(recipe: Recipe, folder: Path | None, data: Path | None = None, **changes: Any) -> Trainer:
    """A new run on the processor, as the commands and the window begin one."""
    return session.new_trainer(recipe, changes, out=folder, data=data, **_SILENT)


def resume(
    path: Path, data: Path | None = None, recipe: str | None = None, out: Path | None = None, **changes: Any
) -> tuple[Trainer, list[str]]:
    """A run that goes on, as the commands and the window resume one, and the sentences about it."""
    trainer, notes = session.resumed_trainer(path, changes, out=out, recipe=recipe, data=data, **_SILENT)
    return trainer, list(map(str, notes))


def finished(recipe: Recipe, data: Dataset | None = None, folder: Path | None = None) -> Trainer:
    """A run that was trained to its end."""
    trainer = Trainer(recipe, data or digits(), folder)
    list(trainer.run())
    return trainer


def until(events: Iterator[Event], stop: Stop) -> Event:
    """Train until such an event, which is returned."""
    reached = at_step(stop) if isinstance(stop, int) else stop
    return next(event for event in events if reached(event))


def take(trainer: Trainer, stop: Stop) -> Iterator[Event]:
    """Train until there; the events to come are returned, and the run is interrupted unless they are kept."""
    events = trainer.run()
    until(events, stop)
    return events


def stopped(recipe: Recipe, folder: Path, stop: Stop, data: Dataset | None = None) -> Path:
    """The file of a run that was stopped and saved."""
    trainer = Trainer(recipe, data or digits(), folder)
    take(trainer, stop)
    trainer.save()
    return trainer.last_path


def save_pair(folder: Path, network: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Write the two files that a learner's own script leaves."""
    torch.save(network.state_dict(), folder / "model.pth")
    torch.save(optimizer.state_dict(), folder / "optimizer.pth")


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
    stop: Stop = STEPS - 1,
    data: Dataset | None = None,
    whole: Mapping[str, Any] | None = None,
) -> None:
    """A run that is stopped, saved and resumed ends as one that was not, which need not be trained anew."""
    expected = whole or state_of(finished(recipe, data))
    again = loaded(stopped(recipe, folder, stop, data), data)
    list(again.run())
    assert_same_run(again, expected)


def at_step(number: int) -> Callable[[Event], bool]:
    """Is it this step?"""
    return lambda event: isinstance(event, StepDone) and event.step == number


def measured(epoch: int) -> Callable[[Event], bool]:
    """Is it the end of this epoch?"""
    return lambda event: isinstance(event, EpochDone) and event.epoch == epoch


def saved(epoch: int) -> Callable[[Event], bool]:
    """Is it a file written in this epoch?"""
    return lambda event: isinstance(event, CheckpointSaved) and event.epoch == epoch


def assert_same_run(actual: Trainer | Mapping[str, Any], expected: Trainer | Mapping[str, Any]) -> None:
    """Everything that a file of the two runs keeps is the same bit for bit, but for wall-clock time."""
    one, other = (state_of(run) if isinstance(run, Trainer) else run for run in (actual, expected))
    assert differences(one, other) == []


def assert_same_files(actual: Path, expected: Path, *names: str) -> None:
    """The checkpoints with these names are the same in both folders, but for wall-clock time."""
    for name in names:
        assert differences(content_of(actual / name), content_of(expected / name)) == []


_WALL_CLOCK = ("training.position.seconds", "history.seconds")


def state_of(trainer: Trainer) -> dict[str, Any]:
    """What a file of the run would keep now, with copies of all tensors.

    Call it before anything else draws from torch's random numbers.
    """
    checkpoint = trainer.checkpoint()
    return copy.deepcopy(
        {
            **{name: dict(getattr(checkpoint, name)) for name in ("model", "recipe", "metrics", "notes")},
            "history": trainer.history(),
            "training": trainer.state_dict(),
        }
    )


def content_of(path: Path) -> dict[str, Any]:
    """The dictionary in a checkpoint's file, read as everyone may read it."""
    content: dict[str, Any] = torch.load(path, weights_only=True)
    return content


def differences(one: object, other: object, place: str = "") -> list[str]:
    """Where two of these dictionaries differ; an empty list when they are the same bit for bit."""
    mine, theirs = (dict(_values(whole, place)) for whole in (one, other))
    return [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]


def _values(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Each value in nested containers with its place; of a tensor its bytes."""
    if place in _WALL_CLOCK:
        return
    if isinstance(value, Tensor):
        content = value.detach().contiguous().reshape(-1).view(torch.uint8)
        yield place, (value.dtype, value.shape, content.numpy().tobytes())
    elif isinstance(value, Mapping | list | tuple):
        items = dict(value if isinstance(value, Mapping) else enumerate(value))
        yield place, (type(value), list(items))
        for key, item in items.items():
            yield from _values(item, f"{place}.{key}".strip("."))
    else:
        yield place, (type(value), value)
