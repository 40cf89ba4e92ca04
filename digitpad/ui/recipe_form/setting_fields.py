"""Fields for settings that can shrink and that show numbers as code writes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, SignalInstance
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from digitpad.ui.recipe_form.value_fields import ButtonField, TextField
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.number_field import NumberField, decimal_point

_NARROWEST = 58  # pixels

Field = QComboBox | QSpinBox | NumberField | QCheckBox | TextField | ButtonField
"""What a setting is shown in."""

_Field = TypeVar("_Field", QSpinBox, NumberField)


def whole(parent: QWidget, name: str, title: str, low: int, high: int) -> QSpinBox:
    """A field for a whole number from `low` to `high`."""
    field = named(QSpinBox(parent), name, title)
    field.setRange(low, high)
    return _prepared(field)


def number(parent: QWidget, name: str, title: str, low: float, high: float, decimals: int) -> NumberField:
    """A field for a decimal number from `low` to `high`; its arrows move the leading digit but one."""
    field = named(NumberField(parent), name, title)
    field.setDecimals(decimals)
    field.setRange(low, high)
    field.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
    return _prepared(field)


def choice(parent: QWidget, name: str, title: str) -> QComboBox:
    """A list to choose from, which may become narrower than its longest entry."""
    field = named(QComboBox(parent), name, title)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(4)
    field.setMinimumWidth(_NARROWEST)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field


def label_for(parent: QWidget, text: str, field: QWidget) -> QLabel:
    """A label that leads to `field`, wide enough to become bold without moving anything."""
    label = QLabel(text, parent)
    label.setBuddy(field)
    font = QFont(label.font())
    font.setBold(True)
    label.setMinimumWidth(QFontMetrics(font).horizontalAdvance(text.replace("&", "")) + 2)
    return label


def beside(field: QWidget, button: QWidget) -> QHBoxLayout:
    """A field with a button behind it."""
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(field, 1)
    row.addWidget(button)
    return row


def _prepared(field: _Field) -> _Field:
    decimal_point(field)
    field.setMinimumWidth(_NARROWEST)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field


def shown_value(field: Field) -> object:
    """The setting that a field shows; of a number, rounded to what is shown."""
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, TextField | ButtonField):
        return field.value()
    return field.value() if isinstance(field, QSpinBox) else round(field.value(), field.decimals())


def show_value(field: Field, value: object) -> bool:
    """Let a field show a setting, as far as it has room; what is not of its kind is passed over.

    Gives whether it is of its kind.
    """
    if isinstance(field, QComboBox):
        return choose(field, value)
    if isinstance(field, QCheckBox):
        field.setChecked(value is True)
        return isinstance(value, bool)
    if isinstance(field, TextField | ButtonField):
        field.set_value(value)
        return True
    kinds = (int,) if isinstance(field, QSpinBox) else (int, float)
    if not isinstance(value, kinds) or isinstance(value, bool) or not math.isfinite(value):
        return False
    field.setValue(min(max(value, field.minimum()), field.maximum()))  # type: ignore[arg-type]
    return True


def listen(field: Field, slot: Callable[[], object] | SignalInstance) -> None:
    """Call a slot, or tell by a signal, when the field has another value."""
    if isinstance(field, QComboBox):
        field.currentIndexChanged.connect(slot)
    elif isinstance(field, QCheckBox):
        field.toggled.connect(slot)
    elif isinstance(field, TextField | ButtonField):
        field.value_changed.connect(slot)
    else:
        field.valueChanged.connect(slot)


def fill(combo: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    """Let a list have these names and titles, and tell nobody."""
    with QSignalBlocker(combo):
        combo.clear()
        for name, title in entries:
            combo.addItem(title, name)


def choose(combo: QComboBox, name: object) -> bool:
    """Choose an entry by its name; False when there is none."""
    index = combo.findData(name)
    if index >= 0:
        combo.setCurrentIndex(index)
    return index >= 0


def same(left: object, right: object) -> bool:
    """Whether two settings are equal, as far as a field can show."""
    if isinstance(left, float) and isinstance(right, int | float):
        return math.isclose(left, right, abs_tol=1e-9)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return list(left) == list(right)
    return left == right
