"""What connects the training tab and the training thread: starting, pausing, resuming and ending runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import DatasetNotFound, DigitpadError, TrainingError, tr
from digitpad.training.events import Event, Finished
from digitpad.ui.messages import sentence
from digitpad.ui.settings import Settings
from digitpad.ui.threads.task import Stream
from digitpad.ui.training.building import new_run, run_going_on
from digitpad.ui.training.recalling import Recalling
from digitpad.ui.training.resume_target import ResumeOrder
from digitpad.ui.training.tab import TrainingState, TrainingTab
from digitpad.ui.training.worker import Build, Interrupted, Order, RunDriver, RunInfo
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.recipe.recipe import Recipe


class TrainingController(QObject):
    """Keeps at most one run going and tells the tab how it stands.

    Args:
        tab: what the user sees and presses.
        settings: where the dataset folder is kept.
        banner: where errors are shown.
        parent: its owner.

    Attributes:
        folder: of the run that is training; None where none is.
        resumes: what the run asked for last goes on from; None where it begins anew.
        start_blocker: returns why no run may start at the moment; None where one may.

    Signals:
        weights_ready(object): a `Checkpoint` with the newest weights, while the tab's switch is on.
        run_saved(object): the `Path` of the ended run's network.
        run_unsaved(): the run ended, or failed, without a file.
        dataset_missing(object): the `DatasetNotFound` that a run could not start for.
        other_network(object): the `OtherNetworkError` of weights that the run cannot begin with.
        diverged(object): the `TrainingError` of a run whose weights are not finite any more.
        run_finished(object): the `FinishedRunError` of a run that was to go on.
        run_over(): its last event was shown, after `run_saved` or `run_unsaved`.
        run_requested(): the user asked for a run, so older messages are out of date.
        started(object): the `RunInfo` of a run that begins to train.
        idle(): there is no run, or none any more.
    """

    weights_ready = Signal(object)
    run_saved = Signal(object)
    run_unsaved = Signal()
    dataset_missing = Signal(object)
    diverged = Signal(object)
    run_finished = Signal(object)
    run_over = Signal()
    other_network = Signal(object)
    run_requested = Signal()
    started = Signal(object)
    idle = Signal()

    def __init__(
        self,
        tab: TrainingTab,
        settings: Settings,
        banner: StatusBanner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._settings = settings
        self._banner = banner
        self._stream = Stream("training", self, failure=tr("Training stopped: {why}."), low_priority=True)
        self._stream.progressed.connect(tab.progress.set_loading)
        self._stream.received.connect(self._receive)
        self._stream.failed.connect(self._failed)
        self._stream.ended.connect(self._ended)
        self._recalling = Recalling(tab.form, self)
        self.run_requested.connect(self._recalling.give_up)
        self._driver: RunDriver | None = None
        self._repeat = tab.buttons.repeat
        self._by_itself = False  # whether the step that is taken was not pressed for
        self._retry: Callable[[], None] | None = None
        self.resumes: ResumeOrder | None = None
        self._in_form = False
        self.folder: Path | None = None
        self.start_blocker: Callable[[], DigitpadError | None] = lambda: None
        self._ready = False
        tab.set_state(TrainingState.LOADING_TORCH)
        tab.live.setChecked(settings.live_weights)
        tab.train_requested.connect(self.train)
        tab.form.refused.connect(banner.show_error)
        tab.buttons.pause.clicked.connect(self.pause)
        tab.buttons.repeat.step_requested.connect(self.step)
        tab.buttons.stop.clicked.connect(self.stop)
        tab.live.toggled.connect(self._set_live)
        tab.form.more.tensorboard.setChecked(settings.tensorboard)
        self._recalling.recall(settings.training)

    @property
    def running(self) -> bool:
        """Whether there is a run, at work or paused."""
        return self._driver is not None

    @Slot()
    def torch_loaded(self) -> None:
        """torch is there: allow training."""
        from digitpad.training.device import available_devices

        self._tab.set_devices(["auto", *available_devices()])
        self._ready = True
        self._rest()

    def _rest(self) -> None:
        """No run: offer to train."""
        self._tab.set_state(TrainingState.IDLE)
        self.idle.emit()

    @Slot(object)
    def train(self, settings: Mapping[str, Any]) -> None:
        """Start a new run with the tab's settings."""
        changes = dict(settings)
        recipe, device = changes.pop("recipe"), str(changes.pop("device", "auto"))
        build = partial(new_run, self._tab.form.base(recipe), changes, device, self._settings.data_folder)
        self._start(build, lambda: self.train(settings), in_form=True)

    def train_again(self, recipe: Recipe) -> None:
        """Start a new run with a recipe just as it is, on the tab's device."""
        device = str(self._tab.form.settings().get("device", "auto"))
        build = partial(new_run, recipe, {}, device, self._settings.data_folder)
        self._start(build, lambda: self.train_again(recipe))

    @Slot()
    def go_on(self) -> None:
        """Go on with the paused run."""
        if self._driver is not None:
            self._banner.clear_error()  # what the run was paused for is mended, or else will be shown again
            self._driver.order(Order.RUN)
            self._tab.set_state(TrainingState.RUNNING)

    def resume(self, order: ResumeOrder) -> None:
        """Go on from a file, on the tab's device; a finished run goes on to the tab's epochs."""
        settings = {**self._tab.form.settings(), "recipe": self._tab.form.base()["name"]}
        build = partial(run_going_on, order, settings, self._settings.data_folder)
        self._start(build, lambda: self.resume(order), resumes=order)

    def _start(
        self,
        build: Build,
        again: Callable[[], None],
        resumes: ResumeOrder | None = None,
        in_form: bool = False,
    ) -> None:
        """Start a run, unless there is one.

        Args:
            build: makes its trainer.
            again: asks for the same run once more.
            resumes: what it goes on from.
            in_form: whether the form has its settings already.
        """
        if self._driver is not None or not self._ready:
            return
        if (why := self.start_blocker()) is not None:
            self._banner.show_error(why)
            return
        self._retry, self.resumes, self._in_form = again, resumes, in_form
        self.run_requested.emit()
        self._driver = RunDriver(
            build,
            self._stream.send,
            self._stream.progress,
            tensorboard=self._tab.form.more.tensorboard.isChecked(),
            live=self._settings.live_weights,
        )
        self._tab.set_state(TrainingState.PREPARING)
        driver = self._driver
        self._stream.start(driver.run, wake=partial(driver.order, Order.ABANDON), over=driver.end)

    @Slot()
    def retry(self) -> None:
        """Ask again for the run that could not start, with the dataset folder as it is set by now."""
        if self._retry is not None:
            self._retry()

    @Slot()
    def pause(self) -> None:
        """Wait before the next step, and take no more by oneself."""
        self._repeat.stop()
        self._order(Order.PAUSE)

    @Slot(bool)
    def step(self, by_itself: bool = False) -> None:
        """Train on one batch and wait again; where that goes on by itself, no page is turned for it."""
        self._by_itself = by_itself
        self._order(Order.STEP)

    @Slot()
    def stop(self) -> None:
        """End the run after saving it."""
        if self._driver is not None:
            self._tab.set_state(TrainingState.STOPPING)
            self._order(Order.STOP)

    def _order(self, order: Order) -> None:
        if self._driver is not None:
            self._driver.order(order)

    def shut_down(self, save: bool = True) -> DigitpadError | None:
        """Stop the run and have it saved.

        Args:
            save: False throws away what the run has learnt since it was saved last.

        Returns:
            Why the run could not be saved: it is paused then, and every message about it until here has been
            passed on.
        """
        self._repeat.stop()
        unsaved = None if self._driver is None else self._driver.stop_and_wait(save)
        if unsaved is not None:
            self._stream.deliver()
        return unsaved

    @Slot(bool)
    def _set_live(self, on: bool) -> None:
        self._settings.live_weights = on
        if self._driver is not None:
            self._driver.live = on

    def _run_started(self, info: RunInfo) -> None:
        computer = f"{info.device.upper()} · {info.precision}"
        self._tab.begin_run(info.recipe, info.examples, info.history if info.resumed else None, computer)
        if self._in_form:
            self._tab.form.mark()
        else:
            self._tab.show_run(info.recipe)
        self._tab.log.note(self.tr("Training on {machine}").format(machine=computer))
        for message in (info.overview, *info.messages):
            self._tab.log.note(sentence(message))
        if info.tensorboard is not None:
            self._tab.log.note(f"tensorboard --logdir {info.tensorboard}")
        self._tab.set_state(TrainingState.RUNNING)
        self.folder = info.folder
        self.started.emit(info)

    @Slot(list)
    def _receive(self, events: list[object]) -> None:
        for of_trainer, group in groupby(events, lambda event: isinstance(event, Event)):
            if of_trainer:
                self._show_events(cast("list[Event]", list(group)))
            else:
                for event in group:
                    self._take(event)

    def _take(self, event: object) -> None:
        """Show an event that is not the trainer's."""
        from digitpad.model.checkpoint import Checkpoint
        from digitpad.training.step_trace import StepTrace

        match event:
            case RunInfo():
                self._run_started(event)
            case StepTrace():
                self._tab.pages.show_batch(event, turn=not self._by_itself)
            case Checkpoint():
                self.weights_ready.emit(event)
            case Order.PAUSE:
                self._tab.set_state(TrainingState.PAUSED)
                self._repeat.step_done()
            case Interrupted(error):
                self._repeat.stop()
                self._banner.show_error(error)
            case DigitpadError():
                self._tab.log.note(sentence(event))

    def _show_events(self, events: list[Event]) -> None:
        self._tab.add_events(events)
        last = events[-1]
        if isinstance(last, Finished):
            if last.path is not None:
                self.run_saved.emit(last.path)
            else:
                self.run_unsaved.emit()
            self.run_over.emit()

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        from digitpad.model.open.initial import OtherNetworkError
        from digitpad.training.session import FinishedRunError

        if isinstance(error, DatasetNotFound):
            self.dataset_missing.emit(error)
        elif isinstance(error, TrainingError):
            self.diverged.emit(error)
        elif isinstance(error, OtherNetworkError):
            self.other_network.emit(error)
        elif isinstance(error, FinishedRunError):
            self.run_finished.emit(error)
        else:
            self._banner.show_error(error)
        self.run_unsaved.emit()

    @Slot()
    def _ended(self) -> None:
        self.folder = self._driver = None
        self._rest()
