"""Asking which of several networks in a file is meant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget


class ChooseEntry(QDialog):
    """The names of the networks in a file; arrows and Enter, or a double click, take one.

    Args:
        file: what the file is called.
        entries: the names.
        parent: the window.
    """

    def __init__(self, file: str, entries: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooseEntry")
        self.setWindowTitle(self.tr("digitpad - several networks"))
        label = QLabel(self.tr("{file} holds several networks:").format(file=file))
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._list = QListWidget()
        self._list.setObjectName("entryList")
        self._list.addItems(list(entries))
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self._list)
        layout.addWidget(buttons)
        self._list.setFocus()

    @property
    def entry(self) -> str:
        """The name that is chosen."""
        item = self._list.currentItem()
        return "" if item is None else item.text()
