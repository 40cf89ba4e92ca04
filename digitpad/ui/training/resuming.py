"""What Resume goes on with, and what is asked before it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import DigitpadError
from digitpad.recipe.recipe import Recipe
from digitpad.ui.messages import counted, joined, sentence
from digitpad.ui.networks.file_messages import FileMessages
from digitpad.ui.recipe_form.words import change_text
from digitpad.ui.threads.answering import soon
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.failed_runs import FailedRuns
from digitpad.ui.training.optimizer_choice import OptimizerChoice
from digitpad.ui.training.resume_target import (
    OURS,
    Differences,
    ResumeOrder,
    ResumeTarget,
    differences,
    grave,
    news,
)
from digitpad.ui.training.run_choice import RunChoice
from digitpad.ui.training.run_reader import RunReader
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.training.target_finder import TargetFinder
from digitpad.ui.training.waiting_run import WaitingRun
from digitpad.ui.training.worker import RunInfo
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.optimizer_file import OptimizerState
    from digitpad.training.position import Position


class Resuming(QObject):
    """Answers the tab's Resume: the chosen or newest run, as it was saved or with the form's edits.

    Args:
        window: what dialogs belong to.
        training: does it.
        tab: has the form.
        banner: where questions are asked.

    Signals:
        open_requested(object): open the `Path` of another program's network, which a run is to begin with.
    """

    open_requested = Signal(object)

    def __init__(
        self, window: QWidget, training: TrainingController, tab: TrainingTab, banner: StatusBanner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._training = training
        self._tab = tab
        self._banner = banner
        self._file_messages = FileMessages(self)
        self._target: ResumeTarget | None = None
        self._begun_with: ResumeTarget | None = None  # what the newest run began with, as `_target` was
        self._recognized = ""  # what the banner said of it
        self._expected: Path | None = None  # the optimiser's file whose network is being loaded
        self._order: ResumeOrder | None = None  # what the banner asks about
        self._reader = RunReader(tab, banner, self)
        self._choice = RunChoice(window, banner, self._reader, self)
        self._choice.chosen.connect(self._run_chosen)
        self._choice.open_requested.connect(self.open_requested)
        self._finder = TargetFinder(tab, self)
        self._waiting = WaitingRun(tab, self)
        self._failures = FailedRuns(training, tab, banner, self._reader, self._network, self)
        self._optimizers = OptimizerChoice(window, banner, self._reader, self._network, self)
        self._optimizers.taken.connect(self._take_optimizer)
        tab.buttons.resume.clicked.connect(self.resume)
        tab.buttons.choose_run.triggered.connect(self._choice.ask)
        tab.buttons.show_run.triggered.connect(self._show_run)
        training.started.connect(self._run_started)
        training.idle.connect(self.look)

    @Slot()
    def look(self) -> None:
        """See which run Resume would go on with, and what it is called by now."""
        chosen, begun = self._chosen(), self._begun_with is not None
        self._begun_with = None

        def show(target: ResumeTarget | None) -> None:
            if begun:  # a run that took no step leaves no file
                self._target = target if target in chosen else None
            if not self._training.running:
                self._waiting.show_target(target)

        # What does not answer is offered: Resume says so.
        self._finder.find(chosen, show, lambda _: self._waiting.offer_unread(chosen))

    def _chosen(self) -> list[ResumeTarget]:
        return [target for target in (self._target, self._begun_with) if target is not None]

    @Slot(object)
    def _run_started(self, info: RunInfo) -> None:
        self._begun_with = self._target
        self._target = None if info.folder is None else ResumeTarget(info.folder / "last.pth")
        if messages := news(info.messages):
            text = joined(*map(sentence, messages))
            (self._banner.show_warning if grave(messages) else self._banner.show_info)(text)

    def expect_optimizer(self, path: Path) -> None:
        """The network that is loaded next belongs to the optimiser's state in `path`."""
        self._expected = path

    @Slot(object, object)
    def network_chosen(self, checkpoint: Checkpoint, asked: Path) -> None:
        """The user loaded a network: where there is something to go on with, Resume takes it."""
        expected, self._expected, self._order = self._expected, None, None
        opening, self._choice.opening = self._choice.opening, None
        if self._training.running or checkpoint.path is None:
            return
        self._target = None
        if checkpoint.recipe is not None and checkpoint.training is not None:
            try:
                recipe = Recipe.from_dict(checkpoint.recipe)
            except DigitpadError as error:
                self._banner.show_error(error)
                return
            self._target = ResumeTarget(checkpoint.path)
            self._tab.show_run(recipe.as_dict())
            self._banner.show_info(
                self.tr("This file keeps a run, and its settings are shown: Resume goes on with it.")
            )
        elif checkpoint.recipe is None:
            paired = asked != checkpoint.path and checkpoint.optimizer is not None
            self._take_foreign(checkpoint, asked if paired else None)
            if expected is not None:
                self._optimizers.read(expected)
        self.look()
        if opening == asked and self._target is not None:
            self._go_with(self._target.order())

    def _take_foreign(self, network: Checkpoint, optimizer: Path | None) -> None:
        """Another program's network: show the recipe that trains it, and say what lies beside it."""
        path = network.path
        if path is None:
            return
        self._order = None
        self._target = target = ResumeTarget(path, network, optimizer)
        self._tab.show_run(target.begins_with())
        self._recognized = text = self._file_messages.recognized(network, optimizer)
        if target.lacks_momentum:
            self._banner.show_info(text, (self._optimizers.action(),), stays=True)
        else:
            self._banner.show_info(text)

    @Slot()
    def given_up(self) -> None:
        """The file that was to be opened does not answer: nothing goes on with it."""
        self._choice.opening = None

    @Slot(object, object)
    def _run_chosen(self, path: Path, checkpoint: Checkpoint) -> None:
        """The user picked the file to go on from: a run goes on as it was, a foreign network begins one."""
        if self._training.running:
            return
        self._target = ResumeTarget(path)
        if checkpoint.kind != OURS:
            self._take_foreign(checkpoint, None)
        self._go_with(self._target.order())

    @Slot()
    def _show_run(self) -> None:
        """Fill the form with the settings of what Resume would go on with."""
        if not self._reader.running:
            self._finder.wait_for(self._chosen(), self._read_settings, self._banner.show_error)

    def _read_settings(self, target: ResumeTarget | None) -> None:
        from digitpad.training.session import stored_run

        if target is not None and not self._reader.running and not self._training.running:
            self._reader.start(partial(stored_run, target.path), partial(self._fill_form, target))

    def _fill_form(self, target: ResumeTarget, run: tuple[Recipe, Position] | None) -> None:
        if run is not None:
            recipe, position = run
            self._tab.show_run(recipe.as_dict())
            epochs = counted(position.epoch - 1, self.tr("1 epoch"), self.tr("{count} epochs"))
            batches = counted(position.batch, self.tr("1 batch"), self.tr("{count} batches"))
            text = self.tr("These are the run's settings; it has done {epochs} and {batches}.")
            self._banner.show_info(text.format(epochs=epochs, batches=batches))
        elif target.network is not None:
            self._take_foreign(target.network, target.optimizer)

    @Slot()
    def resume(self) -> None:
        """Go on with the paused run, else with the chosen or newest one, once the user has been asked."""
        if self._training.running:
            self._training.go_on()
        else:
            self._finder.wait_for(self._chosen(), self._resume, self._banner.show_error)

    def _resume(self, target: ResumeTarget | None) -> None:
        if self._training.running:
            return
        if target is None:
            self._banner.show_error(DigitpadError("There is no run to resume yet; press Train to start one."))
            return
        if not self._tab.form.accepted():
            return
        self._order = target.order()
        edited = self._tab.form.edited()
        if not edited:
            self._go()
        elif target.network is not None:
            changes = {} if "recipe" in edited else edited
            self._ask(Differences({**changes}), self.tr("Begin with these changes? {changes}"))
        else:
            from digitpad.training.session import stored_run

            self._reader.wait_for(partial(stored_run, target.path), self._compare)

    @Slot(object)
    def assumptions_changed(self, network: Checkpoint) -> None:
        """The user changed the normalisation, or anything assumed, of the network that Resume begins with."""
        target = self._target
        if target is None or target.network is None or target.path != network.path:
            return
        other = target.network.layers != network.layers
        self._target = replace(target, network=network)
        if self._training.running:
            return
        if self._banner.text() == self._recognized:  # which is out of date
            self._take_foreign(network, target.optimizer)
            return
        # A network that was only measured begins the same run: the form may hold another one by now.
        begins = self._target.begins_with()
        if begins != target.begins_with() and (other or not self._tab.form.edited()):
            self._tab.show_run(begins)

    def _compare(self, run: tuple[Recipe, Position] | None) -> None:
        """The run's file is read: compare it with the form."""
        if run is None or self._order is None or self._training.running:
            self._go()  # the run itself says what is wrong with its file
            return
        differing = differences(*run, str(self._tab.form.base()["name"]), self._tab.form.edited())
        self._order = replace(self._order, messages=differing.messages)
        self._ask(differing, self.tr("Resume with these changes? {changes}"))

    def _ask(self, differing: Differences, question: str) -> None:
        if self._order is None:
            return
        longer = differing.finished and "epochs" in differing.changes  # there is nothing to do as it was
        label = self.tr("Only more epochs") if longer else self.tr("As it was")
        as_it_was = (label, partial(self._go_with, self._order))
        if differing.problem is not None:
            self._banner.show_warning(sentence(differing.problem), (as_it_was,))
            return
        self._order = replace(self._order, changes={**self._order.changes, **differing.requested()})
        if not differing.question:
            self._go()
            return
        changes = ", ".join(change_text(name, *values) for name, values in differing.changes.items())
        actions = ((self.tr("With the changes"), self._go), as_it_was)
        self._banner.show_info(question.format(changes=changes), actions, stays=True)

    def _go_with(self, order: ResumeOrder) -> None:
        self._order = order
        self._go()

    @Slot()
    def _go(self) -> None:
        """Start what was ordered, once the optimiser's state is there or given up."""
        order, target = self._order, self._target
        if order is None:
            return
        asks = target is not None and target.path == order.path and target.lacks_momentum
        if target is not None and asks and self._has_its_classes(target.network):
            actions = self._optimizers.action(), (self.tr("Go on without"), self._go_without)
            self._banner.show_info(self._file_messages.without_momentum(target.network), actions, stays=True)
            return
        self._order = None
        self._training.resume(order)

    def _has_its_classes(self, network: Checkpoint | None) -> bool:
        """Whether the chosen dataset has as many classes as a network; else the run says so."""
        from digitpad.data.datasets import expected_pictures

        dataset = str(self._tab.form.recipe_values()["dataset"])
        _, count = soon(Path(dataset), lambda _: expected_pictures(dataset), expected_pictures("mnist"))
        return network is None or len(network.classes) == count

    @Slot()
    def _go_without(self) -> None:
        if self._target is not None:
            self._target = replace(self._target, alone=True)
        self._go()

    def _network(self) -> Checkpoint | None:
        """Another program's network that Resume begins with."""
        return None if self._target is None else self._target.network

    @Slot(object, object)
    def _take_optimizer(self, path: Path, state: OptimizerState) -> None:
        target, order = self._target, self._order
        if target is None or target.network is None:
            return
        self._take_foreign(replace(target.network, optimizer=state, optimizer_problem=None), path)
        if order is not None:  # Resume was waiting for it
            self._order = replace(order, optimizer=path)
            self._go()
