"""The chart of several runs: its axes fit its curves, values are read from it, zooming stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.recipe.presets import preset
from digitpad.training.kept_run import KeptRun
from digitpad.ui.runs.plot import ComparePlot
from digitpad.ui.widgets.boxes import in_column


def kept(name: str, *accuracies: float) -> KeptRun:
    test = [(60_000 * epoch, epoch, 2.3 / (1 + epoch), share) for epoch, share in enumerate(accuracies)]
    train = tuple((640 * number, 2.3 / (1 + number)) for number in range(94))
    folder = Path(name)
    return KeptRun(
        folder, name, "", preset("quick"), len(test) - 1, 60_000, train, tuple(test), datetime.now(), folder
    )


RUNS = [(kept("one", 0.1137, 0.9712, 0.9896), "#0072b2"), (kept("other", 0.1, 0.965, 0.981), "#c97f00")]


@pytest.fixture
def plot(show: Callable[..., None]) -> ComparePlot:
    plot, tab = ComparePlot(), QWidget()
    tab.setLayout(in_column(plot))
    show(tab, 440, 260)
    return plot


def test_the_numbers_on_the_axis_are_those_of_the_curves(plot: ComparePlot) -> None:
    item = plot.getPlotItem()
    for runs in ([], RUNS, RUNS[:1], RUNS):
        for curve in ("test_accuracy", "test_accuracy", "test_loss", "train_loss"):
            plot.show_runs(runs, curve)
            assert item.getAxis("left").range == pytest.approx(item.vb.viewRange()[1])
            assert item.getAxis("bottom").range == pytest.approx(item.vb.viewRange()[0])


def test_good_runs_can_be_told_apart(plot: ComparePlot) -> None:
    plot.show_runs(RUNS, "test_accuracy")
    low, high = plot.getPlotItem().vb.viewRange()[1]
    assert 0.9 < low < 0.965 < 0.9896 < high < 1.01


def test_a_run_that_was_stopped_at_once_begins_at_the_left(plot: ComparePlot) -> None:
    plot.show_runs([(kept("early", 0.1), "#0072b2")], "test_accuracy")
    (left, right), _ = plot.getPlotItem().vb.viewRange()
    assert -10 < left < 0
    assert right >= 100


def test_a_part_in_sight_stays_while_runs_are_listed_anew(plot: ComparePlot, qtbot: QtBot) -> None:
    plot.show_runs(RUNS, "test_accuracy")
    whole = plot.getPlotItem().vb.viewRange()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    part = plot.getPlotItem().vb.viewRange()
    assert part != whole
    plot.show_runs(RUNS, "test_accuracy")
    assert plot.getPlotItem().vb.viewRange() == part
    plot.show_runs(RUNS, "test_loss")
    plot.show_runs(RUNS, "test_accuracy")
    assert plot.getPlotItem().vb.viewRange() == whole


def test_the_values_of_all_runs_are_read_at_the_pointer(plot: ComparePlot, qtbot: QtBot) -> None:
    plot.show_runs(RUNS, "test_accuracy")
    box = plot.getPlotItem().vb
    for _ in range(2):  # the axes are as wide as their numbers once these are painted
        plot.grab()
        QApplication.processEvents()
    place = plot.mapFromScene(box.mapViewToScene(QPointF(115_000, 0.98)))
    qtbot.mouseMove(plot.viewport(), place)
    assert plot.reading() == "120,000 examples, one: 98.96 %, other: 98.10 %"
