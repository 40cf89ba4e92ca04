"""Limits on what keeps the window busy: `python -m pytest -n 0 tests/tools/benchmarks/test_limits.py`.

They are a few times what a quiet computer takes, and far below what each took before it was made fast.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.ink.drawing import SIDE, Stroke
from digitpad.ink.raster import stroke_cover
from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.chart.loss_plot import LossPlot
from tests.ui.training_driver import begin, ready_tab, step


def median_seconds(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        before = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds)


def test_events_cost_the_window_little(qtbot: QtBot) -> None:
    tab = ready_tab(qtbot)
    begin(tab, epochs=1000)
    fifties = iter([[step(batch) for batch in range(start, start + 50)] for start in range(0, 900, 50)])
    assert median_seconds(lambda: tab.add_events(next(fifties)), 18) < 0.002  # 0.3 ms


@pytest.mark.parametrize("log", [False, True])
def test_a_long_run_is_redrawn_quickly(qtbot: QtBot, log: bool) -> None:
    noise = np.random.default_rng(1).uniform(0.5, 1.5, 30_000)
    losses = 2.3 / (1 + np.arange(30_000) / 300) * noise
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.resize(1000, 700)
    chart.show()
    qtbot.waitExposed(chart)
    train = [[i * 160, float(loss)] for i, loss in enumerate(losses)]
    chart.begin(60_000, 16, 81, {"train": train, "test": [[60_000 * i, i, 0.5, 0.9] for i in range(80)]})
    chart.set_log_scale(log)
    chart.set_smoothing(True)
    plot = chart.findChild(LossPlot)

    def redraw() -> None:
        plot.show_curves(chart.curves)
        plot.viewport().repaint()

    assert median_seconds(redraw, 15) < 0.012  # 2 to 3 ms; every point drawn takes 20 and more
    assert len(plot.series()["train"][0]) == 30_000


def test_a_broad_brush_scribbling_for_long_does_not_take_seconds() -> None:
    points = np.random.default_rng(1).random((5000, 2)) * SIDE
    scribble = Stroke(tuple(map(tuple, points.tolist())), 28.0)
    assert (stroke_cover(scribble) == 1).all()
    assert median_seconds(lambda: stroke_cover(scribble), 3) < 1  # 0.05 s; piece by piece it is eight
