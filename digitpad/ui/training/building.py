"""What the training thread does first: it makes the trainer of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from digitpad.data.catalogue import DATASETS
from digitpad.recipe.kinds import expanded, is_folder
from digitpad.resources import data_root
from digitpad.ui.threads.answering import wait_for_answers
from digitpad.ui.training.resume_target import ResumeOrder

if TYPE_CHECKING:
    from digitpad.errors import Sentence
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.trainer import Trainer
    from digitpad.ui.training.worker import Loading


Base: TypeAlias = "Recipe | Mapping[str, Any]"
"""A recipe, or its settings as plain values."""


def wait_for_files(settings: Mapping[str, Any], data: Path | None, progress: Loading) -> None:
    """Wait until what a run with these settings reads answers: on a drive that has gone, it would never end.

    Args:
        settings: of its recipe.
        data: the folder with datasets; None for the usual one.
        progress: called meanwhile.

    Raises:
        DigitpadError: when something does not answer.
        Cancelled: from `progress`.
    """
    names = [str(settings[name]) for name in ("dataset", "weights") if is_folder(settings.get(name))]
    paths = [expanded(Path(name)) for name in names]
    known = DATASETS.get(str(settings.get("dataset")))
    if settings.get("weights") or (known is not None and known.bytes):  # networks are tried on datasets
        paths.append(data or data_root())
    _wait(paths, progress)


def _wait(paths: Sequence[Path], progress: Loading) -> None:
    wait_for_answers(paths, lambda path: progress(0, 0, str(path)))


def new_run(
    recipe: Base, changes: Mapping[str, Any], device: str, data: Path | None, progress: Loading
) -> tuple[Trainer, list[Sentence]]:
    """Make a trainer at the start of a run.

    Args:
        recipe: what the run follows.
        changes: settings that differ from it.
        device: "auto", "cpu", "cuda" or "mps".
        data: the folder with datasets; None for the usual one.
        progress: called while the data are loaded.
    """
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.device import choose_device
    from digitpad.training.session import new_trainer, skipped_messages

    chosen = recipe if isinstance(recipe, Recipe) else Recipe.from_dict(dict(recipe))
    wait_for_files({**chosen.as_dict(), **changes}, data, progress)
    trainer = new_trainer(
        chosen,
        changes,
        out=None,
        device=choose_device(device),
        progress=progress,
        data=data,
        notes={"command": "window"},
    )
    begins = () if trainer.begins is None else (trainer.begins,)
    return trainer, [*trainer.data_messages, *skipped_messages(trainer.skipped), *begins]


def run_going_on(
    order: ResumeOrder, settings: Mapping[str, Any], data: Path | None, progress: Loading
) -> tuple[Trainer, list[Sentence]]:
    """Make a trainer that goes on from a file; a finished run goes on to the form's epochs.

    Args:
        order: what to go on from.
        settings: the form's settings.
        data, progress: as for `new_run`.
    """
    from digitpad.training.device import choose_device
    from digitpad.training.files import last_good
    from digitpad.training.session import resumed_trainer

    _wait([order.path] if order.optimizer is None else [order.path, order.optimizer], progress)
    network, about_file = (order.network, []) if order.network is not None else last_good(order.path)
    wait_for_files({**(network.recipe or settings), "weights": ""}, data, progress)
    trainer, messages = resumed_trainer(
        order.path,
        {**_more_epochs(network, settings), **order.changes},
        out=None,
        device=choose_device(str(settings.get("device", "auto"))),
        progress=progress,
        data=data,
        optimizer=order.optimizer,
        network=network,
    )
    return trainer, [*order.messages, *about_file, *messages]


def _more_epochs(checkpoint: Checkpoint, settings: Mapping[str, Any]) -> dict[str, int]:
    """The change that Resume means for a finished run: to train it to the form's epochs.

    A form that shows another recipe says nothing about this run.
    """
    from digitpad.training.session import run_in

    run = run_in(checkpoint)
    if run is None or run[1].epoch <= run[0].epochs or settings.get("recipe") != run[0].name:
        return {}
    return {"epochs": int(settings["epochs"])}
