"""Steps at a speed: never one before the last is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from digitpad.ui.training.step_repeat import SPEEDS, StepRepeat
from digitpad.ui.widgets.fitting import FittedToolButton


class Steps(QObject):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self.button = FittedToolButton()
        qtbot.addWidget(self.button)
        self.repeat = StepRepeat(self.button, self)
        self.asked: list[bool] = []
        self.repeat.step_requested.connect(self.asked.append)
        self._qtbot = qtbot

    def choose(self, speed: int) -> None:
        action = self.button.findChild(QAction, f"stepSpeed{speed}Action")
        assert action is not None
        action.trigger()

    def press(self) -> None:
        self._qtbot.keyClick(self.button, Qt.Key.Key_Space)


@pytest.fixture
def steps(qtbot: QtBot) -> Steps:
    return Steps(qtbot)


def test_a_press_is_one_step_unless_a_speed_is_chosen(steps: Steps) -> None:
    for _ in range(2):
        steps.press()
        steps.repeat.step_done()
    assert (steps.asked, steps.repeat.active) == ([False, False], False)


def test_the_next_step_waits_for_the_one_before(steps: Steps, qtbot: QtBot) -> None:
    steps.choose(max(SPEEDS))
    steps.press()
    qtbot.wait(250)
    assert steps.asked == [False]
    assert steps.button.isChecked()
    for number in (2, 3):
        steps.repeat.step_done()
        qtbot.waitUntil(lambda number=number: len(steps.asked) == number)
    assert steps.asked == [False, True, True]
    steps.press()
    steps.repeat.step_done()
    qtbot.wait(250)
    assert (len(steps.asked), steps.button.isChecked()) == (3, False)


def test_another_choice_ends_it(steps: Steps) -> None:
    steps.choose(2)
    steps.press()
    steps.choose(5)
    assert steps.repeat.active
    steps.choose(0)
    assert (steps.repeat.active, steps.button.isChecked()) == (False, False)
