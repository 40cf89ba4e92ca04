"""The runs that are kept as a table; those that are ticked have their curves in the chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPixmap

from digitpad.ui.style.theme import curve_colours
from digitpad.ui.widgets.fields import tip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitpad.training.kept_run import KeptRun

Index = QModelIndex | QPersistentModelIndex

NAME, ACCURACY, EPOCHS, BEST, LOSS, RECIPE, SEED, SAVED = range(8)
"""The columns, the most telling first: those at the end are hidden where there is little room."""


_SWATCH = 16  # pixels


class RunsModel(QAbstractTableModel):
    """One row per run, the newest first; the first column can be ticked and edited.

    Signals:
        shown_changed(): other runs are ticked.
        rename_requested(object, str): the run's folder and its new name.
    """

    shown_changed = Signal()
    rename_requested = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[KeptRun] = []
        self._checked: list[Path] = []
        self._coming: Path | None = None  # ticked before it is there
        self._colours: dict[Path, int] = {}  # which colour a run has for as long as the window is open

    def set_runs(self, runs: Sequence[KeptRun]) -> None:
        """Show these runs in place of those before; what was ticked stays so, a new one is ticked."""
        known = {run.folder for run in self._runs}
        self.beginResetModel()
        self._runs = list(runs)
        there = {run.folder for run in runs}
        self._checked = [folder for folder in self._checked if folder in there or folder == self._coming]
        self._coming = None
        self._keep_colours()
        fresh = [run.folder for run in runs if run.folder not in known]
        for folder in fresh[: 1 if known else 3]:  # the newest ones: a dozen curves are a tangle
            if folder not in self._checked:
                self._check(folder)
        self.endResetModel()
        self.shown_changed.emit()

    def _keep_colours(self) -> None:
        """Each run has its own colour, which it keeps whatever becomes of the others.

        By their age, so that it is the same tomorrow.
        """
        for run in sorted(self._runs, key=lambda run: run.saved):
            self._colours.setdefault(run.folder, len(self._colours) % _colour_count())

    def _check(self, folder: Path) -> None:
        """Tick a run; of two in sight with the same colour it gets another one."""
        taken = {self._colours[other] for other in self._checked if other in self._colours}
        free = [colour for colour in range(_colour_count()) if colour not in taken]
        if free and self._colours.get(folder) in taken:
            self._colours[folder] = free[0]
        self._checked.append(folder)

    def tick(self, folder: Path) -> None:
        """Tick the run in this folder, or have it ticked once it is there."""
        if folder not in self._checked:
            self._checked.append(folder)
            self._coming = folder

    def run(self, row: int) -> KeptRun:
        """The run in a row."""
        return self._runs[row]

    def set_notes(self, folder: Path, notes: str) -> None:
        """What is noted of a run from now on."""
        row = self.row_of(folder)
        if row is not None:
            self._runs[row] = replace(self._runs[row], notes=notes)

    def row_of(self, folder: Path) -> int | None:
        """The row of the run in this folder."""
        return next((row for row, run in enumerate(self._runs) if run.folder == folder), None)

    def runs(self) -> list[KeptRun]:
        """All runs."""
        return list(self._runs)

    def displayed(self) -> list[tuple[KeptRun, str]]:
        """The ticked runs, each with its colour."""
        return [(run, self._colour(run)) for run in self._runs if run.folder in self._checked]

    def _colour(self, run: KeptRun) -> str:
        return curve_colours(QGuiApplication.palette())[self._colours[run.folder]]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else SAVED + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Run"),
                self.tr("Test accuracy"),
                self.tr("Epochs"),
                self.tr("Best"),
                self.tr("Test loss"),
                self.tr("Recipe"),
                self.tr("Seed"),
                self.tr("Saved"),
            )[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._runs):
            return None
        run, column = self._runs[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(run, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if run.folder in self._checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column == NAME and run.folder in self._checked:
            return _swatch(self._colour(run))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(self._about(run))
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in (NAME, RECIPE, SAVED):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _about(self, run: KeptRun) -> str:
        """All of a run, also what stands in columns that have no room."""
        titles = (self.headerData(column, Qt.Orientation.Horizontal) for column in range(ACCURACY, SAVED + 1))
        figures = zip(titles, (self._text(run, column) for column in range(ACCURACY, SAVED + 1)), strict=True)
        lines = [run.name, *(f"{title}: {text}" for title, text in figures if text), str(run.folder)]
        return "\n".join([*lines, run.notes] if run.notes else lines)

    @staticmethod
    def _text(run: KeptRun, column: int) -> str:
        if column == EPOCHS:
            return f"{run.epochs_done}/{run.recipe.epochs}"
        if column in (ACCURACY, BEST):
            share = run.test_accuracy if column == ACCURACY else run.best_accuracy
            return "" if share is None else f"{100 * share:.2f} %"
        if column == LOSS:
            return "" if run.test_loss is None else f"{run.test_loss:.4f}"
        if column == SAVED:
            return f"{run.saved:%Y-%m-%d %H:%M}"
        return {NAME: run.name, RECIPE: run.recipe.name, SEED: str(run.recipe.seed)}[column]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or index.column() != NAME:
            return False
        run = self._runs[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            on = Qt.CheckState(value) == Qt.CheckState.Checked
            if on and run.folder not in self._checked:
                self._check(run.folder)
            elif not on and run.folder in self._checked:
                self._checked.remove(run.folder)
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._runs) - 1, NAME))
            self.shown_changed.emit()
            return True
        if role == Qt.ItemDataRole.EditRole and str(value).strip() != run.name:
            self.rename_requested.emit(run.folder, str(value))
            return True
        return False


def _swatch(colour: str) -> QIcon:
    """A square of a colour, the same in a selected row: a tinted one is the colour of another run."""
    square = QPixmap(_SWATCH, _SWATCH)
    square.fill(QColor(colour))
    swatch = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        swatch.addPixmap(square, mode)
    return swatch


def _colour_count() -> int:
    return len(curve_colours(QGuiApplication.palette()))
