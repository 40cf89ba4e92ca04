"""The wheel scrolls; it changes a value only where the user has chosen the field first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QTabBar, QWidget


def takes_wheel(widget: QWidget) -> bool:
    """Whether the wheel changes what a widget of this kind is set to."""
    kinds = QAbstractSpinBox, QComboBox, QAbstractSlider, QTabBar
    return isinstance(widget, kinds) and not isinstance(widget, QScrollBar)


def keep_wheel_off(widget: QWidget) -> None:
    """Leave the wheel to what is scrolled, unless `widget` has the focus; the wheel does not give it."""
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))


class _WheelGuard(QObject):
    """Passes the wheel on to the widget around a field that does not have the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False
