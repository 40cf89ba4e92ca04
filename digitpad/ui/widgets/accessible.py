"""What a screen reader says of painted widgets, beside their names and descriptions."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

Role = QAccessible.Role
"""What a class of widgets is, as its attribute `ACCESSIBLE_ROLE`: to Qt a painted widget is an empty area."""


class _Painted(QAccessibleWidget):
    """A painted widget; one that has values gives them in its method `accessible_value`."""

    def text(self, kind: QAccessible.Text) -> str:
        value = getattr(self.object(), "accessible_value", None)
        # Asked for, not sent: the values change with each point of a stroke, and not all are to be heard.
        return value() if value is not None and kind == QAccessible.Text.Value else super().text(kind)


@cache  # a second factory would be asked in vain
def install_roles() -> None:
    """Give screen readers the roles and values of painted widgets."""
    QAccessible.installFactory(_painted)


def _painted(_class_name: str, widget: QObject | None) -> QAccessibleInterface | None:
    role = getattr(widget, "ACCESSIBLE_ROLE", None)
    return _Painted(widget, role) if isinstance(widget, QWidget) and isinstance(role, Role) else None
