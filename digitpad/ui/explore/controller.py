"""Joins the Explore tab with the data, the network and the pad."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtWidgets import QFileDialog

from digitpad.errors import DatasetNotFound, DigitpadError, tr
from digitpad.ui.explore.own_dataset import own_dataset
from digitpad.ui.explore.summary import summary
from digitpad.ui.explore.tab import ExploreTab
from digitpad.ui.explore.worker import load_pictures, read_all
from digitpad.ui.messages import sentence, translated
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.evaluate import Measurement


_SHORT = {"synthetic": tr("Synthetic"), "handwriting": tr("Handwriting")}
"""Names of datasets that are not names of their own, as MNIST is."""


def _short(name: str, title: str) -> str:
    """A dataset's title without what it holds."""
    return translated(_SHORT.get(name, title.partition(" (")[0]))


class ExploreController(QObject):
    """Loads what is displayed, lets the network read it, and puts pictures on the pad.

    Args:
        tab: the tab.
        put_on_pad: called with a picture.
        network: returns the network that reads the pad.
        network_changed: emitted when another one does, or other weights.
        settings: know the datasets' folder.
        parent: its owner.

    Attributes:
        measurement: what was measured of the pictures; None before they are read.
    """

    def __init__(
        self,
        tab: ExploreTab,
        put_on_pad: Callable[[PadPicture], object],
        network: Callable[[], Checkpoint | None],
        network_changed: Iterable[SignalInstance],
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._put_on_pad = put_on_pad
        self._network = network
        self._settings = settings
        self._task = Task("explore", self, low_priority=True)
        self._following, self._asking = Probe(self), Probe(self)
        self._data: LabelledImages | None = None
        self._measured: Checkpoint | None = None  # the network that read them
        self.measurement: Measurement | None = None
        self._ready = False
        self._followed: str | Path | None = None  # the network's own dataset
        self._task.progressed.connect(tab.set_progress)
        self._task.failed.connect(self._failed)
        self._task.ended.connect(self._ended)
        tab.appeared.connect(self._load_missing)
        tab.dataset_chosen.connect(self._choose)
        tab.folder_requested.connect(self._ask_for_folder)
        tab.get_button.clicked.connect(self._download)
        tab.read_button.clicked.connect(self._read)
        tab.cancel_button.clicked.connect(self._task.cancel)
        tab.choice.changed.connect(self._show_chosen)
        tab.gallery.chosen.connect(self._put)
        for changed in network_changed:
            changed.connect(self._network_changed)

    @Slot()
    def torch_loaded(self) -> None:
        """Offer the datasets: now they can be loaded."""
        from digitpad.data.datasets import DATASETS

        entries = []
        for name, entry in DATASETS.items():
            title = _short(name, entry.title)
            if name == "own":
                entries.append(("own/all", self.tr("My samples")))
                continue
            if name != "handwriting":  # its test set is MNIST's
                entries.append((f"{name}/test", self.tr("{name}, test set").format(name=title)))
            slow = self.tr("{name}, training set (a minute)") if name == "handwriting" else None
            entries.append((f"{name}/train", (slow or self.tr("{name}, training set")).format(name=title)))
        self._tab.set_datasets(entries)
        self._ready = True
        self._tab.show_text("")
        self._follow_network()
        if self._tab.isVisible():
            self._load_missing()

    @Slot()
    def _load_missing(self) -> None:
        """Load what is to be seen by now; own samples may have become more."""
        if not self._ready or self._task.running:
            return
        if self._data is None or (self._tab.dataset == "own/all" and self.measurement is None):
            self._load()

    @Slot()
    def _choose(self) -> None:
        """Show another dataset; what is being done with the one before is given up."""
        self._forget()
        self._load()

    def _forget(self) -> None:
        """Show nothing of the dataset before, and give up what is being done with it."""
        self._data = self.measurement = None
        self._tab.forget_pictures()
        self._task.cancel()

    def _follow_network(self) -> None:
        """Show what the network learnt from, when that is another dataset than the last network's."""
        own = own_dataset(self._network())
        if not self._ready or own is None or own == self._followed:
            return
        if isinstance(own, Path):  # which may have gone, and its drive as well
            then = partial(self._follow_folder, own, self._tab.dataset)
            self._following.look(own, Path.is_dir, then, lambda _: None)
        else:
            self._follow(own)

    def _follow_folder(self, own: Path, before: str, there: bool) -> None:
        if there and self._tab.dataset == before:  # a late answer takes back no choice
            self._follow(own)

    def _follow(self, own: str | Path) -> None:
        self._followed = own
        before = self._tab.dataset
        if isinstance(own, Path):
            self._list_folder(own)
        else:
            self._tab.choose_dataset(own)
        if self._tab.dataset != before:
            self._forget()
            if self._tab.isVisible():
                self._load()

    @Slot()
    def _ask_for_folder(self) -> None:
        title = self.tr("A folder with a folder of pictures for each class")
        if name := QFileDialog.getExistingDirectory(self._tab, title):
            self._asking.reach(Path(name), self.look_into, self._failed)

    def look_into(self, folder: Path) -> None:
        """Show a folder of pictures."""
        self._list_folder(folder)
        self._choose()

    def _list_folder(self, folder: Path) -> None:
        """Have both parts of a folder in the list, and choose its test part."""
        for part, title in (
            ("train", self.tr("{name}, training set")),
            ("test", self.tr("{name}, test set")),
        ):
            self._tab.add_dataset(f"{folder}/{part}", title.format(name=folder.name))

    @Slot()
    def _download(self) -> None:
        if not self._task.running:
            self._load(download=True)

    def _load(self, download: bool = False) -> None:
        name, _, part = self._tab.dataset.rpartition("/")
        if self._data is None:
            self._tab.show_text("")
        self._tab.set_working(self.tr("Loading…"))
        root, network = self._settings.data_folder, self._network()
        load = partial(load_pictures, name, part, root, self._task.progress, network, download)
        # Everything that loading needs is imported by now: no need to wait for what only training needs.
        self._task.start(load, partial(self._loaded, name), after_imports=False)

    def _loaded(self, name: str, data: LabelledImages | None) -> None:
        if data is None:
            self._offer_download(name)
            return
        self.measurement = None
        self._data = data if len(data) else None
        if self._data is None:
            self._tab.show_text(self.tr("There are no pictures in it yet."))
            return
        images = data.images.permute(0, 2, 3, 1) if data.form.colour else data.images[:, 0]
        self._tab.show_pictures(images.numpy(), data.labels.numpy(), data.classes)
        self._show_summary()
        self._show_chosen()

    def _offer_download(self, name: str) -> None:
        from digitpad.data.datasets import DATASETS

        entry = DATASETS[name]
        title = _short(name, entry.title) if name != "handwriting" else "MNIST"
        self._tab.show_text(
            self.tr("{name} is not on this computer yet.").format(name=title),
            self.tr("Download it ({size} MB)").format(size=entry.bytes // 1_000_000),
        )

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        if self._data is None:
            retry = self.tr("Try again") if isinstance(error, DatasetNotFound) else ""
            self._tab.show_text(sentence(error), retry)
        else:
            self._tab.set_summary(sentence(error))

    @Slot()
    def _ended(self) -> None:
        """Nothing is being done any more; what was cancelled has shown nothing."""
        self._tab.set_working("")
        if self._data is None and not self._tab.has_text:
            self._tab.show_text(self.tr("No pictures were loaded."), self.tr("Load them"))

    @Slot()
    def _read(self) -> None:
        data, checkpoint = self._data, self._network()
        if data is None or self._task.running:
            return
        if checkpoint is None:
            self._tab.set_summary(self.tr("No network is loaded. Load a .pth file or train one."))
            return
        from digitpad.data.datasets import DATASETS

        name, _, part = self._tab.dataset.rpartition("/")
        folder = "" if name in DATASETS else name
        self._tab.set_working(self.tr("Reading… %p %"))
        read = partial(read_all, checkpoint, data, self._task.progress, folder, part)
        self._task.start(read, partial(self._was_read, checkpoint))

    def _was_read(self, checkpoint: Checkpoint, measurement: Measurement) -> None:
        from digitpad.insight.browsing import Readings

        self._measured, self.measurement = checkpoint, measurement
        self._tab.model.set_readings(Readings.of(measurement), checkpoint.classes)
        self._tab.show_matrix(measurement.confusion.numpy(), checkpoint.classes)
        self._show_summary()
        self._show_chosen()

    @Slot()
    def _network_changed(self) -> None:
        self._follow_network()
        if self.measurement is not None:
            self._show_summary()

    def _show_summary(self) -> None:
        if self._data is not None:
            answers = self._measured is self._network()
            self._tab.set_summary(summary(self._data, self.measurement, self._measured, answers))

    @Slot()
    def _show_chosen(self) -> None:
        if self._data is None:
            return
        from digitpad.insight.browsing import Readings, select_pictures

        readings = None if self.measurement is None else Readings.of(self.measurement)
        chosen = self._tab.choice.filter()
        self._tab.show_only(select_pictures(self._data.labels.numpy(), readings, chosen))

    @Slot(int)
    def _put(self, number: int) -> None:
        if self._data is None:
            return
        image = self._data.images[number]
        rgb = image.permute(1, 2, 0).contiguous().numpy() if self._data.form.colour else None
        grey = image.float().mean(dim=0).div(255).numpy()
        name = self.tr("Picture {number:,}").format(number=number)
        self._put_on_pad(PadPicture(grey=grey, rgb=rgb, name=name, exact=True))
