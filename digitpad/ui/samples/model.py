"""The own samples as a list for a view; thumbnails come when they are first looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from digitpad.ui.widgets.fields import tip_of

if TYPE_CHECKING:
    from digitpad.data.own.listing import Sample

Index = QModelIndex | QPersistentModelIndex

MOST_PICTURES = 1500
"""Thumbnails kept in memory, 50 KB each: several screens full."""


class SamplesModel(QAbstractListModel):
    """The samples of one digit, or of all; the picture of one that cannot be displayed is null.

    Signals:
        picture_wanted(object): the `Path` of a picture that is in sight and not yet there.
    """

    picture_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Sample, ...] = ()
        self._listed: tuple[Sample, ...] = ()
        self._label: int | None = None
        self._rows: dict[Path, int] = {}
        self._pictures: dict[Path, QPixmap] = {}
        self._asked: set[Path] = set()

    def set_samples(self, samples: Iterable[Sample]) -> None:
        """Show these samples in place of those before."""
        self._all = tuple(samples)
        there = {sample.picture for sample in self._all}
        self._pictures = {path: picture for path, picture in self._pictures.items() if path in there}
        self._asked &= self._pictures.keys()
        self._show()

    def set_label(self, label: int | None) -> None:
        """Show the samples of one digit; None for all."""
        if label != self._label:
            self._label = label
            self._show()

    def _show(self) -> None:
        listed = tuple(sample for sample in self._all if self._label in (None, sample.label))
        if listed != self._listed:
            self.beginResetModel()
            self._listed = listed
            self._rows = {sample.picture: row for row, sample in enumerate(listed)}
            self.endResetModel()

    def counts(self) -> Counter[int]:
        """How many samples there are of each digit."""
        return Counter(sample.label for sample in self._all)

    def samples(self) -> tuple[Sample, ...]:
        """All samples, whichever are listed."""
        return self._all

    def sample(self, index: Index) -> Sample:
        """The sample at `index`."""
        return self._listed[index.row()]

    def row_of(self, picture: Path) -> int | None:
        """The row of the sample with this picture; None where it is not listed."""
        return self._rows.get(picture)

    def set_picture(self, path: Path, image: QImage | None) -> None:
        """Show the picture of the sample at `path`; None where it cannot be displayed."""
        self._pictures[path] = QPixmap() if image is None else QPixmap.fromImage(image)
        while len(self._pictures) > MOST_PICTURES:
            oldest = next(iter(self._pictures))
            del self._pictures[oldest]
            self._asked.discard(oldest)  # and is asked for again when it comes into sight
        row = self.row_of(path)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._listed):
            return None
        sample = self._listed[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(sample.label)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(sample)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(sample.picture.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{label}, {name}").format(label=sample.label, name=sample.picture.stem)
        return None

    def _picture(self, sample: Sample) -> QPixmap | None:
        path = sample.picture
        if path not in self._pictures and path not in self._asked:
            self._asked.add(path)
            self.picture_wanted.emit(path)
        return self._pictures.get(path)


def thumbnails(paths: Iterable[Path], side: int) -> list[tuple[Path, QImage | None]]:
    """Runs in a thread; `side` is the longer side in pixels. None where a file holds no picture."""
    return [(path, _thumbnail(path, QSize(side, side))) for path in paths]


def _thumbnail(path: Path, side: QSize) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image
