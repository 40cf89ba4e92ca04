"""A whole run in one call, for scripts and notebooks."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from digitpad.data.labelled import silent
from digitpad.recipe.recipe import Recipe
from digitpad.terminal_language import in_words, tr
from digitpad.training.device import choose_device
from digitpad.training.events import EpochDone, Report
from digitpad.training.kept_run import KeptRun
from digitpad.training.library import RunLibrary
from digitpad.training.session import new_trainer, resumed_trainer
from digitpad.training.trainer import Trainer


def train(
    recipe: str | Recipe | None = None,
    *,
    resume: Path | str | None = None,
    data: Path | str | None = None,
    out: Path | str | None = None,
    device: str = "auto",
    show: Callable[[str], object] = print,
    **settings: Any,
) -> KeptRun:
    """Train a network to the end of its run, or until it is interrupted, which saves it.

    Args:
        recipe: a preset's name, a recipe's file, or a recipe; "quick" if None.
        resume: the `last.pth` of a run that goes on instead.
        data: the folder with datasets; `DIGITPAD_DATA` or the cache folder if None.
        out: the run's folder; a new one among the user's runs if None.
        device: "auto", "cpu", "cuda" or "mps".
        show: called with a line for each epoch, whose form is that of the notes in any language.
        settings: that differ from the recipe's, such as `epochs=2`; see docs/settings.md.

    Returns:
        The run, with its curves; `file` is its newest checkpoint, which `Recognizer.load` takes.

    Raises:
        DigitpadError: when recipe, dataset, settings or folder cannot be used, or the training diverges.
        KeyboardInterrupt: when it is interrupted before its first step; it leaves no run then.
    """
    places: dict[str, Any] = {
        "data": None if data is None else Path(data),
        "out": None if out is None else Path(out),
        "device": choose_device(device),
        "progress": silent,
    }
    if resume is None:
        trainer = new_trainer("quick" if recipe is None else recipe, settings, **places)
        messages = list(trainer.data_messages)
    else:
        name = recipe.name if isinstance(recipe, Recipe) else recipe
        trainer, messages = resumed_trainer(Path(resume), settings, recipe=name, **places)
    try:
        for message in (trainer.overview, *messages):
            show(in_words(message))
        _run(trainer, show)
    finally:
        trainer.release()
    folder = trainer.last_path.parent
    return RunLibrary(folder.parent).read(folder)


def _run(trainer: Trainer, show: Callable[[str], object]) -> None:
    report = Report(trainer.examples_per_epoch, trainer.recipe.batch_size)
    with _held_interrupts() as interrupts:
        with contextlib.closing(trainer.run()) as events:
            for event in events:
                if isinstance(event, EpochDone):
                    show(str(report.line(event)))
                if interrupts:
                    break
        if not interrupts or trainer.done:
            return
        trainer.stop()
    if not trainer.position.step:
        raise KeyboardInterrupt
    go_on = f"train(resume={str(trainer.last_path)!r})"
    show(tr("Interrupted; to go on: {call}").format(call=go_on))


@contextlib.contextmanager
def _held_interrupts() -> Iterator[list[int]]:
    """Collect Ctrl+C, or a notebook's Stop, until a step has ended: within one nothing can be saved."""
    interrupts: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield interrupts  # Python gives signals to the main thread only
        return
    before = signal.signal(signal.SIGINT, lambda number, _frame: interrupts.append(number))
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
