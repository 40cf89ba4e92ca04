"""Widgets and layouts beside each other or below each other."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Part = QWidget | QLayout | tuple[QWidget | QLayout, int]
"""A widget or layout, alone or with its stretch."""

_Box = TypeVar("_Box", bound=QBoxLayout)


def in_row(*parts: Part, spacing: int | None = None, margin: int | None = None) -> QHBoxLayout:
    """Parts from left to right; spacing and margin in pixels instead of the style's."""
    return _filled(QHBoxLayout(), parts, spacing, margin)


def in_column(*parts: Part, spacing: int | None = None, margin: int | None = None) -> QVBoxLayout:
    """Parts from top to bottom; spacing and margin in pixels instead of the style's."""
    return _filled(QVBoxLayout(), parts, spacing, margin)


def _filled(box: _Box, parts: tuple[Part, ...], spacing: int | None, margin: int | None) -> _Box:
    if spacing is not None:
        box.setSpacing(spacing)
    if margin is not None:
        box.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        item, stretch = part if isinstance(part, tuple) else (part, 0)
        if isinstance(item, QLayout):
            box.addLayout(item, stretch)
        else:
            box.addWidget(item, stretch)
    return box


class SqueezableColumn(QWidget):
    """A column with lines that break, of which a part can be squeezed, such as one that scrolls.

    A box layout takes what a widget likes to be high for its width as what it must be. This one gives both
    for the width that it has, also to a splitter. Its layout is set as of any widget.
    """

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        column, usual = self.layout(), super().sizeHint()
        return usual if column is None else QSize(usual.width(), column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        column, usual = self.layout(), super().minimumSizeHint()
        if column is None:
            return usual
        return QSize(usual.width(), column.totalMinimumHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
