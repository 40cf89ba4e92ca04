"""One QThread that drives a trainer: pause, step, resume, stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import Cancelled, DigitpadError, Sentence, TrainingError, reason
from digitpad.training.events import EpochDone, Event, Finished, StepDone
from digitpad.ui.threads.priority import lower_priority, use_all_cores
from digitpad.ui.threads.throttle import Throttle

if TYPE_CHECKING:
    from pathlib import Path

    from digitpad.data.labelled import Progress
    from digitpad.training.trainer import Trainer

Build = Callable[["Progress"], tuple["Trainer", list[Sentence]]]
"""Makes a trainer in the thread."""

_log = logging.getLogger("digitpad")

WEIGHTS_INTERVAL = 0.25
"""Seconds between two copies of the newest weights for the prediction panel."""

_COPYING_SHARE = 0.03  # of the time, at most: VGG-16's half a gigabyte takes a while to copy


class Order(Enum):
    """What the thread is asked to do."""

    RUN = "run"
    PAUSE = "pause"
    STEP = "step"
    STOP = "stop"
    ABANDON = "abandon"  # stop without saving


_LAST = (Order.STOP, Order.ABANDON)


class TrainingWorker(QThread):
    """Runs one training, from loading its data to its one ending: finished, stopped or failed.

    Args:
        build: makes the trainer and tells what there is to say of it; gets a progress callback, which raises
            `Cancelled` once stop is asked for.
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones rather than stand still.

    Attributes:
        tensorboard: whether the run is written for TensorBoard too; to be set before the thread starts.

    Signals:
        loading(int, int): done and total while the data are loaded.
        started_run(object): the trainer's `RunInfo`, once training begins.
        happened(list): events, in batches at most 17 times a second.
        weights_ready(object): a `Checkpoint` with a copy of the newest weights, while it is wanted.
        batch_seen(object): the `StepTrace` of a single step that was asked for.
        paused(): waiting before the next step.
        interrupted(object): a `DigitpadError` in mid-run; the run is paused and can be resumed.
        remarked(object): a `DigitpadError` that does not touch the run.
        failed(object): a `DigitpadError` that ended the run.
    """

    loading = Signal(object, object)
    started_run = Signal(object)
    happened = Signal(list)
    weights_ready = Signal(object)
    batch_seen = Signal(object)
    paused = Signal()
    interrupted = Signal(object)
    remarked = Signal(object)
    failed = Signal(object)

    def __init__(
        self, build: Build, wait_for_imports: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trainingWorker")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._build = build
        self._wait_for_imports = wait_for_imports
        self._order = Order.RUN
        self._changed = threading.Condition()
        self._ended = False
        self._unsaved: DigitpadError | None = None  # why the newest stop failed
        self._live = False
        self.tensorboard = False
        self._throttle: Throttle[Event] = Throttle(self.happened.emit)
        self._weights_due = 0.0
        self._loading_at = 0.0

    def order(self, order: Order) -> None:
        """Ask for something; it takes effect before the next step. Nothing follows a stop that works."""
        with self._changed:
            if self._order not in _LAST:
                self._order = order
                self._changed.notify_all()

    def set_live(self, wanted: bool) -> None:
        """Whether `weights_ready` is wanted."""
        self._live = wanted

    def stop_and_wait(self, save: bool = True) -> DigitpadError | None:
        """Stop, let the run be saved, and wait for the thread's end.

        Gives why the run could not be saved; it is paused then, the thread goes on, and `interrupted` was
        emitted. Without `save` the thread ends in any case.
        """
        if not self.isRunning():
            return None
        with self._changed:
            self._unsaved = None
            self._order = Order.STOP if save else Order.ABANDON
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended or (save and self._unsaved is not None))
            if not self._ended:
                return self._unsaved
        self.wait()
        return None

    def run(self) -> None:
        """Train; called by Qt in the thread."""
        try:
            self._run()
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _run(self) -> None:
        lower_priority()  # before any work of torch's, whose helper threads inherit it
        try:
            self._wait_for_imports()
            use_all_cores()
            trainer, told = self._build(self._progress)
            log = self._log_for_tensorboard(trainer)
            self.started_run.emit(RunInfo(trainer, told, log))
            self._drive(trainer)
        except Cancelled:
            pass
        except DigitpadError as error:
            self._throttle.flush()
            self.failed.emit(error)
        except (RuntimeError, MemoryError, ValueError, OSError) as error:
            # torch reports what it cannot do (no memory on the device, a broken driver) in these.
            self._throttle.flush()
            self.failed.emit(DigitpadError("Training stopped: {why}.", why=reason(error)))
        except Exception as error:  # noqa: BLE001 - the thread's last frame: what nobody foresaw is said, not lost
            _log.exception("unexpected error in the training thread")
            self._throttle.flush()
            self.failed.emit(
                DigitpadError("Training stopped by an error in digitpad ({why}).", why=repr(error))
            )

    def _log_for_tensorboard(self, trainer: Trainer) -> Path | None:
        """Have the run written for TensorBoard, where that is wanted; gives the folder it is in."""
        if not self.tensorboard:
            return None
        from digitpad.training.tensorboard import TensorBoardLog

        return TensorBoardLog(trainer, self.remarked.emit).folder

    def _progress(self, done: int, total: int) -> None:
        if self._order in _LAST:
            raise Cancelled
        now = time.monotonic()
        if now - self._loading_at > 0.05 or done >= total:
            self._loading_at = now
            self.loading.emit(done, total)

    def _drive(self, trainer: Trainer) -> None:
        events = trainer.run()
        while True:
            if (order := self._wait_for_turn()) in _LAST:
                events.close()
                if order is Order.ABANDON or self._save_stopped(trainer):
                    return
                events = trainer.run()
                continue
            trainer.trace_steps = order is Order.STEP
            try:
                event = next(events)
            except TrainingError:
                raise
            except DigitpadError as error:
                # Between two events the trainer's state is whole, so a new generator goes on from here.
                events = trainer.run()
                self._throttle.flush()
                self.order(Order.PAUSE)
                self.interrupted.emit(error)
                continue
            self._throttle.add(event)
            if isinstance(event, StepDone):
                self._step_taken()  # before it is shown: whoever sees it may ask for the next one
                if trainer.trace_steps:
                    self._throttle.flush()
                    self.batch_seen.emit(trainer.last_trace)
            if isinstance(event, EpochDone | Finished):
                self._throttle.flush()
            self._offer_weights(trainer, event)
            if isinstance(event, Finished):
                return

    def _wait_for_turn(self) -> Order:
        """Wait while paused; gives anything but PAUSE."""
        with self._changed:
            if self._order is Order.PAUSE:
                self._throttle.flush()
                self.paused.emit()
                self._changed.wait_for(lambda: self._order is not Order.PAUSE)
            return self._order

    def _step_taken(self) -> None:
        """After a batch a STEP becomes a PAUSE; what comes between batches does not count as one."""
        with self._changed:
            if self._order is Order.STEP:
                self._order = Order.PAUSE

    def _offer_weights(self, trainer: Trainer, event: Event) -> None:
        if not self._live:
            return
        now = time.monotonic()
        waiting = self._order is Order.PAUSE
        if isinstance(event, StepDone | EpochDone) and (now > self._weights_due or waiting):
            checkpoint = trainer.checkpoint(history=False)
            self.weights_ready.emit(checkpoint)
            after = time.monotonic()
            self._weights_due = after + max(WEIGHTS_INTERVAL, (after - now) / _COPYING_SHARE)

    def _save_stopped(self, trainer: Trainer) -> bool:
        """Save the run and end it; gives False where it could not be saved: it is paused then."""
        try:
            for event in trainer.stop():
                self._throttle.add(event)
        except TrainingError:
            self._throttle.add(trainer.finished("stopped"))
            raise
        except DigitpadError as error:
            self._stop_failed(error)
            return False
        except (RuntimeError, MemoryError, ValueError, OSError) as error:
            self._stop_failed(DigitpadError("The run could not be saved: {why}.", why=reason(error)))
            return False
        finally:
            self._throttle.flush()
        return True

    def _stop_failed(self, error: DigitpadError) -> None:
        """Pause as after any other save that failed, so that Resume or Stop can be tried again."""
        self._throttle.flush()
        self.interrupted.emit(error)  # before the window, which may wait for the stop, looks at its messages
        with self._changed:
            self._unsaved = error
            if self._order is Order.STOP:
                self._order = Order.PAUSE
            self._changed.notify_all()


class RunInfo:
    """What the window shows of a run that begins.

    Attributes:
        recipe: the recipe's settings.
        examples: size of the training set.
        batches: batches in an epoch.
        history: the curves so far, as a checkpoint keeps them.
        resumed: whether the run goes on from a file.
        folder: where its files go.
        device, precision: what computes, and in which numbers.
        told: what there is to say of it.
        tensorboard: the folder that it is written into for TensorBoard; None where it is not.
    """

    def __init__(self, trainer: Trainer, told: list[Sentence], tensorboard: Path | None = None) -> None:
        self.recipe = trainer.recipe.as_dict()
        self.examples = len(trainer.dataset_train)
        self.batches = trainer.batches
        self.history = trainer.history()
        self.resumed = trainer.position.step > 0
        self.folder = trainer.out
        self.device = trainer.device.type
        self.precision = trainer.recipe.precision
        self.told = tuple(told)
        self.tensorboard = tensorboard
