"""What the widgets' tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def no_timer_leaks(qapp: QApplication) -> Iterator[None]:
    """A test that leaves a ticking timer behind in a widget fails."""
    yield
    ticking = [
        f"{type(widget).__name__}: {timer.objectName() or timer.interval()}"
        for widget in qapp.topLevelWidgets()
        for timer in widget.findChildren(QTimer)
        if timer.isActive()
    ]
    assert ticking == []
