"""The trainer: a plain generator of events that follows a recipe.

To pause, do not call next. To stop, close the generator, or stop calling it, and save: between two events
the trainer's state is always that of a finished step, so a run can be saved and resumed at any of them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from digitpad.data.augment import AUGMENTATIONS
from digitpad.data.batches import batches, mixed_seed, steps_per_epoch
from digitpad.data.datasets import Dataset, LabelledImages
from digitpad.errors import CheckpointError, TrainingError, reason
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.model.registry import architecture
from digitpad.training.averaging import Averaging
from digitpad.training.evaluate import evaluate, normalise
from digitpad.training.events import CheckpointSaved, EpochDone, Event, Finished, StepDone
from digitpad.training.optimizers import make_optimizer
from digitpad.training.recipe import Recipe
from digitpad.training.schedule import learning_rate
from digitpad.training.speed import Speed, Stopwatch

LOG_INTERVAL = 10
"""Batches between two points of the loss curve, as in the notes."""

SAVE_INTERVAL = 30.0
"""Seconds of training between two saves of `last.pth` within an epoch."""

_AUGMENT = 1  # keeps the augmentation's random numbers apart from the order's


@dataclass
class Position:
    """Where a run stands: the next `epoch` and `batch`, and what was counted from the start."""

    epoch: int = 1
    batch: int = 0
    step: int = 0
    examples_seen: int = 0
    loss_sum: float = 0.0
    seconds: float = 0.0
    seconds_examples: int = 0
    best_accuracy: float = -1.0
    # An epoch is measured before it is saved; who stops or fails in between finds here what is left to do.
    last_pending: bool = False
    best_pending: bool = False


class Trainer:
    """Trains the network of a recipe on a dataset.

    Args:
        recipe: what to do.
        dataset: the pictures; they are kept on the device as they are, uint8.
        out: folder for `last.pth` and `best.pth`, made if missing; None keeps no files.
        device: "cpu", "cuda" or "mps".
        notes: how the run was started, kept in its checkpoints.
    """

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        out: Path | None = None,
        device: str = "cpu",
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self.recipe = recipe
        self.device = torch.device(device)
        self.out = out
        self.notes = dict(notes or {})
        self.position = Position()
        self.train_curve: list[tuple[int, float]] = []
        self.test_curve: list[tuple[int, int, float, float]] = []
        self._train, self._test = (_on(part, self.device) for part in (dataset.train, dataset.test))
        self.classes = dataset.train.classes
        torch.manual_seed(recipe.seed)
        network = architecture(recipe.network).build(classes=len(self.classes))
        # channels_last makes the processor's convolutions about a fifth faster.
        self.network: nn.Module = network.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._average = self._averaged()
        self._optimizer = make_optimizer(recipe, self.network)
        self._speed = Speed()

    def _averaged(self) -> AveragedModel | None:
        if not self.recipe.average_decay:
            return None
        rule = Averaging(self.recipe.average_decay)
        return AveragedModel(self.network, multi_avg_fn=rule, use_buffers=True)

    @property
    def dataset_train(self) -> LabelledImages:
        """The training set, on the device."""
        return self._train

    @property
    def last_path(self) -> Path:
        """Where the newest state of the run is kept.

        Raises:
            CheckpointError: when the run keeps no files.
        """
        if self.out is None:
            raise CheckpointError("This run keeps no files.")
        return self.out / "last.pth"

    @property
    def done(self) -> bool:
        """Whether the last epoch is behind it."""
        return self.position.epoch > self.recipe.epochs

    @property
    def batches(self) -> int:
        """Batches in an epoch."""
        return steps_per_epoch(len(self._train), self.recipe.batch_size)

    @property
    def answering(self) -> nn.Module:
        """The network that is measured and kept: the averaged one where the recipe averages."""
        return self.network if self._average is None else self._average.module

    def weights(self) -> dict[str, Tensor]:
        """A copy of the answering network's weights on the processor, which another thread may keep."""
        return {
            name: value.detach().to("cpu", copy=True).contiguous()
            for name, value in self.answering.state_dict().items()
        }

    def run(self) -> Generator[Event, None, None]:
        """Train to the last epoch, telling what happens.

        Raises:
            CheckpointError: when a file cannot be written; the trainer can go on with a new `run()`.
            TrainingError: when the loss is infinite or no number; the weights of that step were not changed.
        """
        if self.out is not None:
            _make_folder(self.out)
        if not self.test_curve:
            yield self._measured(0, None, None)
        yield from self._save_pending()
        while not self.done:
            yield from self._epoch()
            yield self._finish_epoch()
            yield from self._save_pending()
        yield self.finished("completed")

    def _epoch(self) -> Iterator[Event]:
        position = self.position
        watch = Stopwatch()
        saved = time.perf_counter()
        order = batches(
            len(self._train), self.recipe.batch_size, self.recipe.seed, position.epoch, position.batch
        )
        self.network.train()
        for indices in order:
            event = self._step(indices)
            self._count(len(indices), watch.lap())
            yield replace(event, images_per_s=self._speed.value)
            watch.leave_out_pause()
            if self.out is not None and time.perf_counter() - saved > SAVE_INTERVAL:
                saved = time.perf_counter()
                event_saved = self.save(self.last_path)
                self._count(0, watch.lap())
                yield event_saved
                watch.leave_out_pause()

    def _count(self, examples: int, seconds: float) -> None:
        self._speed.add(examples, seconds)
        self.position.seconds += seconds
        self.position.seconds_examples += examples

    def _step(self, indices: Tensor) -> StepDone:
        position, recipe = self.position, self.recipe
        total = recipe.epochs * self.batches
        rate = learning_rate(recipe.schedule, recipe.learning_rate, position.step, total)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        indices = indices.to(self.device)
        labels = self._train.labels[indices]
        images = self._pictures(indices).contiguous(memory_format=torch.channels_last)
        self._optimizer.zero_grad(set_to_none=True)
        loss = self._loss(self.network(images), labels)
        value = loss.item()
        if not math.isfinite(value):
            raise _ran_away(value, position.step + 1, rate)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        if self._average is not None:
            self._average.update_parameters(self.network)
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

    def _pictures(self, indices: Tensor) -> Tensor:
        images = self._train.images[indices]
        recipe = self.recipe
        change = AUGMENTATIONS[recipe.augmentation]
        if change is None:
            return normalise(images, recipe.mean, recipe.std)
        seed = mixed_seed(recipe.seed, _AUGMENT, self.position.step)
        changed = change(images.to(torch.float32), torch.Generator().manual_seed(seed))
        return normalise(changed, recipe.mean, recipe.std)

    def _loss(self, scores: Tensor, labels: Tensor) -> Tensor:
        if self.recipe.loss == "nll":
            return F.nll_loss(scores, labels)
        return F.cross_entropy(scores, labels, label_smoothing=self.recipe.label_smoothing)

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
            raise _ran_away(event.test_loss, position.step, self.recipe.learning_rate)
        position.epoch += 1
        position.batch = 0
        position.loss_sum = position.seconds = 0.0
        position.seconds_examples = 0
        position.last_pending = True
        if event.test_accuracy > position.best_accuracy and event.test_accuracy >= self.recipe.keep_above:
            position.best_accuracy = event.test_accuracy
            position.best_pending = True
        return event

    def _save_pending(self) -> Iterator[Event]:
        """Write what the last epoch left to be written; what fails stays to be written."""
        position = self.position
        if self.out is None:
            position.best_pending = position.last_pending = False
        if position.best_pending:
            position.best_pending = False
            try:
                saved = self.save(self.last_path.with_name("best.pth"), best=True)
            except CheckpointError:
                position.best_pending = True
                raise
            yield saved
        if position.last_pending:
            yield self.save(self.last_path)

    def save(self, path: Path, best: bool = False) -> CheckpointSaved:
        """Write everything to `path`, so that the run can be resumed from it.

        Raises:
            CheckpointError: when the file cannot be written.
        """
        position = self.position
        pending, position.last_pending = position.last_pending, position.last_pending and best
        try:
            save_checkpoint(self.checkpoint(), path)
        except CheckpointError:
            position.last_pending = pending
            raise
        return CheckpointSaved(self._epochs_begun(), position.step, position.examples_seen, path, best)

    def finished(self, why: str) -> Finished:
        """The last event of a run: "completed", or "stopped" after the caller has saved."""
        _, _, loss, accuracy = self.test_curve[-1] if self.test_curve else (0, 0, None, None)
        position = self.position
        path = self.last_path if self.out is not None and self.last_path.exists() else None
        return Finished(
            self._epochs_begun(),
            position.step,
            position.examples_seen,
            "completed" if why == "completed" else "stopped",
            loss,
            accuracy,
            path,
        )

    def _epochs_begun(self) -> int:
        return self.position.epoch if self.position.batch else self.position.epoch - 1

    def history(self) -> dict[str, list[list[float]]]:
        """The curves: `train` [examples, loss] and `test` [examples, epoch, loss, accuracy]."""
        return {
            "train": [list(point) for point in self.train_curve],
            "test": [list(point) for point in self.test_curve],
        }

    def checkpoint(self, training: bool = True) -> Checkpoint:
        """The run as a checkpoint; without `training` only what answering needs, which is quicker."""
        metrics: dict[str, Any] = {
            "epoch": self._epochs_begun(),
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
            history=self.history() if training else {},
            training=self.state_dict() if training else None,
            notes=self.notes,
        )

    def state_dict(self) -> dict[str, Any]:
        """What resuming needs beside the answering weights, as plain values and tensors."""
        averaged = (
            None
            if self._average is None
            else {
                "network": _copied(self.network.state_dict()),
                "count": int(self._average.n_averaged),
            }
        )
        return {
            "position": asdict(self.position),
            "optimizer": {"class": type(self._optimizer).__name__, "state": self._optimizer.state_dict()},
            "averaged": averaged,
            "random": torch.get_rng_state(),
        }

    def load_state_dict(self, checkpoint: Checkpoint) -> None:
        """Go on where `checkpoint` was written.

        Raises:
            CheckpointError: when it is of another network or optimiser, or keeps no training state.
        """
        state = checkpoint.training
        if state is None:
            raise CheckpointError("This file keeps weights but no training state, so it cannot be resumed.")
        name = type(self._optimizer).__name__
        try:
            if state["optimizer"]["class"] != name:
                raise CheckpointError(
                    "The run was trained with {was}, the recipe says {now}.",
                    was=state["optimizer"]["class"],
                    now=name,
                )
            self.answering.load_state_dict(checkpoint.model)
            if self._average is not None:
                self.network.load_state_dict(state["averaged"]["network"])
                self._average.n_averaged.fill_(state["averaged"]["count"])
            self._optimizer.load_state_dict(state["optimizer"]["state"])
            self.position = Position(**state["position"])
            self.train_curve = [(int(seen), float(loss)) for seen, loss in checkpoint.history["train"]]
            self.test_curve = [
                (int(seen), int(epoch), float(loss), float(accuracy))
                for seen, epoch, loss, accuracy in checkpoint.history["test"]
            ]
            torch.set_rng_state(state["random"])
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise CheckpointError(
                "The training state cannot be resumed: {why}.", why=reason(error)
            ) from error


def _on(data: LabelledImages, device: torch.device) -> LabelledImages:
    return replace(data, images=data.images.to(device), labels=data.labels.to(device))


def _copied(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach().to("cpu", copy=True) for name, value in state.items()}


def _ran_away(loss: float, step: int, rate: float) -> TrainingError:
    return TrainingError(
        "The loss became {loss} in step {step}: the weights have run away, most often because the learning "
        "rate ({rate:g}) is too large. Train again with a smaller one.",
        loss=loss,
        step=step,
        rate=rate,
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CheckpointError(
            "The folder {folder} could not be made: {why}. Choose another one.",
            folder=folder,
            why=reason(error),
        ) from error
