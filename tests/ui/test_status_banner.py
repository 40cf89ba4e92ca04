from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitpad.errors import DigitpadError
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.style.theme import dark_palette, light_palette
from digitpad.ui.widgets.status_banner import KINDS, StatusBanner
from tests.ui.pad_driver import grey, photograph


@pytest.fixture
def window(show: Callable[..., None]) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(StatusBanner())
    layout.addStretch(1)
    show(window, 500, 200)
    return window


@pytest.fixture
def banner(window: QWidget) -> StatusBanner:
    return window.findChild(StatusBanner)


class Listener(QObject):
    """What the banner says when its actions are called."""

    def __init__(self, banner: StatusBanner) -> None:
        super().__init__()
        self.banner = banner
        self.texts: list[str] = []

    def act(self) -> None:
        self.texts.append(self.banner.text())

    def answer(self) -> None:
        self.banner.show_message("success", "Done.")


@pytest.fixture
def listener(banner: StatusBanner) -> Listener:
    return Listener(banner)


def ticks(banner: StatusBanner) -> bool:
    return banner.findChild(QTimer).isActive()


def buttons(banner: StatusBanner) -> list[QPushButton]:
    return [button for button in banner.findChildren(QPushButton) if button.isVisible()]


def test_hidden_while_there_is_nothing_to_say(banner: StatusBanner) -> None:
    assert (banner.isVisible(), banner.text()) == (False, "")


@pytest.mark.parametrize("kind", KINDS)
def test_message_is_shown_and_closed(banner: StatusBanner, kind: str) -> None:
    text = "Something <b>happened</b>."
    banner.show_message(kind, text)
    assert banner.isVisible()
    assert (banner.kind(), banner.text(), banner.accessibleName()) == (kind, text, text)
    assert not banner.findChild(QPushButton, "statusDetailsButton").isVisible()  # it has no details
    QTest.mouseClick(banner.findChild(QToolButton, "statusCloseButton"), Qt.MouseButton.LeftButton)
    assert (banner.isVisible(), banner.text()) == (False, "")


def test_unknown_kind_is_refused(banner: StatusBanner) -> None:
    with pytest.raises(ValueError, match="a message is one of"):
        banner.show_message("fatal", "…")


def test_action_closes_first_and_is_called_once(banner: StatusBanner, listener: Listener) -> None:
    banner.show_message("error", "No.", [("Again", listener.act), ("Other", listener.answer)])
    again, other = buttons(banner)
    assert (again.text(), other.text()) == ("Again", "Other")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert (listener.texts, banner.isVisible()) == ([""], False)


def test_action_may_have_a_message_of_its_own(banner: StatusBanner, listener: Listener) -> None:
    banner.show_message("error", "No.", [("Again", listener.answer)])
    QTest.mouseClick(buttons(banner)[0], Qt.MouseButton.LeftButton)
    assert (banner.isVisible(), banner.text(), buttons(banner)) == (True, "Done.", [])


def test_new_message_takes_the_place_of_the_old(banner: StatusBanner, listener: Listener) -> None:
    banner.show_message("info", "First.", [("A", listener.act)], timeout_ms=60_000)
    banner.show_message("warning", "Second.")
    assert (banner.text(), buttons(banner)) == ("Second.", [])
    assert not ticks(banner), "the old message's time must not close the new one"


def test_a_message_of_another_kind_paints_the_whole_strip(banner: StatusBanner, qtbot: QtBot) -> None:
    class Painted(QObject):
        region = QRegion()

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if isinstance(event, QPaintEvent):
                self.region |= event.region()
            return False

    banner.show_message("info", "First.")
    qtbot.wait(50)
    painted = Painted()
    banner.installEventFilter(painted)
    banner.show_message("success", "Saved.")
    qtbot.waitUntil(lambda: painted.region == QRegion(banner.rect()))
    banner.removeEventFilter(painted)


def test_what_could_not_be_opened_is_out_of_date_when_another_thing_is(banner: StatusBanner) -> None:
    for opening in (True, False):
        banner.show_error(DigitpadError("No."), opening=opening)
        banner.opened()
        assert banner.isVisible() != opening


def test_info_goes_by_itself(banner: StatusBanner, qtbot: QtBot) -> None:
    banner.show_message("info", "Saved.", timeout_ms=1)
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=2000)


def test_error_stays(banner: StatusBanner) -> None:
    banner.show_message("error", "No.", timeout_ms=1)
    assert not ticks(banner)


def test_closing_stops_the_clock(banner: StatusBanner) -> None:
    banner.show_message("info", "Saved.", timeout_ms=60_000)
    assert ticks(banner)
    banner.clear()
    assert not ticks(banner)


def test_long_text_wraps(banner: StatusBanner, qtbot: QtBot) -> None:
    banner.show_message("info", "Short.")
    qtbot.waitUntil(lambda: banner.height() > 10)
    low = banner.height()
    banner.show_message("info", "A long sentence that needs several lines. " * 6)
    qtbot.waitUntil(lambda: banner.height() > 1.5 * low)
    assert banner.width() <= 500


def test_colours_follow_the_palette(banner: StatusBanner) -> None:
    banner.show_message("error", "No.")
    brightness = []
    for palette in (light_palette(), dark_palette()):
        banner.window().setPalette(palette)
        brightness.append(float(grey(photograph(banner)).mean()))
    assert brightness[0] > 0.8 > 0.4 > brightness[1]


def test_details_unfold_above_and_move_nothing(window: QWidget, banner: StatusBanner, qtbot: QtBot) -> None:
    lines = [f"layer {number}" for number in range(30)]
    banner.show_message("error", "Unknown.", details="\n".join(lines))
    window.layout().insertStretch(0, 5)
    qtbot.waitUntil(lambda: banner.y() > 50)
    place = banner.geometry()
    button = banner.findChild(QPushButton, "statusDetailsButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    details = window.findChild(QPlainTextEdit, "statusDetails")
    assert (details.isVisible(), details.toPlainText().splitlines()) == (True, lines)
    assert banner.geometry() == place
    assert details.geometry().bottom() <= banner.geometry().top()
    assert window.rect().contains(details.geometry())
    assert details.verticalScrollBar().maximum() > 0  # what has no room can be scrolled to
    window.resize(400, 250)
    qtbot.waitUntil(lambda: details.width() == banner.width() != place.width())
    banner.show_message("info", "Another.")
    assert (details.isVisible(), button.isVisible(), banner.details()) == (False, False, "")


def test_details_are_copied_by_a_button_that_is_whole_in_large_letters(
    window: QWidget, banner: StatusBanner, qtbot: QtBot, qapp: QApplication
) -> None:
    banner.show_message("error", "Unknown.", details="\n".join(["a line"] * 30))
    window.layout().insertStretch(0, 5)
    set_text_size(qapp, 200, window)
    try:
        QTest.mouseClick(banner.findChild(QPushButton, "statusDetailsButton"), Qt.MouseButton.LeftButton)
        details = window.findChild(QPlainTextEdit, "statusDetails")
        copy = details.findChild(QPushButton, "copyDetailsButton")
        qtbot.waitUntil(lambda: copy.height() > 30)
        bar = details.horizontalScrollBar()
        below = bar.mapTo(details, QPoint()).y() if bar.isVisible() else details.height()
        assert details.viewport().geometry().bottom() < copy.y() < copy.geometry().bottom() <= below
    finally:
        set_text_size(qapp, 100, window)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_stands_on_one_colour(window: QWidget, banner: StatusBanner, kind: str) -> None:
    banner.show_message(kind, "Saved as a.pth.", (("Undo", lambda: None),))
    QTest.qWait(0)
    picture = photograph(banner)
    edges = [
        picture.pixelColor(x, y).name()
        for y in (2, banner.height() - 3)
        for x in range(8, banner.width() - 8)
    ]
    assert len(set(edges)) == 1
