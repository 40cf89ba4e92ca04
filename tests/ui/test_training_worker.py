"""A training run apart from the window and without Qt."""

from __future__ import annotations

import queue
from threading import Thread

from digitpad.data.labelled import Progress
from digitpad.errors import Sentence
from digitpad.recipe.presets import PRESETS
from digitpad.training.events import EpochDone, StepDone
from digitpad.training.step_trace import StepTrace
from digitpad.training.trainer import Trainer
from digitpad.ui.training.worker import Order, RunDriver, RunInfo
from tests.helpers import small_dataset

RECIPE = PRESETS["notes-basic"].with_changes(epochs=1000, batch_size=32)


def build(_progress: Progress) -> tuple[Trainer, list[Sentence]]:
    return Trainer(RECIPE, small_dataset(96, 32)), []


def test_steps_one_by_one_then_an_end_without_saving() -> None:
    events: queue.Queue[object] = queue.Queue()
    driver = RunDriver(build, lambda event, now=False: events.put(event), lambda done, total: None)
    driver.order(Order.PAUSE)
    thread = Thread(target=lambda: (driver.run(), driver.end()))
    thread.start()
    assert isinstance(events.get(timeout=60), RunInfo)
    assert events.get(timeout=20) is Order.PAUSE
    driver.order(Order.STEP)
    assert isinstance(events.get(timeout=20), EpochDone)  # the untrained network's
    for _ in range(3):
        assert isinstance(events.get(timeout=20), StepDone)
        assert isinstance(events.get(timeout=20), StepTrace)
        assert events.get(timeout=20) is Order.PAUSE
        driver.order(Order.STEP)
    driver.order(Order.ABANDON)  # in mid-step or not
    assert driver.stop_and_wait() is None
    thread.join()
