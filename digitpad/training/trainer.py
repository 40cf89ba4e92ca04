"""The trainer: a plain generator of events that follows a recipe.

To pause, do not call next. To stop, close the generator, or stop calling it, and save: between two events
the trainer's state is always that of a finished step, so a run can be saved and resumed at any of them.

On the processor a resumed run ends bit for bit as one that was never interrupted: the order of the
examples and the augmentation are functions of (seed, epoch, step), the learning rate is one of the step,
and weights, optimiser, averages, counters, dropout's random numbers and the number of threads are kept. On
CUDA and MPS the same things are kept, but some of torch's kernels there add up in an order that differs
from run to run, so a resumed run agrees only as closely as two runs of the same seed do.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from digitpad.data.batches import batches, steps_per_epoch
from digitpad.data.datasets import Dataset, LabelledImages
from digitpad.errors import CheckpointError, TrainingError, reason
from digitpad.model.checkpoint import Checkpoint
from digitpad.training.device import resolve_precision
from digitpad.training.evaluate import evaluate
from digitpad.training.events import CheckpointSaved, EpochDone, Event, Finished, StepDone
from digitpad.training.learner import Learner
from digitpad.training.memory import keep_freed_memory
from digitpad.training.position import Position
from digitpad.training.recipe import Recipe
from digitpad.training.run_files import RunFiles
from digitpad.training.schedule import Schedule, schedule_of
from digitpad.training.speed import Speed, Stopwatch

LOG_INTERVAL = 10
"""Batches between two points of the loss curve, as in the notes."""

SAVE_INTERVAL = 30.0
"""Seconds of training between two saves of `last.pth` within an epoch."""

_SAVING_SHARE = 0.01  # of the time within an epoch; a slow disk is written to less often


class Trainer:
    """Trains the network of a recipe on a dataset.

    Args:
        recipe: what to do.
        dataset: the pictures; they are kept on the device as they are, uint8.
        out: folder for `last.pth` and `best.pth`, made if missing; None keeps no files.
        device: "cpu", "cuda" or "mps".
        notes: how the run was started, kept in its checkpoints.
        save_interval: seconds of training between two saves within an epoch.

    Attributes:
        recipe: the recipe; its precision is "float32" or "bfloat16".
        position: where the run stands.
        changes: what was changed when the run was resumed, as the history keeps it.
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
        self.recipe = recipe.with_changes(precision=resolve_precision(recipe.precision, device))
        self.device = torch.device(device)
        self.files = None if out is None else RunFiles(out)
        self.notes = dict(notes or {})
        self.position = Position()
        self.changes: list[dict[str, Any]] = []
        self.train_curve: list[tuple[int, float]] = []
        self.test_curve: list[tuple[int, int, float, float]] = []
        self._train, self._test = (_on(part, self.device) for part in (dataset.train, dataset.test))
        self.classes = dataset.train.classes
        keep_freed_memory()
        self._learner = Learner(self.recipe, self._train, self.device)
        self._speed = Speed()
        self._save_interval = save_interval

    @property
    def dataset_train(self) -> LabelledImages:
        """The training set, on the device."""
        return self._train

    @property
    def out(self) -> Path | None:
        """The run's folder; None when it keeps no files."""
        return None if self.files is None else self.files.folder

    @property
    def last_path(self) -> Path:
        """Where the newest state of the run is kept.

        Raises:
            CheckpointError: when the run keeps no files.
        """
        return self._kept_files().last

    @property
    def done(self) -> bool:
        """Whether the last epoch is behind it."""
        return self.position.epoch > self.recipe.epochs

    @property
    def batches(self) -> int:
        """Batches in an epoch."""
        return steps_per_epoch(len(self._train), self.recipe.batch_size)

    @property
    def schedule(self) -> Schedule:
        """How the learning rate moves over the run."""
        return schedule_of(self.recipe, self.batches)

    @property
    def answering(self) -> nn.Module:
        """The network that is measured and kept: the averaged one where the recipe averages."""
        return self._learner.answering

    def weights(self) -> dict[str, Tensor]:
        """A copy of the answering network's weights on the processor, which another thread may keep."""
        return self._learner.weights()

    def run(self) -> Generator[Event, None, None]:
        """Train to the last epoch, telling what happens.

        Raises:
            CheckpointError: when a file cannot be written; the trainer can go on with a new `run()`.
            TrainingError: when the loss is infinite or no number; the weights of that step were not changed.
        """
        if self.files is not None:
            self.files.prepare()
        if not self.test_curve:
            yield self._measured(self.position.epoch - 1, None, None)
            self.position.last_pending = True  # from the first moment there is a file to go back to
        yield from self._save_pending()
        schedule = self.schedule
        while not self.done:
            yield from self._epoch(schedule)
            yield self._finish_epoch()
            yield from self._save_pending()
        yield self.finished("completed")

    def _epoch(self, schedule: Schedule) -> Iterator[Event]:
        position = self.position
        watch = Stopwatch()
        saved, pause = time.perf_counter(), self._save_interval
        order = batches(
            len(self._train), self.recipe.batch_size, self.recipe.seed, position.epoch, position.batch
        )
        self._learner.network.train()
        for indices in order:
            event = self._step(indices, schedule.rate(position.scheduled(self.batches)))
            self._count(len(indices), watch.lap())
            yield replace(event, images_per_s=self._speed.value)
            watch.leave_out_pause()
            if self.files is not None and time.perf_counter() - saved > pause:
                began = time.perf_counter()
                event_saved = self.save()
                saved = time.perf_counter()
                pause = max(self._save_interval, (saved - began) / _SAVING_SHARE)
                self._count(0, watch.lap())
                yield event_saved
                watch.leave_out_pause()

    def _count(self, examples: int, seconds: float) -> None:
        self._speed.add(examples, seconds)
        self.position.seconds += seconds
        self.position.seconds_examples += examples

    def _step(self, indices: Tensor, rate: float) -> StepDone:
        position = self.position
        value = self._learner.step(indices, position.step, rate)
        if not math.isfinite(value):
            raise self._ran_away(f"the loss became {value} in step {position.step + 1}", rate)
        if position.batch % LOG_INTERVAL == 0:
            self.train_curve.append((position.examples_seen, value))
        batch = position.batch
        position.batch += 1
        position.step += 1
        position.examples_seen += len(indices)
        position.loss_sum += value
        return StepDone(
            position.epoch, position.step, position.examples_seen, value, 0.0, batch, self.batches
        )

    def _measured(self, epoch: int, train_loss: float | None, images_per_s: float | None) -> EpochDone:
        found = evaluate(self.answering, self._test, self.recipe.mean, self.recipe.std)
        seen = self.position.examples_seen
        self.test_curve.append((seen, epoch, found.loss, found.accuracy))
        return EpochDone(
            epoch, self.position.step, seen, train_loss, found.loss, found.accuracy, images_per_s
        )

    def _finish_epoch(self) -> EpochDone:
        position = self.position
        speed = position.seconds_examples / position.seconds if position.seconds else None
        event = self._measured(position.epoch, position.loss_sum / max(1, position.batch), speed)
        if not math.isfinite(event.test_loss):
            self.test_curve.pop()
            raise self._ran_away(f"the test loss became {event.test_loss}", self.recipe.learning_rate)
        position.end_epoch()
        position.last_pending = True
        if event.test_accuracy > position.best_accuracy and event.test_accuracy >= self.recipe.keep_above:
            position.best_accuracy = event.test_accuracy
            position.best_pending = True
        return event

    def _save_pending(self) -> Iterator[Event]:
        """Write what the last epoch left to be written; what fails stays to be written."""
        position = self.position
        if self.files is None:
            position.best_pending = position.last_pending = False
        if position.last_pending or position.best_pending:
            saved = self.save()
            yield saved
            if position.best_pending:
                self.files.keep_as_best()  # type: ignore[union-attr]
                position.best_pending = False
                best = self.files.best  # type: ignore[union-attr]
                yield replace(saved, path=best, best=True, checkpoint=replace(saved.checkpoint, path=best))

    def save(self) -> CheckpointSaved:
        """Write everything to the run's `last.pth`, so that it can be resumed from there.

        Raises:
            CheckpointError: when the file cannot be written, or the run keeps no files.
            TrainingError: when the weights have run away; the file that was there stays.
        """
        files, position = self._kept_files(), self.position
        checkpoint = self.checkpoint()
        try:
            if not all(value.isfinite().all() for value in checkpoint.model.values()):
                raise CheckpointError("some of its weights are no finite numbers")
            checkpoint.prove()  # a file that would not open again must not take a good one's place
        except CheckpointError as error:
            raise self._ran_away("the network gives no finite scores", self.recipe.learning_rate) from error
        pending, position.last_pending = position.last_pending, False
        try:
            files.save_last(replace(checkpoint, training=self.state_dict()))
        except CheckpointError:
            position.last_pending = pending
            raise
        return CheckpointSaved(
            position.epochs_begun,
            position.step,
            position.examples_seen,
            files.last,
            best=False,
            checkpoint=replace(checkpoint, path=files.last),
        )

    def stop(self) -> list[Event]:
        """End the run here: save it, unless nothing was learnt yet, and tell the last events.

        Raises:
            CheckpointError, TrainingError: as `save` does.
        """
        if self.files is None:
            return [self.finished("stopped")]
        if self.position.step:
            return [self.save(), self.finished("stopped")]
        self.files.forget_empty_run()
        return [self.finished("stopped")]

    def finished(self, why: str) -> Finished:
        """The last event of a run: "completed", or "stopped" after the caller has saved."""
        _, _, loss, accuracy = self.test_curve[-1] if self.test_curve else (0, 0, None, None)
        position = self.position
        path = self.files.last if self.files is not None and self.files.last.exists() else None
        return Finished(
            position.epochs_begun,
            position.step,
            position.examples_seen,
            "completed" if why == "completed" else "stopped",
            loss,
            accuracy,
            path,
        )

    def history(self) -> dict[str, list[Any]]:
        """`train` [examples, loss], `test` [examples, epoch, loss, accuracy], and the `changes`."""
        return {
            "train": [list(point) for point in self.train_curve],
            "test": [list(point) for point in self.test_curve],
            "changes": [dict(change) for change in self.changes],
        }

    def checkpoint(self, history: bool = True) -> Checkpoint:
        """What answering needs of the run, and its curves unless `history` is False, which is quicker.

        What resuming needs beside is `state_dict`.
        """
        metrics: dict[str, Any] = {
            "epoch": self.position.epochs_begun,
            "step": self.position.step,
            "examples_seen": self.position.examples_seen,
        }
        if self.test_curve and self.test_curve[-1][0] == self.position.examples_seen:
            # In mid-epoch the last measurement is of other weights than these.
            _, _, metrics["test_loss"], metrics["test_accuracy"] = self.test_curve[-1]
        return Checkpoint(
            architecture=self.recipe.network,
            model=self.weights(),
            mean=self.recipe.mean,
            std=self.recipe.std,
            classes=self.classes,
            recipe=self.recipe.as_dict(),
            metrics=metrics,
            history=self.history() if history else {},
            notes=self.notes,
        )

    def state_dict(self) -> dict[str, Any]:
        """What resuming needs beside the answering weights and the curves, as plain values and tensors."""
        return {
            "position": self.position.as_dict(),
            **self._learner.state_dict(),
            "examples": len(self._train),
            "threads": torch.get_num_threads(),
        }

    def load_state_dict(self, checkpoint: Checkpoint) -> None:
        """Go on where `checkpoint` was written, under this trainer's recipe.

        Raises:
            CheckpointError: when it is of another network, or keeps no training state.
        """
        state = checkpoint.training
        if state is None:
            raise CheckpointError("This file keeps weights but no training state, so it cannot be resumed.")
        examples = state.get("examples", len(self._train))  # missing in files of version 1
        if examples != len(self._train):
            raise CheckpointError(
                "The run was trained on {was} pictures and the dataset here has {now}; choose the folder it "
                "was trained with.",
                was=examples,
                now=len(self._train),
            )
        try:
            self._learner.load_state_dict(checkpoint.model, state)
            if self.files is not None:
                self.files.is_new = False
            self.position = Position.from_dict(state["position"])
            self._load_history(checkpoint.history)
            if self.device.type == "cpu" and "threads" in state:
                _use_threads(int(state["threads"]))
        except (LookupError, ArithmeticError, TypeError, ValueError, RuntimeError, AttributeError) as error:
            raise CheckpointError(
                "The training state cannot be resumed: {why}.", why=reason(error)
            ) from error

    def _load_history(self, history: Mapping[str, Any]) -> None:
        self.train_curve = [(int(seen), float(loss)) for seen, loss in history["train"]]
        self.test_curve = [
            (int(seen), int(epoch), float(loss), float(accuracy))
            for seen, epoch, loss, accuracy in history["test"]
        ]
        self.changes = [dict(change) for change in history.get("changes", ())]

    def start_from(self, weights: Mapping[str, Tensor], optimizer: Mapping[str, Any] | None = None) -> None:
        """Begin the run with these weights, and an optimiser's averages, instead of fresh ones.

        Raises:
            CheckpointError: when they are of another network.
        """
        try:
            self._learner.load_weights(weights)
            if optimizer is not None:
                self._learner.load_optimizer(optimizer)
        except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
            raise CheckpointError(
                "The run cannot begin with these files: {why}.", why=reason(error)
            ) from error

    def record(self, changes: Sequence[Mapping[str, Any]]) -> None:
        """Keep in the history what was changed at this point of the run."""
        self.changes += [{"step": self.position.step, **change} for change in changes]

    def _kept_files(self) -> RunFiles:
        if self.files is None:
            raise CheckpointError("This run keeps no files.")
        return self.files

    def _ran_away(self, what: str, rate: float) -> TrainingError:
        why = (
            "The weights have run away: {what}, most often because the learning rate ({rate:g}) is too "
            "large. "
        )
        if self.files is None or not self.files.last.exists():
            return TrainingError(why + "Train again with a smaller one.", what=what, rate=rate)
        return TrainingError(
            why + "{path} keeps the last good state: resume it with a smaller one.",
            what=what,
            rate=rate,
            path=self.files.last,
        )


def _on(data: LabelledImages, device: torch.device) -> LabelledImages:
    return replace(data, images=data.images.to(device), labels=data.labels.to(device))


def _use_threads(count: int) -> None:
    """Compute with as many threads as the run began with: another number adds up in another order."""
    if 0 < count != torch.get_num_threads():
        torch.set_num_threads(min(count, 4 * (os.cpu_count() or 1)))
