"""Runs that cannot begin or go on as they are, and what is offered instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from digitpad.errors import TrainingError
from digitpad.training.outcome import rise
from digitpad.ui.messages import counted, sentence
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.resume_target import ResumeOrder
from digitpad.ui.training.run_reader import RunReader
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.training.worker import RunInfo
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.open.initial import OtherNetworkError
    from digitpad.recipe.recipe import Recipe
    from digitpad.training.session import FinishedRunError

_SOME = 5  # epochs that are offered besides a single one to a run of one epoch


class FailedRuns(QObject):
    """Offers a smaller learning rate after a run that went wrong, and what fits of other weights.

    Args:
        training: has the runs.
        tab: has the form.
        banner: where it is offered.
        reader: reads the weights' file.
        network: knows the network that Resume began with, where it is another program's.
        parent: its owner.
    """

    def __init__(
        self,
        training: TrainingController,
        tab: TrainingTab,
        banner: StatusBanner,
        reader: RunReader,
        network: Callable[[], Checkpoint | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._tab = tab
        self._banner = banner
        self._reader = reader
        self._network = network
        self._recipe: dict[str, Any] = {}  # of the run that began last
        training.started.connect(self._run_started)
        training.diverged.connect(self._diverged)
        training.run_over.connect(self._look_back)
        training.other_network.connect(self._other_network)
        training.run_finished.connect(self._ask_for_epochs)

    @Slot(object)
    def _run_started(self, info: RunInfo) -> None:
        self._recipe = dict(info.recipe)

    @Slot(object)
    def _diverged(self, error: TrainingError) -> None:
        """The loss is not finite any more: offer the last good state with a smaller learning rate."""
        path, slower = error.values.get("path"), self._slower()
        actions = []
        if isinstance(path, Path) and slower is not None:
            text = self.tr("Resume with learning rate {rate}").format(rate=f"{slower:g}")
            order = ResumeOrder(path, {"learning_rate": slower})
            actions.append((text, partial(self._training.resume, order)))
        self._banner.show_error(error, actions)

    def _slower(self) -> float | None:
        """A tenth of the learning rate of the run that began last."""
        rate = self._recipe.get("learning_rate")
        return float(f"{rate / 10:.3g}") if isinstance(rate, float) else None

    @Slot()
    def _look_back(self) -> None:
        """Where the run has made the network worse, offer the same with a smaller learning rate."""
        curves, slower = self._tab.chart.curves, self._slower()
        if curves is None or slower is None:
            return
        worse = rise(curves.train.rows(), curves.test, 10 * slower)
        if worse is not None:
            text = self.tr("Train again with learning rate {rate}").format(rate=f"{slower:g}")
            self._tab.log.note(sentence(worse))
            self._banner.show_warning(sentence(worse), ((text, partial(self._train_again, slower)),))

    def _train_again(self, rate: float) -> None:
        from digitpad.recipe.recipe import Recipe

        self._training.train_again(Recipe.from_dict(self._recipe).with_changes(learning_rate=rate))

    @Slot(object)
    def _ask_for_epochs(self, error: FinishedRunError) -> None:
        """Resume was pressed for a run that has done all its epochs: ask how many more it should have."""
        order = self._training.resumes
        if order is None:
            return
        done = int(str(error.values["done"]))
        actions = []
        for more in sorted({1, done} if done > 1 else {1, _SOME}):
            text = counted(more, self.tr("1 more epoch"), self.tr("{count} more epochs"))
            longer = replace(order, changes={**order.changes, "epochs": done + more})
            actions.append((text, partial(self._training.resume, longer)))
        self._banner.show_info(sentence(error), actions, stays=True)

    @Slot(object)
    def _other_network(self, error: OtherNetworkError) -> None:
        """The weights are of other classes, or of another network: offer all but its last layer."""
        action = (self.tr("Begin with its other layers"), partial(self._read_its_network, error.path))
        self._banner.show_error(error, (action,))

    def _read_its_network(self, path: Path) -> None:
        from digitpad.training.session import recipe_of_weights

        dataset = str(self._tab.form.recipe_values()["dataset"])
        network = self._network()
        known = network if network is not None and network.path == path else None
        self._reader.wait_for(partial(recipe_of_weights, path, dataset, known), self._show_its_network)

    def _show_its_network(self, recipe: Recipe) -> None:
        self._tab.show_run(recipe.as_dict())
        text = self.tr("Its network and its weights are chosen; press Train to begin with what fits of them.")
        self._banner.show_info(text)
