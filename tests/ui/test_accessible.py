"""What screen readers find: painted widgets have roles, and the bars their numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible

from digitpad.ui.prediction.bars import Bars
from digitpad.ui.widgets.accessible import Role, install_roles
from digitpad.ui.widgets.elided_label import ElidedLabel


def test_the_bars_are_a_chart_with_values(show: Callable[..., None]) -> None:
    install_roles()
    bars = Bars()
    bars.set_classes(["0", "1", "2"])
    show(bars, 200, 200)
    found = QAccessible.queryAccessibleInterface(bars)
    assert (found.role(), found.text(QAccessible.Text.Value)) == (Role.Chart, "")
    bars.set_values([-3.0, -0.11, -2.8], 1)
    assert found.text(QAccessible.Text.Value) == "1 −0.11, 2 −2.80, 0 −3.00"
    bars.set_as_probability(True)
    assert found.text(QAccessible.Text.Value).startswith("1 89.6 %, 2 6.1 %")
    assert found.text(QAccessible.Text.Name) == "Bars of the classes"


def test_a_painted_line_of_text_is_read_as_text(show: Callable[..., None]) -> None:
    install_roles()
    label = ElidedLabel()
    label.set_text("Network: a.pth")
    show(label, 60, 20)
    found = QAccessible.queryAccessibleInterface(label)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (Role.StaticText, "Network: a.pth")
