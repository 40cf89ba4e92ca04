"""Starting runs, fresh, resumed or warm: from a recipe or a file to a trainer, for command and window."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from digitpad.data.datasets import DATASETS, load_dataset
from digitpad.data.labelled import Progress, SkippedFile
from digitpad.data.overview import check_classes
from digitpad.errors import CheckpointError, Sentence, UsageError
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.initial import initial_weights
from digitpad.model.registry import OWN
from digitpad.model.spec.shapes import Layers
from digitpad.opening import open_network
from digitpad.recipe.kinds import expanded
from digitpad.recipe.presets import preset_of
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.resume_rules import changes_between, history_of
from digitpad.recipe.toml_file import named_recipe
from digitpad.training.device import resolve_precision
from digitpad.training.effects import effects
from digitpad.training.files import RunFiles, claimed, last_good, run_folder
from digitpad.training.position import Position
from digitpad.training.trainer import Trainer
from digitpad.training.warm_start import (
    check_pictures,
    picture_settings,
    warm_start,
    with_optimizer_file,
)


def new_trainer(
    recipe: str | Recipe,
    changes: Mapping[str, Any],
    *,
    out: Path | None,
    device: str,
    progress: Progress,
    data: Path | None = None,
    notes: Mapping[str, str] | None = None,
    network_of_weights: bool = False,
    network: Checkpoint | None = None,
    opened: Callable[[Checkpoint], None] | None = None,
    **options: Any,
) -> Trainer:
    """Make the trainer of a new run.

    Args:
        recipe: a preset's name, a recipe's file, or a recipe.
        changes: settings that differ from it.
        out: the run's folder; None makes a new one under the user's data folder.
        device: "cpu", "cuda" or "mps".
        progress: called while the dataset is loaded; may raise `Cancelled`.
        data: the dataset folder; `DIGITPAD_DATA` or the cache folder if None.
        notes: how the run was started, for its files.
        network_of_weights: whether the network is that of the initial weights, whatever the recipe's is.
        network: the one in the file of the initial weights, where that was opened already.
        opened: called with that network where it is opened here, and is the one that learns.
        options: of the `Trainer`.

    Raises:
        DigitpadError: when the recipe, the dataset or the folder cannot be used.
    """
    chosen = (named_recipe(recipe) if isinstance(recipe, str) else recipe).with_changes(**changes)
    path = Path(chosen.dataset).expanduser()
    if chosen.dataset not in DATASETS and path.exists():
        chosen = chosen.with_changes(dataset=str(path.absolute()))  # it can be resumed from anywhere
    weights = expanded(Path(chosen.weights)) if chosen.weights else None
    known = network
    if known is None and weights is not None and (network_of_weights or chosen.network == OWN):
        known = _opened(weights, data, chosen.layers, progress)
        if opened is not None and known is not None and chosen.layers in ((), known.layers):
            opened(known)
    if known is not None and network_of_weights and chosen.layers in ((), known.layers):
        chosen = _with_network(chosen, known, changes)
    dataset = load_dataset(chosen.dataset, data, progress, chosen.picture_options)
    check_classes(dataset)
    with run_folder(chosen, out) as folder:
        trainer = Trainer(chosen, dataset, folder, device, notes, **options)
        if weights is not None:
            # A file that has been opened may hold several networks.
            own = known.model if known is not None and (network or known.assumed) is not None else None
            taken = initial_weights(weights, chosen.entry, len(trainer.classes), trainer.form, own)
            trainer.take_over(taken, weights.name)
    return trainer


def _opened(path: Path, data: Path | None, layers: Layers, progress: Progress) -> Checkpoint | None:
    """The network in a file of initial weights; of these layers, where there are some and they fit it."""

    def tried(_count: int) -> None:
        progress(0, 1)

    if layers:
        with contextlib.suppress(CheckpointError):
            return open_network(path, data, tried, layers=layers)
    with contextlib.suppress(UnknownNetworkError):
        return open_network(path, data, tried)
    return None


def recipe_of_weights(path: Path, dataset: str, known: Checkpoint | None = None) -> Recipe:
    """The recipe of a run that begins with all layers of a file's network but those of its classes.

    Args:
        path: the file.
        dataset: what it is trained on.
        known: the network in the file, where it has been opened already.

    Raises:
        CheckpointError: when the file cannot be used.
    """
    known = known or open_network(path)
    recipe = preset_of(known.entry).with_changes(dataset=dataset, weights=str(path))
    return _with_network(recipe, known, {})


def _with_network(recipe: Recipe, known: Checkpoint, changes: Mapping[str, Any]) -> Recipe:
    """The recipe with a file's network, and with pictures as that takes them where nothing else is chosen."""
    settings: dict[str, Any] = {
        **picture_settings(known.form, recipe.dataset),
        "mean": known.mean,
        "std": known.std,
    }
    if not known.form.colour and recipe.colour == "colour":
        settings["colour"] = "grey"
    kept = {name: value for name, value in settings.items() if name not in changes}
    return recipe.with_changes(network=known.architecture, layers=known.entry.own, **kept)


def resumed_trainer(
    path: Path,
    changes: Mapping[str, Any],
    *,
    out: Path | None,
    device: str,
    progress: Progress,
    recipe: str | None = None,
    data: Path | None = None,
    optimizer: Path | None = None,
    network: Checkpoint | None = None,
    **options: Any,
) -> tuple[Trainer, list[Sentence]]:
    """Make a trainer that continues from a file.

    A run of digitpad's is resumed: in its own folder if the file is its `last.pth` and no `out` is given.
    Another program's weights warm-start a new run of the recipe whose network they fit, with the momentum
    from the optimiser's file beside them.

    Args:
        path: a run's `last.pth`, or any file that `load_checkpoint` takes.
        changes: settings that change from here on.
        out: the run's folder.
        device: "cpu", "cuda" or "mps".
        progress: called while the dataset is loaded; may raise `Cancelled`.
        recipe: the recipe's name, to check it, or to choose it for another program's weights.
        data: the dataset folder.
        optimizer: file with the optimiser's state for another program's weights, where it is not beside them.
        network: what is in the file, where that was opened already.
        options: of the `Trainer`.

    Returns:
        The trainer, and the messages for the user.

    Raises:
        DigitpadError: when the file holds no run that can continue, it has nothing left to do, or `changes`
            would make it another run.
    """
    checkpoint, messages = (network, []) if network is not None else last_good(path)
    if checkpoint.recipe is None:
        if optimizer is not None:
            checkpoint = with_optimizer_file(checkpoint, optimizer)
        start = warm_start(checkpoint, changes, recipe)
        dataset = load_dataset(start.recipe.dataset, data, progress, start.recipe.picture_options)
        check_classes(dataset)
        check_pictures(checkpoint, dataset)
        with run_folder(start.recipe, out) as folder:
            notes = {"started_from": start.source}
            trainer = Trainer(start.recipe, dataset, folder, device, notes, **options)
            start.apply(trainer)
        return trainer, [*messages, *start.messages()]
    if checkpoint.training is None:
        raise CheckpointError(
            "{path} keeps weights but no training state, so it cannot be resumed; choose a run's last.pth.",
            path=path,
        )
    if optimizer is not None:
        raise UsageError("{path} keeps its optimiser's state itself; leave the other file out.", path=path)
    stored = Recipe.from_dict(checkpoint.recipe)
    if recipe is not None and named_recipe(recipe).name != stored.name:
        raise UsageError(
            "The run in {path} follows the recipe {stored}, not {given}; leave that out to resume it.",
            path=path,
            stored=stored.name,
            given=recipe,
        )
    chosen = stored.with_changes(**changes)
    chosen = chosen.with_changes(precision=resolve_precision(chosen.precision, device))
    position = _position(checkpoint)
    changed = changes_between(stored, chosen, position.batch)
    if _only_best_is_left(path, chosen, position):
        messages.append(Sentence("This run has finished; only its best.pth is still to be written."))
    else:
        _check_epochs(chosen.epochs, position)
    own = path.name == "last.pth"  # any other file may lie in another run's folder
    with claimed(path.parent if own and out is None else None):
        dataset = load_dataset(chosen.dataset, data, progress, chosen.picture_options)
        with run_folder(chosen, path.parent if own and out is None else out) as folder:
            notes = _without_versions(checkpoint.notes)
            trainer = Trainer(chosen, dataset, folder, device, notes, **options)
            trainer.load_state_dict(checkpoint)
        files = trainer.files or RunFiles(folder)
        if own and _same_folder(folder, path.parent):
            files.last_is_damaged = checkpoint.path != path
            files.claim()
        else:
            files.is_new = True  # the files in the folder belong to another run
            messages.append(Sentence("The run goes on in {folder}.", {"folder": folder}))
    trainer.record(history_of(changed))
    return trainer, [*messages, *effects(stored, chosen, position, trainer.batches)]


def skipped_messages(skipped: Sequence[SkippedFile]) -> list[Sentence]:
    """The message about files that were skipped: how many, and the first of them."""
    if not skipped:
        return []
    text = "{path} was passed over ({why})."
    if len(skipped) > 1:
        text = "{count} files were passed over, the first: {path} ({why})."
    return [Sentence(text, {"count": len(skipped), "path": skipped[0].path, "why": skipped[0].why})]


def _same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _without_versions(notes: Mapping[str, Any]) -> dict[str, str]:
    """How the run was started; the next save adds the versions that write it."""
    return {key: value for key, value in notes.items() if key not in ("digitpad", "torch", "python")}


def _position(checkpoint: Checkpoint) -> Position:
    """The position of the run in `checkpoint`."""
    try:
        return Position.from_dict(dict(checkpoint.training or {})["position"])
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError("The training state in this file cannot be read.") from error


class FinishedRunError(UsageError):
    """A run that has done all its epochs; `values["done"]` is how many."""


def _check_epochs(epochs: int, position: Position) -> None:
    done = position.epoch - 1
    if epochs > done:
        return
    if position.batch:
        raise UsageError("This run is already in epoch {next}; ask for {next} epochs or more.", next=done + 1)
    raise FinishedRunError(
        "This run has finished {done} of {done} epochs; ask for more than {done} to train it further.",
        done=done,
    )


def _only_best_is_left(path: Path, recipe: Recipe, position: Position) -> bool:
    """Whether the run was killed between its last save of `last.pth` and that of `best.pth`."""
    finished = position.epoch == recipe.epochs + 1 and not position.batch
    files = RunFiles(path.parent)
    return finished and position.best_pending and path == files.last and not files.is_best_kept()


def stored_run(path: Path) -> tuple[Recipe, Position] | None:
    """Return the recipe and position of the run in `path`; None if the file holds no run.

    Raises:
        CheckpointError: when the file cannot be used.
    """
    return run_in(last_good(path)[0])


def run_in(checkpoint: Checkpoint) -> tuple[Recipe, Position] | None:
    """The recipe and position of the run in a checkpoint; None if it holds no run.

    Raises:
        CheckpointError: when they cannot be read.
    """
    if checkpoint.recipe is None or checkpoint.training is None:
        return None
    return Recipe.from_dict(checkpoint.recipe), _position(checkpoint)
