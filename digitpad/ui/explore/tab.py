"""The tab that looks at a dataset: its pictures, what the network makes of them, and where it is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.explore.choice import PictureChoice
from digitpad.ui.explore.confusion_view import ConfusionView
from digitpad.ui.explore.gallery_model import GalleryModel
from digitpad.ui.explore.gallery_view import GalleryView
from digitpad.ui.widgets.naming import named

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digitpad.insight.browsing import IntArray

_WIDE = 760
"""Pixels from which the matrix stands beside the pictures instead of above them."""


_ASK = "?folder"  # the entry of the datasets that asks for a folder


class ExploreTab(QWidget):
    """Shows a dataset and asks for what a person wants to see of it.

    Signals:
        shown(): the tab has come into sight.
        dataset_chosen(str): the key of another dataset.
        folder_requested(): look into a folder of pictures.

    Attributes:
        choice: which pictures of it are displayed.
        gallery: the pictures; one that is chosen is put on the pad.
        read_button: lets the network read all of them.
        cancel_button: ends what is being done.
        get_button: gets the dataset that is not there yet.
    """

    shown = Signal()
    dataset_chosen = Signal(str)
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exploreTab")
        self.model = GalleryModel(self)
        self.gallery = GalleryView(self.model)
        self.matrix = ConfusionView()
        self._names: tuple[str, ...] = ()
        self._chosen = ""
        self._make_controls()
        self._make_empty()
        self._arrange()
        self._connect()
        self.show_text(self.tr("PyTorch is being loaded…"))

    def _make_controls(self) -> None:
        self._dataset = named(QComboBox(), "exploreDatasetCombo", self.tr("The dataset that is shown"))
        self._dataset.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dataset.setMinimumContentsLength(8)
        self._dataset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice = PictureChoice(self.matrix)
        read = QPushButton(self.tr("&Read them all"))
        self.read_button = named(read, "exploreReadButton", self.tr("Let the network read all of them"))
        self.read_button.setToolTip(self.tr("Let the network that answers on the pad read all of them"))
        self.cancel_button = named(QPushButton(self.tr("Cancel")), "exploreCancelButton", self.tr("Cancel"))
        self._progress = named(QProgressBar(), "exploreProgress", self.tr("Progress"))
        self._summary = named(QLabel(), "exploreSummary", self.tr("What was measured"))
        self._summary.setWordWrap(True)
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _make_empty(self) -> None:
        self._text = named(QLabel(), "exploreText", self.tr("Why no pictures are shown"))
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.get_button = named(QPushButton(), "exploreLoadButton", self.tr("Get the dataset"))
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self.get_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(empty)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        first = QHBoxLayout()
        first.addWidget(self._dataset, 1)
        first.addWidget(self.read_button)
        first.addWidget(self.cancel_button)
        column.addLayout(first)
        column.addWidget(self.choice)
        column.addWidget(self._progress)
        column.addWidget(self._summary)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("exploreSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.matrix)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        column.addWidget(self._splitter, 1)
        self.matrix.hide()
        self._progress.hide()
        self.cancel_button.hide()

    def _connect(self) -> None:
        self._dataset.activated.connect(self._choose_dataset)

    def set_datasets(self, entries: Sequence[tuple[str, str]]) -> None:
        """Fill the list of datasets with keys and titles; the first is chosen."""
        with QSignalBlocker(self._dataset):
            self._dataset.clear()
            for key, title in entries:
                self._dataset.addItem(title, key)
            self._dataset.addItem(self.tr("Folder of pictures…"), _ASK)
        self._chosen = self.dataset

    def add_dataset(self, key: str, title: str) -> None:
        """Have one more dataset to choose, and choose it; the newest of several counts."""
        with QSignalBlocker(self._dataset):
            if self._dataset.findData(key) < 0:
                self._dataset.insertItem(self._dataset.count() - 1, title, key)
            self._dataset.setCurrentIndex(self._dataset.findData(key))
        self._chosen = key

    @property
    def dataset(self) -> str:
        """The key of the dataset that is chosen."""
        return str(self._dataset.currentData() or "")

    def show_text(self, text: str, button: str = "") -> None:
        """Say why there are no pictures, with a button that gets them where `button` names it."""
        self._text.setText(text)
        self.get_button.setText(button)
        self.get_button.setVisible(bool(button))
        self._stack.setCurrentIndex(1)
        self.read_button.setEnabled(False)

    @property
    def explains(self) -> bool:
        """Whether it is said why there are no pictures."""
        return self._stack.currentIndex() == 1 and bool(self._text.text())

    def show_only(self, order: IntArray) -> None:
        """Show the pictures with these numbers, in this order; or say that there are none such."""
        self.model.show_only(order)
        self.gallery.scrollToTop()
        if self.model.count:
            self._stack.setCurrentIndex(0)
        else:
            self.say_none()

    def say_none(self) -> None:
        """Say that no picture is as wanted."""
        self._text.setText(self.tr("There are no such pictures."))
        self.get_button.hide()
        self._stack.setCurrentIndex(1)

    def show_pictures(
        self, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64], classes: tuple[str, ...]
    ) -> None:
        """Show a dataset in place of the one before; see `GalleryModel.set_pictures`."""
        self._names = classes
        self.choice.set_classes(classes)
        self.model.set_pictures(images, labels, classes)
        self.forget_readings()
        self._stack.setCurrentIndex(0)
        self.read_button.setEnabled(True)

    def show_matrix(self, counts: npt.NDArray[np.int64], names: tuple[str, ...]) -> None:
        """Show the confusion matrix of what was read by a network with classes of these names."""
        self.matrix.set_table(counts, self._names, names)
        first = self.matrix.isHidden()
        self.matrix.show()
        self.choice.set_read(True)
        if first:
            self._share_room()

    def forget_readings(self) -> None:
        """Nothing was read of what is shown."""
        self.matrix.hide()
        self.choice.set_read(False)

    def forget_pictures(self) -> None:
        """Another dataset was chosen: nothing of this one is to be seen any more."""
        self.model.clear()
        self.forget_readings()
        self.set_summary("")

    def set_summary(self, text: str) -> None:
        """What was measured, in words."""
        self._summary.setText(text)
        self._summary.setVisible(bool(text))

    def set_working(self, what: str) -> None:
        """Something is being done that can be cancelled; nothing where `what` is empty."""
        self._progress.setVisible(bool(what))
        self._progress.setFormat(what)
        self._progress.setRange(0, 0)
        self.cancel_button.setVisible(bool(what))
        self.read_button.setVisible(not what)

    def set_progress(self, done: int, total: int) -> None:
        """How far it is."""
        self._progress.setRange(0, 1000 if total else 0)
        if total:
            self._progress.setValue(round(1000 * done / total))

    @Slot(int)
    def _choose_dataset(self, _index: int) -> None:
        if self.dataset == _ASK:  # no dataset: it asks for a folder
            self._dataset.setCurrentIndex(self._dataset.findData(self._chosen))
            self.folder_requested.emit()
            return
        self._chosen = self.dataset
        self.dataset_chosen.emit(self.dataset)

    def _share_room(self) -> None:
        wide = self._splitter.orientation() == Qt.Orientation.Horizontal
        room = self._splitter.width() if wide else self._splitter.height()
        hint = self.matrix.sizeHint()
        wanted = min(hint.width() if wide else hint.height(), round(0.55 * room))
        self._splitter.setSizes([wanted, max(1, room - wanted)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Horizontal if event.size().width() >= _WIDE else Qt.Orientation.Vertical
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
