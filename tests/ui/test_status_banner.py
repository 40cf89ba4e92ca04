import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.style.theme import dark_palette, light_palette
from digitpad.ui.widgets.status_banner import KINDS, StatusBanner
from tests.ui.pad_driver import grey, photograph

# The platform without a screen says this of every window with a layout.


@pytest.fixture
def banner(qtbot: QtBot) -> StatusBanner:
    window = QWidget()
    qtbot.addWidget(window)
    widget = StatusBanner()
    layout = QVBoxLayout(window)
    layout.addWidget(widget)
    layout.addStretch(1)
    window.resize(500, 200)
    widget.window_kept = window
    with qtbot.waitExposed(window):
        window.show()
    return widget


class Listener(QObject):
    def __init__(self, banner: StatusBanner) -> None:
        super().__init__()
        self.banner = banner
        self.heard: list[str] = []

    def act(self) -> None:
        self.heard.append(self.banner.text())

    def answer(self) -> None:
        self.banner.show_message("success", "Done.")


def buttons(banner: StatusBanner) -> list[QPushButton]:
    return [button for button in banner.findChildren(QPushButton) if button.isVisible()]


def test_hidden_while_there_is_nothing_to_say(banner: StatusBanner) -> None:
    assert not banner.isVisible()
    assert banner.text() == ""


@pytest.mark.parametrize("kind", KINDS)
def test_message_is_shown_and_closed(banner: StatusBanner, kind: str) -> None:
    banner.show_message(kind, "Something <b>happened</b>.")
    assert banner.isVisible()
    assert (banner.kind(), banner.text(), banner.accessibleName()) == (
        kind,
        "Something <b>happened</b>.",
        "Something <b>happened</b>.",
    )
    QTest.mouseClick(banner.findChild(QToolButton, "statusCloseButton"), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    assert banner.text() == ""


def test_unknown_kind_is_refused(banner: StatusBanner) -> None:
    with pytest.raises(ValueError, match="a message is one of"):
        banner.show_message("fatal", "…")


def test_action_closes_first_and_is_called_once(banner: StatusBanner) -> None:
    listener = Listener(banner)
    banner.show_message("error", "No.", [("Again", listener.act), ("Other", listener.answer)])
    assert [button.text() for button in buttons(banner)] == ["Again", "Other"]
    QTest.mouseClick(buttons(banner)[0], Qt.MouseButton.LeftButton)
    assert listener.heard == [""]
    assert not banner.isVisible()


def test_action_may_have_a_message_of_its_own(banner: StatusBanner) -> None:
    listener = Listener(banner)
    banner.show_message("error", "No.", [("Again", listener.answer)])
    QTest.mouseClick(buttons(banner)[0], Qt.MouseButton.LeftButton)
    assert (banner.isVisible(), banner.text(), buttons(banner)) == (True, "Done.", [])


def test_new_message_takes_the_place_of_the_old(banner: StatusBanner) -> None:
    listener = Listener(banner)
    banner.show_message("info", "First.", [("A", listener.act)], timeout_ms=60_000)
    banner.show_message("warning", "Second.")
    assert (banner.text(), buttons(banner)) == ("Second.", [])
    assert not banner.findChild(QTimer).isActive(), "the old message's time must not close the new one"


def test_info_goes_by_itself(banner: StatusBanner, qtbot: QtBot) -> None:
    banner.show_message("info", "Saved.", timeout_ms=1)
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=2000)


def test_error_stays(banner: StatusBanner) -> None:
    banner.show_message("error", "No.", timeout_ms=1)
    assert not banner.findChild(QTimer).isActive()


def test_closing_stops_the_clock(banner: StatusBanner) -> None:
    banner.show_message("info", "Saved.", timeout_ms=60_000)
    assert banner.findChild(QTimer).isActive()
    banner.clear()
    assert not banner.findChild(QTimer).isActive()


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


def test_details_unfold_above_and_move_nothing(banner: StatusBanner, qtbot: QtBot) -> None:
    lines = [f"layer {number}" for number in range(30)]
    banner.show_message("error", "Unknown.", details="\n".join(lines))
    window = banner.window()
    window.layout().insertStretch(0, 5)
    qtbot.waitUntil(lambda: banner.y() > 50)
    place = banner.geometry()
    button = banner.findChild(QPushButton, "statusDetailsButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    details = window.findChild(QPlainTextEdit, "statusDetails")
    assert details.isVisible()
    assert banner.geometry() == place
    assert details.geometry().bottom() < banner.geometry().top() + 1
    assert window.rect().contains(details.geometry())
    assert details.toPlainText().splitlines() == lines
    assert details.verticalScrollBar().maximum() > 0  # what has no room can be scrolled to
    window.resize(400, 250)
    qtbot.waitUntil(lambda: details.width() == banner.width() != place.width())
    banner.show_message("info", "Another.")
    assert not details.isVisible()
    assert not button.isVisible()
    assert banner.details() == ""


def test_a_message_without_details_has_no_button_for_them(banner: StatusBanner) -> None:
    banner.show_message("error", "Short.")
    assert not banner.findChild(QPushButton, "statusDetailsButton").isVisible()
