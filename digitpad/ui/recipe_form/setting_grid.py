"""Settings with their labels, two to a row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QGridLayout, QLabel, QWidget

from digitpad.recipe.table import TABLE
from digitpad.ui.messages import translated
from digitpad.ui.recipe_form.editors import Editor, make_editor
from digitpad.ui.widgets.boxes import in_row
from digitpad.ui.widgets.fields import label_for
from digitpad.ui.widgets.number_fields import CheckedField, ProblemLine

_LINES = 3
"""Lines of the grid for a row: the fields, what is wrong with the left one, and with the right one."""


class SettingGrid(QWidget):
    """Places settings in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self._column = 0, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def place_settings(self, group: str) -> dict[str, Editor]:
        """Make the editors of a group and place them; returns them by the settings' names."""
        editors = {name: make_editor(s, self) for name, s in TABLE.items() if s.group == group}
        for name, editor in editors.items():
            title = "" if isinstance(editor.widget, QCheckBox) else translated(TABLE[name].title)
            label = self.place(editor.widget, title, TABLE[name].wide, editor.button)
            editor.label = label or editor.widget
            if editor.note is not None:
                self.place(editor.note, "", wide=True)
        return editors

    def place(
        self, field: QWidget, title: str, wide: bool = False, button: QWidget | None = None
    ) -> QLabel | None:
        """Place a field at the next free place, with a button behind it; returns the label of its title."""
        if wide and self._column:
            self._row, self._column = self._row + _LINES, 0
        column, span = self._column, 4 if wide else 2
        if isinstance(field, CheckedField):
            line = 2 if column else 1
            self._grid.addWidget(ProblemLine(field, self), self._row + line, 0, 1, 4)
        label = label_for(self, title, field) if title else None
        if label is not None:
            # A long title of a number takes all but the last column, so that those of other rows stay wide.
            taken = 3 if wide and isinstance(field, QAbstractSpinBox) else 1
            self._grid.addWidget(label, self._row, column, 1, taken)
            column, span = column + taken, span - taken
        if button is None:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(field, QCheckBox) else Qt.AlignmentFlag(0)
            self._grid.addWidget(field, self._row, column, 1, span, left)
        else:
            self._grid.addLayout(in_row((field, 1), button, spacing=4), self._row, column, 1, span)
        self._row, self._column = (self._row + _LINES, 0) if wide or self._column else (self._row, 2)
        return label

    def fill_up(self) -> None:
        """Leave the room that is left below what was placed."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)
