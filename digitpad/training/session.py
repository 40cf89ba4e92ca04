"""Starting and resuming runs: from a recipe and a folder to a trainer, for command and window alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad.data.datasets import load_dataset
from digitpad.data.download import Progress
from digitpad.errors import CheckpointError, UsageError
from digitpad.model.checkpoint import load_checkpoint
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
    files = [(path.stat().st_mtime, path) for path in runs_root().glob("*/last.pth")]
    return max(files)[1] if files else None


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
    done = int(checkpoint.metrics.get("epoch", 0))
    if chosen.epochs <= done and not checkpoint.training.get("position", {}).get("batch"):
        raise UsageError(
            "This run has finished its {done} epochs; ask for more than {done} to train it further.",
            done=done,
        )
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


def extended(path: Path, epochs: int) -> dict[str, int]:
    """The change that resuming `path` with the form's `epochs` means: none while the run is unfinished.

    Raises:
        CheckpointError: when the file cannot be used.
    """
    checkpoint = load_checkpoint(path)
    recipe = Recipe.from_dict(checkpoint.recipe)
    finished = int(checkpoint.metrics.get("epoch", 0)) >= recipe.epochs
    return {"epochs": epochs} if finished else {}
