"""What connects the training tab and the training thread: starting, pausing, resuming and ending runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot

from digitpad.errors import DatasetNotFound, DigitpadError
from digitpad.training.events import Event, Finished
from digitpad.ui.settings import Settings
from digitpad.ui.widgets.training.tab import TrainingState, TrainingTab
from digitpad.ui.workers.training import Order, RunInfo, TrainingWorker

if TYPE_CHECKING:
    from digitpad.data.download import Progress
    from digitpad.training.trainer import Trainer


class TrainingControl(QObject):
    """Keeps at most one training thread and tells the tab how it stands.

    Signals:
        weights_ready(object): a `Checkpoint` with the newest weights, while the tab's switch is on.
        run_saved(object): the `Path` of the ended run's network.
        run_unsaved(): the run ended, or failed, without a file.
        dataset_missing(object): the `DatasetNotFound` that a run could not start for.
        failed(object): a `DigitpadError` for the status banner.
        begun(): a run was asked for, so older messages are out of date.
    """

    weights_ready = Signal(object)
    run_saved = Signal(object)
    run_unsaved = Signal()
    dataset_missing = Signal(object)
    failed = Signal(object)
    begun = Signal()

    def __init__(self, tab: TrainingTab, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._settings = settings
        self._worker: TrainingWorker | None = None
        self._retry: Callable[[], None] | None = None
        self._ready = False
        self._recipe: Mapping[str, Any] = {}
        tab.set_state(TrainingState.LOADING_TORCH)
        tab.set_live_weights(settings.live_weights)
        tab.train_requested.connect(self.train)
        tab.pause_requested.connect(self.pause)
        tab.step_requested.connect(self.step)
        tab.resume_requested.connect(self.resume)
        tab.stop_requested.connect(self.stop)
        tab.cancel_loading_requested.connect(self.stop)
        tab.live_weights_toggled.connect(self._set_live)

    @property
    def running(self) -> bool:
        """Whether there is a run, at work or paused."""
        return self._worker is not None

    @property
    def under_way(self) -> bool:
        """Whether a run has begun to train."""
        return self._worker is not None and bool(self._recipe)

    @Slot()
    def torch_loaded(self) -> None:
        """torch is there: fill the form and allow training."""
        from digitpad.data.datasets import DATASETS
        from digitpad.training.device import available_devices
        from digitpad.training.recipe import PRESETS

        self._tab.set_choices(
            {name: recipe.as_dict() for name, recipe in PRESETS.items()},
            [(entry.name, self.tr(entry.title)) for entry in DATASETS.values()],
            ["auto", *available_devices()],
        )
        self._tab.set_settings(self._settings.training)
        self._ready = True
        self._rest()

    def _rest(self) -> None:
        """No run: offer to train, and to resume where there is something to resume."""
        from digitpad.training.session import newest_run

        self._tab.set_state(TrainingState.IDLE)
        self._tab.set_resumable(newest_run() is not None)

    @Slot(object)
    def train(self, settings: Mapping[str, Any]) -> None:
        """Start a new run with the tab's settings."""
        changes = dict(settings)
        recipe, device = str(changes.pop("recipe")), str(changes.pop("device", "auto"))
        data = self._settings.data_folder

        def build(progress: Progress) -> Trainer:
            from digitpad.training.device import choose_device
            from digitpad.training.session import new_trainer

            return new_trainer(
                recipe,
                changes,
                out=None,
                device=choose_device(device),
                progress=progress,
                data=data,
                notes={"command": "window"},
            )

        self._start(build)

    @Slot(object)
    def resume(self, path: object) -> None:
        """Go on with the paused run, else with the run in `path`, else with the newest one."""
        if self._worker is not None:
            self._worker.order(Order.RUN)
            self._tab.set_state(TrainingState.RUNNING)
            return
        chosen = Path(str(path)) if path else None
        wanted = self._tab.settings()
        device, epochs = str(wanted.get("device", "auto")), wanted.get("epochs")
        data = self._settings.data_folder

        def build(progress: Progress) -> Trainer:
            from digitpad.training.device import choose_device
            from digitpad.training.recipe import preset
            from digitpad.training.session import extended, newest_run, resumed_trainer

            source = chosen or newest_run()
            if source is None:
                raise DigitpadError("There is no run to resume yet; press Train to start one.")
            return resumed_trainer(
                source,
                extended(source, int(str(epochs or preset(str(wanted["recipe"])).epochs))),
                out=None,
                device=choose_device(device),
                progress=progress,
                data=data,
            )

        self._start(build)

    def _start(self, build: Callable[[Progress], Trainer]) -> None:
        if self._worker is not None or not self._ready:
            return
        self._retry = lambda: self._start(build)
        self.begun.emit()
        worker = TrainingWorker(build, self)
        worker.set_live(self._settings.live_weights)
        worker.loading.connect(self._tab.set_loading_progress)
        worker.started_run.connect(self._run_started)
        worker.happened.connect(self._happened)
        worker.weights_ready.connect(self.weights_ready)
        worker.paused.connect(self._paused)
        worker.interrupted.connect(self.failed)
        worker.failed.connect(self._failed)
        worker.finished.connect(self._ended)
        self._worker = worker
        self._tab.set_state(TrainingState.PREPARING)
        worker.start()

    @Slot()
    def retry(self) -> None:
        """Ask again for the run that could not start."""
        if self._retry is not None:
            self._retry()

    @Slot()
    def pause(self) -> None:
        """Wait before the next step."""
        self._order(Order.PAUSE)

    @Slot()
    def step(self) -> None:
        """Train on one batch and wait again."""
        self._order(Order.STEP)

    @Slot()
    def stop(self) -> None:
        """End the run after saving it."""
        if self._worker is not None:
            self._tab.set_state(TrainingState.STOPPING)
            self._order(Order.STOP)

    def _order(self, order: Order) -> None:
        if self._worker is not None:
            self._worker.order(order)

    def shut_down(self) -> None:
        """Stop, let the run be saved, wait for the thread; what it still said is not shown any more."""
        if self._worker is not None:
            self._worker.stop_and_wait()
        for receiver in (self, self._tab):
            QCoreApplication.removePostedEvents(receiver, QEvent.Type.MetaCall.value)

    @Slot(bool)
    def _set_live(self, wanted: bool) -> None:
        self._settings.live_weights = wanted
        if self._worker is not None:
            self._worker.set_live(wanted)

    @Slot(object)
    def _run_started(self, info: RunInfo) -> None:
        self._recipe = info.recipe
        self._tab.begin_run(info.recipe, info.examples, info.history if info.resumed else None)
        self._tab.set_state(TrainingState.RUNNING)

    @Slot(list)
    def _happened(self, events: list[Event]) -> None:
        self._tab.add_events(events)
        last = events[-1]
        if isinstance(last, Finished):
            if last.path is not None:
                self.run_saved.emit(last.path)
            else:
                self.run_unsaved.emit()

    @Slot()
    def _paused(self) -> None:
        self._tab.set_state(TrainingState.PAUSED)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        if isinstance(error, DatasetNotFound):
            self.dataset_missing.emit(error)
        else:
            self.failed.emit(error)
        self.run_unsaved.emit()

    @Slot()
    def _ended(self) -> None:
        worker, self._worker = self._worker, None
        self._recipe = {}
        if worker is not None:
            worker.deleteLater()
        self._rest()
