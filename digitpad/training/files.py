"""The files of a run: `last.pth`, the one before it, `best.pth`, and one of each epoch where requested."""

from __future__ import annotations

import contextlib
import filecmp
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from digitpad.errors import CheckpointError, Sentence, UsageError, reason
from digitpad.files import link_or_copy, previous_path, remove_left_behind
from digitpad.locks import FolderLock
from digitpad.model.checkpoint import Checkpoint, save_checkpoint, unwritable
from digitpad.model.open.loading import load_checkpoint
from digitpad.opening import open_network
from digitpad.recipe.recipe import Recipe
from digitpad.resources import runs_root
from digitpad.training.history_file import history_path, write_history
from digitpad.training.summary import stamp, summary_path, write_summary


class RunInUseError(UsageError):
    """Another process trains in a run's folder."""


class RunFiles:
    """Writes a run's checkpoints into its folder.

    Args:
        folder: the run's folder, made by `prepare` if missing.

    Attributes:
        last: the newest state; the one before it stays as `last.previous.pth`.
        best: the state with the best test accuracy.
        last_is_damaged: whether the file at `last` must not become `last.previous.pth`.
        is_new: whether the run is new, so that the files in the folder belong to another one.
        earlier: folder to which another run's files were moved; None if there were none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = folder / "last.pth"
        self.best = folder / "best.pth"
        self.last_is_damaged = False
        self.is_new = True
        self.earlier: Path | None = None
        self._saves = 0
        self._lock = FolderLock(folder)

    def claim(self) -> None:
        """Have the folder for this run alone, until `release` or the end of the process.

        Raises:
            RunInUseError: when another process has it.
        """
        if not self._lock.take():
            raise RunInUseError(
                "Another digitpad trains in {folder} now; stop it there, or choose another folder.",
                folder=self.folder,
            )

    def release(self) -> None:
        """Free the folder for other processes."""
        self._lock.release()

    def prepare(self) -> None:
        """Make the folder, claim it, and remove what a killed program left in it.

        Raises:
            CheckpointError: when the folder cannot be made.
            RunInUseError: when another process has it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _no_folder(self.folder, error) from error
        self.claim()
        epochs = self.folder / "epoch-*.pth"
        for path in (self.last, previous_path(self.last), self.best, *self._beside(), epochs):
            remove_left_behind(path)

    def save_last(self, checkpoint: Checkpoint) -> None:
        """Write the newest state; a folder that was deleted meanwhile is made again.

        Raises:
            CheckpointError: when it cannot be written; the file that was there is then still whole.
        """
        self.prepare()
        if self.is_new and not self._saves:
            self._move_earlier_run()
        save_checkpoint(checkpoint, self.last, keep_previous=not self.last_is_damaged)
        self._saves += 1
        self.last_is_damaged = False
        write_summary(checkpoint, self.last, stamp(self.folder))
        write_history(checkpoint.history, self.folder)

    def keep_as_best(self) -> None:
        """Make `best.pth` what `last.pth` is now, without writing it a second time.

        Raises:
            CheckpointError: when that fails; the best one so far is then still whole.
        """
        self._keep_as(self.best)

    def keep_as_epoch(self, epoch: int, epochs: int) -> None:
        """Make `epoch-03.pth` what `last.pth` is now, unless it exists.

        Args:
            epoch: its number, from 1.
            epochs: of the whole run, for as many digits as the last one has.

        Raises:
            CheckpointError: when that fails.
        """
        path = self.folder / f"epoch-{epoch:0{max(2, len(str(epochs)))}}.pth"
        if self.last.exists() and not path.exists():
            self._keep_as(path)

    def _keep_as(self, path: Path) -> None:
        try:
            link_or_copy(self.last, path)
        except OSError as error:
            raise unwritable(path, error) from error

    def is_best_kept(self) -> bool:
        """Whether `best.pth` is what `last.pth` is now."""
        try:
            return filecmp.cmp(self.last, self.best, shallow=False)
        except OSError:
            return False

    def _move_earlier_run(self) -> None:
        """Move the files of another run to a folder of their own within this one."""
        files = [path for path in self._all() if path.exists()]
        if not files:
            return
        time = datetime.now().strftime("%Y%m%d-%H%M%S")
        earlier = self.folder / f"earlier-{time}"
        number = 2
        while earlier.exists():  # from the same second, or from before the clock was set back
            earlier = self.folder / f"earlier-{time}-{number}"
            number += 1
        try:
            earlier.mkdir()
            for path in files:
                path.replace(earlier / path.name)
        except OSError as error:
            raise CheckpointError(
                "The earlier run in {folder} could not be moved aside: {why}. Choose another folder.",
                folder=self.folder,
                why=reason(error),
            ) from error
        self.earlier = earlier

    def _all(self) -> tuple[Path, ...]:
        epochs = sorted(self.folder.glob("epoch-*.pth"))
        return self.last, previous_path(self.last), self.best, *self._beside(), *epochs

    def _beside(self) -> tuple[Path, Path]:
        """What is written beside the checkpoints, and can be made of them again."""
        return summary_path(self.folder), history_path(self.folder)

    def forget_empty_run(self) -> None:
        """Delete the files of a new run that ended before its first step, and its folder if that is empty.

        The files of an earlier run are put back.
        """
        try:
            self._lock.release()
            if self._saves:
                for path in (self.last, previous_path(self.last), *self._beside()):
                    path.unlink(missing_ok=True)
            if self.earlier is not None:
                for path in self.earlier.iterdir():
                    path.replace(self.folder / path.name)
                self.earlier.rmdir()
                self.earlier = None
            self.folder.rmdir()
        except OSError:
            pass  # the folder holds something else, or is gone already


def _no_folder(folder: Path, error: OSError) -> CheckpointError:
    return CheckpointError(
        "The folder {folder} could not be made: {why}. Choose another one.", folder=folder, why=reason(error)
    )


def new_run_folder(recipe: Recipe) -> Path:
    """Make a new folder under the user's data folder, and return it; no two processes get the same.

    Where it cannot be made, `RunFiles.prepare` says so: the run waits, and goes on once there is a place.
    """
    time = datetime.now().strftime("%Y%m%d-%H%M%S")
    # The name of a recipe's file may hold "/" or what a disk does not take.
    name = re.sub(r"[^\w.-]+", "-", recipe.name).strip(".-") or "run"
    folder = runs_root() / f"{time}-{name}"
    number = 2
    while True:
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            folder = runs_root() / f"{time}-{name}-{number}"
            number += 1
        except OSError:
            return folder


@contextlib.contextmanager
def run_folder(recipe: Recipe, out: Path | None) -> Iterator[Path]:
    """The folder `out`, or a new one, which is deleted again where no run can be made in it."""
    folder = out or new_run_folder(recipe)
    try:
        yield folder
    except BaseException:
        if out is None:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def claimed(folder: Path | None) -> Iterator[None]:
    """Have a folder for one process; None claims nothing.

    Raises:
        RunInUseError: when another process has it.
    """
    files = None if folder is None else RunFiles(folder)
    if files is not None:
        files.claim()
    try:
        yield
    finally:
        if files is not None:
            files.release()


def newest_run() -> Path | None:
    """Return `last.pth` of the run saved last, or None without any run."""
    newest: tuple[float, Path] | None = None
    for path in [*runs_root().glob("*/last.pth"), *runs_root().glob("*/last.previous.pth")]:
        with contextlib.suppress(OSError):  # it may have been deleted since it was listed
            newest = max(newest or (0.0, path), (path.stat().st_mtime, path))
    # `last_good` reads the one before where last.pth itself is gone.
    return newest[1].with_name("last.pth") if newest else None


def last_good(
    path: Path, read: Callable[[Path], Checkpoint] = open_network
) -> tuple[Checkpoint, list[Sentence]]:
    """Read the checkpoint in `path`, or the one before it if that one is damaged or gone.

    Args:
        path: the file.
        read: reads it; by default a network that is in no registry is tried, which takes its time.

    Returns:
        The checkpoint, and the messages about it.

    Raises:
        CheckpointError: about `path`, when neither can be read.
    """
    try:
        return read(path), []
    except CheckpointError as error:
        before = previous_path(path) if path.name else path  # "." and "/" have no name
        if not before.is_file():
            raise
        try:
            checkpoint = load_checkpoint(before)
        except CheckpointError:
            raise error from None
        message = Sentence(
            "{why} Going on from the one before, {before}.", {"why": error, "before": before.name}
        )
        return checkpoint, [message]
