"""The runs that are kept: what each was, how it went, and what a person calls it and says of it.

Every folder under the library's holds one run, as `RunFiles` writes it. A name and notes of a person's are
in a small file of their own beside the checkpoints, so that training never has to know of them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad.errors import CheckpointError, UsageError, printable, reason
from digitpad.files import previous_path, replace_file
from digitpad.recipe.recipe import Recipe
from digitpad.training.files import last_good
from digitpad.training.summary import RunSummary, read_summary, stamp, summary_of, write_summary

CSV_COLUMNS = (
    "name", "recipe", "network", "dataset", "optimizer", "learning_rate", "batch_size", "seed", "epochs",
    "epochs_done", "examples_seen", "train_loss", "test_loss", "test_accuracy", "best_accuracy", "saved",
    "notes", "folder",
)  # fmt: skip

_WORDS = "run.json"
_STAMPED = re.compile(r"\d{4}(\d\d)(\d\d)-(\d\d)(\d\d)\d\d-.*")
_BIN = ".deleted"
_LONGEST_NAME, _LONGEST_NOTES = 80, 4000  # characters


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """One run.

    Attributes:
        folder: where its files are.
        name: what a person calls it; until then the recipe and when it began, or the folder's name.
        notes: what a person says of it.
        recipe: what was done.
        epochs_done: finished epochs.
        examples_seen: training examples.
        train: (seen, loss) of the training curve.
        test: (seen, epoch, loss, accuracy 0-1) of the test curve.
        saved: when it was saved last.
        file: its newest checkpoint that can be read.
    """

    folder: Path
    name: str
    notes: str
    recipe: Recipe
    epochs_done: int
    examples_seen: int
    train: tuple[tuple[int, float], ...]
    test: tuple[tuple[int, int, float, float], ...]
    saved: datetime
    file: Path

    @property
    def test_loss(self) -> float | None:
        """Of the last measurement; None without one."""
        return self.test[-1][2] if self.test else None

    @property
    def test_accuracy(self) -> float | None:
        """Of the last measurement, 0-1; None without one."""
        return self.test[-1][3] if self.test else None

    @property
    def best_accuracy(self) -> float | None:
        """Of the best measurement, 0-1; None without one."""
        return max((point[3] for point in self.test), default=None)

    @property
    def train_loss(self) -> float | None:
        """Of the last point of the training curve; None without one."""
        return self.train[-1][1] if self.train else None

    def row(self) -> dict[str, Any]:
        """Its figures under the names of `CSV_COLUMNS`."""
        recipe = self.recipe
        values = (
            self.name, recipe.name, recipe.network, recipe.dataset, recipe.optimizer, recipe.learning_rate,
            recipe.batch_size, recipe.seed, recipe.epochs, self.epochs_done, self.examples_seen,
            self.train_loss, self.test_loss, self.test_accuracy, self.best_accuracy,
            self.saved.isoformat(sep=" ", timespec="seconds"), self.notes, str(self.folder),
        )  # fmt: skip
        return dict(zip(CSV_COLUMNS, values, strict=True))


class RunLibrary:
    """The runs under one folder. Nothing is kept in memory: the folder is the truth.

    Args:
        folder: that holds a folder per run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def folders(self) -> list[Path]:
        """The folders of the runs, the one saved last first."""
        found = []
        try:
            folders = list(self.folder.iterdir())
        except OSError:
            return []
        for folder in folders:
            with contextlib.suppress(OSError, ValueError):  # it may be gone by now, or not ours to read
                if not folder.name.startswith("."):
                    found.append((_saved(folder).timestamp(), folder))
        return [folder for _, folder in sorted(found, reverse=True)]

    def read(self, folder: Path) -> KeptRun:
        """The run in a folder.

        Raises:
            CheckpointError: when its file cannot be read or is of no run of digitpad's.
        """
        summary = read_summary(folder) or _summarized_anew(folder)
        try:
            saved = _saved(folder)
        except (OSError, ValueError) as error:
            raise CheckpointError("{path} is not there any more.", path=folder) from error
        name, notes = _words(folder)
        return KeptRun(
            folder,
            name or _usual_name(folder, summary.recipe),
            notes,
            summary.recipe,
            max((point[1] for point in summary.test), default=0),
            summary.examples_seen,
            summary.train,
            summary.test,
            saved,
            summary.file,
        )

    def rename(self, folder: Path, name: str) -> None:
        """Call a run `name` from now on; an empty one gives it its folder's name back.

        Raises:
            UsageError: for a name of several lines, or far too long.
            CheckpointError: when it cannot be written.
        """
        plain = name.strip()
        if plain != printable(plain) or len(plain) > _LONGEST_NAME:
            raise UsageError("A run's name is one line of at most {most} characters.", most=_LONGEST_NAME)
        _write_words(folder, plain, _words(folder)[1])

    def annotate(self, folder: Path, notes: str) -> None:
        """Keep these notes with a run.

        Raises:
            UsageError: when they are far too long.
            CheckpointError: when they cannot be written.
        """
        if len(notes) > _LONGEST_NOTES:
            raise UsageError("Notes have at most {most} characters.", most=_LONGEST_NOTES)
        _write_words(folder, _words(folder)[0], notes)

    def delete(self, folder: Path) -> Path:
        """Take a run out of the library; gives where it lies until `empty_bin`, for `restore`.

        Raises:
            CheckpointError: when it cannot be moved.
        """
        kept = self.folder / _BIN / folder.name
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            if kept.exists():
                shutil.rmtree(kept)
            folder.replace(kept)
        except OSError as error:
            raise CheckpointError(
                "{path} could not be deleted: {why}.", path=folder, why=reason(error)
            ) from error
        return kept

    def restore(self, kept: Path) -> Path:
        """Bring back what `delete` took away; gives its folder.

        Raises:
            CheckpointError: when it cannot be moved, or there is another run in its place.
        """
        folder = self.folder / kept.name
        try:
            if folder.exists():
                raise FileExistsError(17, "there is another run in its place")
            kept.replace(folder)
        except OSError as error:
            raise CheckpointError(
                "{path} could not be brought back: {why}.", path=folder, why=reason(error)
            ) from error
        return folder

    def empty_bin(self) -> None:
        """Forget what was deleted; what cannot be removed stays."""
        shutil.rmtree(self.folder / _BIN, ignore_errors=True)


def as_csv(runs: Sequence[KeptRun]) -> str:
    """The runs' figures as a table, a line each, under `CSV_COLUMNS`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for run in runs:
        writer.writerow(run.row())
    return text.getvalue()


def _usual_name(folder: Path, recipe: Recipe) -> str:
    """Of a folder as `new_run_folder` makes them: "quick 11-21 16:28"; any other is called as it is."""
    found = _STAMPED.fullmatch(folder.name)
    if found is None:
        return folder.name
    month, day, hour, minute = found.groups()
    return f"{recipe.name} {month}-{day} {hour}:{minute}"


def _summarized_anew(folder: Path) -> RunSummary:
    """The summary from the checkpoint itself, kept for the next time.

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


def _words(folder: Path) -> tuple[str, str]:
    """A person's name for a run, and notes; empty where there are none, or the file is no such file."""
    try:
        found = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    name, notes = found.get("name", ""), found.get("notes", "")
    return (
        printable(name)[:_LONGEST_NAME] if isinstance(name, str) else "",
        notes[:_LONGEST_NOTES] if isinstance(notes, str) else "",
    )


def _write_words(folder: Path, name: str, notes: str) -> None:
    content = json.dumps({"name": name, "notes": notes}, ensure_ascii=False, indent=1).encode()
    try:
        replace_file(folder / _WORDS, content)
    except OSError as error:
        raise CheckpointError(
            "{path} could not be written: {why}.", path=folder / _WORDS, why=reason(error)
        ) from error
