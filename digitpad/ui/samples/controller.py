"""What connects the tab of own samples with their folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError
from digitpad.ink.drawing import Drawing
from digitpad.resources import samples_root
from digitpad.ui.messages import sentence
from digitpad.ui.pad import Canvas
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.samples.model import thumbnails
from digitpad.ui.samples.tab import SamplesTab
from digitpad.ui.samples.view import THUMBNAIL
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.data.own.listing import Listing, Sample
    from digitpad.data.own.samples import Deleted, OwnSamples


_BATCH = 24  # thumbnails handed over at a time
_UNDONE_WITHIN = 24 * 3600.0  # seconds for which another window may undo what it has deleted


class SamplesController(QObject):
    """Does what is asked for in the tab, in the samples' thread, and shows the folder as it is then.

    Args:
        window: what dialogs belong to.
        tab: the tab.
        canvas: the pad.
        task: the thread for all that touches the samples' folder.
        banner: where the outcome is shown.

    Signals:
        listed(int): how many samples there are.
    """

    listed = Signal(int)

    def __init__(
        self, window: QWidget, tab: SamplesTab, canvas: Canvas, task: Task, banner: StatusBanner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tab = tab
        self._canvas = canvas
        self._task = task
        self._banner = banner
        self._first = True
        self._queued: list[Path] = []  # pictures, which wait until nothing else is to be done
        self._deleted: Deleted | None = None
        self._relabelled: list[tuple[Sample, Sample]] = []
        self._chosen: list[Path] | None = None  # to select when the folder is listed next
        tab.opened.connect(self.refresh)
        tab.relabel_requested.connect(self._relabel)
        tab.delete_requested.connect(self._delete)
        tab.put_requested.connect(self._put)
        tab.export_requested.connect(self._ask_where_to)
        tab.folder_action.triggered.connect(self._open_folder)
        tab.model.picture_wanted.connect(self._want_picture)
        task.ended.connect(self._make_thumbnails)
        task.failed.connect(self._failed)

    @Slot()
    def refresh(self) -> None:
        """Look at the folder anew."""
        first, self._first = self._first, False
        self._task.start(partial(_listing, empties_bin=first), self._show)

    def _show(self, listing: Listing) -> None:
        chosen, self._chosen = self._chosen, None
        self._tab.set_samples(listing.samples, [sentence(message) for message in listing.skipped], chosen)
        self.listed.emit(len(listing.samples))

    @Slot(object)
    def _want_picture(self, path: Path) -> None:
        self._queued.append(path)
        self._make_thumbnails()

    @Slot()
    def _make_thumbnails(self) -> None:
        if self._queued and not self._task.running:
            newest = [self._queued.pop() for _ in self._queued[:_BATCH]]
            self._task.start(partial(thumbnails, newest, 2 * THUMBNAIL), self._pictured)

    def _pictured(self, pictures: list[Any]) -> None:
        for path, image in pictures:
            self._tab.model.set_picture(path, image)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error)
        self.refresh()

    @Slot(object, int)
    def _relabel(self, samples: list[Sample], digit: int) -> None:
        self._task.start(lambda: _store().relabel(samples, digit), self._were_relabelled)

    def _were_relabelled(self, changed: list[tuple[Sample, Sample]]) -> None:
        if not changed:
            self._say_gone()
            return
        self._relabelled = changed
        self._chosen = [now.picture for _, now in changed]
        digit = changed[0][1].label
        text = self.tr("Samples that are {digit} now: {count}.").format(digit=digit, count=len(changed))
        self._say(text, self._undo_relabelling)

    def _undo_relabelling(self) -> None:
        before, self._relabelled = self._relabelled, []
        self._task.start(partial(_labels_back, before), self._undone)

    @Slot(object)
    def _delete(self, samples: list[Sample]) -> None:
        self._task.start(lambda: _store().delete(samples), self._were_deleted)

    def _were_deleted(self, deleted: Deleted) -> None:
        there = {origin for origin, _ in deleted.moves}
        count = sum(sample.picture in there for sample in deleted.samples)
        if not count:
            self._say_gone()
            return
        self._deleted = deleted
        text = self.tr("Samples deleted: {count}.").format(count=count)
        self._say(text, self._undo_deleting)

    def _undo_deleting(self) -> None:
        deleted, self._deleted = self._deleted, None
        if deleted is not None:
            self._task.start(lambda: _store().restore(deleted), self._undone)

    def _say_gone(self) -> None:
        """Another program has removed the files meanwhile."""
        text = self.tr("These samples are not in their folder any more.")
        self._banner.show_info(text)
        self.refresh()

    def _undone(self, _nothing: object) -> None:
        self._banner.show_info(self.tr("Taken back."))
        self.refresh()

    def _say(self, text: str, undo: Any) -> None:
        self._banner.show_success(text, ((self.tr("Undo"), undo),))
        self.refresh()

    @Slot(object)
    def _put(self, sample: Sample) -> None:
        self._task.start(partial(_on_pad, sample), self._canvas.set_drawing)

    @Slot(object)
    def _ask_where_to(self, samples: list[Sample]) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("The empty folder that gets the folders 0 to 9")
        )
        if name:
            self.export(samples, Path(name))

    def export(self, samples: list[Sample], folder: Path) -> None:
        """Copy samples into an image folder."""
        self._banner.show_info(self.tr("Exporting…"), stays=True)
        self._task.start(lambda: _store().export(samples, folder), partial(self._were_exported, folder))

    def _were_exported(self, folder: Path, count: int) -> None:
        text = self.tr("Samples copied to {folder}: {count}.").format(folder=folder, count=count)
        self._banner.show_success(text)

    @Slot()
    def _open_folder(self) -> None:
        self._task.start(_made_folder, self._show_folder)

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            text = self.tr("Your samples lie in {folder}.").format(folder=folder)
            self._banner.show_info(text, stays=True)


# What follows runs in the samples' thread, as do the lambdas above; importing numpy holds nobody up there.


def _store() -> OwnSamples:
    from digitpad.data.own.samples import OwnSamples

    return OwnSamples(samples_root())


def _listing(*, empties_bin: bool) -> Listing:
    if empties_bin:  # what another window has just deleted can still be undone there
        _store().empty_bin(_UNDONE_WITHIN)
    return _store().listing()


def _labels_back(changed: list[tuple[Sample, Sample]]) -> None:
    """Give samples that were relabelled their labels back."""
    for before, now in changed:
        _store().relabel([now], before.label)


def _on_pad(sample: Sample) -> Drawing:
    """The sample as it can lie on the pad: its strokes, or its picture where it has none."""
    from digitpad.data.own.sets import strokes_of
    from digitpad.data.pictures import read_grey

    drawing = strokes_of(sample)
    if drawing is not None:
        return drawing
    return PadPicture(grey=read_grey(sample.picture), name=sample.picture.name)


def _made_folder() -> Path:
    folder = samples_root()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
