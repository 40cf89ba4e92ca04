"""What connects the tab that compares runs with their folders, the pad and the training tab."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError
from digitpad.resources import runs_root
from digitpad.ui.messages import sentence
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.export_menu import with_ending, write_whole
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun
    from digitpad.training.library import RunLibrary


class RunsController(QObject):
    """Does what is asked for in the tab, in a thread, and shows the folder of runs as it is then.

    Args:
        window: what dialogs belong to.
        tab: the tab.
        banner: where the outcome is shown.
        busy: returns the folder of the run that is training; None where none is.
        load: called with the `Path` of a network that is to answer.

    Attributes:
        open_action: asks for the folder of a run that was saved elsewhere.

    Signals:
        again_requested(object): the `Recipe` that is to be trained once more.
        folder_opened(object): the `KeptRun` in a folder that was opened.
    """

    again_requested = Signal(object)
    folder_opened = Signal(object)

    def __init__(
        self,
        window: QWidget,
        tab: RunsTab,
        banner: StatusBanner,
        busy: Callable[[], Path | None],
        load: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._busy = busy
        self._window = window
        self._tab = tab
        self._banner = banner
        self._task = Task("runs", self)
        self._task.failed.connect(self._failed)
        self._ready = False
        self._first = True
        self.open_action = make_action(
            self, "openRunAction", self.tr("Open a &run's folder…"), self._ask_for_folder
        )
        tab.opened.connect(self.refresh)
        tab.model.rename_requested.connect(self._rename)
        tab.notes_changed.connect(self._annotate)
        tab.delete_requested.connect(self._delete)
        tab.load_requested.connect(load)
        tab.again_requested.connect(self._again)
        tab.table_requested.connect(self._ask_for_table)

    @Slot()
    def imports_ended(self) -> None:
        """No other thread imports any more: this one may, and runs can be read."""
        self._ready = True
        if self._tab.isVisible():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look at the folder anew, if anybody looks at the tab."""
        if self._ready and self._tab.isVisible():
            self._tab.ensure_plot()
            first, self._first = self._first, False
            self._task.start(partial(_listing, empties_bin=first), self._show)

    @Slot()
    def _ask_for_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self._window, self.tr("The folder of a run")):
            self.open_folder(Path(name))

    def open_folder(self, folder: Path) -> None:
        """Have the run in a folder among the others, wherever it lies, and show it."""
        self._task.start(lambda: _library().add(folder), self._opened, self._say)

    def _opened(self, run: KeptRun) -> None:
        self._tab.model.tick(run.folder)
        self.folder_opened.emit(run)
        self.refresh()

    def flush_notes(self) -> None:
        """Have the notes that are being typed written."""
        self._tab.flush_notes()

    def _show(self, listing: tuple[list[KeptRun], list[DigitpadError]]) -> None:
        runs, passed_over = listing
        self._tab.set_runs(runs, [sentence(error) for error in passed_over])

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error)
        self.refresh()

    @Slot(object, str)
    def _rename(self, folder: Path, name: str) -> None:
        self._task.start(lambda: _library().rename(folder, name), self._changed)

    @Slot(object, str)
    def _annotate(self, folder: Path, notes: str) -> None:
        self._tab.model.set_notes(folder, notes)
        self._task.start(lambda: _library().annotate(folder, notes), None, self._say)

    def _say(self, error: DigitpadError) -> None:
        self._banner.show_error(error)

    def _changed(self, _given: object) -> None:
        self.refresh()

    @Slot(object)
    def _delete(self, folder: Path) -> None:
        if folder == self._busy():
            self._say(DigitpadError("This run is training; stop it before you delete it."))
            return
        if folder.parent != runs_root():
            self._task.start(lambda: _library().forget(folder), lambda _: self._was_forgotten(folder))
            return
        self._task.start(lambda: _library().delete(folder), self._was_deleted)

    def _was_forgotten(self, folder: Path) -> None:
        text = self.tr("The run {name} is not listed any more; its folder stays where it is.")
        undo = ((self.tr("Undo"), partial(self._list_again, folder)),)
        self._banner.show_success(text.format(name=folder.name), undo)
        self.refresh()

    def _list_again(self, folder: Path) -> None:
        self._task.start(lambda: _library().add(folder), self._changed)

    def _was_deleted(self, kept: Path) -> None:
        text = self.tr("The run {name} was deleted.").format(name=kept.name)
        undo = ((self.tr("Undo"), partial(self._undo, kept)),)
        self._banner.show_success(text, undo)
        self.refresh()

    def _undo(self, kept: Path) -> None:
        self._task.start(lambda: _library().restore(kept), self._changed)

    @Slot(object)
    def _again(self, run: KeptRun) -> None:
        self.again_requested.emit(run.recipe)

    @Slot()
    def _ask_for_table(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the table of runs"), "runs.csv", self.tr("Table (*.csv)")
        )
        if name:
            self.save_table(with_ending(Path(name), ".csv"))

    def save_table(self, path: Path) -> None:
        """Write the figures of all runs to `path`."""
        from digitpad.training.kept_run import as_csv

        try:
            write_whole(path, as_csv(self._tab.model.runs()).encode())
        except DigitpadError as error:
            self._say(error)


# What follows runs in the thread, and so do the lambdas above.


def _library() -> RunLibrary:
    from digitpad.training.library import RunLibrary

    return RunLibrary(runs_root())


def _listing(*, empties_bin: bool) -> tuple[list[KeptRun], list[DigitpadError]]:
    """The runs that can be read, and why others cannot."""
    library = _library()
    if empties_bin:
        library.empty_bin()
    runs: list[KeptRun] = []
    passed_over: list[DigitpadError] = []
    for folder in library.folders():
        try:
            runs.append(library.read(folder))
        except DigitpadError as error:
            passed_over.append(error)
    return runs, passed_over
