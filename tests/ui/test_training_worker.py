"""The training thread apart from the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.data.labelled import Progress
from digitpad.errors import Sentence
from digitpad.recipe.presets import PRESETS
from digitpad.training.events import Event, StepDone
from digitpad.training.trainer import Trainer
from digitpad.ui.threads.worker import shut_down_workers
from digitpad.ui.training.worker import Order, TrainingWorker
from tests.helpers import small_dataset

RECIPE = PRESETS["notes-basic"].with_changes(epochs=1000, batch_size=32)


def build(_progress: Progress) -> tuple[Trainer, list[Sentence]]:
    return Trainer(RECIPE, small_dataset(96, 32)), []


def test_steps_one_by_one_then_an_end_that_nobody_ordered(qtbot: QtBot) -> None:
    owner = QObject()
    worker = TrainingWorker(build, owner)
    events: list[Event] = []
    worker.received.connect(events.extend)
    worker.order(Order.PAUSE)
    with qtbot.waitSignal(worker.paused, timeout=60_000):  # torch is imported first
        worker.begin()
    for number in range(1, 4):
        with qtbot.waitSignals([worker.step_traced, worker.paused], order="strict", timeout=20_000):
            worker.order(Order.STEP)
        assert len([event for event in events if isinstance(event, StepDone)]) == number
    shut_down_workers(owner)  # a paused run does not keep the window from ending
    assert worker.stop_and_wait() is None
