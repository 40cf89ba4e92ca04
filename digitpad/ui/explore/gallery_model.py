"""The pictures of a dataset that are displayed, with what they are and what they were read as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from digitpad.ui.widgets.fields import tip_of
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digitpad.insight.browsing import IntArray, Readings

Index = QModelIndex | QPersistentModelIndex

TRUTH = Qt.ItemDataRole.UserRole
"""The name of the picture's class."""
ANSWER = Qt.ItemDataRole.UserRole + 1
"""The name of the predicted class; None where the picture was not read."""
CONFIDENCE = Qt.ItemDataRole.UserRole + 2
"""The prediction's probability, 0-1; None where the picture was not read."""
RIGHT = Qt.ItemDataRole.UserRole + 3
"""Whether the prediction is right; None where the picture was not read."""


class GalleryModel(QAbstractTableModel):
    """Pictures from left to right and from top to bottom.

    Attributes:
        columns: how many there are; see `set_columns`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: npt.NDArray[np.uint8] | None = None
        self._labels: npt.NDArray[np.int64] | None = None
        self._classes: Sequence[str] = ()
        self._names: Sequence[str] = ()
        self._readings: Readings | None = None
        self._order: IntArray | None = None
        self.columns = 1

    def set_pictures(
        self, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64], classes: Sequence[str]
    ) -> None:
        """Hold these pictures; none is displayed before `show_only`.

        Args:
            images: uint8 (N, H, W) or, in colour, (N, H, W, 3); kept as it is, not copied.
            labels: int64 (N,).
            classes: names of the labels.
        """
        self.clear()
        self._images, self._labels, self._classes = images, labels, classes

    def clear(self) -> None:
        """Hold nothing."""
        self.beginResetModel()
        self._images = self._labels = self._readings = self._order = None
        self.endResetModel()

    def set_readings(self, readings: Readings, names: Sequence[str]) -> None:
        """Hold the predictions of a network with classes of these names."""
        self._readings, self._names = readings, names
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columns - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_only(self, order: IntArray) -> None:
        """Display the pictures with these numbers, in this order."""
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    def set_columns(self, columns: int) -> None:
        """Lay the pictures out in so many columns."""
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()

    @property
    def has_long_names(self) -> bool:
        """Whether the classes have names that are longer than a digit's."""
        return any(len(name) > 1 for name in self._classes)

    @property
    def count(self) -> int:
        """How many pictures are displayed."""
        return 0 if self._order is None else len(self._order)

    def number(self, index: Index) -> int | None:
        """The number in the dataset of the picture at `index`; None behind the last one."""
        place = index.row() * self.columns + index.column()
        if not index.isValid() or self._order is None or place >= len(self._order):
            return None
        return int(self._order[place])

    def index_of(self, number: int) -> QModelIndex:
        """Where the picture with this number is displayed; an invalid index where it is not."""
        places = [] if self._order is None else (self._order == number).nonzero()[0].tolist()
        return self.index(*divmod(places[0], self.columns)) if places else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else -(-self.count // self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.number(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number, readings = self.number(index), self._readings
        if number is None or self._images is None or self._labels is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return image_of(self._images[number])
        if role == TRUTH:
            return self._classes[int(self._labels[number])]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(index, number)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(self._words(index, number))
        if readings is not None and role == ANSWER:
            return self._names[int(readings.answers[number])]
        if readings is not None and role == CONFIDENCE:
            return float(readings.confidence[number])
        if readings is not None and role == RIGHT:
            return bool(readings.right[number])
        return None

    def _words(self, index: Index, number: int) -> str:
        truth, answer = index.data(TRUTH), index.data(ANSWER)
        if answer is None:
            return self.tr("Picture {number:,}: {truth}").format(number=number, truth=truth)
        text = self.tr("Picture {number:,}: {truth}, read as {answer} ({sure:.1f} %)")
        return text.format(number=number, truth=truth, answer=answer, sure=100 * index.data(CONFIDENCE))
