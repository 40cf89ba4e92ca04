"""What connects the tab that compares runs with their folders, the pad and the training tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError
from digitpad.resources import runs_root
from digitpad.ui.messages import sentence
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.threads.probe import Probe
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
        listed(object): the list of all that there are, as `KeptRun`.
        renamed(): a run has another name from now on.
    """

    again_requested = Signal(object)
    folder_opened = Signal(object)
    listed = Signal(object)
    renamed = Signal()

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
        self._probe = Probe(self)
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
        tab.deleted.restore_requested.connect(self._undo)
        tab.deleted.empty_requested.connect(self._ask_about_bin)
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
            self.list_runs()

    @Slot()
    def list_runs(self) -> None:
        """Look at the folder anew, whoever asks: `listed` follows."""
        if self._ready:
            first, self._first = self._first, False
            self._task.start(partial(_listing, forgets_old=first), self._show)

    @Slot()
    def _ask_for_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self._window, self.tr("The folder of a run")):
            self._probe.reach(Path(name), self.open_folder, self._not_opened)

    def open_folder(self, folder: Path) -> None:
        """Have the run in a folder among the others, wherever it lies, and show it."""
        self._task.start(lambda: _library().add(folder), self._opened, self._not_opened)

    def _not_opened(self, error: DigitpadError) -> None:
        self._banner.show_error(error, opening=True)

    def _opened(self, run: KeptRun) -> None:
        self._tab.model.tick(run.folder)
        self.folder_opened.emit(run)
        self.refresh()

    def flush_notes(self) -> None:
        """Have the notes that are being typed written."""
        self._tab.flush_notes()

    def _show(self, listing: _Listing) -> None:
        self._tab.set_runs(listing.runs, [sentence(error) for error in listing.passed_over])
        self._tab.deleted.set_runs(listing.deleted)
        self.listed.emit(listing.runs)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error)
        self.refresh()

    @Slot(object, str)
    def _rename(self, folder: Path, name: str) -> None:
        self._task.start(lambda: _library().rename(folder, name), self._was_renamed)

    @Slot(object, str)
    def _annotate(self, folder: Path, notes: str) -> None:
        self._tab.model.set_notes(folder, notes)
        self._task.start(lambda: _library().annotate(folder, notes), None, self._say)

    def _say(self, error: DigitpadError) -> None:
        self._banner.show_error(error)

    def _changed(self, _given: object) -> None:
        self.refresh()

    def _was_renamed(self, _given: object) -> None:
        self.renamed.emit()
        self.refresh()

    @Slot(object)
    def _delete(self, run: KeptRun) -> None:
        folder = run.folder
        if folder == self._busy():
            self._say(DigitpadError("This run is training; stop it before you delete it."))
            return
        if folder.parent != runs_root():
            self._task.start(lambda: _library().forget(folder), lambda _: self._was_forgotten(run))
            return
        self._task.start(lambda: _library().delete(folder), partial(self._was_deleted, run.name))

    def _was_forgotten(self, run: KeptRun) -> None:
        text = self.tr("The run {name} is not listed any more; its folder stays where it is.")
        undo = ((self.tr("Undo"), partial(self._list_again, run.folder)),)
        self._banner.show_success(text.format(name=run.name), undo)
        self.refresh()

    def _list_again(self, folder: Path) -> None:
        self._task.start(lambda: _library().add(folder), self._changed)

    def _was_deleted(self, name: str, kept: Path) -> None:
        text = self.tr("The run {name} was deleted. For a month More, Bring back a deleted run, has it.")
        undo = ((self.tr("Undo"), partial(self._undo, kept)),)
        self._banner.show_success(text.format(name=name), undo)
        self.refresh()

    @Slot(object)
    def _undo(self, kept: Path) -> None:
        self._task.start(lambda: _library().restore(kept), self._changed)

    @Slot()
    def _ask_about_bin(self) -> None:
        text = self.tr("Deleted runs cannot be brought back after that.")
        self._banner.show_warning(text, ((self.tr("Delete them for good"), self._empty_bin),))

    def _empty_bin(self) -> None:
        self._task.start(lambda: _library().empty_bin(), self._changed)

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


@dataclass(frozen=True, slots=True)
class _Listing:
    """The runs that can be read, why others cannot, and names and folders of the deleted ones."""

    runs: list[KeptRun]
    passed_over: list[DigitpadError]
    deleted: list[tuple[str, Path]]


def _listing(*, forgets_old: bool) -> _Listing:
    library = _library()
    if forgets_old:
        library.forget_old()
    listing = _Listing([], [], library.deleted())
    for folder in library.folders():
        try:
            listing.runs.append(library.read(folder))
        except DigitpadError as error:
            listing.passed_over.append(error)
    return listing
