"""The run that Resume would go on with: what it is called, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from digitpad.errors import DigitpadError
from digitpad.ui.threads.task import Task
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.network_titles import network_title

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun
    from digitpad.ui.training.resume_target import ResumeTarget


class WaitingRun(QObject):
    """Says below the buttons that a run waits, and at Resume what pressing it does.

    Args:
        tab: where that is said.
        parent: its owner.
    """

    def __init__(self, tab: TrainingTab, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._task = Task("waitingRun", self)
        self._target: ResumeTarget | None = None

    def show_target(self, target: ResumeTarget | None) -> None:
        """Resume goes on with this from now on; None where there is nothing."""
        self._target = target
        self._tab.progress.set_waiting("")
        self._task.cancel()
        if target is None:
            self._tab.buttons.set_resumable(False)
            return
        name = network_title(target.path)
        if target.network is not None:
            self._offer(self.tr("Begin a run with {file}").format(file=name))
            return
        self._offer(self.tr("Go on with {run}").format(run=name))
        self._task.start(partial(_kept, target.path), self._show, self._pass_over)

    def offer_unread(self, chosen: Sequence[ResumeTarget]) -> None:
        """Resume would go on with the first of these, which does not answer."""
        for target in chosen[:1]:
            self._target = target
            self._tab.progress.set_waiting("")
            self._task.cancel()
            self._offer(self.tr("Go on with {run}").format(run=network_title(target.path)))

    def _offer(self, hint: str) -> None:
        self._tab.buttons.set_resumable(True, hint)

    def _pass_over(self, _error: DigitpadError) -> None:
        """It cannot be listed: the run itself will say what is wrong with its file."""

    def _show(self, run: KeptRun) -> None:
        if run.finished:
            text = self.tr("{run} is finished: Resume asks how many more epochs it gets")
            self._offer(text.format(run=run.name))
            return
        text = self.tr("{run} waits in epoch {epoch} of {epochs}: Resume goes on with it")
        text = text.format(run=run.name, epoch=run.epochs_done + 1, epochs=run.recipe.epochs)
        self._offer(text)
        self._tab.progress.set_waiting(text)


def _kept(path: Path) -> KeptRun:
    """Runs in the thread."""
    from digitpad.training.library import RunLibrary

    return RunLibrary(path.parent.parent).read(path.parent)
