"""What screen readers find in the whole window."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.e2e.conftest import Person


def is_painted(widget: QWidget) -> bool:
    kinds = type(widget).mro()
    return any("paintEvent" in vars(kind) and kind.__module__.startswith("digitpad") for kind in kinds)


def test_what_is_painted_has_a_role(person: Person) -> None:
    person.wait_for_torch()
    person.window.training_tab.chart.ensure_plot()
    painted = filter(is_painted, person.window.findChildren(QWidget))
    roles = {type(one).__name__: QAccessible.queryAccessibleInterface(one).role() for one in painted}
    assert roles["Canvas"] == QAccessible.Role.Canvas
    assert [name for name, role in roles.items() if role == QAccessible.Role.Client] == []
