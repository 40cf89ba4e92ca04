"""The state of a run: recipe, weights, curves and position; how it is saved and loaded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from digitpad.data.batches import batches, steps_per_epoch
from digitpad.data.labelled import Dataset, LabelledImages
from digitpad.data.overview import Overview
from digitpad.errors import CheckpointError, RecipeError, Sentence, printable, reason
from digitpad.form import PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.foreign import COUNT
from digitpad.model.optimizer_rates import parameter_names
from digitpad.recipe.recipe import Recipe
from digitpad.training.device import keep_freed_memory
from digitpad.training.learner import Learner
from digitpad.training.position import Position
from digitpad.training.resolving import resolved
from digitpad.training.schedule import Schedule, schedule_of
from digitpad.training.threads import Threads


class RunState:
    """Everything that a run is besides its files; `Trainer` advances it.

    Args:
        recipe: the settings.
        dataset: the pictures; they stay on the device as they are, uint8.
        device: "cpu", "cuda" or "mps".
        notes: how the run was started, for its checkpoints.

    Attributes:
        recipe: the recipe; its precision is "float32", "bfloat16" or "float16".
        device: where it computes.
        notes: how the run was started.
        position: where the run stands.
        threads: with how many of them it computes.
        changes: the settings changed when the run was resumed, as in its history.
        train_curve: per point examples seen and training loss.
        test_curve: per measurement examples seen, epoch, loss and accuracy (0-1).
        epoch_curve: per epoch its number, steps of the run, mean training loss, learning rate at its end.
        epoch_seconds: per epoch its number, and how long its training took.
        classes: names of the classes.
        form: of the pictures.
        skipped, data_messages: files of the dataset that were skipped, and what else there is to say of it.
        overview: its classes, and how many pictures there are of each.
        begins: what it has taken over from a file of initial weights; None where it begins at random.
    """

    def __init__(
        self, recipe: Recipe, dataset: Dataset, device: str = "cpu", notes: Mapping[str, str] | None = None
    ) -> None:
        self.recipe = resolved(recipe, dataset, device)
        self.device = torch.device(device)
        self.notes = dict(notes or {})
        self.position = Position()
        self.threads = Threads(self.device.type == "cpu")
        self.changes: list[dict[str, Any]] = []
        self.train_curve: list[tuple[int, float]] = []
        self.test_curve: list[tuple[int, int, float, float]] = []
        self.epoch_curve: list[tuple[int, int, float, float]] = []
        self.epoch_seconds: list[tuple[int, float]] = []
        self._train, self._test = (_on(part, self.device) for part in (dataset.train, dataset.test))
        self.classes = dataset.train.classes
        self.form = dataset.train.form
        self.skipped, self.data_messages = dataset.skipped, dataset.messages
        self.overview = Overview.of(dataset).sentence
        self.begins: Sentence | None = None
        if not self.batches:
            raise RecipeError(
                "The training set has {count} pictures, fewer than a batch ({size}), and an incomplete batch "
                "is dropped; choose a smaller batch size, or turn drop last off.",
                count=len(self._train),
                size=self.recipe.batch_size,
            )
        keep_freed_memory()
        self._learner = Learner(self.recipe, self._train, self.device)

    @property
    def done(self) -> bool:
        """Whether the last epoch is done."""
        return self.position.epoch > self.recipe.epochs

    @property
    def batches(self) -> int:
        """Batches in an epoch."""
        return steps_per_epoch(len(self._train), self.recipe.batch_size, self.recipe.drop_last)

    @property
    def examples_per_epoch(self) -> int:
        """Training examples that an epoch goes through: all, but for a last batch that is dropped."""
        return min(len(self._train), self.batches * self.recipe.batch_size)

    def epoch_batches(self, epoch: int, start: int = 0) -> Iterator[Tensor]:
        """The numbers of the examples in each batch of an epoch, from batch number `start` on."""
        recipe = self.recipe
        return batches(
            len(self._train), recipe.batch_size, recipe.seed, epoch, start, recipe.shuffle, recipe.drop_last
        )

    @property
    def schedule(self) -> Schedule:
        """How the learning rate moves over the run."""
        return schedule_of(self.recipe, self.batches)

    @property
    def inference_network(self) -> nn.Module:
        """The network that is evaluated and saved: the averaged one where the recipe averages."""
        return self._learner.inference_network

    def weights(self) -> dict[str, Tensor]:
        """Return a copy of the inference network's weights, on the processor and safe in another thread."""
        return self._learner.weights()

    def history(self) -> dict[str, list[Any]]:
        """Return the curves and the changes, as `digitpad.model.checkpoint` describes them."""
        return {
            "train": [list(point) for point in self.train_curve],
            "test": [list(point) for point in self.test_curve],
            "epochs": [list(point) for point in self.epoch_curve],
            "seconds": [list(point) for point in self.epoch_seconds],
            "changes": [dict(change) for change in self.changes],
        }

    def checkpoint(self, history: bool = True) -> Checkpoint:
        """Return what inference needs of the run, and its curves unless `history` is False, which is quicker.

        Resuming needs `state_dict` besides.
        """
        metrics: dict[str, Any] = {
            "epoch": self.position.epochs_begun,
            "step": self.position.step,
            "examples_seen": self.position.examples_seen,
        }
        if self.test_curve and self.test_curve[-1][0] == self.position.examples_seen:
            # In the middle of an epoch the last measurement is of other weights.
            _, _, metrics["test_loss"], metrics["test_accuracy"] = self.test_curve[-1]
        mean, std = self.recipe.normalisation
        return Checkpoint(
            architecture=self.recipe.network,
            model=self.weights(),
            mean=mean,
            std=std,
            classes=self.classes,
            recipe=self.recipe.as_dict(),
            metrics=metrics,
            history=self.history() if history else {},
            notes={**self.notes, "log": _log_of(self.test_curve)},
            refuse_below=self.recipe.refuse_below,
            form=self.form,
            layers=self.recipe.layers,
        )

    def state_dict(self) -> dict[str, Any]:
        """Return what resuming needs besides the checkpoint, as plain values and tensors."""
        return {
            "position": self.position.as_dict(),
            **self._learner.state_dict(),
            "examples": len(self._train),
            "labels": _checksum(self._train.labels),
            **self.threads.state_dict(),
        }

    def load_state_dict(self, checkpoint: Checkpoint) -> None:
        """Continue where `checkpoint` was written, under this run's recipe.

        Raises:
            CheckpointError: when it is of another network, or has no training state.
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
        if (checkpoint.classes, checkpoint.form) != (self.classes, self.form):
            raise CheckpointError(
                "The run was trained on pictures of {was} and the dataset here has {now}; choose the folder "
                "it was trained with.",
                was=_summary(checkpoint.classes, checkpoint.form),
                now=_summary(self.classes, self.form),
            )
        own = _checksum(self._train.labels)
        if state.get("labels", own) != own:  # missing in older files
            raise CheckpointError(
                "The pictures have other classes than when the run was trained: some were moved or replaced. "
                "Put them back, or start a new run with the weights of this one."
            )
        try:
            self._learner.load_state_dict(checkpoint.model, state)
            self.position = Position.from_dict(state["position"])
            self._load_history(checkpoint.history)
            if self.device.type == "cpu":
                self.threads.load_state_dict(state)
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
        # Missing in older files.
        self.epoch_curve = [
            (int(epoch), int(step), float(loss), float(rate))
            for epoch, step, loss, rate in history.get("epochs", ())
        ]
        self.epoch_seconds = [(int(epoch), float(time)) for epoch, time in history.get("seconds", ())]
        self.changes = [dict(change) for change in history.get("changes", ())]

    def start_from(self, weights: Mapping[str, Tensor], optimizer: Mapping[str, Any] | None = None) -> None:
        """Start the run with these weights, and an optimiser's averages, instead of fresh ones.

        Raises:
            CheckpointError: when they are of another network.
        """
        try:
            self._learner.load_weights(weights)
            if optimizer is not None:
                self._learner.load_optimizer(optimizer, parameter_names(weights))
        except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
            raise CheckpointError(
                "The run cannot begin with these files: {why}.", why=reason(error)
            ) from error

    def take_over(self, weights: Mapping[str, Tensor], source: str) -> None:
        """Start the run with these weights where there are any, and with random ones elsewhere.

        Args:
            weights: some of the network's, or all.
            source: the name of their file, for `begins`.
        """
        own = self._learner.network.state_dict()
        self._learner.load_weights({**own, **weights})
        random = [key for key in own if key not in weights and not key.endswith(COUNT)]
        layers = ", ".join(dict.fromkeys(key.rpartition(".")[0] for key in random))
        text = "The run begins with all weights of {file}."
        if random:
            text = "The run begins with the weights of {file}; those of its classes ({layers}) are random."
        self.begins = Sentence(text, {"file": printable(source), "layers": printable(layers)})

    def record(self, changes: Sequence[Mapping[str, Any]]) -> None:
        """Record in the history what was changed at this point of the run."""
        self.changes += [{"step": self.position.step, **change} for change in changes]


def _checksum(labels: Tensor) -> int:
    """A number that hardly any other labels, or another order of them, would have."""
    return zlib.crc32(labels.cpu().numpy().tobytes())


def _summary(classes: tuple[str, ...], form: PictureForm) -> str:
    """Classes and pictures in a few words: "cat, dog (32x32 colour)"."""
    kind = "colour" if form.colour else "grey"
    return printable(f"{', '.join(classes[:10])} ({form.text} {kind})", 200)


def _on(data: LabelledImages, device: torch.device) -> LabelledImages:
    return replace(data, images=data.images.to(device), labels=data.labels.to(device))


_LOGGED_EPOCHS = 200
"""The log in a checkpoint has the newest of so many epochs."""


def _log_of(test_curve: Sequence[tuple[int, int, float, float]]) -> str:
    """A run's measurements in lines, for its checkpoint.

    Args:
        test_curve: per measurement examples seen, epoch, loss, accuracy (0-1).
    """
    return "\n".join(
        f"epoch {epoch}: {examples} examples, test loss {loss:.4f}, accuracy {accuracy:.2%}"
        for examples, epoch, loss, accuracy in test_curve[-_LOGGED_EPOCHS:]
    )
