"""Controls with their names, and fields that can become narrow."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtGui import Qt as QtText  # its text functions, which QtCore.Qt lacks
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolButton, QWidget

from digitpad.ui.widgets.fitting import FittedButton, drawn
from digitpad.ui.widgets.wheel import keep_wheel_off, takes_wheel

_NARROWEST = 58  # pixels
_LONG_TIP = 100  # letters of a line

_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str, title: str) -> _Widget:
    """Give `widget` its object name, for scripts and tests, and its accessible name, for screen readers.

    What the wheel would change is kept from it while it does not have the focus.
    """
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    if takes_wheel(widget):
        keep_wheel_off(widget)
    return widget


def shrinkable(field: _Widget) -> _Widget:
    """The field, which may become narrower than its content and takes what room there is."""
    field.setMinimumWidth(_NARROWEST)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    if isinstance(field, QComboBox):
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(4)
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
    label = _FieldLabel(text, parent)
    label.setBuddy(field)
    return label


class _FieldLabel(QLabel):
    def sizeHint(self) -> QSize:
        font = QFont(self.font())
        font.setBold(True)
        width = QFontMetrics(font).horizontalAdvance(drawn(self.text()))
        return QSize(width + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def tool_button(parent: QWidget, name: str, text: str, about: str) -> QToolButton:
    """A small button with a text, named and explained by `about`."""
    button = named(QToolButton(parent), name, about)
    button.setText(text)
    button.setToolTip(about)
    return button


def push_button(
    text: str, name: str, description: str, slot: Callable[[], object] | None = None
) -> FittedButton:
    """A button that Enter in a number field does not press."""
    button = named(FittedButton(text), name, description)
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


def tooltip(paragraphs: Sequence[str]) -> str:
    """Plain text as a tooltip that Qt breaks into lines."""
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def tip_of(text: str) -> str:
    """Text from outside, such as a name, as a tooltip that is as it was written, though it look like HTML.

    What is long is broken into lines, which Qt does of HTML only.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > _LONG_TIP or QtText.mightBeRichText(text):
        return tooltip(lines)
    return text


def set_tooltip(widget: QWidget, paragraphs: Sequence[str]) -> None:
    """Explain a widget in paragraphs of plain text."""
    widget.setToolTip(tooltip(paragraphs))


def set_bold(widget: QWidget, bold: bool) -> None:
    """Write a widget's text in bold, or not."""
    font = QFont(widget.font())
    font.setBold(bold)
    widget.setFont(font)
