"""The settings of one transform: a number field for each, with its range."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from digitpad.data.transforms import TRANSFORMS, Parameter
from digitpad.recipe.kinds import Number, Whole
from digitpad.ui.style.theme import soft_text, with_text
from digitpad.ui.transforms import words
from digitpad.ui.widgets.fields import label_for, named, shrinkable, text_label
from digitpad.ui.widgets.number_fields import NumberField, ProblemLine

_STEPS = {"degrees": 5, "shear": 5, "alpha": 10, "sigma": 0.5, "hue": 0.02}
_STEP = 0.05


class SettingPane(QWidget):
    """A number field for each setting of one transform, with its range.

    Signals:
        changed(str, object): name of a setting, and its new number.
    """

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._page = QWidget(self)
        self._fields: dict[str, NumberField] = {}
        self._ranges: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._page)
        self.show_transform(None)

    def show_transform(self, transform: Mapping[str, Any] | None) -> None:
        """Show the fields of a transform; None for no transform."""
        old, self._page, self._fields, self._ranges = self._page, QWidget(self), {}, []
        grid = QGridLayout(self._page)
        grid.setContentsMargins(0, 0, 0, 0)
        if transform is None:
            grid.addWidget(
                text_label(self.tr("Nothing is changed yet. Choose a transform above and add it.")), 0, 0
            )
        else:
            self._fill(grid, str(transform.get("name", "")))
            self.show_values(transform)
            for name, field in self._fields.items():
                field.valueChanged.connect(partial(self._report, name))
        self._column.replaceWidget(old, self._page)
        old.setParent(None)  # at once: its fields have the names of the new ones
        old.deleteLater()
        self._page.show()

    def show_values(self, transform: Mapping[str, Any]) -> None:
        """Show other numbers in the same fields, without a signal."""
        for name, field in self._fields.items():
            value = transform.get(name, TRANSFORMS[transform["name"]][name].default)
            if isinstance(value, int | float) and value == value:  # not NaN
                with QSignalBlocker(field):
                    field.setValue(min(max(value, field.minimum()), field.maximum()))

    def _fill(self, grid: QGridLayout, name: str) -> None:
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        line = QFrame(frameShape=QFrame.Shape.HLine, frameShadow=QFrame.Shadow.Sunken)
        title, purpose = text_label(words.full_title(name), bold=True), text_label(words.purpose(name))
        for row, widget in enumerate((line, title, purpose)):
            grid.addWidget(widget, row, 0, 1, 3)
        for number, (setting, parameter) in enumerate(TRANSFORMS.get(name, {}).items()):
            row = 3 + 2 * number
            field = self._fields[setting] = self._field(setting, parameter)
            label = label_for(self._page, words.setting_title(setting), field)
            limits = self.tr("{low:g} to {high:g}").format(low=parameter.low, high=parameter.high)
            self._ranges.append(QLabel(limits))
            for column, part in enumerate((label, field, self._ranges[-1])):
                grid.addWidget(part, row, column)
            grid.addWidget(ProblemLine(field, self._page), row + 1, 0, 1, 3)
        self._colour()

    def _field(self, setting: str, parameter: Parameter) -> NumberField:
        name = "".join(part.capitalize() for part in setting.split("_"))
        whole = parameter.whole
        kind = (Whole if whole else Number)(parameter.low, parameter.high)
        field = shrinkable(NumberField(kind, self._page))
        named(field, f"transform{name}Spin", words.setting_title(setting))
        field.setStepType(QAbstractSpinBox.StepType.DefaultStepType)
        field.setSingleStep(1 if whole else _STEPS.get(setting, _STEP))
        field.setSuffix(words.unit(setting))
        tip = self.tr("{setting}: a number from {low:g} to {high:g}")
        if whole:
            tip = self.tr("{setting}: a whole number from {low:g} to {high:g}")
        field.setToolTip(tip.format(setting=setting, low=parameter.low, high=parameter.high))
        return field

    def _report(self, setting: str, value: float) -> None:
        self.changed.emit(setting, int(value) if value.is_integer() else value)

    def _colour(self) -> None:
        palette = with_text(self.palette(), soft_text(self.palette()))
        for label in self._ranges:
            label.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)
