"""A training run apart from the window and without Qt."""

from __future__ import annotations

import queue
from pathlib import Path
from threading import Thread
from unittest.mock import Mock

import pytest

from digitpad.data.labelled import Progress
from digitpad.errors import Sentence
from digitpad.model.open import loading
from digitpad.recipe.presets import PRESETS
from digitpad.training.events import EpochDone, StepDone
from digitpad.training.step_trace import StepTrace
from digitpad.training.trainer import Trainer
from digitpad.ui.training.building import run_going_on
from digitpad.ui.training.resume_target import ResumeOrder
from digitpad.ui.training.worker import Order, RunDriver, RunInfo
from tests.helpers import small_dataset

RECIPE = PRESETS["notes-basic"].with_changes(epochs=1000, batch_size=32)


def build(_progress: Progress) -> tuple[Trainer, list[Sentence]]:
    return Trainer(RECIPE, small_dataset(96, 32)), []


def test_a_run_is_read_once_where_it_goes_on(
    saved_run: Path, trained_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Mock(side_effect=loading.open_content)
    monkeypatch.setattr(loading, "open_content", opened)
    settings = {"device": "cpu", "recipe": "notes-basic", "epochs": 3}
    order, data = ResumeOrder(saved_run / "last.pth"), trained_run.parents[1] / "data"
    trainer, _ = run_going_on(order, settings, data, lambda _done, _total: None)
    assert (trainer.recipe.epochs, opened.call_count) == (3, 1)


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
