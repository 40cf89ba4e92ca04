"""The files of a run: `last.pth`, the one before it, and `best.pth`."""

from __future__ import annotations

import filecmp
from pathlib import Path

from digitpad.errors import CheckpointError, reason
from digitpad.files import name_again, previous_path, remove_left_behind
from digitpad.model.checkpoint import Checkpoint, save_checkpoint


class RunFiles:
    """Writes a run's checkpoints into its folder.

    Args:
        folder: the run's folder, made by `prepare` if missing.

    Attributes:
        last: the newest state; the one before it stays as `last.previous.pth`.
        best: the state with the best test accuracy.
        last_is_damaged: whether the file at `last` is none that should be kept as the one before the next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = folder / "last.pth"
        self.best = folder / "best.pth"
        self.last_is_damaged = False
        self._saves = 0
        self._replaced_another = False

    def prepare(self) -> None:
        """Make the folder, and clear away what a killed program left in it.

        Raises:
            CheckpointError: when the folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CheckpointError(
                "The folder {folder} could not be made: {why}. Choose another one.",
                folder=self.folder,
                why=reason(error),
            ) from error
        remove_left_behind(self.folder)

    def save_last(self, checkpoint: Checkpoint) -> None:
        """Write the newest state. A folder that was deleted meanwhile is made again.

        Raises:
            CheckpointError: when it cannot be written; the file that was there is then still whole.
        """
        self.prepare()
        another = self.last.exists()
        save_checkpoint(checkpoint, self.last, keep_previous=not self.last_is_damaged)
        if not self._saves:
            self._replaced_another = another
        self._saves += 1
        self.last_is_damaged = False

    def keep_as_best(self) -> None:
        """Let `best.pth` be what `last.pth` is now, without writing it a second time.

        Raises:
            CheckpointError: when that fails; the best one so far is then still whole.
        """
        try:
            name_again(self.last, self.best)
        except OSError as error:
            raise CheckpointError(
                "{path} could not be written: {why}. Choose another folder or make room.",
                path=self.best,
                why=reason(error),
            ) from error

    def is_best_kept(self) -> bool:
        """Whether `best.pth` is what `last.pth` is now."""
        try:
            return filecmp.cmp(self.last, self.best, shallow=False)
        except OSError:
            return False

    def forget_empty_run(self) -> None:
        """Delete the files of a run that ended before its first step, and its folder if that is empty.

        What another run had left in the folder stays, or is put back.
        """
        before = previous_path(self.last)
        try:
            if self._saves == 1 and self._replaced_another:
                before.replace(self.last)
            elif self._saves and not self._replaced_another:
                self.last.unlink(missing_ok=True)
                before.unlink(missing_ok=True)
            self.folder.rmdir()
        except OSError:
            pass  # something else lies there, or it is gone already
