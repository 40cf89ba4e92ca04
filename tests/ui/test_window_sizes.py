"""Windows are at first no larger than the screen, which is small where it is scaled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyle, QStyleOptionToolButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.app import main_window as main_window_module
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.bench.window import BenchWindow
from digitpad.ui.language import language_of
from digitpad.ui.network_editor.window import NetworkEditorWindow
from digitpad.ui.recipe_form import FormArea, RecipeForm
from digitpad.ui.settings import Settings
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.widgets import dialogs
from digitpad.ui.widgets.fitting import FittedButton, drawn
from digitpad.ui.widgets.scrolling import ScrollingPage
from digitpad.ui.widgets.status_banner import StatusBanner
from tests.helpers import further

WINDOWS: dict[str, Callable[[Path], QWidget]] = {
    "main": lambda folder: MainWindow(Settings(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))),
    "bench": lambda _folder: BenchWindow(),
    "editor": lambda _folder: NetworkEditorWindow(),
    "code": lambda _folder: CodeWindow("pass", StatusBanner(), None),
    "transforms": lambda _folder: TransformsWindow(StatusBanner()),
}


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("room", [QSize(700, 500), QSize(800, 460), QSize(5000, 5000)])
def test_a_window_is_no_larger_than_the_screen_and_its_least_size(
    name: str, room: QSize, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "room_on_screen", lambda _window: room)
    window = WINDOWS[name](tmp_path)
    qtbot.addWidget(window)
    assert window.size() == window.size().boundedTo(room)
    if room.width() == 5000:
        assert window.width() > 800


def test_the_screen_does_not_go_with_a_window_that_is_freed(tmp_path: Path, qtbot: QtBot) -> None:
    window = main_window(tmp_path, qtbot)
    assert dialogs.screen_of(window.load_button) in QApplication.screens()
    for owner in (window, window.load_button):
        assert "QScreen" not in shiboken6.dump(owner)


def main_window(folder: Path, qtbot: QtBot) -> MainWindow:
    window = WINDOWS["main"](folder)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    return window


def test_a_window_that_was_large_fits_a_smaller_screen_the_next_time(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    first = MainWindow(settings)
    qtbot.addWidget(first)
    first.resize(1500, 900)
    settings.set_window_state("geometry", first.saveGeometry())
    monkeypatch.setattr(dialogs, "room_on_screen", lambda _window: QSize(800, 460))
    monkeypatch.setattr(main_window_module, "room_on_screen", lambda _window: QSize(800, 460))
    second = MainWindow(settings)
    qtbot.addWidget(second)
    assert second.size() == QSize(800, 460)


def test_on_a_small_screen_everything_can_be_reached(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (dialogs, main_window_module):
        monkeypatch.setattr(module, "room_on_screen", lambda _window: QSize(800, 460))
    window = main_window(tmp_path, qtbot)
    with qtbot.waitExposed(window):
        window.show()
    assert window.size() == QSize(800, 460)
    for name in ("canvas", "clearButton", "answer", "bars", "trainButton"):  # in sight at once
        widget = window.findChild(QWidget, name)
        assert widget.visibleRegion().boundingRect().size() == widget.size(), name
    for name in ("saveButton", "trainingLog", "exploreReadButton", "layersTable", "runsTable"):
        widget = window.findChild(QWidget, name)
        page = next(
            page
            for page in window.findChildren(ScrollingPage)
            if page.widget() is not None and page.widget().isAncestorOf(widget)
        )
        for number in range(window.tabs.count()):
            if window.tabs.widget(number).isAncestorOf(widget):
                window.tabs.setCurrentIndex(number)
        page.ensureWidgetVisible(widget, 0, 0)
        assert not widget.visibleRegion().isEmpty(), name
        assert page.widget().rect().contains(QRect(widget.mapTo(page.widget(), QPoint(0, 0)), widget.size()))


@pytest.fixture
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language_of(qapp).choose(request.param)
    yield request.param
    language_of(qapp).remove()


@pytest.fixture
def percent(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    set_text_size(qapp, request.param)
    yield request.param
    set_text_size(qapp, 100)


@pytest.mark.parametrize("spoken", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("percent", [further(100), further(150), 200], indirect=True)
@pytest.mark.usefixtures("spoken", "percent")
def test_the_training_tab_never_scrolls_sideways(show: Callable[..., None], qtbot: QtBot) -> None:
    tab = TrainingTab()
    page = ScrollingPage(tab, 290)
    tab.set_devices(["auto", "cpu"])
    show(page, 330, 440)  # what 900x560 leaves of large text
    qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
    area = tab.findChild(FormArea)
    area.widget().findChild(QAbstractButton, "advancedButton").click()
    for name in ("optimizerPage", "picturesPage", "networkPage"):
        area.widget().findChild(QAbstractButton, name).click()
        qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width())
        assert page.horizontalScrollBar().maximum() == 0, name
    for name in ("train", "pause", "step", "resume", "stop"):
        button = getattr(tab.buttons, name)
        assert button.width() > button.fontMetrics().horizontalAdvance(drawn(button.text())) + 10, name
        assert tab.rect().contains(QRect(button.mapTo(tab, QPoint()), button.size())), name


@pytest.mark.parametrize("percent", [100, 150, 200], indirect=True)
@pytest.mark.parametrize("height", [300, 600, 700, 800, 1000])
@pytest.mark.usefixtures("percent")
def test_the_chart_is_whole_above_its_switches(height: int, show: Callable[..., None], qtbot: QtBot) -> None:
    tab = TrainingTab()
    page = ScrollingPage(tab, 290)
    tab.set_devices(["auto", "cpu"])
    tab.chart.begin(60_000, 64, 1)
    for width in (600, 480, 360):
        show(page, width, height)
        page.resize(width, height)
        parts = tab.buttons, tab.live, tab.progress, tab.chart, tab.chart_tools, tab.log
        qtbot.waitUntil(lambda: tab.pages.height() >= tab.pages.minimumSizeHint().height())
        boxes = [QRect(part.mapTo(tab, QPoint()), part.size()) for part in parts]
        assert all(above.bottom() < below.top() for above, below in pairwise(boxes)), (width, boxes)
        assert tab.rect().contains(boxes[-1])


def test_the_room_is_shared_anew_until_the_user_does_it(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(900, 560)
    with qtbot.waitExposed(window):
        window.show()
    small = window.canvas.width()
    window.resize(1600, 960)  # as by the frame, or to the whole screen
    column = window.findChild(QWidget, "padColumn")
    qtbot.waitUntil(lambda: window.canvas.width() > 2 * small)
    assert column.height() - window.preparation_strip.geometry().bottom() <= 8
    handle = window.main_splitter.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(handle, handle.rect().center() - QPoint(200, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center() - QPoint(200, 0))
    own = window.main_splitter.sizes()
    assert own[0] < column.height() - 200
    window.close()
    second = MainWindow(settings)
    qtbot.addWidget(second)
    with qtbot.waitExposed(second):
        second.show()
    second.resize(1600, 960)
    assert second.canvas.width() < column.height() - 200  # in the user's shares


@pytest.mark.parametrize("spoken", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize(
    ("size", "most"),
    [((1180, 720), 8), ((1366, 728), 8), ((1024, 640), 30), ((900, 560), 70), ((1600, 960), 8)],
)
@pytest.mark.usefixtures("spoken")
def test_pad_tools_and_steps_fill_their_column(
    size: tuple[int, int], most: int, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(tmp_path, qtbot)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    strip, column = window.preparation_strip, window.findChild(QWidget, "padColumn")
    qtbot.waitUntil(lambda: column.rect().contains(strip.geometry()))
    assert window.canvas.width() == window.canvas.height()
    assert column.width() - window.canvas.width() <= most
    assert column.height() - strip.geometry().bottom() <= most
    assert window.tabs.width() >= window.tabs.least_width()
    assert window.panel.width() >= window.panel.minimumSizeHint().width()


@pytest.mark.parametrize("spoken", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("percent", [100, 150, 175, 200], indirect=True)
@pytest.mark.usefixtures("spoken", "percent")
def test_the_menus_arrows_leave_the_words_of_their_buttons_whole(
    show: Callable[..., None], qtbot: QtBot
) -> None:
    tab = TrainingTab()
    tab.set_devices(["auto", "cpu"])
    for width in range(330, 700, 40):
        show(tab, width, 900)
        tab.resize(width, 900)
        for button in (tab.buttons.step, tab.buttons.resume):
            qtbot.waitUntil(lambda: tab.rect().contains(tab.buttons.geometry()))
            option = QStyleOptionToolButton()
            button.initStyleOption(option)
            part = QStyle.SubControl.SC_ToolButton
            room = button.style().subControlRect(QStyle.ComplexControl.CC_ToolButton, option, part, button)
            words = button.fontMetrics().horizontalAdvance(button.text())  # as the style measures them
            assert room.width() - 4 >= words, (width, button.text())


@pytest.mark.parametrize("spoken", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("percent", [100, 200], indirect=True)
@pytest.mark.usefixtures("spoken", "percent")
def test_no_tab_of_a_narrow_window_scrolls_sideways(tmp_path: Path, qtbot: QtBot) -> None:
    window = main_window(tmp_path, qtbot)
    window.findChild(QLabel, "mapsLegend").setText("white: up to 3.75, black: 0, blue: down to −3.75")
    with qtbot.waitExposed(window):
        window.show()
    widths = {}
    for number in range(window.tabs.count()):
        window.tabs.setCurrentIndex(number)
        page = window.tabs.widget(number)
        widths[page.objectName()] = page.minimumSizeHint().width()
    assert {name: width for name, width in widths.items() if width > 340} == {}  # what 900 pixels leave


@pytest.mark.parametrize("spoken", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("percent", [100, 200], indirect=True)
@pytest.mark.parametrize("name", ["editor", "transforms"])
@pytest.mark.usefixtures("spoken", "percent")
def test_buttons_beside_each_other_are_whole(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    window = WINDOWS[name](tmp_path)
    qtbot.addWidget(window)
    window.resize(940, 660)
    with qtbot.waitExposed(window):
        window.show()
    buttons = [button for button in window.findChildren(FittedButton) if button.isVisible()]
    assert len(buttons) > 4
    for button in buttons:
        words = button.fontMetrics().horizontalAdvance(drawn(button.text()))
        assert words + 8 <= button.width(), button.text()
        assert button.parentWidget().rect().contains(button.geometry())


@pytest.mark.parametrize("percent", [100, 200], indirect=True)
@pytest.mark.usefixtures("percent")
def test_titles_of_the_bench_are_whole_and_follow_the_language(
    show: Callable[..., None], qapp: QApplication
) -> None:
    bench = BenchWindow()
    show(bench, 900, 720)
    first = bench.list.item(0).text()
    for language in ("zh_CN", "en"):
        language_of(qapp).choose(language)
        assert (bench.list.item(0).text() == first) == (language == "en")
        assert bench.list.viewport().width() >= bench.list.sizeHintForColumn(0)
    language_of(qapp).remove()


def test_settings_stand_in_pairs_where_there_is_room(show: Callable[..., None], qtbot: QtBot) -> None:
    form = RecipeForm()
    show(form, 400, 400)
    first, second = (form.editors[name].widget for name in ("epochs", "batch_size"))
    assert (first.y(), first.x()) < (second.y() + 1, second.x())
    form.resize(190, 400)
    qtbot.waitUntil(lambda: first.y() < second.y() and first.x() == second.x())
    form.resize(400, 400)
    qtbot.waitUntil(lambda: first.y() == second.y() and first.x() < second.x())


@pytest.mark.parametrize("percent", [100, 200], indirect=True)
def test_the_chart_stands_beside_settings_in_pairs_where_there_is_room(
    percent: int, show: Callable[..., None], qtbot: QtBot
) -> None:
    tab = TrainingTab()
    show(tab, 9 * percent, 8 * percent)
    first, second = (tab.form.editors[name].widget for name in ("epochs", "batch_size"))
    qtbot.waitUntil(lambda: first.y() == second.y() and first.x() < second.x())
    assert tab.chart.mapTo(tab, QPoint()).x() > tab.buttons.mapTo(tab, QPoint(tab.buttons.width(), 0)).x()


def test_large_text_is_large_in_windows_that_are_opened_then(qapp: QApplication, qtbot: QtBot) -> None:
    points = {}
    for size in (100, 150):
        set_text_size(qapp, size)
        window = CodeWindow("pass", StatusBanner(), None)
        qtbot.addWidget(window)
        points[size] = window.findChild(QWidget, "codeText").font().pointSizeF()
    set_text_size(qapp, 100, window)
    assert points[150] == pytest.approx(1.5 * points[100])
    assert window.findChild(QWidget, "codeText").font().pointSizeF() == pytest.approx(points[100])
