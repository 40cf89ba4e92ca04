"""The live loss chart: what it draws, when, and what it exports."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from digitpad.errors import DigitpadError
from digitpad.training.events import EpochDone, Event, Finished, StepDone
from digitpad.ui.chart.axes import CountAxis, ValueAxis
from digitpad.ui.chart.legend import ChartLegend
from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.chart.loss_plot import LossPlot
from digitpad.ui.language import language_of
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.style.theme import DARK_DATA, LIGHT_DATA, dark_palette, light_palette


def run(batches: int, first: int = 0) -> list[Event]:
    """The first batches of an epoch, with a loss that falls from 2.3."""
    return [
        StepDone(1, i + 1, (i + 1) * 64, 0.1 + 2.2 * math.exp(-i / 200), 8000.0, i, 938)
        for i in range(first, first + batches)
    ]


START = EpochDone(0, 0, 0, None, 2.3, 0.1, None)
AFTER = EpochDone(1, 938, 60_000, 0.5, 0.2, 0.945, 8000.0)


@pytest.fixture
def chart(show: Callable[..., None]) -> LossChart:
    chart = LossChart()
    chart.setPalette(light_palette())
    show(chart, 700, 400)
    return chart


def plot_of(chart: LossChart) -> LossPlot:
    return chart.findChild(LossPlot)


def series(chart: LossChart, name: str) -> tuple[list[float], list[float]]:
    return plot_of(chart).series()[name]


def view(chart: LossChart) -> list[list[float]]:
    return [list(axis) for axis in plot_of(chart).getPlotItem().viewRange()]


def test_slow_modules_are_not_imported_with_the_widgets() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from digitpad.ui.pad import canvas, column, tools; from digitpad.ui.prediction import panel;"
        "from digitpad.ui.widgets import status_banner; from digitpad.ui.training.tab import TrainingTab;"
        "pad = canvas.Canvas(); column = column.PadColumn(pad, tools.PadTools(pad));"
        "widgets = [column, panel.PredictionPanel(), status_banner.StatusBanner(), TrainingTab()];"
        "[widget.show() for widget in widgets]; app.processEvents(); [widget.grab() for widget in widgets];"
        "print(sorted({'torch', 'numpy', 'pyqtgraph'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_plot_is_built_once(chart: LossChart) -> None:
    assert chart.findChild(LossPlot) is None
    chart.ensure_plot()
    first = plot_of(chart)
    chart.ensure_plot()
    assert [first] == chart.findChildren(LossPlot)
    assert not first.isVisible()  # the hint stays until there is something to see


def test_points_appear_where_the_notes_put_them(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3)
    chart.add_events([START, *run(25)])
    qtbot.waitUntil(lambda: series(chart, "train")[0] == [0, 640, 1280])
    assert plot_of(chart).isVisible()
    assert (series(chart, "test"), series(chart, "accuracy")) == (([0], [2.3]), ([0], [0.1]))
    chart.add_events([AFTER])
    qtbot.waitUntil(lambda: series(chart, "test") == ([0, 60_000], [2.3, 0.2]))
    assert series(chart, "accuracy")[1] == [0.1, 0.945]


def test_a_training_loss_of_another_kind_than_that_of_tests_is_named(chart: LossChart, qtbot: QtBot) -> None:
    chart.resize(700, 600)
    for name, axis in (
        ("", "negative log likelihood loss"),
        ("MSE", "loss"),
        ("", "negative log likelihood loss"),
    ):
        chart.begin(60_000, 64, 3, None, name)
        assert plot_of(chart).getPlotItem().getAxis("left").labelText == axis
        legend = " ".join(label.text().replace("&nbsp;", " ") for label in chart.findChildren(QLabel))
        assert ("(MSE)" in legend, "(NLL)" in legend) == (bool(name), bool(name))


def test_nothing_ticks_while_nothing_changes(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3)
    assert not chart.redraw_pending
    chart.add_events(run(9, first=1))  # no point among them
    assert not chart.redraw_pending
    chart.add_events(run(1))
    assert chart.redraw_pending
    qtbot.waitUntil(lambda: not chart.redraw_pending)
    assert len(series(chart, "train")[0]) == 1


def test_what_comes_while_hidden_is_drawn_when_shown(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3)
    chart.hide()
    chart.add_events(run(100))
    assert not chart.redraw_pending
    assert len(series(chart, "train")[0]) == 0
    chart.show()
    qtbot.waitUntil(lambda: len(series(chart, "train")[0]) == 10)


def test_events_without_a_run_are_shown_too(chart: LossChart, qtbot: QtBot) -> None:
    chart.add_events([START, *run(1)])
    qtbot.waitUntil(lambda: series(chart, "test") == ([0], [2.3]))


def test_a_resumed_run_begins_with_its_curves_and_a_new_one_without(chart: LossChart) -> None:
    history = {"train": [[0, 2.3], [640, 1.5]], "test": [[0, 0, 2.31, 0.1]]}
    chart.begin(60_000, 64, 3, history)
    assert series(chart, "train") == ([0, 640], [2.3, 1.5])
    chart.begin(60_000, 64, 3)
    assert series(chart, "train") == ([], [])
    assert series(chart, "test") == ([], [])


def test_log_scale_shows_decades_of_the_loss_and_leaves_the_accuracy(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1, {"train": [[0, 10.0], [640, 0.01]], "test": [[0, 0, 2.3, 0.1]]})
    left, right = (plot_of(chart).getPlotItem().getAxis(side) for side in ("left", "right"))
    before = list(right.range)
    chart.set_log_scale(True)
    assert view(chart)[1] == pytest.approx([-2, 1], abs=0.3)
    assert {*left.logTickStrings([-2], 1, 1)} <= {"0.01"}
    assert (list(right.range), right.logMode) == (before, False)
    chart.set_log_scale(False)
    assert view(chart)[1][1] == pytest.approx(10, abs=1)


def test_smoothing_draws_the_average_over_a_fainter_line(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1, {"train": [[0, 2.0], [640, 1.0]], "test": []})
    plot = plot_of(chart)
    strong = plot.colours()["train"]
    chart.set_smoothing(True)
    assert series(chart, "average") == ([0, 640], [2.0, 1.5])
    assert series(chart, "train") == ([0, 640], [2.0, 1.0])
    assert plot.colours()["train"].lightness() > strong.lightness()
    chart.set_smoothing(False)
    assert (series(chart, "average"), plot.colours()["train"]) == (([], []), strong)


def test_zooming_stops_the_axes_and_a_double_click_lets_them_follow(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events(run(100))
    qtbot.waitUntil(lambda: len(series(chart, "train")[0]) == 10)
    whole = view(chart)
    viewport = plot_of(chart).viewport()
    middle = QPointF(viewport.rect().center())
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    at = middle, viewport.mapToGlobal(middle), QPoint(), QPoint(0, 240)
    QApplication.sendEvent(viewport, QWheelEvent(*at, Qt.MouseButton.NoButton, keys, phase, False))
    zoomed = view(chart)
    assert zoomed[0][1] - zoomed[0][0] < whole[0][1] - whole[0][0]
    chart.add_events(run(200, first=100))
    qtbot.waitUntil(lambda: len(series(chart, "train")[0]) == 30)
    assert zoomed == view(chart)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    first, last = view(chart)[0]
    assert (first <= 0, last >= 29 * 640) == (True, True)


def test_the_axes_say_what_they_measure_in_readable_numbers(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1)
    axes = [plot_of(chart).getPlotItem().getAxis(side) for side in ("left", "bottom", "right")]
    assert [axis.labelText for axis in axes] == [
        "negative log likelihood loss",
        "number of training examples seen",
        "test accuracy",
    ]
    assert axes[1].tickStrings([0, 60_000], 1, 20_000) == ["0", "60,000"]
    assert axes[2].tickStrings([0, 0.5, 1], 1, 0.5) == ["0 %", "50 %", "100 %"]
    assert not any(axis.autoSIPrefix for axis in axes)


def test_a_low_chart_names_its_axes_shortly(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1)
    long = "negative log likelihood loss"
    for height, label in ((160, "loss"), (400, long), (126, "loss"), (160, "loss")):
        chart.resize(360, height)
        axis = plot_of(chart).getPlotItem().getAxis("left")
        assert axis.labelText == label
        title = axis.mapFromItem(axis.label, axis.label.boundingRect()).boundingRect()
        assert title.center().y() == pytest.approx(axis.size().height() / 2, abs=2)
        assert bool(plot_of(chart).getPlotItem().getAxis("bottom").labelText) == (height >= 160)


def test_a_new_palette_recolours_everything(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1, {"train": [[0, 2.0]], "test": [[0, 0, 2.3, 0.1]]})
    for palette, data in ((light_palette(), LIGHT_DATA), (dark_palette(), DARK_DATA)):
        chart.setPalette(palette)
        colours = plot_of(chart).colours()
        assert [colours["train"].name(), colours["test"].name()] == [data.train_line, data.test_dots]
        assert plot_of(chart).backgroundBrush().color() == palette.base().color()


def test_the_newest_values_stand_above_the_plot(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(1), AFTER])
    values = "Train loss 2.3000, Test loss 0.2000, Test accuracy 94.50 %"
    qtbot.waitUntil(lambda: values in [label.accessibleName() for label in chart.findChildren(QLabel)])


def test_the_picture_has_its_own_size_and_the_colours_of_the_chart(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(938), AFTER])
    image = chart.picture()
    assert (image.width(), image.height()) == (1600, 1000)
    assert light_palette().base().color() == image.pixelColor(2, 2)
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    inside = {QColor(int(colour)).name() for colour in np.unique(pixels)}
    assert {LIGHT_DATA.train_line, LIGHT_DATA.test_dots, LIGHT_DATA.accuracy} <= inside
    assert len(chart.findChildren(LossPlot)) == 1


def test_the_table_is_written_as_it_stands(chart: LossChart, tmp_path: Path) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(11)])
    chart.export_csv(tmp_path / "loss.csv")
    lines = (tmp_path / "loss.csv").read_text().splitlines()
    assert lines[:2] == ["kind,examples_seen,epoch,loss,accuracy", "test,0,0,2.3,0.1"]
    assert len(lines) == 4


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(chart: LossChart, tmp_path: Path) -> None:
    chart.begin(60_000, 64, 1)
    with pytest.raises(DigitpadError, match=r"could not be written to .*nowhere.*Choose another place"):
        chart.export_csv(tmp_path / "nowhere" / "loss.csv")


def test_a_run_that_was_stopped_at_once_begins_at_the_left(chart: LossChart) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(1), Finished(1, 1, 64, "stopped", 2.3, 0.1, None)])
    plot_of(chart).show_curves(chart.curves)
    assert -10 < view(chart)[0][0] < 0


def right_axis(chart: LossChart) -> tuple[float, float]:
    low, high = plot_of(chart).getPlotItem().getAxis("right").range
    return low, high


def history(*tests: tuple[float, float]) -> dict[str, list[list[float]]]:
    """The curves of a run with these losses and accuracies after each of its epochs."""
    train = [[number * 640, 2.0 / (1 + number)] for number in range(94 * len(tests))]
    later = [[(n + 1) * 60_000, n + 1, loss, accuracy] for n, (loss, accuracy) in enumerate(tests)]
    return {"train": train, "test": [[0, 0, 2.3, 0.1], *later]}


def test_the_accuracys_axis_zooms_itself(chart: LossChart) -> None:
    chart.begin(60_000, 64, 3, history((0.1, 0.97)))
    assert right_axis(chart)[0] < 0  # all of it: how far the first epoch has brought the network
    chart.begin(60_000, 64, 3, history((0.1, 0.983), (0.05, 0.992)))
    low, high = right_axis(chart)
    assert 0.97 < low < 0.983 < 0.992 < high < 1
    axis = plot_of(chart).getPlotItem().getAxis("right")
    assert axis.tickStrings([0.975, 0.98], 1, 0.005) == ["97.5 %", "98.0 %"]


def point(chart: LossChart, qtbot: QtBot, examples: float) -> str:
    """Move the pointer there; returns the values that stand beside it."""
    plot = plot_of(chart)
    box = plot.getPlotItem().vb
    for _ in range(2):  # the axes are as wide as their numbers once these are painted
        plot.grab()
        QApplication.processEvents()
    there = box.mapViewToScene(QPointF(examples, box.viewRect().center().y()))
    qtbot.mouseMove(plot.viewport(), plot.mapFromScene(there))
    return plot.reading()


def test_the_values_under_the_pointer_are_said(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3, history((0.1, 0.97), (0.05, 0.98)))
    words = point(chart, qtbot, 64_000)
    assert words == (
        "Epoch 2 · 64,000 examples, train loss 0.0198, test loss 0.1000 after epoch 1, test accuracy 97.00 %"
    )
    assert "test loss 2.3000 before training" in point(chart, qtbot, 0)
    QApplication.sendEvent(plot_of(chart), QEvent(QEvent.Type.Leave))
    assert plot_of(chart).reading() == ""


def test_only_values_in_sight_are_read(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 1, history((0.1, 0.97)))
    plot_of(chart).getPlotItem().vb.setXRange(1_300, 1_900, padding=0)
    assert point(chart, qtbot, 1_600) == ""
    plot_of(chart).getPlotItem().vb.setXRange(1_200, 1_900, padding=0)
    assert "1,280 examples" in point(chart, qtbot, 1_850)


def test_the_keyboard_reads_zooms_and_shows_all_again(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3, history((0.1, 0.97)))
    plot, whole = plot_of(chart), view(chart)
    for key, words in ((Qt.Key.Key_Right, "60,000 examples"), (Qt.Key.Key_Left, "59,520 examples")):
        qtbot.keyClick(plot, key)
        assert words in plot.reading()
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.reading() == ""
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert view(chart)[0][1] < whole[0][1]
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert view(chart) == whole


def test_a_button_shows_the_whole_run_again(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 3, history((0.1, 0.97), (0.05, 0.98)))
    whole = view(chart), right_axis(chart)
    assert not chart.whole.isVisible()
    qtbot.keyClick(plot_of(chart), Qt.Key.Key_Plus)
    assert chart.whole.isVisible()
    qtbot.mouseClick(chart.whole, Qt.MouseButton.LeftButton)
    assert ((view(chart), right_axis(chart)), chart.whole.isVisible()) == (whole, False)


def test_the_run_before_stands_behind_a_new_one(chart: LossChart, qtbot: QtBot, qapp: QApplication) -> None:
    chart.begin(60_000, 64, 1, history((0.1, 0.97)))
    assert "the run before" not in legend_of(chart)
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(100)])
    qtbot.waitUntil(lambda: len(series(chart, "train")[0]) == 10)
    assert legend_of(chart).endswith("the run before")
    assert "the run before: train loss 0.9133" in point(chart, qtbot, 1280)
    language_of(qapp).choose("zh_CN")
    try:
        assert legend_of(chart).endswith("上一次训练")
        assert "上一次训练：" in point(chart, qtbot, 1280)
        axes = [plot_of(chart).getPlotItem().getAxis(side).labelText for side in ("left", "bottom", "right")]
        assert axes == ["负对数似然损失", "已训练的样本数", "测试准确率"]
    finally:
        language_of(qapp).choose("en")
    (none,) = [action for action in chart.earlier.menu().actions() if action.text() == "None"]
    none.trigger()
    assert "the run before" not in legend_of(chart) + point(chart, qtbot, 1280)


def legend_of(chart: LossChart) -> str:
    return chart.findChild(ChartLegend).accessibleName()


def test_a_result_from_before_training_is_called_so(chart: LossChart, qtbot: QtBot) -> None:
    chart.begin(60_000, 64, 1)
    chart.add_events([START, *run(100)])
    qtbot.waitUntil(lambda: "Test loss before training 2.3000, accuracy 10.00 %" in legend_of(chart))
    chart.add_events([AFTER])
    qtbot.waitUntil(lambda: "Test loss 0.2000, Test accuracy 94.50 %" in legend_of(chart))


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.11), (0.9312, 0.9313), (2.3, 2.31), (0, 40_000), (10, 11)])
@pytest.mark.parametrize("logarithmic", [False, True])
def test_no_two_ticks_of_an_axis_read_the_same(
    chart: LossChart, low: float, high: float, logarithmic: bool
) -> None:
    left, right, bottom = ValueAxis("left"), ValueAxis("right", percent=True), CountAxis("bottom")
    low = max(low, 1e-3) if logarithmic else low
    left.setLogMode(y=logarithmic)
    for axis in (left,) if logarithmic else (left, right, bottom):
        ends = (math.log10(low), math.log10(high)) if logarithmic else (low, high)
        ((spacing, values), *_) = axis.tickValues(*ends, 300)
        texts = [text for text in axis.tickStrings(values, 1, spacing) if text]
        assert len(set(texts)) == len(texts)
        assert len(texts) > 1 or axis is bottom


def test_an_axis_without_extent_has_no_numbers(qapp: QApplication) -> None:
    for axis in (ValueAxis("left"), ValueAxis("right", percent=True), CountAxis("bottom")):
        assert axis.tickValues(2.3, 2.3, 300) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_the_legend_names_is_never_broken(
    language: str, chart: LossChart, qtbot: QtBot, qapp: QApplication
) -> None:
    language_of(qapp).choose(language)
    try:
        chart.begin(60_000, 64, 1)
        chart.add_events([START, *run(1)])
        qtbot.waitUntil(lambda: "2.3" in legend_of(chart))
        names = legend_of(chart).split(", ")
        document = QTextDocument()
        document.setDefaultFont(chart.font())
        document.setHtml(chart.findChild(ChartLegend).text())
        for width in range(240, 500, 20):  # the longest name fits
            document.setTextWidth(width)
            document.size()
            block = document.firstBlock()
            parts = [block.layout().lineAt(number) for number in range(block.layout().lineCount())]
            lines = [block.text()[part.textStart() :][: part.textLength()] for part in parts]
            plain = [line.replace("\u2060", "").replace("\xa0", " ") for line in lines]
            assert [name for name in names if not any(name in line for line in plain)] == [], width
    finally:
        language_of(qapp).choose("en")


def test_the_numbers_at_the_axes_grow_with_all_text(
    chart: LossChart, qapp: QApplication, qtbot: QtBot
) -> None:
    chart.begin(60_000, 64, 1)
    axis = plot_of(chart).getPlotItem().getAxis("left")
    before = axis.style["tickFont"].pointSizeF()
    set_text_size(qapp, 200, chart)
    try:
        qtbot.waitUntil(lambda: axis.style["tickFont"].pointSizeF() == pytest.approx(2 * before))
        assert f"{2 * before}pt" in axis.labelStyle["font-size"]
    finally:
        set_text_size(qapp, 100, chart)


@pytest.mark.parametrize("height", [20, 45, 80, 300])
@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.97, 0.995), (0.0, 2.4)])
def test_numbers_of_an_axis_do_not_lie_over_each_other(
    height: int, low: float, high: float, qapp: QApplication
) -> None:
    axis = ValueAxis("right", percent=True)
    line = QFontMetrics(qapp.font()).height()
    written = [
        value
        for spacing, values in axis.tickValues(low, high, height)
        for value, text in zip(values, axis.tickStrings(values, 1, spacing), strict=True)
        if text
    ]
    gaps = np.diff(sorted(written)) * height / (high - low)
    assert all(gap >= line - 1e-6 for gap in gaps)
    assert written or height <= 2 * line


@pytest.mark.parametrize("width", [200, 320, 500, 1200])
@pytest.mark.parametrize(("low", "high"), [(0.0, 120_000.0), (-3e3, 1.2e6), (20_000.0, 20_100.0)])
def test_counts_of_an_axis_do_not_lie_over_each_other(
    width: int, low: float, high: float, qapp: QApplication
) -> None:
    metrics, axis = QFontMetrics(qapp.font()), CountAxis("bottom")
    written = sorted(
        (value, metrics.horizontalAdvance(text))
        for spacing, values in axis.tickValues(low, high, width)
        for value, text in zip(values, axis.tickStrings(values, 1, spacing), strict=True)
        if text
    )
    assert written
    for (left, wide), (right, other) in pairwise(written):
        assert (right - left) * width / (high - low) > (wide + other) / 2


@pytest.mark.parametrize("percent", [100, 150, 200, 300])
def test_titles_stay_apart_from_the_numbers_of_their_axes(
    percent: int, chart: LossChart, qapp: QApplication, qtbot: QtBot
) -> None:
    set_text_size(qapp, percent, chart)
    try:
        chart.resize(900, 700)
        chart.begin(60_000, 64, 1)
        chart.add_events([START, *run(1), AFTER])
        plot = plot_of(chart)
        axes = {side: plot.getPlotItem().getAxis(side) for side in ("left", "right", "bottom")}
        qtbot.waitUntil(lambda: axes["right"].textWidth > 30)
        for side, axis in axes.items():
            title = axis.mapRectToScene(axis.mapRectFromItem(axis.label, axis.label.boundingRect()))
            box = axis.mapRectToScene(axis.rect())
            numbers = axis.textHeight if side == "bottom" else axis.textWidth
            marks = max(0, axis.style["tickLength"]) + axis.style["tickTextOffset"][side == "bottom"]
            margin = axis.label.document().documentMargin()
            between = {
                "left": box.right() - numbers - marks - (title.right() - margin),
                "right": title.left() + margin - (box.left() + numbers + marks),
                "bottom": title.top() + margin - (box.top() + numbers + marks),
            }
            assert between[side] >= 2, side
            inside = title.adjusted(margin, margin, -margin, -margin)
            assert QRectF(plot.rect()).adjusted(-1, -1, 1, 1).contains(inside), side
    finally:
        set_text_size(qapp, 100, chart)


def test_a_chart_of_large_text_is_high_enough_for_it(
    chart: LossChart, qapp: QApplication, qtbot: QtBot
) -> None:
    low = chart.minimumHeight()
    set_text_size(qapp, 200, chart)
    try:
        qtbot.waitUntil(lambda: chart.minimumHeight() > 1.8 * low)
    finally:
        set_text_size(qapp, 100, chart)
    qtbot.waitUntil(lambda: chart.minimumHeight() == low)
