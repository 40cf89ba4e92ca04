"""The chosen transforms as a list in their order, and what is told to the one that is selected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.recipe_form.setting_fields import choice, fill
from digitpad.ui.transforms.preview import Table
from digitpad.ui.transforms.setting_pane import SettingPane
from digitpad.ui.transforms.words import TransformWords
from digitpad.ui.widgets.naming import named

MOST = 20
"""Transforms that a recipe may have."""


class ChosenTransforms(QWidget):
    """Adds, removes, orders and sets transforms. What it does not know of them it keeps as it came.

    Args:
        table: the transforms that there are.
        words: what they are called.

    Signals:
        changed(): somebody changed the list.
    """

    changed = Signal()

    def __init__(self, table: Table, words: TransformWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._words = words
        self._transforms: list[dict[str, Any]] = []
        self._editable = True
        self.list = named(QListWidget(self), "transformsList", self.tr("The transforms in their order"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMinimumHeight(100)
        self.list.setSpacing(2)
        self.combo = choice(self, "transformCombo", self.tr("Transform to add"))
        fill(self.combo, [(name, words.entry(name)) for name in table])
        for row, name in enumerate(table):
            self.combo.setItemData(row, words.purpose(name), Qt.ItemDataRole.ToolTipRole)
        popup = self.combo.view()
        popup.setMinimumWidth(popup.sizeHintForColumn(0) + 30)
        self.combo.setMaxVisibleItems(len(table))
        self.add_button = self._button(self.tr("&Add"), "addTransformButton", self.tr("Add the transform"))
        self.remove_button = self._button(
            self.tr("&Remove"), "removeTransformButton", self.tr("Remove the transform (Delete)")
        )
        self.up_button = self._button(
            self.tr("&Up"), "transformUpButton", self.tr("Earlier by one place (Alt+Up in the list)")
        )
        self.down_button = self._button(
            self.tr("Do&wn"), "transformDownButton", self.tr("Later by one place (Alt+Down in the list)")
        )
        self.clear_button = self._button(
            self.tr("Remove a&ll"), "removeAllTransformsButton", self.tr("Remove all transforms")
        )
        self.pane = SettingPane(table, words, self)
        self._lay_out()
        self._connect()
        self._refresh_buttons()

    def _button(self, text: str, name: str, description: str) -> QPushButton:
        button = named(QPushButton(text, self), name, description)
        button.setToolTip(description)
        button.setAutoDefault(False)  # Enter in a number field is not meant for a button
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        adding = QHBoxLayout()
        adding.setSpacing(6)
        adding.addWidget(self.combo, 1)
        adding.addWidget(self.add_button)
        grid.addLayout(adding, 0, 0, 1, 4)
        grid.addWidget(self.list, 1, 0, 1, 4)
        for column, button in enumerate(
            (self.up_button, self.down_button, self.remove_button, self.clear_button)
        ):
            button.setMinimumWidth(_room(button))
            grid.addWidget(button, 2, column)
        self.add_button.setFixedWidth(_room(self.add_button) + 16)
        grid.setRowStretch(1, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(10)
        column_of_all.addLayout(grid, 1)
        column_of_all.addWidget(self.pane)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.up_button.clicked.connect(self._up)
        self.down_button.clicked.connect(self._down)
        self.clear_button.clicked.connect(self._clear)
        self.list.currentRowChanged.connect(self._selected)
        self.pane.changed.connect(self._set)
        for keys, slot in (
            (QKeySequence(Qt.Key.Key_Delete), self._remove),
            (QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Up), self._up),
            (QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Down), self._down),
        ):
            shortcut = QShortcut(keys, self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def transforms(self) -> list[dict[str, Any]]:
        """The list: each with its name and what it is told."""
        return [dict(transform) for transform in self._transforms]

    def set_transforms(self, transforms: Iterable[Mapping[str, Any]]) -> None:
        """Show a list; what is chosen stays chosen where it is of the same kind."""
        before = self._names()
        row = self.list.currentRow()
        self._transforms = [dict(transform) for transform in transforms]
        if self._names() == before:
            self._retitle()
            if row >= 0:
                self.pane.show_values(self._transforms[row])
            self._refresh_buttons()
        else:
            self._show(max(0, row))

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed."""
        self._editable = on
        self.pane.setEnabled(on)
        self._refresh_buttons()

    def _names(self) -> list[str]:
        return [str(transform.get("name", "?")) for transform in self._transforms]

    def _show(self, row: int) -> None:
        """Show the list anew, with this row selected."""
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems([""] * len(self._transforms))
            self.list.setCurrentRow(min(row, len(self._transforms) - 1))
        self._retitle()
        self._selected(self.list.currentRow())

    def _retitle(self) -> None:
        for row, (name, transform) in enumerate(zip(self._names(), self._transforms, strict=True)):
            item = self.list.item(row)
            item.setText(f"{row + 1}. {self._words.title(name)}")
            item.setToolTip(self._words.call(transform))

    def _refresh_buttons(self) -> None:
        row, count = self.list.currentRow(), len(self._transforms)
        self.combo.setEnabled(self._editable)
        self.add_button.setEnabled(self._editable and count < MOST)
        self.remove_button.setEnabled(self._editable and row >= 0)
        self.up_button.setEnabled(self._editable and row > 0)
        self.down_button.setEnabled(self._editable and 0 <= row < count - 1)
        self.clear_button.setEnabled(self._editable and count > 0)

    @Slot(int)
    def _selected(self, row: int) -> None:
        self.pane.show_transform(self._transforms[row] if row >= 0 else None)
        self._refresh_buttons()

    @Slot()
    def _add(self) -> None:
        name = self.combo.currentData()
        if not self._editable or name is None or len(self._transforms) >= MOST:
            return
        # All settings are told: a recipe means the same where the defaults are others.
        told = {setting: limits.default for setting, limits in self._table[name].items()}
        self._transforms.append({"name": name, **told})
        self._show(len(self._transforms) - 1)
        self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        row = self.list.currentRow()
        if self._editable and row >= 0:
            del self._transforms[row]
            self._show(row)
            self.changed.emit()

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if not self._editable or row < 0 or not 0 <= row + by < len(self._transforms):
            return
        self._transforms.insert(row + by, self._transforms.pop(row))
        self._show(row + by)
        self.changed.emit()

    @Slot()
    def _clear(self) -> None:
        if self._editable and self._transforms:
            self._transforms = []
            self._show(0)
            self.changed.emit()

    @Slot(str, object)
    def _set(self, setting: str, value: object) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self._transforms[row][setting] = value
            self._retitle()
            self.changed.emit()


def _room(button: QPushButton) -> int:
    """The least width of a button."""
    return button.fontMetrics().horizontalAdvance(button.text()) + 14
