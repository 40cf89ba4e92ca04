"""A run with its files: what is written when, and what is said where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from digitpad.data.labelled import Dataset
from digitpad.errors import CheckpointError, Sentence, TrainingError
from digitpad.model.checkpoint import Checkpoint
from digitpad.recipe.recipe import Recipe
from digitpad.training.events import CheckpointSaved, Event
from digitpad.training.files import RunFiles
from digitpad.training.state import RunState


class SavedRun(RunState):
    """A run's state, and the folder that it is kept in.

    Args:
        recipe, dataset, device, notes: as for `RunState`.
        out: folder for `last.pth` and `best.pth`, made if missing; None writes no files.

    Attributes:
        files: the run's files; None for a run that writes none.
    """

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        out: Path | None = None,
        device: str = "cpu",
        notes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(recipe, dataset, device, notes)
        self.files = None if out is None else RunFiles(out)

    @property
    def out(self) -> Path | None:
        """The run's folder; None for a run that writes no files."""
        return None if self.files is None else self.files.folder

    @property
    def last_path(self) -> Path:
        """The checkpoint with the newest state of the run.

        Raises:
            CheckpointError: when the run writes no files.
        """
        return self._require_files().last

    def _save_pending(self) -> Iterator[Event]:
        """Write what the last epoch left to be written; what fails stays pending."""
        files, position = self.files, self.position
        if files is None:
            position.best_pending = position.last_pending = False
            return
        if position.last_pending or position.best_pending:
            saved = self.save()
            yield saved
            if position.best_pending:
                files.keep_as_best()
                position.best_pending = False
                best = files.best
                yield replace(saved, path=best, best=True, checkpoint=replace(saved.checkpoint, path=best))
        if self.recipe.keep_epochs and not position.batch and position.epoch > 1:
            files.keep_as_epoch(position.epoch - 1, self.recipe.epochs)

    def save(self) -> CheckpointSaved:
        """Write everything to the run's `last.pth`, so that it can be resumed from there.

        Raises:
            CheckpointError: when the file cannot be written, or the run writes no files.
            TrainingError: when the training has diverged; the file that was there stays.
        """
        files, position = self._require_files(), self.position
        checkpoint = self.checkpoint()
        try:
            if not all(value.isfinite().all() for value in checkpoint.model.values()):
                raise CheckpointError("some of its weights are not finite numbers")
            checkpoint.validate()  # a file that does not open must not replace a good one
        except CheckpointError as error:
            raise self._diverged(
                Sentence("the network gives no finite scores"), self.recipe.learning_rate
            ) from error
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

    def load_state_dict(self, checkpoint: Checkpoint) -> None:
        """Continue where `checkpoint` was written, in this run's folder; see `RunState`."""
        super().load_state_dict(checkpoint)
        if self.files is not None:
            self.files.is_new = False

    def _require_files(self) -> RunFiles:
        if self.files is None:
            raise CheckpointError("This run writes no files.")
        return self.files

    def _diverged(self, what: Sentence, rate: float) -> TrainingError:
        if self.files is None or not self.files.last.exists():
            return TrainingError(
                "Training diverged: {what}, most often because the learning rate ({rate:g}) is too large. "
                "Train again with a smaller one.",
                what=what,
                rate=rate,
            )
        return TrainingError(
            "Training diverged: {what}, most often because the learning rate ({rate:g}) is too large. "
            "{path} keeps the last good state: resume it with a smaller one.",
            what=what,
            rate=rate,
            path=self.files.last,
        )
