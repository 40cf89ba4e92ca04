"""A run of the library as it is listed: its settings, curves and figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad.recipe.recipe import Recipe
from digitpad.terminal_language import tr

CSV_COLUMNS = (
    "name", "recipe", "network", "dataset", "optimizer", "learning_rate", "batch_size", "seed", "epochs",
    "epochs_done", "examples_seen", "train_loss", "test_loss", "test_accuracy", "best_accuracy", "saved",
    "notes", "folder",
)  # fmt: skip


_ROWS = 12
"""Measurements that a notebook shows, the newest ones."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """One run.

    Attributes:
        folder: where its files are.
        name: given by the user; until then the recipe and when it started, or the folder's name.
        notes: the user's.
        recipe: its settings.
        epochs_done: finished epochs.
        examples_seen: training examples.
        train: (examples seen, loss) of the training curve.
        test: (examples seen, epoch, loss, accuracy 0-1) of the test curve.
        saved: when it was saved last.
        file: its newest readable checkpoint.
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
    def finished(self) -> bool:
        """Whether all its epochs are done."""
        return self.epochs_done >= self.recipe.epochs

    @property
    def measured(self) -> tuple[tuple[int, int, float, float], ...]:
        """The test curve without what was measured before training: a network that has trained differs."""
        return tuple(point for point in self.test if point[1] or not self.examples_seen)

    @property
    def test_loss(self) -> float | None:
        """Of the last measurement; None without one."""
        return self.measured[-1][2] if self.measured else None

    @property
    def test_accuracy(self) -> float | None:
        """Of the last measurement, 0-1; None without one."""
        return self.measured[-1][3] if self.measured else None

    @property
    def best_accuracy(self) -> float | None:
        """Of the best measurement, 0-1; None without one."""
        return max((point[3] for point in self.measured), default=None)

    @property
    def train_loss(self) -> float | None:
        """Of the last point of the training curve; None without one."""
        return self.train[-1][1] if self.train else None

    def __repr__(self) -> str:
        accuracy = "not measured" if self.test_accuracy is None else f"test accuracy {self.test_accuracy:.2%}"
        return f"KeptRun({self.name!r}, {self.epochs_done} of {self.recipe.epochs} epochs, {accuracy})"

    def _repr_html_(self) -> str:
        """What a notebook shows: the curves, and a row for each measurement."""
        from digitpad import rich_output

        rows = [
            (str(epoch), f"{examples:,}", f"{loss:.4f}", f"{accuracy:.2%}")
            for examples, epoch, loss, accuracy in self.test
        ]
        curves = rich_output.chart(
            self.train,
            [(examples, loss) for examples, _, loss, _ in self.test],
            (tr("training loss"), tr("test loss")),
        )
        titles = (tr("epoch"), tr("examples seen"), tr("test loss"), tr("test accuracy"))
        table = rich_output.table(titles, rows[-_ROWS:])
        return rich_output.caption(self.name) + rich_output.side_by_side(curves, table)

    def row(self) -> dict[str, Any]:
        """Return its figures under the names of `CSV_COLUMNS`."""
        recipe = self.recipe
        values = (
            self.name, recipe.name, recipe.network, recipe.dataset, recipe.optimizer, recipe.learning_rate,
            recipe.batch_size, recipe.seed, recipe.epochs, self.epochs_done, self.examples_seen,
            self.train_loss, self.test_loss, self.test_accuracy, self.best_accuracy,
            self.saved.isoformat(sep=" ", timespec="seconds"), self.notes, str(self.folder),
        )  # fmt: skip
        return dict(zip(CSV_COLUMNS, values, strict=True))


def as_csv(runs: Sequence[KeptRun]) -> str:
    """Return the runs' figures as a table, a line each, under `CSV_COLUMNS`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for run in runs:
        writer.writerow(run.row())
    return text.getvalue()
