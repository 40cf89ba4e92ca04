"""The trainer: a plain generator of events that follows a recipe.

To pause, do not call next. To stop, close the generator, or stop calling it, and save: between two events
the trainer's state is always that of a finished step, so a run can be saved and resumed at any of them.

On the processor a resumed run ends bit for bit as one that was never interrupted: the order of the
examples and the augmentation are functions of (seed, epoch, step), the learning rate is one of the step,
and weights, optimiser, averages, counters, dropout's random numbers and the number of threads are saved. On
CUDA and MPS the same things are saved, but some of torch's kernels there add up in an order that differs
from run to run, so a resumed run agrees only as closely as two runs of the same seed do.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from torch import Tensor

from digitpad.data.labelled import Dataset
from digitpad.errors import Sentence
from digitpad.model.normalization import denormalize_unit
from digitpad.recipe.recipe import Recipe
from digitpad.training.clock import Speed, Stopwatch
from digitpad.training.evaluate import evaluate
from digitpad.training.events import LOG_INTERVAL, EpochDone, Event, Finished, StepDone
from digitpad.training.saving import SavedRun
from digitpad.training.schedule import Schedule
from digitpad.training.step_trace import StepRecorder, StepTrace

SAVE_INTERVAL = 30.0
"""Seconds of training between two saves of `last.pth` within an epoch."""

SAVING_FRACTION = 0.01
"""Of the time within an epoch: a slow disk is written to less often."""


class Trainer(SavedRun):
    """Trains the network of a recipe on a dataset.

    Args:
        recipe: the settings.
        dataset: the pictures; they stay on the device as they are, uint8.
        out: folder for `last.pth` and `best.pth`, made if missing; None writes no files.
        device: "cpu", "cuda" or "mps".
        notes: how the run was started, for its checkpoints.
        save_interval: seconds of training between two saves within an epoch.

    Attributes:
        trace_steps: whether each step leaves a `last_trace`, which takes time.
        last_trace: the trace of the newest step that left one.
        listeners: called with every event before `run` yields it.
    """

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        out: Path | None = None,
        device: str = "cpu",
        notes: Mapping[str, str] | None = None,
        save_interval: float = SAVE_INTERVAL,
    ) -> None:
        super().__init__(recipe, dataset, out, device, notes)
        self.listeners: list[Callable[[Event], None]] = []
        self.trace_steps = False
        self.last_trace: StepTrace | None = None
        self._speed = Speed()
        self._save_interval = save_interval

    def run(self) -> Generator[Event, None, None]:
        """Train to the last epoch.

        Yields:
            What happens: steps, epochs, checkpoints and the end.

        Raises:
            CheckpointError: when a file cannot be written; the trainer can go on with a new `run()`.
            RunInUseError: when another process trains in the run's folder.
            TrainingError: when the loss is not finite; the weights of that step were not changed.
        """
        try:
            for event in self._events():
                self._notify(event)
                yield event
        finally:
            self.threads.give_back()

    def _notify(self, event: Event) -> None:
        for listener in list(self.listeners):  # a listener may remove itself
            listener(event)

    def _events(self) -> Generator[Event, None, None]:
        if self.files is not None:
            self.files.prepare()
        if not self.test_curve:
            yield self._evaluate(self.position.epoch - 1, None, None)
            self.position.last_pending = True  # there is a file to go back to from the start
        yield from self._save_pending()
        schedule = self.schedule
        while not self.done:
            yield from self._epoch(schedule)
            yield self._finish_epoch()
            yield from self._save_pending()
        self.release()
        yield self.finished("completed")

    def _epoch(self, schedule: Schedule) -> Iterator[Event]:
        position = self.position
        watch = Stopwatch()
        saved, pause = time.perf_counter(), self._save_interval
        self._learner.train()
        for indices in self.epoch_batches(position.epoch, position.batch):
            event = self._step(indices, schedule.rate(position.scheduled(self.batches)))
            self._count(len(indices), watch.lap())
            yield replace(event, images_per_s=self._speed.value)
            watch.leave_out_pause()
            if self.files is not None and time.perf_counter() - saved > pause:
                began = time.perf_counter()
                event_saved = self.save()
                saved = time.perf_counter()
                pause = max(self._save_interval, (saved - began) / SAVING_FRACTION)
                self._count(0, watch.lap())
                yield event_saved
                watch.leave_out_pause()

    def rate_of(self, step: int) -> float:
        """The learning rate of step number `step`, from 0."""
        return self.schedule.rate(step)

    def first_batch(self) -> Tensor:
        """Return the pictures of the run's first batch as they are in the dataset: uint8 (B, C, H, W)."""
        indices = next(self.epoch_batches(1))
        return self._train.images[indices.to(self._train.images.device)].cpu()

    def epoch_pictures(self, epoch: int, step: int) -> Tensor:
        """Return the pictures of an epoch's first batch as the network got them, without their normalisation.

        Args:
            epoch: its number, from 1.
            step: steps of the run before it.

        Returns:
            float32 (B, C, H, W), 0-1.
        """
        indices = next(self.epoch_batches(epoch)).to(self.device)
        pictures = self._learner.pictures(indices, step)
        return denormalize_unit(pictures, *self.recipe.normalisation).clamp(0, 1).cpu()

    def _count(self, examples: int, seconds: float) -> None:
        self._speed.add(examples, seconds)
        self.position.seconds += seconds
        self.position.seconds_examples += examples

    def _step(self, indices: Tensor, rate: float) -> StepDone:
        position = self.position
        recorder = StepRecorder() if self.trace_steps else None
        self.threads.step_begins(position.step)
        value = self._learner.step(indices, position.step, rate, recorder)
        if not math.isfinite(value):
            raise self._diverged(
                Sentence(
                    "the loss became {value} in step {step}", {"value": value, "step": position.step + 1}
                ),
                rate,
            )
        if position.batch % LOG_INTERVAL == 0:
            self.train_curve.append((position.examples_seen, value))
        batch = position.batch
        if recorder is not None:
            examples, classes = len(self._train), self.classes
            self.last_trace = recorder.trace(self.recipe, position, examples, classes, rate, value)
        self.threads.step_done(position.step + 1)
        position.batch += 1
        position.step += 1
        position.examples_seen += len(indices)
        position.loss_sum += value
        return StepDone(
            position.epoch,
            position.step,
            position.examples_seen,
            value,
            0.0,
            batch,
            self.batches,
            self.threads.settled,
            self.threads.most,
        )

    def _evaluate(self, epoch: int, train_loss: float | None, images_per_s: float | None) -> EpochDone:
        step = self.position.step

        def batch_done(_done: int, _total: int) -> None:
            self.threads.step_done(step)
            self.threads.step_begins(step)

        self.threads.step_begins(step)
        result = evaluate(self.inference_network, self._test, *self.recipe.normalisation, batch_done)
        examples = self.position.examples_seen
        self.test_curve.append((examples, epoch, result.loss, result.accuracy))
        return EpochDone(
            epoch, self.position.step, examples, train_loss, result.loss, result.accuracy, images_per_s
        )

    def _finish_epoch(self) -> EpochDone:
        position = self.position
        speed = position.seconds_examples / position.seconds if position.seconds else None
        event = self._evaluate(position.epoch, position.loss_sum / max(1, position.batch), speed)
        if not math.isfinite(event.test_loss):
            self.test_curve.pop()
            raise self._diverged(
                Sentence("the test loss became {value}", {"value": event.test_loss}),
                self.recipe.learning_rate,
            )
        rate = self.schedule.rate(position.scheduled(self.batches) - 1)
        self.epoch_curve.append((event.epoch, position.step, event.train_loss or 0.0, rate))
        self.epoch_seconds.append((event.epoch, position.seconds))
        position.end_epoch()
        position.last_pending = True
        if event.test_accuracy > position.best_accuracy and event.test_accuracy >= self.recipe.keep_above:
            position.best_accuracy = event.test_accuracy
            position.best_pending = True
        return event

    def stop(self) -> list[Event]:
        """End the run here and save it, unless no step was taken yet.

        Returns:
            The last events.

        Raises:
            CheckpointError, TrainingError: as `save` does.
        """
        events: list[Event] = []
        if self.files is not None and self.position.step:
            events.append(self.save())
        elif self.files is not None:
            self.files.forget_empty_run()
        self.release()
        events.append(self.finished("stopped"))
        for event in events:
            self._notify(event)
        return events

    def release(self) -> None:
        """Free the folder of the run for other processes; a run that ends does so itself."""
        if self.files is not None:
            self.files.release()

    def finished(self, reason: Literal["completed", "stopped"]) -> Finished:
        """The last event of a run; the caller has saved it."""
        _, _, loss, accuracy = self.test_curve[-1] if self.test_curve else (0, 0, None, None)
        position = self.position
        path = self.files.last if self.files is not None and self.files.last.exists() else None
        return Finished(
            position.epochs_begun,
            position.step,
            position.examples_seen,
            reason,
            loss,
            accuracy,
            path,
        )
