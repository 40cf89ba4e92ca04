"""A run as the training tab shows it: progress, log, curves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QSpinBox
from pytestqt.qtbot import QtBot

from digitpad.training.events import CheckpointSaved, EpochDone, Event, Finished, Report
from digitpad.ui.training.run_progress import duration
from digitpad.ui.training.tab import TrainingState, TrainingTab
from tests.helpers import untrained
from tests.ui.training_driver import RECIPES, begin, find, is_bold, ready_tab, step


@pytest.fixture
def ready(qtbot: QtBot) -> TrainingTab:
    return ready_tab(qtbot)


def test_the_progress_says_where_the_run_is(ready: TrainingTab) -> None:
    bar = find(ready, "progressBar", QProgressBar)
    ready.set_state(TrainingState.PREPARING)
    assert find(ready, "progressLabel", QLabel).text() == "Preparing the data…"
    ready.progress.set_loading(34, 100)
    assert bar.text() == "Preparing the data · 34 %"
    assert bar.maximum() * 34 // 100 == bar.value()
    begin(ready)
    assert bar.text() == "Measuring the network before training…"
    ready.add_events([EpochDone(0, 0, 0, None, 2.3, 0.1, None), step(0)])
    ready.add_events([step(batch, 2) for batch in range(468)])
    assert bar.text() == "Epoch 2/3 · 49 % · 10,000 images/s · 0:09 left"
    assert bar.text() == find(ready, "progressLabel", QLabel).text()
    ready.add_events([replace(step(467, 2), threads=1, most_threads=2)])
    assert bar.text().endswith("1 of 2 threads, as other programs use the processor")
    ready.set_state(TrainingState.PAUSED)
    assert bar.text() == "Paused · Epoch 2/3 · 49 %"
    ready.add_events([Finished(3, 2814, 180_000, "completed", 0.05, 0.9834, None)])
    ready.set_state(TrainingState.IDLE)
    assert bar.text() == "Finished · Epoch 3/3 · reads 98.34 % of the test set"
    assert bar.maximum() == bar.value()


@pytest.mark.parametrize(
    ("measured", "epoch", "words"),
    [
        (0, 1, "Stopped · Epoch 1/3 · not yet measured on the test set"),
        (1, 2, "Stopped · Epoch 2/3 · read 11.37 % of the test set after epoch 1"),
        (2, 2, "Stopped · Epoch 2/3 · reads 11.37 % of the test set"),
    ],
)
def test_a_stopped_run_says_when_it_was_measured(
    ready: TrainingTab, measured: int, epoch: int, words: str
) -> None:
    begin(ready)
    for done in range(measured + 1):
        ready.add_events([EpochDone(done, done * 938, done * 60_000, None, 2.3, 0.1137, None)])
    ready.add_events([Finished(epoch, 1000, 64_000, "stopped", 2.3, 0.1137, None)])
    ready.set_state(TrainingState.IDLE)
    assert find(ready, "progressLabel", QLabel).text() == words


def test_a_resumed_run_knows_when_it_was_measured(ready: TrainingTab) -> None:
    history = {"train": [[0, 2.3], [59_000, 0.5]], "test": [[0, 0, 2.3, 0.1], [60_000, 1, 0.2, 0.94]]}
    ready.begin_run(RECIPES["notes-basic"], 60_000, history)
    ready.add_events([Finished(2, 1000, 64_000, "stopped", 0.2, 0.94, None)])
    ready.set_state(TrainingState.IDLE)
    assert "read 94.00 % of the test set after epoch 1" in find(ready, "progressLabel", QLabel).text()


def test_the_first_step_does_not_foretell_the_end(ready: TrainingTab) -> None:
    begin(ready, epochs=9999)
    ready.add_events([EpochDone(0, 0, 0, None, 2.3, 0.1, None), step(0, speed=184.0)])
    assert "left" not in find(ready, "progressLabel", QLabel).text()
    ready.add_events([step(1)])
    assert find(ready, "progressLabel", QLabel).text().endswith("16:39:54 left")
    ready.add_events([step(2, speed=184.0)])
    assert find(ready, "progressLabel", QLabel).text().endswith("37 d 18 h left")


def test_cancelled_preparing_leaves_nothing_behind(ready: TrainingTab) -> None:
    begin(ready)
    ready.add_events([step(500)])
    ready.set_state(TrainingState.PREPARING)
    ready.set_state(TrainingState.IDLE)
    assert find(ready, "progressBar", QProgressBar).text() == "Ready to train"
    assert find(ready, "progressBar", QProgressBar).value() == 0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (12.3, "0:12"), (725, "12:05"), (3723, "1:02:03"), (-1, "0:00")]
)
def test_times_read_like_a_clock(seconds: float, text: str) -> None:
    assert text == duration(seconds)


def test_the_log_has_the_lines_of_the_notes(ready: TrainingTab) -> None:
    log = find(ready, "trainingLog", QPlainTextEdit)
    log.setPlainText("of the run before")
    best = CheckpointSaved(1, 938, 60_000, Path("best.pth"), True, untrained())
    last = CheckpointSaved(1, 938, 60_000, Path("last.pth"), False, untrained())
    events: list[Event] = [
        EpochDone(0, 0, 0, None, 2.3, 0.1, None),
        *(step(batch) for batch in range(25)),
        last,
        best,
        Finished(1, 938, 60_000, "stopped", 0.2, 0.94, Path("last.pth")),
    ]
    begin(ready)
    ready.add_events(events[:7])
    ready.add_events(events[7:])

    report = Report(60_000, 64)
    logged = [events[0], step(0), step(10), step(20), best, events[-1]]
    assert [str(report.line(event)) for event in logged] == log.toPlainText().splitlines()


def test_the_log_follows_unless_somebody_reads(ready: TrainingTab, qtbot: QtBot) -> None:
    log = find(ready, "trainingLog", QPlainTextEdit)
    begin(ready)
    ready.add_events([step(batch) for batch in range(900)])
    scroll = log.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() > 50)
    assert scroll.maximum() == scroll.value()
    scroll.setValue(20)
    ready.add_events([step(batch, 2) for batch in range(900)])
    assert scroll.value() == 20
    scroll.setValue(scroll.maximum())
    ready.add_events([step(batch, 3) for batch in range(900)])
    assert scroll.maximum() == scroll.value()


def test_long_lines_of_the_log_wrap(ready: TrainingTab, qtbot: QtBot) -> None:
    log = find(ready, "trainingLog", QPlainTextEdit)
    log.setPlainText(f"Finished; saved as /{'a-folder/' * 40}last.pth")
    qtbot.waitUntil(lambda: log.verticalScrollBar().maximum() > 0)
    assert log.horizontalScrollBar().maximum() == 0


def test_the_log_follows_when_the_view_gets_lower(ready: TrainingTab, qtbot: QtBot) -> None:
    log = find(ready, "trainingLog", QPlainTextEdit)
    begin(ready)
    ready.add_events([step(batch) for batch in range(100)])
    ready.resize(1200, 900)
    qtbot.waitUntil(lambda: log.height() > 400)
    ready.resize(380, 600)
    qtbot.waitUntil(lambda: log.height() < 90)
    ready.add_events(
        [CheckpointSaved(1, 99, 6400, Path("a-very-long-name" * 20), True, untrained()), step(100)]
    )
    assert log.horizontalScrollBar().maximum() == 0  # of a path all is to be seen
    scroll = log.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.value() == scroll.maximum() > 0)


def test_the_line_being_read_stays_when_old_lines_are_dropped(ready: TrainingTab) -> None:
    log = find(ready, "trainingLog", QPlainTextEdit)
    begin(ready)
    ready.add_events([step(10 * (i % 93), i // 93 + 1) for i in range(5000)])
    assert log.blockCount() == 5000
    log.verticalScrollBar().setValue(1000)
    reading = log.firstVisibleBlock().text()
    ready.add_events([step(10 * (i % 93), 60) for i in range(100)])
    assert log.blockCount() == 5000
    assert reading == log.firstVisibleBlock().text()


def test_a_run_that_is_resumed_shows_its_own_settings(ready: TrainingTab) -> None:
    ready.show_run({**RECIPES["notes-basic"], "epochs": 9, "learning_rate": 0.02})
    assert find(ready, "epochsSpin", QSpinBox).value() == 9
    assert is_bold(ready, "learningRateSpin")
    assert ready.form.settings()["recipe"] == "notes-basic"


def test_a_resumed_run_goes_on_from_its_curves(ready: TrainingTab) -> None:
    history = {"train": [[0, 2.3], [59_000, 0.5]], "test": [[0, 0, 2.3, 0.1], [60_000, 1, 0.2, 0.94]]}
    ready.begin_run(RECIPES["notes-basic"], 60_000, history)
    ready.set_state(TrainingState.RUNNING)
    curves = ready.chart.curves
    assert curves.train.rows() == [(0, 2.3), (59_000, 0.5)]
    assert find(ready, "progressBar", QProgressBar).text() == "Epoch 2/3 · 33 %"
