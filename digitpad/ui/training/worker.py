"""What the training thread does: it drives a trainer. Pausing is not asking for the next event."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from digitpad.errors import Cancelled, DigitpadError, Sentence, TrainingError, reason
from digitpad.training.events import EpochDone, Event, Finished, StepDone

if TYPE_CHECKING:
    from pathlib import Path

    from digitpad.training.trainer import Trainer


class Loading(Protocol):
    """Called while a run's files are read; may raise `Cancelled`."""

    def __call__(self, done: int, total: int, waits_for: str = "") -> None:
        """See `RunProgress.set_loading`."""


Build = Callable[[Loading], tuple["Trainer", list[Sentence]]]
"""Makes a trainer in the thread, and returns it with sentences about it for the log."""

_WEIGHTS_INTERVAL = 0.25  # seconds between two copies of the newest weights for the prediction panel
_COPYING_SHARE = 0.03  # of the time, at most: VGG-16's half a gigabyte takes a while to copy


class Order(Enum):
    """What the run is asked to do."""

    RUN = "run"
    PAUSE = "pause"
    STEP = "step"
    STOP = "stop"
    ABANDON = "abandon"  # stop without saving


_LAST = (Order.STOP, Order.ABANDON)


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What stood in the way of a run that pauses now and can be resumed."""

    error: DigitpadError


class RunDriver:
    """Drives one training run, from loading its data to its one ending: finished, stopped or failed.

    Besides the trainer's events it sends a `RunInfo` once training begins, `Order.PAUSE` when it waits before
    the next step, `Interrupted`, the `StepTrace` of a single step, a `Checkpoint` with the newest weights now
    and then, and a `DigitpadError` that does not touch the run.

    Args:
        build: makes the trainer; its progress callback raises `Cancelled` once stop is asked for.
        send: takes the events on their way to the window, `now=True` or a little later with others.
        progress: called while the data are loaded, as a `Loading`.
        tensorboard: whether the run is written for TensorBoard too.
        live: whether the newest weights are sent; may be changed at any time.
    """

    def __init__(
        self,
        build: Build,
        send: Callable[..., object],
        progress: Callable[[int, int, str], object],
        *,
        tensorboard: bool = False,
        live: bool = False,
    ) -> None:
        self._build, self._send, self._progress = build, send, progress
        self._tensorboard = tensorboard
        self.live = live
        self._weights_due = 0.0
        self._changed = threading.Condition()
        self._order = Order.RUN
        self._over = False
        self._unsaved: DigitpadError | None = None  # why the newest stop failed

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
            Why the run could not be saved. It is paused then, and `Interrupted` was sent.
        """
        with self._changed:
            self._unsaved = None
            self._order = Order.STOP if save else Order.ABANDON
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._over or (save and self._unsaved is not None))
            return None if self._over else self._unsaved

    # What follows runs in the thread.

    def run(self) -> None:
        """Load the data and train.

        Raises:
            Cancelled: when it was stopped while the data were loaded.
            DigitpadError: what ended the run.
        """
        trainer, messages = self._build(self._loading)
        try:
            folder = None
            if self._tensorboard:
                from digitpad.training.tensorboard import TensorBoardLog

                folder = TensorBoardLog(trainer, self._send).folder
            self._send(RunInfo(trainer, messages, folder), now=True)
            self._drive(trainer)
        finally:
            trainer.release()

    def end(self) -> None:
        """Nothing follows any more: who waits in `stop_and_wait` goes on."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def _loading(self, done: int, total: int, waits_for: str = "") -> None:
        if self._order in _LAST:
            raise Cancelled
        self._progress(done, total, waits_for)

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
                self._send(Interrupted(error), now=True)
                continue
            if isinstance(event, StepDone):
                self._step_taken()  # before it is shown: whoever sees it may ask for the next one
            self._send(event, now=isinstance(event, EpochDone | Finished))
            if isinstance(event, StepDone) and trainer.trace_steps:
                self._send(trainer.last_trace)
            self._offer_weights(trainer, event)
            if isinstance(event, Finished):
                return

    def _wait_for_turn(self) -> Order:
        """Wait while paused; returns anything but PAUSE."""
        with self._changed:
            if self._order is Order.PAUSE:
                self._send(Order.PAUSE, now=True)
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
            self._send(trainer.checkpoint(history=False), now=True)
            after = time.monotonic()
            self._weights_due = after + max(_WEIGHTS_INTERVAL, (after - now) / _COPYING_SHARE)

    def _save_stopped(self, trainer: Trainer) -> bool:
        """Save the run and end it; returns False where it could not be saved: it is paused then."""
        try:
            for event in trainer.stop():
                self._send(event)
        except TrainingError:
            self._send(trainer.finished("stopped"))
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
        self._send(Interrupted(error), now=True)
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
        overview: the classes, and how many pictures there are of each, for the log.
        messages: sentences about it for the log, and for the banner.
        tensorboard: the folder that it is written into for TensorBoard; None where it is not.
    """

    def __init__(self, trainer: Trainer, messages: list[Sentence], tensorboard: Path | None = None) -> None:
        self.recipe = trainer.recipe.as_dict()
        self.examples = trainer.examples_per_epoch
        self.history = trainer.history()
        self.resumed = trainer.position.step > 0
        self.folder = trainer.out
        self.device = trainer.device.type
        self.precision = trainer.recipe.precision
        self.overview = trainer.overview
        self.messages = tuple(messages)
        self.tensorboard = tensorboard
