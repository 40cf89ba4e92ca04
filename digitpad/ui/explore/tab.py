"""The Explore tab: a dataset's pictures, what the network reads in them, and where it is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.explore.choice import PictureChoice
from digitpad.ui.explore.confusion_view import ConfusionView
from digitpad.ui.explore.gallery import GalleryView
from digitpad.ui.explore.gallery_model import GalleryModel
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named, shrinkable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digitpad.insight.browsing import IntArray

_WIDE = 760
"""Pixels from which the matrix stands beside the pictures instead of above them."""

_ASK = "?folder"  # the entry of the datasets that asks for a folder


class ExploreTab(QWidget):
    """Shows a dataset and asks what of it to show.

    Signals:
        appeared(): the tab has come into sight.
        dataset_chosen(): another dataset; see `dataset`.
        folder_requested(): look into a folder of pictures.

    Attributes:
        choice: which pictures are displayed.
        gallery: the pictures; one that is chosen is put on the pad.
        matrix: the confusion matrix.
        read_button: lets the network read all of them.
        cancel_button: cancels what is being done.
        get_button: downloads or loads the missing dataset.
    """

    appeared = Signal()
    dataset_chosen = Signal()
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
        self._dataset.activated.connect(self._choose_dataset)
        self.show_text(self.tr("PyTorch is being loaded…"))

    def _make_controls(self) -> None:
        self._dataset = named(shrinkable(ElidedCombo()), "exploreDatasetCombo", self.tr("Dataset"))
        self.choice = PictureChoice(self.matrix)
        read = QPushButton(self.tr("&Read them all"))
        self.read_button = named(read, "exploreReadButton", self.tr("Let the network read all of them"))
        self.read_button.setToolTip(self.tr("Let the network that reads the pad read all of them"))
        self.cancel_button = named(QPushButton(self.tr("Cancel")), "exploreCancelButton", self.tr("Cancel"))
        self._progress = named(QProgressBar(), "exploreProgress", self.tr("Progress"))
        self._summary = named(QLabel(wordWrap=True), "exploreSummary", self.tr("Results"))
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _make_empty(self) -> None:
        self._text = named(QLabel(wordWrap=True), "exploreText", self.tr("Why no pictures are shown"))
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.get_button = named(QPushButton(), "exploreLoadButton", self.tr("Get the dataset"))
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.addStretch(1)
        middle.addWidget(self._text)
        middle.addWidget(self.get_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(empty)

    def _arrange(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._splitter.setObjectName("exploreSplitter")
        self._splitter.addWidget(self.matrix)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        first = in_row((self._dataset, 1), self.read_button, self.cancel_button)
        rest = (self._progress, self._summary, (self._splitter, 1))
        self.setLayout(in_column(first, self.choice, *rest, spacing=6, margin=8))
        for hidden in (self.matrix, self._progress, self.cancel_button):
            hidden.hide()

    def set_datasets(self, entries: Sequence[tuple[str, str]]) -> None:
        """Fill the list of datasets with keys and titles; the first is chosen."""
        with QSignalBlocker(self._dataset):
            self._dataset.clear()
            for key, title in entries:
                self._dataset.addItem(title, key)
            self._dataset.addItem(self.tr("Folder of pictures…"), _ASK)
        self._chosen = self.dataset

    def add_dataset(self, key: str, title: str) -> None:
        """Offer one more dataset, and choose it."""
        with QSignalBlocker(self._dataset):
            if self._dataset.findData(key) < 0:
                self._dataset.insertItem(self._dataset.count() - 1, title, key)
            self._dataset.setCurrentIndex(self._dataset.findData(key))
        self._chosen = key

    def choose_dataset(self, key: str) -> None:
        """Choose one of the datasets, as the user does; nothing where it is not in the list."""
        with QSignalBlocker(self._dataset):
            if (place := self._dataset.findData(key)) >= 0:
                self._dataset.setCurrentIndex(place)
        self._chosen = self.dataset

    @property
    def dataset(self) -> str:
        """The key of the dataset that is chosen."""
        return str(self._dataset.currentData() or "")

    def show_text(self, text: str, button: str = "") -> None:
        """Show why there are no pictures, with a button that gets them where `button` names it."""
        self._text.setText(text)
        self.get_button.setText(button)
        self.get_button.setVisible(bool(button))
        self._stack.setCurrentIndex(1)
        self.read_button.setEnabled(False)

    @property
    def has_text(self) -> bool:
        """Whether it is shown why there are no pictures."""
        return self._stack.currentIndex() == 1 and bool(self._text.text())

    def show_pictures(
        self, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64], classes: tuple[str, ...]
    ) -> None:
        """Show a dataset in place of the one before; see `GalleryModel.set_pictures`."""
        self._names = classes
        self.choice.set_classes(classes)
        self.model.set_pictures(images, labels, classes)
        self.gallery.fit()
        self._forget_readings()
        self.read_button.setEnabled(True)

    def show_only(self, order: IntArray) -> None:
        """Show the pictures with these numbers, in this order; or that there are none such."""
        self.model.show_only(order)
        self.gallery.scrollToTop()
        if not self.model.count:
            self._text.setText(self.tr("There are no such pictures."))
            self.get_button.hide()
        self._stack.setCurrentIndex(0 if self.model.count else 1)

    def show_matrix(self, counts: npt.NDArray[np.int64], names: tuple[str, ...]) -> None:
        """Show the confusion matrix of a network with classes of these names."""
        self.matrix.set_table(counts, self._names, names)
        first = self.matrix.isHidden()
        self.matrix.show()
        self.choice.set_read(True)
        if first:
            self._share_room()

    def _forget_readings(self) -> None:
        self.matrix.hide()
        self.choice.set_read(False)

    def forget_pictures(self) -> None:
        """Show nothing of the dataset any more: another one was chosen."""
        self.model.clear()
        self._forget_readings()
        self.set_summary("")

    def set_summary(self, text: str) -> None:
        """Show what was measured."""
        self._summary.setText(text)
        self._summary.setVisible(bool(text))

    def set_working(self, text: str) -> None:
        """Show what is being done and can be cancelled; nothing where `text` is empty."""
        self._progress.setVisible(bool(text))
        self._progress.setFormat(text)
        self._progress.setRange(0, 0)
        self.cancel_button.setVisible(bool(text))
        self.read_button.setVisible(not text)

    def set_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.setRange(0, 1000 if total else 0)
        if total:
            self._progress.setValue(round(1000 * done / total))

    @Slot()
    def _choose_dataset(self) -> None:
        if self.dataset == _ASK:
            self._dataset.setCurrentIndex(self._dataset.findData(self._chosen))
            self.folder_requested.emit()
            return
        self._chosen = self.dataset
        self.dataset_chosen.emit()

    def _share_room(self) -> None:
        wide = self._splitter.orientation() == Qt.Orientation.Horizontal
        room = self._splitter.width() if wide else self._splitter.height()
        hint = self.matrix.sizeHint()
        part = min(hint.width() if wide else hint.height(), round(0.55 * room))
        self._splitter.setSizes([part, max(1, room - part)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        orientation = Qt.Orientation.Horizontal if event.size().width() >= _WIDE else Qt.Orientation.Vertical
        if self._splitter.orientation() != orientation:
            self._splitter.setOrientation(orientation)
            self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit()
