"""The chosen transforms as a list in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from digitpad.data.transforms import TRANSFORMS
from digitpad.recipe.table_kinds import Transforms
from digitpad.ui.transforms import words
from digitpad.ui.transforms.setting_pane import SettingPane
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named, push_button, shrinkable
from digitpad.ui.widgets.fitting import BreakingRow, fit_text
from digitpad.ui.widgets.list_buttons import ListButtons, set_enabled

MOST = Transforms().most
"""Transforms that a recipe may have."""


class TransformList(QWidget):
    """Adds, removes, orders and sets transforms. What it does not know of them it keeps as it came.

    Signals:
        changed(): the user changed the list.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transforms: list[dict[str, Any]] = []
        self._editable = True
        self._make_combo()
        self._list = named(QListWidget(), "transformsList", self.tr("The transforms in their order"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setMinimumHeight(100)
        self._list.setSpacing(2)
        self._make_buttons()
        self._pane = SettingPane()
        self._lay_out()
        self._list.currentRowChanged.connect(self._show_selected)
        self._pane.changed.connect(self._set)
        self._refresh_buttons()

    def _make_combo(self) -> None:
        self._combo = named(shrinkable(ElidedCombo()), "transformCombo", self.tr("Transform to add"))
        for row, name in enumerate(TRANSFORMS):
            self._combo.addItem(words.full_title(name), name)
            self._combo.setItemData(row, words.purpose(name), Qt.ItemDataRole.ToolTipRole)
        self._combo.setMaxVisibleItems(len(TRANSFORMS))
        popup = self._combo.view()
        popup.setMinimumWidth(popup.sizeHintForColumn(0) + 30)

    def _make_buttons(self) -> None:
        self._add_button = push_button(
            self.tr("&Add"), "addTransformButton", self.tr("Add the transform"), self._add
        )
        self._rows = ListButtons(self._list, "transform")
        self._rows.moved.connect(self._move)
        self._rows.removed.connect(self._remove)
        remove_all = self.tr("Remove all transforms")
        self._clear_button = push_button(
            self.tr("Remove a&ll"), "removeAllTransformsButton", remove_all, self._clear
        )

    def _lay_out(self) -> None:
        buttons = (self._rows.up, self._rows.down, self._rows.remove, self._clear_button)
        fit_text((self._add_button,), 30)
        fit_text(buttons, 14)
        adding = in_row((self._combo, 1), self._add_button, spacing=6)
        top = in_column(adding, (self._list, 1), BreakingRow(*buttons, spacing=6), spacing=6)
        self.setLayout(in_column((top, 1), self._pane, spacing=10, margin=0))

    def transforms(self) -> list[dict[str, Any]]:
        """The list: each with its name and its settings."""
        return [dict(transform) for transform in self._transforms]

    def set_transforms(self, transforms: Iterable[Mapping[str, Any]]) -> None:
        """Show a list; the selection and the fields stay where the names are the same."""
        before, selected = self._names(), self._list.currentRow()
        self._transforms = [dict(transform) for transform in transforms]
        if self._names() != before:
            self._show(max(0, selected))
        else:
            self._show_titles()
            if selected >= 0:
                self._pane.show_values(self._transforms[selected])

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed."""
        self._editable = on
        self._pane.setEnabled(on)
        self._refresh_buttons()

    def _names(self) -> list[str]:
        return [str(transform.get("name", "?")) for transform in self._transforms]

    def _show(self, row: int) -> None:
        """Show the list anew, with this row selected."""
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems([""] * len(self._transforms))
            self._list.setCurrentRow(min(row, len(self._transforms) - 1))
        self._show_titles()
        self._show_selected(self._list.currentRow())

    def _show_titles(self) -> None:
        for row, (name, transform) in enumerate(zip(self._names(), self._transforms, strict=True)):
            item = self._list.item(row)
            item.setText(f"{row + 1}. {words.title(name)}")
            item.setToolTip(words.call(transform))

    @Slot(int)
    def _show_selected(self, row: int) -> None:
        self._pane.show_transform(self._transforms[row] if row >= 0 else None)
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        row, count = self._list.currentRow(), len(self._transforms)
        on = self._editable
        self._rows.set_possible(on and row > 0, on and 0 <= row < count - 1, on and row >= 0)
        set_enabled(
            (self._combo, on), (self._add_button, on and count < MOST), (self._clear_button, on and count > 0)
        )

    def _change(self, transforms: list[dict[str, Any]], row: int) -> None:
        self._transforms = transforms
        self._show(row)
        self.changed.emit()

    @Slot()
    def _add(self) -> None:
        name = self._combo.currentData()
        # All settings are written out: a recipe means the same where the defaults are others.
        settings = {setting: parameter.default for setting, parameter in TRANSFORMS[name].items()}
        self._change([*self._transforms, {"name": name, **settings}], len(self._transforms))

    @Slot()
    def _remove(self) -> None:
        row = self._list.currentRow()
        self._change([*self._transforms[:row], *self._transforms[row + 1 :]], row)

    @Slot(int)
    def _move(self, by: int) -> None:
        row, moved = self._list.currentRow(), list(self._transforms)
        moved.insert(row + by, moved.pop(row))
        self._change(moved, row + by)

    @Slot()
    def _clear(self) -> None:
        self._change([], 0)

    @Slot(str, object)
    def _set(self, setting: str, value: object) -> None:
        self._transforms[self._list.currentRow()][setting] = value
        self._show_titles()
        self.changed.emit()
