"""What the widgets' tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.pad.canvas import Canvas


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
    # Windows that are closed would otherwise follow each change of language, font and theme until events are
    # processed again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., None]]:
    """Shows a widget in this size; it is closed at the end."""
    widgets: list[QWidget] = []

    def shown(widget: QWidget, width: int, height: int) -> None:
        qtbot.addWidget(widget)
        widgets.append(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()

    yield shown
    for widget in widgets:
        widget.close()


@pytest.fixture
def canvas(show: Callable[..., None]) -> Canvas:
    """A pad by itself."""
    canvas = Canvas()
    show(canvas, 400, 420)
    return canvas
