"""Settings with their labels, two to a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QGridLayout, QLabel, QWidget

from digitpad.recipe.kinds import Flag
from digitpad.recipe.table import Setting
from digitpad.ui.recipe_form.editors import Editor, make_editor
from digitpad.ui.recipe_form.words import translated
from digitpad.ui.widgets.fields import beside, label_for


class SettingGrid(QGridLayout):
    """Places settings in their order; Tab goes through them so.

    Attributes:
        editors: name of a setting -> its editor.
        labels: name -> the label that leads to it; of a check box itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        self.labels: dict[str, QWidget] = {}
        self._row, self._column = 0, 0
        self._last: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(4)
        self.setVerticalSpacing(5)
        self.setColumnStretch(1, 1)
        self.setColumnStretch(3, 1)

    def place_settings(
        self, parent: QWidget, settings: Iterable[Setting], buttons: Mapping[str, QWidget] | None = None
    ) -> None:
        """Make the editors and place them.

        Args:
            parent: their owner.
            settings: in their order.
            buttons: name of a setting -> what stands behind its editor.
        """
        for setting in settings:
            editor = self.editors[setting.name] = make_editor(setting, parent)
            title = "" if isinstance(setting.kind, Flag) else translated(setting.title)
            button = (buttons or {}).get(setting.name)
            self.labels[setting.name] = (
                self.place(title, editor.widget, setting.wide, button) or editor.widget
            )

    def place(
        self, title: str, field: QWidget, wide: bool = False, button: QWidget | None = None
    ) -> QLabel | None:
        """Place a field at the next free place; gives its label, None without a title."""
        if wide and self._column:
            self._row, self._column = self._row + 1, 0
        column, span = self._column, 4 if wide else 2
        label = label_for(field.parentWidget(), title, field) if title else None
        if label is not None:
            # A long title of a number takes half of the row, so that the columns of other rows stay wide.
            taken = 2 if wide and isinstance(field, QAbstractSpinBox) else 1
            self.addWidget(label, self._row, column, 1, taken)
            column, span = column + taken, span - taken
        if button is None:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(field, QCheckBox) else Qt.AlignmentFlag(0)
            self.addWidget(field, self._row, column, 1, span, left)
        else:
            self.addLayout(beside(field, button), self._row, column, 1, span)
        for widget in filter(None, (field, button)):
            if self._last is not None:
                QWidget.setTabOrder(self._last, widget)
            self._last = widget
        self._row, self._column = (self._row + 1, 0) if wide or self._column else (self._row, 2)
        return label
