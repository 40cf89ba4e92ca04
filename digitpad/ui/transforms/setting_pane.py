"""What the chosen transform is told: a number field for each setting, with its range."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from digitpad.ui.recipe_form.setting_fields import label_for, number, show_value
from digitpad.ui.style.theme import soft_text
from digitpad.ui.transforms.preview import Limits, Table
from digitpad.ui.transforms.words import TransformWords
from digitpad.ui.widgets.number_field import NumberField

_WHOLE = ("padding",)
_STEPS = {"degrees": 5, "shear": 5, "alpha": 10, "sigma": 0.5, "hue": 0.02}
_DECIMALS, _STEP = 4, 0.05


class SettingPane(QWidget):
    """The fields of one transform.

    Signals:
        changed(str, object): name of a setting, and the number that it has now.
    """

    changed = Signal(str, object)

    def __init__(self, table: Table, words: TransformWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._words = words
        self._fields: dict[str, NumberField] = {}
        self._ranges: list[QLabel] = []
        self._box = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._box)
        self.show_transform(None)

    def show_transform(self, transform: Mapping[str, Any] | None) -> None:
        """Show what a transform is told; None for no transform."""
        old, self._box, self._fields, self._ranges = self._box, QWidget(self), {}, []
        if transform is None:
            self._invite()
        else:
            self._fill(transform)
        self._column.replaceWidget(old, self._box)
        old.setParent(None)  # at once: its fields have the names of the new ones
        old.deleteLater()
        self._box.show()

    def show_values(self, transform: Mapping[str, Any]) -> None:
        """Let the fields that are there have other numbers, and tell nobody."""
        known = self._table.get(str(transform.get("name")), {})
        for name, field in self._fields.items():
            with QSignalBlocker(field):
                show_value(field, transform.get(name, known[name].default))

    def _invite(self) -> None:
        told = QLabel(self.tr("Nothing is changed yet. Choose a transform above and add it."), self._box)
        told.setWordWrap(True)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(told)

    def _fill(self, transform: Mapping[str, Any]) -> None:
        name = str(transform.get("name", ""))
        title = QLabel(self._words.entry(name), self._box)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        told = QLabel(self._words.purpose(name), self._box)
        told.setWordWrap(True)
        grid = QGridLayout(self._box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        line = QFrame(self._box)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        for row, widget in enumerate((line, title, told)):
            grid.addWidget(widget, row, 0, 1, 3)
        for row, (setting, limits) in enumerate(self._table.get(name, {}).items(), 3):
            field = self._fields[setting] = self._field(setting, limits)
            show_value(field, transform.get(setting, limits.default))
            field.valueChanged.connect(partial(self._tell, setting))
            range_of = self.tr("{low:g} to {high:g}").format(low=limits.low, high=limits.high)
            grid.addWidget(label_for(self._box, self._words.setting(setting), field), row, 0)
            grid.addWidget(field, row, 1)
            self._ranges.append(QLabel(range_of, self._box))
            grid.addWidget(self._ranges[-1], row, 2)
            field.setToolTip(
                self.tr("{setting}: a number from {low:g} to {high:g}").format(
                    setting=setting, low=limits.low, high=limits.high
                )
            )
        self._colour()

    def _field(self, setting: str, limits: Limits) -> NumberField:
        name = "".join(part.capitalize() for part in setting.split("_"))
        whole = setting in _WHOLE
        title = self._words.setting(setting)
        field = number(
            self._box, f"transform{name}Spin", title, limits.low, limits.high, 0 if whole else _DECIMALS
        )
        field.setStepType(QAbstractSpinBox.StepType.DefaultStepType)
        field.setSingleStep(1 if whole else _STEPS.get(setting, _STEP))
        field.setSuffix(self._words.unit(setting))
        return field

    def _tell(self, setting: str, value: float) -> None:
        rounded = round(value, _DECIMALS)
        self.changed.emit(setting, int(rounded) if rounded.is_integer() else rounded)

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, soft_text(palette))
        for label in self._ranges:
            label.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)
