"""Names of controls: one for scripts and tests, one for screen readers."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str, title: str) -> _Widget:
    """Give `widget` its object name and its accessible name."""
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    return widget
