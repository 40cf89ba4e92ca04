"""Fields for settings that can shrink and that show numbers as code writes them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from digitpad.ui.widgets.naming import named

_NARROWEST = 62  # pixels


class NumberField(QDoubleSpinBox):
    """A decimal number without trailing zeros: 0.01 is shown as 0.01."""

    def textFromValue(self, value: float) -> str:
        text = f"{value:.{self.decimals()}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


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


def _prepared(field: _Field) -> _Field:
    # A point and no separators everywhere, as in the code that people compare with.
    locale = QLocale.c()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    field.setLocale(locale)
    field.setMinimumWidth(_NARROWEST)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field
