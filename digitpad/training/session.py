"""Starting and resuming runs: from a recipe and a folder to a trainer, for command and window alike."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad.data.datasets import load_dataset
from digitpad.data.download import Progress
from digitpad.errors import CheckpointError, UsageError
from digitpad.model.checkpoint import Checkpoint, load_checkpoint
from digitpad.resources import runs_root
from digitpad.training.recipe import Recipe, preset
from digitpad.training.trainer import Trainer


def new_run_folder(recipe: Recipe) -> Path:
    """A folder under the user's data folder that no run has used yet."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    folder = runs_root() / f"{stamp}-{recipe.name}"
    number = 2
    while folder.exists():
        folder = runs_root() / f"{stamp}-{recipe.name}-{number}"
        number += 1
    return folder


def newest_run() -> Path | None:
    """`last.pth` of the run saved last, or None when there is none."""
    newest: tuple[float, Path] | None = None
    for path in runs_root().glob("*/last.pth"):
        with contextlib.suppress(OSError):  # it may have been deleted since it was listed
            newest = max(newest or (0.0, path), (path.stat().st_mtime, path))
    return newest[1] if newest else None


def new_trainer(
    recipe: str | Recipe,
    changes: Mapping[str, Any],
    *,
    out: Path | None,
    device: str,
    progress: Progress,
    data: Path | None = None,
    notes: Mapping[str, str] | None = None,
) -> Trainer:
    """A trainer at the start of a run.

    Args:
        recipe: a preset's name, or a recipe.
        changes: settings that differ from it.
        out: the run's folder; None makes a new one under the user's data folder.
        device: "cpu", "cuda" or "mps".
        progress: told while the dataset is loaded; may raise `Cancelled`.
        data: the dataset folder; `DIGITPAD_DATA` or the cache folder if None.
        notes: how the run was started, kept in its files.

    Raises:
        DigitpadError: when the recipe, the dataset or the folder cannot be used.
    """
    chosen = (preset(recipe) if isinstance(recipe, str) else recipe).with_changes(**changes)
    dataset = load_dataset(chosen.dataset, data, progress)
    return Trainer(chosen, dataset, out or new_run_folder(chosen), device, notes)


def resumed_trainer(
    path: Path,
    changes: Mapping[str, Any],
    *,
    out: Path | None,
    device: str,
    progress: Progress,
    recipe: str | None = None,
    data: Path | None = None,
) -> Trainer:
    """A trainer that goes on where the run in `path` was saved, in the same folder unless `out` is given.

    A run keeps its settings; only the number of epochs may change, which extends a finished run.

    Raises:
        DigitpadError: when the file keeps no run, it has nothing left to do, or `changes` would make it
            another run.
    """
    checkpoint = load_checkpoint(path)
    if checkpoint.recipe is None or checkpoint.training is None:
        raise CheckpointError(
            "{path} keeps weights but no training run, so it cannot be resumed; choose a run's last.pth.",
            path=path,
        )
    stored = Recipe.from_dict(checkpoint.recipe)
    if recipe is not None and recipe != stored.name:
        raise UsageError(
            "The run in {path} follows the recipe {stored}, not {given}; leave --recipe out to resume it.",
            path=path,
            stored=stored.name,
            given=recipe,
        )
    chosen = stored.with_changes(**changes)
    _check_same_run(stored, chosen)
    _check_epochs(chosen.epochs, *_standing(checkpoint))
    dataset = load_dataset(chosen.dataset, data, progress)
    trainer = Trainer(chosen, dataset, out or path.parent, device, _without_versions(checkpoint.notes))
    trainer.load_state_dict(checkpoint)
    return trainer


def _check_same_run(stored: Recipe, chosen: Recipe) -> None:
    for field in dataclasses.fields(Recipe):
        if field.name != "epochs" and getattr(chosen, field.name) != getattr(stored, field.name):
            raise UsageError(
                "A resumed run keeps its {name}; only its epochs can change. Start a new run instead.",
                name=field.name.replace("_", " "),
            )


def _without_versions(notes: Mapping[str, Any]) -> dict[str, str]:
    """How the run was started; the versions are those of whoever writes the file next."""
    return {key: value for key, value in notes.items() if key not in ("digitpad", "torch", "python")}


def _standing(checkpoint: Checkpoint) -> tuple[int, int]:
    """Epochs that the run in `checkpoint` has finished, and batches of the one it is in."""
    try:
        position = dict(checkpoint.training or {})["position"]
        return int(position["epoch"]) - 1, int(position["batch"])
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError("The training state in this file cannot be read.") from error


def _check_epochs(epochs: int, done: int, batch: int) -> None:
    if epochs <= done:
        raise UsageError(
            "This run has finished {done} of {done} epochs; ask for more than {done} to train it further."
            if not batch
            else "This run is already in epoch {next}; ask for {next} epochs or more.",
            done=done,
            next=done + 1,
        )


def extended(path: Path, epochs: int) -> dict[str, int]:
    """The change that resuming `path` with the form's `epochs` means: none while the run is unfinished.

    Raises:
        CheckpointError: when the file cannot be used, or keeps no run.
    """
    checkpoint = load_checkpoint(path)
    if checkpoint.recipe is None or checkpoint.training is None:
        return {}  # `resumed_trainer` says what is wrong with it
    done, _ = _standing(checkpoint)
    return {"epochs": epochs} if done >= Recipe.from_dict(checkpoint.recipe).epochs else {}
