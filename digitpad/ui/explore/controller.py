"""What connects the tab that looks at datasets with the data, the network and the pad."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from digitpad.errors import DatasetNotFound, DigitpadError
from digitpad.ui.explore.tab import ExploreTab
from digitpad.ui.explore.work import AllRead, load_pictures, read_all
from digitpad.ui.messages import sentence
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.settings import Settings
from digitpad.ui.threads.task import Task

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages


class ExploreController(QObject):
    """Loads what is looked at, lets the network read it, and puts pictures on the pad.

    Args:
        tab: the tab.
        canvas: the pad.
        recognition: knows the network that answers.
        settings: know the datasets' folder.
        parent: its owner.
    """

    def __init__(
        self,
        tab: ExploreTab,
        canvas: Canvas,
        recognition: PredictionController,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._canvas = canvas
        self._recognition = recognition
        self._settings = settings
        self._task = Task("explore", self, low_priority=True)
        self._data: LabelledImages | None = None
        self._read: AllRead | None = None
        self._ready = False
        self._task.progressed.connect(tab.set_progress)
        self._task.failed.connect(self._failed)
        self._task.ended.connect(self._ended)
        tab.shown.connect(self._look)
        tab.dataset_chosen.connect(self._choose)
        tab.folder_requested.connect(self._ask_for_folder)
        tab.get_button.clicked.connect(self._fetch)
        tab.read_button.clicked.connect(self.read)
        tab.cancel_button.clicked.connect(self._task.cancel)
        tab.choice.changed.connect(self._show_wanted)
        tab.gallery.chosen.connect(self._put_on_pad)
        recognition.network_shown.connect(self._network_shown)
        recognition.weights_changed.connect(self._network_shown)

    @Slot()
    def torch_loaded(self) -> None:
        """torch is there: datasets can be looked at."""
        from digitpad.data.datasets import DATASETS

        entries = []
        for name, entry in DATASETS.items():
            title = self.tr(entry.title).partition(" (")[0]
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
        if self._tab.isVisible():
            self._look()

    @Slot()
    def _look(self) -> None:
        """The tab has come into sight: load what is to be seen."""
        if not self._ready or self._task.running:
            return
        if self._data is None or (self._tab.dataset == "own/all" and self._read is None):
            self._load()

    @Slot(str)
    def _choose(self, _key: str) -> None:
        """Show another dataset; what is being done with the one before is given up."""
        self._data = self._read = None
        self._tab.forget_pictures()
        self._task.cancel()
        self._load()

    @Slot()
    def _ask_for_folder(self) -> None:
        title = self.tr("A folder with a folder of pictures for each class")
        if name := QFileDialog.getExistingDirectory(self._tab, title):
            self.look_into(Path(name))

    def look_into(self, folder: Path) -> None:
        """Show a folder of pictures."""
        for part, title in (
            ("train", self.tr("{name}, training set")),
            ("test", self.tr("{name}, test set")),
        ):
            self._tab.add_dataset(f"{folder}/{part}", title.format(name=folder.name))
        self._choose(self._tab.dataset)

    def _load(self, download: bool = False) -> None:
        from digitpad.data.datasets import DATASETS
        from digitpad.resources import data_root

        name, _, part = self._tab.dataset.rpartition("/")
        root = self._settings.data_folder
        entry = DATASETS.get(name)
        if entry is not None and not download and not entry.is_there(root or data_root()):
            title = entry.title.partition(" (")[0] if name != "handwriting" else "MNIST"
            self._tab.show_text(
                self.tr("{name} is not on this computer yet.").format(name=title),
                self.tr("Download it ({size} MB)").format(size=entry.bytes // 1_000_000),
            )
            return

        if self._data is None:
            self._tab.show_text("")
        self._tab.set_working(self.tr("Loading…"))
        load = partial(load_pictures, name, part, root, self._task.progress, self._recognition.checkpoint)
        # Everything that loading needs is imported by now: no need to wait for what only training needs.
        self._task.start(load, self._loaded, after_imports=False)

    @Slot()
    def _fetch(self) -> None:
        if not self._task.running:
            self._load(download=True)

    @Slot()
    def _ended(self) -> None:
        """Nothing is being done any more; what was cancelled has shown nothing."""
        self._tab.set_working("")
        if self._data is None and not self._tab.explains:
            self._tab.show_text(self.tr("No pictures were loaded."), self.tr("Load them"))

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        if self._data is None:
            retry = self.tr("Try again") if isinstance(error, DatasetNotFound) else ""
            self._tab.show_text(sentence(error), retry)
        else:
            self._tab.set_summary(sentence(error))

    def _loaded(self, data: LabelledImages) -> None:
        self._data, self._read = data, None
        if not len(data):
            self._tab.show_text(self.tr("There are no pictures in it yet."))
            self._data = None
            return
        images = data.images.permute(0, 2, 3, 1) if data.form.colour else data.images[:, 0]
        self._tab.show_pictures(images.numpy(), data.labels.numpy(), data.classes)
        self._tab.set_summary(self._words())
        self._show_wanted()

    @Slot()
    def read(self) -> None:
        """Let the network that answers on the pad read all pictures."""
        data, checkpoint = self._data, self._recognition.checkpoint
        if data is None or self._task.running:
            return
        if checkpoint is None:
            self._tab.set_summary(self.tr("No network is loaded. Load a .pth file or train one."))
            return

        from digitpad.data.datasets import DATASETS

        name, _, part = self._tab.dataset.rpartition("/")
        folder = "" if name in DATASETS else name
        self._tab.set_working(self.tr("Reading… %p %"))
        self._task.start(
            partial(read_all, checkpoint, data, self._task.progress, folder, part), self._was_read
        )

    def _was_read(self, read: AllRead) -> None:
        self._read = read
        self._tab.model.set_readings(read.readings, read.checkpoint.classes)
        self._tab.show_matrix(read.found.confusion.numpy(), read.checkpoint.classes)
        self._tab.set_summary(self._words())
        self._show_wanted()

    @Slot()
    def _network_shown(self) -> None:
        """Another network answers on the pad now: say that this is not what was measured."""
        if self._read is not None:
            self._tab.set_summary(self._words())

    def _words(self) -> str:
        if self._data is None:
            return ""
        count = len(self._data)
        if self._read is None:
            return self.tr("{count:,} pictures.").format(count=count)
        unknown = set(self._data.classes) - set(self._read.checkpoint.classes)
        if len(unknown) == len(self._data.classes):
            return self.tr("The network knows none of these {count} classes.").format(count=len(unknown))
        found = self._read.found
        wrong = int((~found.right).sum())
        text = self.tr(
            "{share:.2f} % of {count:,} read right, {wrong:,} wrong. Average loss {loss:.4f}."
        ).format(share=100 * found.accuracy, count=count, wrong=wrong, loss=found.loss)
        if unknown:
            text += " " + self.tr("The network knows {known} of the {count} classes.").format(
                known=len(self._data.classes) - len(unknown), count=len(self._data.classes)
            )
        if self._read.checkpoint is not self._recognition.checkpoint:
            text += " " + self.tr("Another network answers on the pad by now: read them again.")
        return text

    @Slot()
    def _show_wanted(self) -> None:
        if self._data is None:
            return
        from digitpad.insight.browsing import Correctness, PictureFilter, select_pictures

        choice = self._tab.choice
        wanted = PictureFilter(choice.label, choice.answer, Correctness(choice.outcome))
        readings = None if self._read is None else self._read.readings
        self._tab.show_only(select_pictures(self._data.labels.numpy(), readings, wanted))

    @Slot(int)
    def _put_on_pad(self, number: int) -> None:
        if self._data is None:
            return
        image = self._data.images[number]
        rgb = image.permute(1, 2, 0).contiguous().numpy() if self._data.form.colour else None
        grey = image.float().mean(dim=0).div(255).numpy()
        name = self.tr("Picture {number:,}").format(number=number)
        self._canvas.set_drawing(PadPicture(grey=grey, rgb=rgb, name=name, exact=True))
