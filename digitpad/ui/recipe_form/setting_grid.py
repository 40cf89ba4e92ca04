"""Settings with their labels, two to a row where there is room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from digitpad.recipe.table import TABLE
from digitpad.ui.messages import translated
from digitpad.ui.recipe_form.editors import Editor, make_editor
from digitpad.ui.widgets.boxes import in_row
from digitpad.ui.widgets.fields import label_for
from digitpad.ui.widgets.number_fields import CheckedField, ProblemLine

_FIRST, _LINES = 1, 4
"""Lines of the grid for a row: titles, fields, and what is wrong with the left one and with the right one."""

_ACROSS = 4  # pixels between the columns
_LETTERS = 4


class _Way(Enum):
    """How settings stand in the grid, by the room that this takes."""

    PAIRS = "two to a row, each beside its title"
    BESIDE = "one to a row, beside its title"
    ABOVE = "one to a row, its title above it"


_COLUMNS = {_Way.PAIRS: 4, _Way.BESIDE: 2, _Way.ABOVE: 1}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A field and what belongs to it."""

    field: QWidget
    wide: bool
    label: QLabel | None
    problem: ProblemLine | None
    with_button: QHBoxLayout | None

    @property
    def spans(self) -> bool:
        """Whether the label takes all but the last column, so that those of other rows stay wide.

        That of a number does where it is long.
        """
        return self.wide and isinstance(self.field, QAbstractSpinBox)

    def least(self) -> tuple[int, int]:
        """Pixels that the label and the field need."""
        label = self.label.minimumSizeHint().width() if self.label is not None else 0
        if self.with_button is not None:
            return label, self.with_button.minimumSize().width()
        return label, self.field.minimumWidth() or self.field.minimumSizeHint().width()


class SettingGrid(QWidget):
    """Places settings in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._placed: list[_Placed] = []
        self._way = _Way.PAIRS
        self._row, self._column = _FIRST, 0
        self._filled_up = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_ACROSS)
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
        placed = _Placed(
            field,
            wide,
            label_for(self, title, field) if title else None,
            ProblemLine(field, self) if isinstance(field, CheckedField) else None,
            None if button is None else in_row((field, 1), button, spacing=4),
        )
        self._placed.append(placed)
        self._add(placed)
        return placed.label

    def _add(self, placed: _Placed) -> None:
        pairs, columns = self._way is _Way.PAIRS, _COLUMNS[self._way]
        wide = placed.wide or not pairs
        if wide and self._column:
            self._row, self._column = self._row + _LINES, 0
        column, span = self._column, columns if wide else 2
        if placed.problem is not None:
            self._grid.addWidget(placed.problem, self._row + (2 if column else 1), 0, 1, columns)
        if placed.label is not None:
            above = self._way is _Way.ABOVE
            taken = 3 if placed.spans and pairs else 1
            self._grid.addWidget(placed.label, self._row - above, column, 1, taken)
            column, span = (column, span) if above else (column + taken, span - taken)
        if placed.with_button is None:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(placed.field, QCheckBox) else Qt.AlignmentFlag(0)
            self._grid.addWidget(placed.field, self._row, column, 1, span, left)
        else:
            self._grid.addLayout(placed.with_button, self._row, column, 1, span)
        self._row, self._column = (self._row + _LINES, 0) if wide or self._column else (self._row, 2)

    def fill_up(self) -> None:
        """Leave the room that is left below what was placed."""
        self._filled_up = True
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _least(self, way: _Way) -> int:
        """Pixels that the grid is wide at least in a way."""
        if way is _Way.ABOVE:
            return max((max(placed.least()) for placed in self._placed), default=0)
        pairs = way is _Way.PAIRS
        labels, fields, alone, whole, side = [0, 0], [0, 0], [0, 0], 0, 0
        for placed in self._placed:
            label, field = placed.least()
            wide = placed.wide or not pairs
            used, side = (0, 0) if wide else (side, 1 - side)
            if wide:
                whole = max(whole, field + (label + _ACROSS if label else 0))
            if not label:
                alone[used] = max(alone[used], 0 if wide else field)
                continue
            if not (pairs and placed.spans):
                labels[used] = max(labels[used], label)
            if not (pairs and wide):
                fields[used] = max(fields[used], field)
        left, right = (max(alone[i], labels[i] + _ACROSS + fields[i]) for i in (0, 1))
        return max(whole, left + _ACROSS + right if pairs else left)

    def _arrange(self) -> None:
        """Place the settings in the way that there is room for."""
        spare = self.fontMetrics().averageCharWidth() * _LETTERS  # beside its title a field shows that much
        room = {_Way.PAIRS: self.width(), _Way.BESIDE: self.width() - spare}
        way = next((way for way, width in room.items() if self._least(way) <= width), _Way.ABOVE)
        if way is self._way:
            return
        if self._filled_up:
            self._grid.setRowStretch(self._grid.rowCount() - 1, 0)
        while self._grid.count():
            self._grid.takeAt(0)
        self._way, self._row, self._column = way, _FIRST, 0
        for column, stretch in enumerate((1, 0, 0, 0) if way is _Way.ABOVE else (0, 1, 0, way is _Way.PAIRS)):
            self._grid.setColumnStretch(column, stretch)
        for placed in self._placed:
            self._add(placed)
        if self._filled_up:
            self.fill_up()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(_Way.ABOVE), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other titles, or another font
            self._arrange()
        return bool(super().event(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
