"""Steps that repeat at a chosen speed, for a class that watches."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

SPEEDS = (1, 2, 5, 10)
"""Steps a second to choose from."""


class StepRepeat(QObject):
    """What pressing Step does: one step, or steps at the speed that its menu has, until it is pressed again.

    A step is asked for only after the one before is done: a slow network takes them as fast as it can.

    Args:
        button: Step.
        parent: its owner.

    Attributes:
        active: whether steps are being repeated.

    Signals:
        step_requested(bool): take a step; whether by itself, after one that was pressed for.
        activated(bool): steps are repeated from now on, or no more.
    """

    step_requested = Signal(bool)
    activated = Signal(bool)

    def __init__(self, button: QToolButton, parent: QObject) -> None:
        super().__init__(parent)
        self._button = button
        self.active = False
        self._done = True  # what was asked for
        self._timer = QTimer(self)
        self._timer.setObjectName("stepTimer")
        self._timer.timeout.connect(self._tick)
        self._make_menu()
        button.clicked.connect(self._press)

    def _make_menu(self) -> None:
        menu, self._speeds = QMenu(self._button), QActionGroup(self)
        several = self.tr("{count} batches a second, until it is pressed again")
        for speed in (0, *SPEEDS):
            match speed:
                case 0:
                    text = self.tr("One batch at a time")
                case 1:
                    text = self.tr("1 batch a second, until it is pressed again")
                case _:
                    text = several.format(count=speed)
            action = menu.addAction(text)
            action.setObjectName(f"stepSpeed{speed}Action")
            action.setCheckable(True)
            action.setChecked(speed == 0)
            action.setData(speed)
            self._speeds.addAction(action)
        self._speeds.triggered.connect(self._choose)
        self._button.setMenu(menu)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        speed = action.data()
        if not speed:
            self.stop()
        else:
            self._timer.setInterval(1000 // speed)
        self._button.setCheckable(bool(speed))
        self._button.setChecked(self.active)

    @Slot()
    def _press(self) -> None:
        if self.active:
            self.stop()
            return
        if self._button.isCheckable():
            self.active = True
            self._timer.start()
            self.activated.emit(True)
        self._ask(again=False)

    @Slot()
    def _tick(self) -> None:
        if self._done:
            self._ask(again=True)

    def _ask(self, again: bool) -> None:
        self._done = False
        self.step_requested.emit(again)

    def step_done(self) -> None:
        """What was asked for is done, and the run waits."""
        self._done = True

    def stop(self) -> None:
        """Repeat no more."""
        if self.active:
            self.active = False
            self._timer.stop()
            self._button.setChecked(False)
            self.activated.emit(False)
