"""Reads all pictures of a folder or table with the network that answers, and writes the answers as CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.data.sets.table_columns import columns, is_table
from digitpad.errors import DigitpadError, UsageError
from digitpad.ui.messages import sentence
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.data.labelled import Progress
    from digitpad.model.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Written:
    """A table of answers that was written.

    Attributes:
        path: the table.
        count: how many answers it has.
        unread: why pictures could not be read.
    """

    path: Path
    count: int
    unread: tuple[DigitpadError, ...]


class PredictionsController(QObject):
    """Asks for pictures and for the table to write, and has the work done in a thread.

    Args:
        window: what dialogs belong to.
        checkpoint: returns the network that answers; None while there is none.
        banner: where the outcome is shown.

    Attributes:
        folder_action, table_action: for the menus.

    Signals:
        dataset_chosen(object): the `Path` of a table that is to be trained on.
    """

    dataset_chosen = Signal(object)

    def __init__(
        self, window: QWidget, checkpoint: Callable[[], Checkpoint | None], banner: StatusBanner
    ) -> None:
        super().__init__(window)
        self._window, self._checkpoint, self._banner = window, checkpoint, banner
        self._folder: Path | None = None
        self._task = Task("predictions", self, low_priority=True)
        self._probe = Probe(self)
        self._task.failed.connect(banner.show_error)
        self.folder_action = make_action(
            self, "predictFolderAction", self.tr("Pictures in a &folder…"), self._ask_for_folder
        )
        self.table_action = make_action(
            self, "predictTableAction", self.tr("A &table of pictures (CSV)…"), self._ask_for_table
        )

    @Slot()
    def _ask_for_folder(self) -> None:
        title = self.tr("A folder with pictures to read")
        if name := QFileDialog.getExistingDirectory(self._window, title, str(self._folder or "")):
            self._probe.reach(Path(name), self.read, self._banner.show_error)

    @Slot()
    def _ask_for_table(self) -> None:
        kinds = self.tr("Tables of pictures (*.csv *.tsv);;All files (*)")
        title = self.tr("A table with the pixels of a picture a line")
        path = ask_for_file(self._window, title, self._folder, kinds)
        if path is not None:
            self._probe.reach(path, self.read, self._banner.show_error)

    def open(self, path: Path) -> None:
        """Take a table that was opened or dropped: one with labels can be trained on as well."""
        try:
            labelled = columns(path).label is not None
        except DigitpadError as error:
            self._banner.show_error(error)
            return
        if not labelled:
            self.read(path)
            return
        text = self.tr("{name} is a table of pictures with labels.").format(name=path.name)
        actions = (
            (self.tr("Train on it"), partial(self.dataset_chosen.emit, path)),
            (self.tr("Have it read…"), partial(self.read, path)),
        )
        self._banner.show_info(text, actions, stays=True)

    def read(self, source: Path) -> None:
        """Ask where to write, and read the pictures of a folder or table."""
        checkpoint = self._checkpoint()
        if checkpoint is None:
            self._banner.show_error(DigitpadError("The network is still loading; try again in a moment."))
            return
        self._folder = source.parent
        name = "submission.csv" if is_table(source) else f"{source.name}.csv"
        title = self.tr("Write the answers as a table")
        place = str(source.parent / name)
        target, _ = QFileDialog.getSaveFileName(self._window, title, place, self.tr("Tables (*.csv)"))
        if target:
            self.write(checkpoint, source, Path(target))

    def write(self, checkpoint: Checkpoint, source: Path, target: Path) -> None:
        """Read the pictures of a folder or table, and write the answers."""
        target = target if target.suffix else target.with_suffix(".csv")
        if target.exists() and target.samefile(source):
            error = UsageError("{path} is one of the files to read; choose another name.", path=target)
            self._banner.show_error(error)
            return
        self._task.cancel()  # the newest one counts
        work = partial(_written, checkpoint, source, target, self._task.progress)
        self._task.start(work, self._show)
        text = self.tr("The pictures of {name} are being read…").format(name=source.name)
        self._banner.show_info(text, ((self.tr("Stop"), self._task.cancel),), stays=True)

    def _show(self, written: Written) -> None:
        values = {"count": f"{written.count:,}", "path": written.path, "unread": len(written.unread)}
        if not written.unread:
            text = self.tr("Answers written: {count}, to {path}.")
            self._banner.show_success(text.format(**values))
            return
        why = sentence(written.unread[0])
        text = self.tr("Answers written: {count}, to {path}. Not read: {unread}, the first because: {why}")
        self._banner.show_warning(text.format(**values, why=why))


def _written(checkpoint: Checkpoint, source: Path, target: Path, progress: Progress) -> Written:
    from digitpad.predictions import PredictionTable, files_of, read_all
    from digitpad.recognizer import Recognizer

    files = list(files_of([source]))
    table = PredictionTable.of(files)
    errors = []

    def unread(path: Path, error: DigitpadError) -> None:
        errors.append(error)
        table.add_unread(path)

    count = 0
    for answer in read_all(Recognizer(checkpoint), files, progress, unread):
        table.add(answer)
        count += 1
    table.write(target)
    return Written(target, count, tuple(errors))
