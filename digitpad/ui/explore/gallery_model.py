"""Pictures of a dataset as a table for a view: nothing is made of a picture before it is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digitpad.insight.browsing import IntArray, Readings

Index = QModelIndex | QPersistentModelIndex

NUMBER = Qt.ItemDataRole.UserRole
"""The picture's number in its dataset."""
TRUTH = Qt.ItemDataRole.UserRole + 1
"""The name of the class it is of."""
ANSWER = Qt.ItemDataRole.UserRole + 2
"""The name of the class it was read as; None where it was not read."""
CONFIDENCE = Qt.ItemDataRole.UserRole + 3
"""The answer's probability, 0-1; None where it was not read."""
RIGHT = Qt.ItemDataRole.UserRole + 4
"""Whether it was read right; None where it was not read."""


class GalleryModel(QAbstractTableModel):
    """Pictures from left to right and from top to bottom, in as many columns as there is room for.

    Signals:
        named(): the pictures are of other classes.
    """

    named = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: npt.NDArray[np.uint8] | None = None
        self._labels: npt.NDArray[np.int64] | None = None
        self._classes: Sequence[str] = ()
        self._names: Sequence[str] = ()
        self._readings: Readings | None = None
        self._order: IntArray | None = None
        self._columns = 1

    def set_pictures(
        self, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64], classes: Sequence[str]
    ) -> None:
        """Hold these pictures; none is shown before `show_only`.

        Args:
            images: uint8 (N, H, W) or, in colour, (N, H, W, 3); kept as it is, not copied.
            labels: int64 (N,).
            classes: names of the labels.
        """
        self.beginResetModel()
        self._images, self._labels, self._classes = images, labels, classes
        self._readings = self._order = None
        self.endResetModel()
        self.named.emit()

    @property
    def has_names(self) -> bool:
        """Whether the classes have names that are longer than a digit's."""
        return any(len(name) > 1 for name in self._classes)

    def clear(self) -> None:
        """Hold nothing."""
        self.beginResetModel()
        self._images = self._labels = self._readings = self._order = None
        self.endResetModel()

    def set_readings(self, readings: Readings | None, names: Sequence[str] = ()) -> None:
        """What a network with classes of these names answered; None where none was asked."""
        self._readings, self._names = readings, names
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self._columns - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_only(self, order: IntArray) -> None:
        """Show the pictures with these numbers, in this order."""
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    def set_columns(self, columns: int) -> None:
        """Lay the pictures out in so many columns."""
        if columns != self._columns:
            self.beginResetModel()
            self._columns = columns
            self.endResetModel()

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return self._columns

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return 0 if self._order is None else len(self._order)

    def number(self, index: Index) -> int | None:
        """The number in the dataset of the picture at `index`; None behind the last one."""
        place = index.row() * self._columns + index.column()
        if not index.isValid() or self._order is None or place >= len(self._order):
            return None
        return int(self._order[place])

    def index_of(self, number: int) -> QModelIndex:
        """Where the picture with this number is shown; an invalid index where it is not."""
        places = [] if self._order is None else (self._order == number).nonzero()[0].tolist()
        return self.index(*divmod(places[0], self._columns)) if places else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else -(-self.count // self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.number(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = self.number(index)
        if number is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(number)
        if role == NUMBER:
            return number
        if role == TRUTH:
            return self._truth(number)
        if role in (ANSWER, CONFIDENCE, RIGHT):
            return self._reading(number, role)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(number)
        return None

    def _truth(self, number: int) -> str:
        return self._classes[int(self._labels[number])]  # type: ignore[index]

    def _reading(self, number: int, role: int) -> str | float | bool | None:
        readings = self._readings
        if readings is None:
            return None
        if role == ANSWER:
            return self._names[int(readings.answers[number])]
        return float(readings.confidence[number]) if role == CONFIDENCE else bool(readings.right[number])

    def _picture(self, number: int) -> QImage:
        return image_of(self._images[number])  # type: ignore[index]

    def _words(self, number: int) -> str:
        truth, answer = self._truth(number), self._reading(number, ANSWER)
        if answer is None:
            return self.tr("Picture {number:,}: {truth}").format(number=number, truth=truth)
        return self.tr("Picture {number:,}: {truth}, read as {answer} ({sure:.1f} %)").format(
            number=number,
            truth=truth,
            answer=answer,
            sure=100 * float(self._readings.confidence[number]),  # type: ignore[union-attr]
        )
