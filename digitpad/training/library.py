"""The library of runs: the settings and curves of each, and the name and notes that the user gives it.

Every folder under the library's holds one run, as `RunFiles` writes it; runs elsewhere, which the user
opened, are listed in ``opened.json``. Name and notes are in ``run.json`` beside the checkpoints, which
training never touches.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from datetime import datetime
from pathlib import Path

from digitpad.errors import CheckpointError, UsageError, printable, reason
from digitpad.files import previous_path
from digitpad.locks import is_taken
from digitpad.training.files import last_good
from digitpad.training.kept_run import KeptRun
from digitpad.training.opened_runs import OpenedRuns
from digitpad.training.run_names import LONGEST_NAME, LONGEST_NOTES, read_label, run_name, write_label
from digitpad.training.summary import RunSummary, read_summary, stamp, summary_of, write_summary

_BIN = ".deleted"
_KEPT = 30 * 24 * 3600  # seconds for which a deleted run can be brought back


class RunLibrary:
    """The runs under one folder. Nothing is cached: the folder is the truth.

    Args:
        folder: that holds a folder per run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._elsewhere = OpenedRuns(folder)

    def folders(self) -> list[Path]:
        """Return the folders of the runs, the one saved last first."""
        saved = []
        folders = self._elsewhere.folders()
        with contextlib.suppress(OSError):
            folders += self.folder.iterdir()
        for folder in folders:
            with contextlib.suppress(OSError, ValueError):  # it may be gone by now, or not ours to read
                if not folder.name.startswith("."):
                    saved.append((_saved(folder).timestamp(), folder))
        return [folder for _, folder in sorted(saved, reverse=True)]

    def add(self, folder: Path) -> KeptRun:
        """Have a run from elsewhere in the library; its files stay where they are.

        Raises:
            CheckpointError: when the folder holds no run of digitpad's, or that cannot be written down.
        """
        last = folder / "last.pth"
        if not last.exists() and not previous_path(last).exists():
            raise CheckpointError(
                "{path} is not a run's folder: it has no last.pth. A folder of pictures is chosen as the "
                "dataset in the Training tab.",
                path=folder,
            )
        run = self.read(folder.absolute())
        if not self.owns(run.folder) and run.folder not in (opened := self._elsewhere.folders()):
            self._elsewhere.write([*opened, run.folder])
        return run

    def owns(self, folder: Path) -> bool:
        """Whether a run's folder is one of the library's own, and not one from elsewhere."""
        try:
            return folder.parent.samefile(self.folder)
        except OSError:
            return False

    def forget(self, folder: Path) -> None:
        """Take a run from elsewhere off the list; its files stay.

        Raises:
            CheckpointError: when that cannot be written down.
        """
        self._elsewhere.write(path for path in self._elsewhere.folders() if path != folder)

    def read(self, folder: Path) -> KeptRun:
        """Read the run in a folder.

        Raises:
            CheckpointError: when its checkpoint cannot be read or holds no run of digitpad's.
        """
        summary = read_summary(folder) or _summarized_anew(folder)
        try:
            saved = _saved(folder)
        except (OSError, ValueError) as error:
            raise CheckpointError("{path} is not there any more.", path=folder) from error
        return KeptRun(
            folder,
            run_name(folder, summary.recipe.name),
            read_label(folder)[1],
            summary.recipe,
            max((point[1] for point in summary.test), default=0),
            summary.examples_seen,
            summary.train,
            summary.test,
            saved,
            summary.file,
        )

    def rename(self, folder: Path, name: str) -> None:
        """Rename a run; an empty name restores the default one.

        Raises:
            UsageError: for a name of several lines, or far too long.
            CheckpointError: when it cannot be written.
        """
        plain = name.strip()
        if plain != printable(plain) or len(plain) > LONGEST_NAME:
            raise UsageError("A run's name is one line of at most {most} characters.", most=LONGEST_NAME)
        write_label(folder, plain, read_label(folder)[1])

    def annotate(self, folder: Path, notes: str) -> None:
        """Save notes on a run.

        Raises:
            UsageError: when they are far too long.
            CheckpointError: when they cannot be written.
        """
        if len(notes) > LONGEST_NOTES:
            raise UsageError("Notes have at most {most} characters.", most=LONGEST_NOTES)
        write_label(folder, read_label(folder)[0], notes)

    def delete(self, folder: Path) -> Path:
        """Take a run out of the library.

        Returns:
            The folder that holds it for a month, or until `empty_bin`, for `restore`.

        Raises:
            CheckpointError: when it cannot be moved, or another process trains in it.
        """
        if is_taken(folder):
            raise CheckpointError(
                "Another digitpad trains in {folder} now; stop it there before the run is deleted.",
                folder=folder,
            )
        deleted = self.folder / _BIN / folder.name
        try:
            deleted.parent.mkdir(parents=True, exist_ok=True)
            if deleted.exists():
                shutil.rmtree(deleted)
            folder.replace(deleted)
            os.utime(deleted)  # the month begins
        except OSError as error:
            raise CheckpointError(
                "{path} could not be deleted: {why}.", path=folder, why=reason(error)
            ) from error
        return deleted

    def restore(self, deleted: Path) -> Path:
        """Bring back a run that `delete` took away.

        Returns:
            Its folder in the library.

        Raises:
            CheckpointError: when it cannot be moved, or there is another run in its place.
        """
        folder = self.folder / deleted.name
        try:
            if folder.exists():
                raise FileExistsError(17, "there is another run in its place")
            deleted.replace(folder)
        except OSError as error:
            raise CheckpointError(
                "{path} could not be brought back: {why}.", path=folder, why=reason(error)
            ) from error
        return folder

    def deleted(self) -> list[tuple[str, Path]]:
        """The names of the runs that `restore` can bring back, and what it needs; the last deleted first."""
        with contextlib.suppress(OSError):
            times = [(path.stat().st_mtime, path) for path in (self.folder / _BIN).iterdir()]
            return [(run_name(folder), folder) for _, folder in sorted(times, reverse=True)]
        return []

    def empty_bin(self, kept: float = 0) -> None:
        """Delete for good what `delete` took away; what cannot be removed stays.

        Args:
            kept: seconds; what was deleted within them stays too.
        """
        for _, folder in self.deleted():
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime >= kept:
                    shutil.rmtree(folder, ignore_errors=True)

    def forget_old(self) -> None:
        """Delete for good what was deleted more than a month ago."""
        self.empty_bin(_KEPT)


def _summarized_anew(folder: Path) -> RunSummary:
    """Read the summary from the checkpoint itself, and write it for the next time.

    Raises:
        CheckpointError: when it cannot be read or holds no run.
    """
    files = stamp(folder)  # before it is read: a run in progress may write a newer one meanwhile
    checkpoint, _ = last_good(folder / "last.pth")
    summary = summary_of(checkpoint, folder)
    write_summary(checkpoint, summary.file, files)
    return summary


def _saved(folder: Path) -> datetime:
    files = (folder / "last.pth", previous_path(folder / "last.pth"))
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in files if path.exists()))
