"""The training tab: names, buttons, the chart's tools, layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.errors import DigitpadError
from digitpad.training.events import EpochDone
from digitpad.ui.chart.loss_plot import LossPlot
from digitpad.ui.training.log import TrainingLog
from digitpad.ui.training.tab import TrainingState, TrainingTab
from tests.ui.training_driver import CONTROLS, begin, click, find, is_whole, pick, ready_tab, shown_tab, step


@pytest.fixture
def tab(qtbot: QtBot) -> TrainingTab:
    return shown_tab(qtbot)


@pytest.fixture
def ready(qtbot: QtBot) -> TrainingTab:
    return ready_tab(qtbot)


def test_every_control_has_its_names(tab: TrainingTab) -> None:
    assert [name for name in CONTROLS if not find(tab, name, QWidget).accessibleName()] == []


@pytest.mark.parametrize("width", [350, 420])
def test_the_switches_below_the_chart_are_whole_where_the_window_is_narrow(
    tab: TrainingTab, width: int
) -> None:
    tab.setFixedSize(width, 500)
    page = find(tab, "batchPageButton", QPushButton)
    for text in ("One batch", "Loss chart"):
        assert page.text() == text
        for name in ("logScaleCheck", "smoothingCheck"):
            switch = find(tab, name, QCheckBox)
            assert switch.width() >= switch.sizeHint().width()
        assert all(is_whole(button, tab) for button in (page, find(tab, "exportChartButton", QPushButton)))
        page.click()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def test_three_lines_of_the_log_are_seen_where_there_is_little_room(tab: TrainingTab) -> None:
    log = find(tab, "trainingLog", TrainingLog)
    log.note("Train Epoch: 1 " * 20)
    tab.resize(380, 0)
    assert log.horizontalScrollBar().maximum() == 0  # none of them is cut
    assert log.viewport().height() >= 3 * log.fontMetrics().lineSpacing()


def test_no_two_controls_share_a_key(tab: TrainingTab) -> None:
    texts = [widget.text() for kind in (QAbstractButton, QLabel) for widget in tab.findChildren(kind)]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) == 15
    keys += "fevtls"  # those of the menus, of the tab and of the buttons that are always in sight
    assert len(set(keys)) == len(keys)


def test_nothing_can_be_set_or_started_before_torch_is_there(tab: TrainingTab) -> None:
    settings = ("recipeCombo", "datasetCombo", "epochsSpin", "learningRateSpin", "resetRecipeButton")
    buttons = ("trainButton", "pauseButton", "stepButton", "resumeButton", "stopButton")
    assert [name for name in settings + buttons if find(tab, name, QWidget).isEnabled()] == []
    assert find(tab, "progressBar", QProgressBar).text() == "Loading PyTorch…"
    assert tab.form.settings() == {"recipe": "quick", "device": "auto", "epochs": 2}


def test_a_device_restored_early_is_chosen_once_the_devices_are_known(tab: TrainingTab) -> None:
    saved = {"recipe": "notes-basic", "device": "cpu", "epochs": 5, "learning_rate": 0.05}
    tab.form.set_settings(saved)
    assert saved == tab.form.settings()
    tab.set_devices(["auto", "cpu"])
    assert saved == tab.form.settings()
    assert find(tab, "epochsSpin", QSpinBox).value() == 5


@pytest.mark.parametrize(
    ("state", "resumable", "enabled"),
    [
        (TrainingState.LOADING_TORCH, True, ""),
        (TrainingState.IDLE, False, "train"),
        (TrainingState.IDLE, True, "train resume"),
        (TrainingState.PREPARING, True, "stop"),
        (TrainingState.RUNNING, True, "pause stop"),
        (TrainingState.PAUSED, False, "step resume stop"),
        (TrainingState.STOPPING, True, ""),
    ],
)
def test_each_state_has_its_buttons(
    ready: TrainingTab, state: TrainingState, resumable: bool, enabled: str
) -> None:
    ready.buttons.set_resumable(resumable)
    ready.set_state(state)
    names = ("train", "pause", "step", "resume", "stop")
    assert enabled == " ".join(n for n in names if find(ready, f"{n}Button", QWidget).isEnabled())
    assert (state is TrainingState.IDLE) == find(ready, "epochsSpin", QWidget).isEnabled()


def test_resume_goes_on_or_lets_a_run_be_chosen(ready: TrainingTab, qtbot: QtBot) -> None:
    ready.buttons.set_resumable(True)
    with qtbot.waitSignal(ready.buttons.resume.clicked):
        click(qtbot, ready, "resumeButton")
    choose, show = find(ready, "resumeButton", QToolButton).menu().actions()
    assert (choose.isEnabled(), show.isEnabled()) == (True, True)
    ready.set_state(TrainingState.PAUSED)
    assert (choose.isEnabled(), show.isEnabled()) == (False, False)


def test_the_keyboard_stays_on_the_button_that_comes_next(ready: TrainingTab, qtbot: QtBot) -> None:
    ready.activateWindow()
    train, pause = find(ready, "trainButton", QPushButton), find(ready, "pauseButton", QPushButton)
    train.setFocus()
    qtbot.waitUntil(train.hasFocus)
    with qtbot.waitSignal(ready.train_requested):
        qtbot.keyClick(train, Qt.Key.Key_Space)
    ready.set_state(TrainingState.PREPARING)
    ready.set_state(TrainingState.RUNNING)
    assert pause.hasFocus()
    ready.set_state(TrainingState.PAUSED)
    assert find(ready, "resumeButton", QWidget).hasFocus()


def test_tab_goes_through_the_controls_as_they_stand(ready: TrainingTab, qtbot: QtBot) -> None:
    ready.buttons.set_resumable(True)
    pick(ready, "recipeCombo", "notes-basic")
    ready.activateWindow()
    field = find(ready, "recipeCombo", QWidget)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    order = []
    for _ in range(17):
        focused = ready.window().focusWidget()
        order.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert " ".join(filter(None, order)) == (
        "recipeCombo datasetCombo datasetFolderButton epochsSpin batchSizeSpin learningRateSpin momentumSpin "
        "seedSpin deviceCombo advancedButton recipeFileButton codeButton trainButton resumeButton "
        "liveWeightsCheck logScaleCheck smoothingCheck"
    )


def test_the_switches_reach_the_chart(ready: TrainingTab, qtbot: QtBot) -> None:
    begin(ready)
    for name in ("logScaleCheck", "smoothingCheck"):
        qtbot.keyClick(find(ready, name, QCheckBox), Qt.Key.Key_Space)
    plot = ready.findChild(LossPlot)
    ready.add_events([step(batch) for batch in range(11)])
    qtbot.waitUntil(lambda: bool(plot.series()["average"][0]))  # the line of the smoothed loss
    assert plot.getPlotItem().getAxis("left").logMode


@pytest.mark.parametrize("name", ["loss.csv", ""])
def test_the_export_menu_writes_the_table_unless_it_is_dismissed(
    ready: TrainingTab, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    begin(ready)
    ready.add_events([EpochDone(0, 0, 0, None, 2.3, 0.1, None), step(0)])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name) if name else "", ""))
    with qtbot.assertNotEmitted(ready.chart_tools.failed):
        ready.findChild(QAction, "exportCsvAction").trigger()
    assert [path.name for path in tmp_path.glob("*.csv") if path.stat().st_size > 50] == [name] * bool(name)


def test_an_export_that_fails_is_told(ready: TrainingTab, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.chart_tools.failed) as told:
        ready.chart_tools.save_csv(str(tmp_path / "nowhere" / "file"))
    assert isinstance(told.args[0], DigitpadError)


@pytest.mark.parametrize("size", [(360, 560), (600, 560), (1200, 900), (2600, 2000)])
def test_every_control_is_whole_at_every_size(
    ready: TrainingTab, qtbot: QtBot, size: tuple[int, int]
) -> None:
    begin(ready)
    ready.add_events([step(batch) for batch in range(100)])
    ready.resize(*size)
    wide = size[0] > 1000
    qtbot.waitUntil(lambda: (ready.chart.mapTo(ready, QPoint()).x() > 100) == wide)
    assert [name for name in CONTROLS if not is_whole(find(ready, name, QWidget), ready)] == []
    assert ready.chart.height() >= 150
    for name in ("trainButton", "pauseButton", "stepButton", "stopButton"):
        button = find(ready, name, QAbstractButton)
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 8


def test_the_chart_stands_beside_the_settings_where_there_is_room(ready: TrainingTab, qtbot: QtBot) -> None:
    chart, form = ready.chart, find(ready, "recipeCombo", QWidget)
    log = find(ready, "trainingLog", QWidget)

    def is_beside() -> bool:
        return chart.mapTo(ready, QPoint()).x() > form.mapTo(ready, form.rect().topRight()).x()

    ready.resize(1200, 900)
    qtbot.waitUntil(is_beside)
    assert log.mapTo(ready, QPoint()).x() < chart.mapTo(ready, QPoint()).x()
    assert chart.height() > 700
    ready.resize(380, 600)
    qtbot.waitUntil(lambda: not is_beside())
    assert log.mapTo(ready, QPoint()).y() > chart.mapTo(ready, chart.rect().bottomLeft()).y()
