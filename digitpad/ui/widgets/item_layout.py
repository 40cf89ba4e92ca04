"""What every layout of ours has to say about its items."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QLayoutItem


class ItemLayout(QLayout):
    """Items in the order in which they were added; where they go is left to the layouts made of it."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None
