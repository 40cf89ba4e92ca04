"""A hand for the tests of the training tab: finds controls, clicks and types, makes events."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digitpad.recipe.presets import PRESETS
from digitpad.training.events import StepDone
from digitpad.ui.training.tab import TrainingState, TrainingTab

Kind = TypeVar("Kind", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
RECIPES = {name: recipe.as_dict() for name, recipe in PRESETS.items()}
NAMES = """
recipeCombo datasetCombo deviceCombo epochsSpin batchSizeSpin learningRateSpin momentumSpin seedSpin
trainButton pauseButton stepButton resumeButton stopButton liveWeightsCheck progressBar lossChart
logScaleCheck smoothingCheck exportChartButton trainingLog resetRecipeButton datasetFolderButton
advancedButton
"""
CONTROLS = NAMES.split()


def shown_tab(qtbot: QtBot) -> TrainingTab:
    tab = TrainingTab()
    qtbot.addWidget(tab)
    tab.resize(380, 600)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def ready_tab(qtbot: QtBot) -> TrainingTab:
    tab = shown_tab(qtbot)
    tab.set_devices(["auto", "cpu"])
    return tab


def find(tab: TrainingTab, name: str, kind: type[Kind]) -> Kind:
    widget = tab.findChild(kind, name)
    assert widget is not None, name
    return widget


def click(qtbot: QtBot, tab: TrainingTab, name: str) -> None:
    qtbot.mouseClick(find(tab, name, QAbstractButton), LEFT)


def pick(tab: TrainingTab, name: str, data: str) -> None:
    combo = find(tab, name, QComboBox)
    combo.setCurrentIndex(combo.findData(data))


def typed(qtbot: QtBot, tab: TrainingTab, name: str, text: str) -> None:
    field = find(tab, name, QWidget)
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def is_bold(tab: TrainingTab, field: str) -> bool:
    widget = find(tab, field, QWidget)
    return next(label for label in tab.findChildren(QLabel) if label.buddy() is widget).font().bold()


def step(batch: int, epoch: int = 1, speed: float = 10_000.0) -> StepDone:
    done = (epoch - 1) * 938 + batch + 1
    return StepDone(epoch, done, (epoch - 1) * 60_000 + (batch + 1) * 64, 1 / done, speed, batch, 938)


def is_whole(widget: QWidget, tab: TrainingTab) -> bool:
    """Whether no widget around it cuts anything off."""
    around = widget.parentWidget()
    while True:
        area = widget.rect().translated(widget.mapTo(around, QPoint()))
        if not widget.isVisible() or not around.rect().contains(area):
            return False
        if around is tab:
            return True
        around = around.parentWidget()


def begin(tab: TrainingTab, **changes: object) -> None:
    tab.begin_run({**RECIPES["notes-basic"], **changes}, 60_000, None)
    tab.set_state(TrainingState.RUNNING)
