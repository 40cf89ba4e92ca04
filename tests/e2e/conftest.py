"""The whole window with its threads, driven as a person would, on a small MNIST of drawn digits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt, QThread, QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.app import create_main_window
from digitpad.ui.app.application import DigitpadWindow
from tests.helpers import write_mnist

TIMEOUT = 60_000


class Person:
    """Somebody in front of the window: looks, draws, clicks and waits."""

    def __init__(self, window: DigitpadWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def find(self, name: str) -> QWidget:
        """The control with that object name."""
        widget = self.window.findChild(QWidget, name)
        assert widget is not None, name
        return widget

    def button(self, name: str) -> QAbstractButton:
        widget = self.find(name)
        assert isinstance(widget, QAbstractButton)
        return widget

    def click(self, name: str) -> None:
        button = self.button(name)
        # Nobody clicks what is grey, or what has no room yet.
        self.wait(lambda: button.isEnabled() and not button.size().isEmpty())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field and leave it with Tab."""
        field = self.find(name)
        self.wait(field.isEnabled)
        field.setFocus()
        field.selectAll()  # type: ignore[attr-defined]
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Tab)

    def pick(self, name: str, text: str) -> None:
        """Choose an entry of a list with the keyboard, as typing its first letters does."""
        combo = self.find(name)
        assert isinstance(combo, QComboBox)
        self.wait(combo.isEnabled)
        combo.setFocus()
        self.qtbot.keyClicks(combo, text)
        assert combo.currentText().startswith(text), combo.currentText()

    def answer(self, label: str) -> None:
        """Press the banner's button with that label."""

        def button() -> QPushButton | None:
            buttons = self.window.banner.findChildren(QPushButton)
            return next((b for b in buttons if b.isVisible() and b.text() == label), None)

        self.wait(lambda: button() is not None)
        self.qtbot.mouseClick(button(), Qt.MouseButton.LeftButton)

    def wait_for_banner(self, text: str) -> None:
        self.wait(lambda: text in self.banner)

    def wait_for_end(self) -> None:
        """Until no run is at work."""
        self.wait(lambda: self.find("trainButton").isEnabled())

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=TIMEOUT)

    def wait_for_torch(self) -> None:
        self.wait(lambda: self.find("trainButton").isEnabled())
        self.wait(lambda: self.window.controller.recognition.checkpoint is not None)

    def wait_for_answer(self) -> None:
        """Until the answer is that of all that is drawn, not of a stroke half done."""
        shown = self.window.controller.recognition.shown_number
        self.wait(lambda: shown._read == self.window.canvas.drawing())

    @property
    def digit(self) -> int:
        return int(self.find("predictionPanel").property("digit"))

    @property
    def banner(self) -> str:
        return self.window.banner.text()

    @property
    def log(self) -> str:
        return str(self.find("trainingLog").toPlainText())  # type: ignore[attr-defined]

    def draw(self, *points: tuple[float, float]) -> None:
        """Draw a line through points given as parts (0-1) of the pad."""
        canvas = self.find("canvas")
        side = min(canvas.width(), canvas.height())
        corner = QPoint((canvas.width() - side) // 2, (canvas.height() - side) // 2)
        places = [corner + QPoint(round(x * side), round(y * side)) for x, y in points]
        self.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
        for start, end in itertools.pairwise(places):
            for step in range(1, 11):
                self.qtbot.mouseMove(canvas, start + (end - start) * (step / 10))
        self.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])

    def draw_seven(self) -> None:
        self.draw((0.28, 0.25), (0.72, 0.25), (0.45, 0.8))

    def set_recipe(self, **settings: object) -> None:
        self.window.training_tab.set_settings(settings)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_mnist(tmp_path / "data")
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def open_person(qtbot: QtBot, settings: QSettings) -> Iterator[Callable[[], Person]]:
    """Opens a window; at the end it is closed, and no thread of it may be left."""
    windows: list[DigitpadWindow] = []

    def opened() -> Person:
        window = create_main_window(settings)
        windows.append(window)
        window.show()
        return Person(window, qtbot)

    yield opened
    for window in windows:
        window.close()
        running = [thread.objectName() for thread in window.findChildren(QThread) if thread.isRunning()]
        assert running == []
        assert [timer.objectName() for timer in window.findChildren(QTimer) if timer.isActive()] == []
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def person(open_person: Callable[[], Person], small_mnist: Path) -> Person:
    """Somebody whose window has just appeared."""
    return open_person()


@pytest.fixture
def ready(person: Person) -> Person:
    """Somebody whose window has loaded torch and its network."""
    person.wait_for_torch()
    return person
