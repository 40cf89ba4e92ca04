"""Controls with their names, and fields that can become narrow and show numbers as code writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QLocale, QSignalBlocker, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

_NARROWEST = 58  # pixels

_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str, title: str) -> _Widget:
    """Give `widget` its object name, for scripts and tests, and its accessible name, for screen readers."""
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    return widget


class NumberField(QDoubleSpinBox):
    """A decimal number without trailing zeros: 0.01 is shown as 0.01."""

    def textFromValue(self, value: float) -> str:
        text = f"{value:.{self.decimals()}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_point(field: QAbstractSpinBox) -> None:
    """Use a decimal point and no separators everywhere, as in the code that users compare with."""
    locale = QLocale.c()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    field.setLocale(locale)


def shrinkable(field: _Widget) -> _Widget:
    """The field, which may become narrower than its content and takes what room there is."""
    field.setMinimumWidth(_NARROWEST)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    if isinstance(field, QComboBox):
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(4)
    elif isinstance(field, QAbstractSpinBox):
        decimal_point(field)
    return field


def fill(combo: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    """Give a list these names and titles without a signal."""
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


def label_for(parent: QWidget | None, text: str, field: QWidget) -> QLabel:
    """A label that leads to `field`, wide enough to become bold without moving anything."""
    label = QLabel(text, parent)
    label.setBuddy(field)
    font = QFont(label.font())
    font.setBold(True)
    label.setMinimumWidth(QFontMetrics(font).horizontalAdvance(text.replace("&", "")) + 2)
    return label


def tool_button(parent: QWidget, name: str, text: str, about: str) -> QToolButton:
    """A small button with a text, named and explained by `about`."""
    button = named(QToolButton(parent), name, about)
    button.setText(text)
    button.setToolTip(about)
    return button


def push_button(
    text: str, name: str, description: str, slot: Callable[[], object] | None = None
) -> QPushButton:
    """A button that Enter in a number field does not press."""
    button = named(QPushButton(text), name, description)
    button.setToolTip(description)
    button.setAutoDefault(False)
    if slot is not None:
        button.clicked.connect(slot)
    return button


def text_label(text: str, *, bold: bool = False) -> QLabel:
    """Words in as many lines as they need."""
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    return label


def set_bold(widget: QWidget, bold: bool) -> None:
    """Write a widget's text in bold, or not."""
    font = QFont(widget.font())
    font.setBold(bold)
    widget.setFont(font)
