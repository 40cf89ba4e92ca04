"""The list of datasets, to which folders of pictures are added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

_ASK = "?folder"  # the last entry is no dataset: it asks for a folder


class DatasetCombo(QComboBox):
    """Datasets by name, folders by path, and an entry that asks for one more.

    Signals:
        folder_requested(): choose a folder of pictures.
    """

    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last: object = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(self._remember)
        self.activated.connect(self._ask)

    def set_datasets(self, datasets: Sequence[tuple[str, str]]) -> None:
        """Have these names and titles, and tell nobody."""
        self.blockSignals(True)
        self.clear()
        for name, title in (*datasets, (_ASK, self.tr("Folder of pictures…"))):
            self.addItem(title, name)
        self.blockSignals(False)
        self._remember()

    def add_folder(self, path: object) -> None:
        """Have a folder of pictures among the datasets; anything that is no path is passed over."""
        if isinstance(path, str) and _is_path(path) and self.findData(path) < 0:
            place = max(0, self.count() - 1)
            title = self.tr("{name} (folder of pictures)").format(name=PurePath(path).name)
            self.insertItem(place, title, path)
            self.setItemData(place, path, Qt.ItemDataRole.ToolTipRole)

    def dataset(self) -> object:
        """The name or path that is chosen."""
        return self._last

    def of_folder(self) -> bool:
        """Whether a folder of pictures is chosen."""
        return _is_path(str(self._last))

    @Slot()
    def _remember(self) -> None:
        if self.currentData() != _ASK:
            self._last = self.currentData()

    @Slot()
    def _ask(self) -> None:
        if self.currentData() == _ASK:
            self.setCurrentIndex(self.findData(self._last))
            self.folder_requested.emit()


def _is_path(name: str) -> bool:
    return any(mark in name for mark in "/\\~")
