"""The thread that drives a trainer: pause, step, resume, stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from digitpad.errors import Cancelled, DigitpadError, Sentence, TrainingError, reason
from digitpad.training.events import EpochDone, Event, Finished, StepDone
from digitpad.ui.threads.stream import Stream

if TYPE_CHECKING:
    from pathlib import Path

    from digitpad.data.labelled import Progress
    from digitpad.training.trainer import Trainer

Build = Callable[["Progress"], tuple["Trainer", list[Sentence]]]
"""Makes a trainer in the thread."""

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


class TrainingWorker(Stream):
    """Runs one training, from loading its data to its one ending: finished, stopped or failed.

    Args:
        build: makes the trainer in the thread, and returns it with what there is to say of it; its progress
            callback raises `Cancelled` once stop is asked for.
        parent: its owner.

    Attributes:
        tensorboard: whether the run is written for TensorBoard too; to be set before it begins.
        live: whether `weights_ready` is wanted.

    Signals:
        progressed(object, object, str): as of `Task`, while the data are loaded.
        run_started(object): the `RunInfo`, once training begins.
        received(list): the run's events, as of `Stream`.
        weights_ready(object): a `Checkpoint` with a copy of the newest weights, while it is wanted.
        step_traced(object): the `StepTrace` of a single step that was asked for.
        paused(): waiting before the next step.
        interrupted(object): a `DigitpadError` in mid-run; the run is paused and can be resumed.
        warned(object): a `DigitpadError` that does not touch the run.
        failed(object): the `DigitpadError` that ended the run.
        ended(): the run is over.
    """

    run_started = Signal(object)
    weights_ready = Signal(object)
    step_traced = Signal(object)
    paused = Signal()
    interrupted = Signal(object)
    warned = Signal(object)

    def __init__(self, build: Build, parent: QObject | None = None) -> None:
        super().__init__("training", parent, failure="Training stopped: {why}.", low_priority=True)
        self._build = build
        self._order = Order.RUN
        self._changed = threading.Condition()
        self._over = False
        self._unsaved: DigitpadError | None = None  # why the newest stop failed
        self.live = False
        self.tensorboard = False
        self._weights_due = 0.0

    def begin(self) -> None:
        """Start the run."""
        self.start(self._train)

    def order(self, order: Order) -> None:
        """Ask for something; it takes effect before the next step. Nothing follows a stop that works."""
        with self._changed:
            if self._order not in _LAST:
                self._order = order
                self._changed.notify_all()

    def stop_and_wait(self, save: bool = True) -> DigitpadError | None:
        """Stop, let the run be saved, and wait for its end.

        Args:
            save: without it the run ends in any case.

        Returns:
            Why the run could not be saved. It is paused then, and `interrupted` was emitted.
        """
        with self._changed:
            self._unsaved = None
            self._order = Order.STOP if save else Order.ABANDON
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._over or (save and self._unsaved is not None))
            return None if self._over else self._unsaved

    def close(self) -> None:
        """End the run without saving it; nothing that it posted is delivered any more."""
        super().close()
        self.order(Order.ABANDON)

    # What follows runs in the thread.

    def _run(self) -> None:
        try:
            super()._run()
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _train(self) -> None:
        trainer, messages = self._build(self._loading)
        log = self._log_for_tensorboard(trainer)
        self.post(self.run_started.emit, RunInfo(trainer, messages, log))
        self._drive(trainer)

    def _loading(self, done: int, total: int) -> None:
        if self._order in _LAST:
            raise Cancelled
        self.progress(done, total)

    def _log_for_tensorboard(self, trainer: Trainer) -> Path | None:
        """Have the run written for TensorBoard, where that is wanted; returns the folder it is in."""
        if not self.tensorboard:
            return None
        from digitpad.training.tensorboard import TensorBoardLog

        return TensorBoardLog(trainer, partial(self.post, self.warned.emit)).folder

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
                self.order(Order.PAUSE)
                self.post(self.interrupted.emit, error)
                continue
            self.send(event)
            if isinstance(event, StepDone):
                self._step_taken()  # before it is shown: whoever sees it may ask for the next one
                if trainer.trace_steps:
                    self.post(self.step_traced.emit, trainer.last_trace)
            if isinstance(event, EpochDone | Finished):
                self.flush()
            self._offer_weights(trainer, event)
            if isinstance(event, Finished):
                return

    def _wait_for_turn(self) -> Order:
        """Wait while paused; returns anything but PAUSE."""
        with self._changed:
            if self._order is Order.PAUSE:
                self.post(self.paused.emit)
                self._changed.wait_for(lambda: self._order is not Order.PAUSE)
            return self._order

    def _step_taken(self) -> None:
        """After a batch a STEP becomes a PAUSE; what comes between batches does not count as one."""
        with self._changed:
            if self._order is Order.STEP:
                self._order = Order.PAUSE

    def _offer_weights(self, trainer: Trainer, event: Event) -> None:
        if not self.live:
            return
        now = time.monotonic()
        waiting = self._order is Order.PAUSE
        if isinstance(event, StepDone | EpochDone) and (now > self._weights_due or waiting):
            checkpoint = trainer.checkpoint(history=False)
            self.post(self.weights_ready.emit, checkpoint)
            after = time.monotonic()
            self._weights_due = after + max(WEIGHTS_INTERVAL, (after - now) / _COPYING_SHARE)

    def _save_stopped(self, trainer: Trainer) -> bool:
        """Save the run and end it; returns False where it could not be saved: it is paused then."""
        try:
            for event in trainer.stop():
                self.send(event)
        except TrainingError:
            self.send(trainer.finished("stopped"))
            raise
        except DigitpadError as error:
            self._stop_failed(error)
            return False
        except (RuntimeError, MemoryError, ValueError, OSError) as error:
            self._stop_failed(DigitpadError("The run could not be saved: {why}.", why=reason(error)))
            return False
        return True

    def _stop_failed(self, error: DigitpadError) -> None:
        """Pause as after any other save that failed, so that Resume or Stop can be tried again."""
        # Before the window, which may wait for the stop, looks at its messages.
        self.post(self.interrupted.emit, error)
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
        history: the curves so far, as a checkpoint keeps them.
        resumed: whether the run goes on from a file.
        folder: where its files go.
        device, precision: what computes, and in which numbers.
        messages: sentences about it for the log.
        tensorboard: the folder that it is written into for TensorBoard; None where it is not.
    """

    def __init__(self, trainer: Trainer, messages: list[Sentence], tensorboard: Path | None = None) -> None:
        self.recipe = trainer.recipe.as_dict()
        self.examples = len(trainer.dataset_train)
        self.history = trainer.history()
        self.resumed = trainer.position.step > 0
        self.folder = trainer.out
        self.device = trainer.device.type
        self.precision = trainer.recipe.precision
        self.messages = tuple(messages)
        self.tensorboard = tensorboard
