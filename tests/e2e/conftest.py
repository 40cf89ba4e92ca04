"""The whole window with its threads, driven as a person would, on a small MNIST of drawn digits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QThread,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.model.checkpoint import Checkpoint
from digitpad.resources import runs_root
from digitpad.ui.app import create_main_window
from digitpad.ui.app.application import DigitpadWindow

TIMEOUT = 60_000


class FileDialog:
    """Stands in for the system's dialogs about files.

    Attributes:
        path: what each of them answers; nothing where the user dismisses it.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path: Path | str = ""
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: (str(self.path), ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(self.path))


class Person:
    """The user in front of the window: looks, draws, clicks and waits."""

    def __init__(self, window: DigitpadWindow, qtbot: QtBot, dialog: FileDialog) -> None:
        self.window = window
        self.qtbot = qtbot
        self._dialog = dialog
        self.canvas = window.canvas
        self.panel = window.panel
        self.controller = window.controller
        self.form = window.training_tab.form

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
        self.wait(combo.isEnabled)
        combo.setFocus()
        self.qtbot.keyClicks(combo, text)
        assert combo.currentText().startswith(text), combo.currentText()

    def key(self, name: str, *keys: Qt.Key) -> None:
        """Press keys on a control that has the focus."""
        self.find(name).setFocus()
        for key in keys:
            self.qtbot.keyClick(self.find(name), key)

    def text(self, name: str) -> str:
        """What a label, a list, a field or a page shows."""
        widget = self.find(name)
        for reading in ("toPlainText", "currentText", "text"):
            if hasattr(widget, reading):
                return str(getattr(widget, reading)())
        raise AssertionError(f"{name} shows no text")

    def tab(self, name: str) -> Any:
        """Bring a tab into sight.

        Returns:
            Its widget.
        """
        tab = getattr(self.window, f"{name}_tab")
        self.window.tabs.setCurrentWidget(tab)
        return tab

    def menu(self, name: str) -> None:
        """Choose an entry of a menu."""
        self.action(name).trigger()

    def action(self, name: str) -> QAction:
        """The entry of a menu with that object name."""
        action = self.window.findChild(QAction, name)
        assert isinstance(action, QAction), name
        return action

    def choose(self, path: Path) -> None:
        """From now on dialogs about files are answered with this path."""
        self._dialog.path = path

    def open(self, path: Path) -> None:
        """Open a file of any kind."""
        self.controller.open_path(path)

    def drop(self, *what: Path | QImage) -> None:
        """Drag files, or a picture, into the window and let go."""
        mime = QMimeData()
        if isinstance(what[0], QImage):
            mime.setImageData(what[0])
        else:
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in what])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(50, 50), copy, mime, left, none)
        QApplication.sendEvent(self.window, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(50, 50), copy, mime, left, none))

    def answer(self, label: str) -> None:
        """Press the banner's button with that label."""

        def button() -> QPushButton | None:
            buttons = self.window.banner.findChildren(QPushButton)
            return next((b for b in buttons if b.isVisible() and b.text() == label), None)

        self.wait(lambda: button() is not None)
        self.qtbot.mouseClick(button(), Qt.MouseButton.LeftButton)

    def message(self, text: str) -> None:
        """Wait for a message that says so."""

        def said() -> None:
            assert text in self.banner

        self.wait(said)

    def wait_for_end(self) -> None:
        """Until no run is at work."""
        self.wait(lambda: self.find("trainButton").isEnabled())

    def begin(self, **settings: object) -> None:
        """Press Train with these settings."""
        self.set_recipe(**settings)
        self.click("trainButton")

    def train(self, **settings: object) -> None:
        """Train to the end: an epoch of notes-basic, but for these settings."""
        self.tab("training")
        self.begin(**{"recipe": "notes-basic", "epochs": 1, **settings})
        self.wait_for_end()

    def finish(self) -> None:
        """Until the run has come to its end by itself."""
        self.wait(lambda: "Finished" in self.log)
        self.wait_for_end()

    def start_run(self) -> None:
        """Begin a run that would not end by itself, and wait for its first step."""
        self.begin(recipe="notes-basic", epochs=5000)
        self.wait_for_steps()

    def stopped_run(self) -> None:
        """Train for a while, and stop before the end."""
        self.start_run()
        self.stop()

    def wait_for_steps(self) -> None:
        self.wait(lambda: self.find("pauseButton").isEnabled())
        self.wait(lambda: "Train Epoch" in self.log)

    def pause(self) -> None:
        self.click("pauseButton")
        self.wait(lambda: self.find("resumeButton").isEnabled())

    def stop(self) -> None:
        """Stop the run, unless it has reached its end."""
        stop, train = self.find("stopButton"), self.find("trainButton")
        self.wait(lambda: stop.isEnabled() or train.isEnabled())
        if stop.isEnabled():
            self.click("stopButton")
        self.wait_for_end()

    def wait(self, condition: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(condition, timeout=TIMEOUT)

    def wait_for_torch(self) -> None:
        self.wait(lambda: self.find("trainButton").isEnabled())
        self.wait(lambda: self.network is not None)

    def wait_for_answer(self) -> None:
        """Until the answer is that of all that is drawn, not of a stroke half done."""
        live = self.controller.recognition.live
        self.wait(lambda: live.answer is not None and live.answer.drawing == self.drawing)

    @property
    def digit(self) -> int:
        return int(self.find("predictionPanel").property("digit"))

    @property
    def log_probs(self) -> list[float]:
        return list(self.find("predictionPanel").property("logProbs"))

    @property
    def number(self) -> str:
        return str(self.find("predictionPanel").property("number"))

    @property
    def drawing(self) -> Any:
        """What is on the pad."""
        return self.canvas.drawing()

    @property
    def network(self) -> Checkpoint:
        """The network that answers."""
        return self.controller.recognition.checkpoint

    @property
    def examples_seen(self) -> int:
        return self.window.training_tab.progress.seen

    @property
    def banner(self) -> str:
        return self.window.banner.text()

    @property
    def log(self) -> str:
        return str(self.find("trainingLog").toPlainText())  # type: ignore[attr-defined]

    def rub_out(self) -> None:
        """Rub out what lies around the middle of the pad."""
        self.canvas.set_brush(6)
        self.qtbot.mouseClick(self.canvas, Qt.MouseButton.RightButton, pos=self.canvas.rect().center())

    def draw(self, *points: tuple[float, float]) -> None:
        """Draw a line through points given as parts (0-1) of the pad."""
        canvas = self.canvas
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
        self.form.set_settings(settings)


Opens = Callable[..., Person]
"""Opens a window, and with `loaded=True` waits until torch and the network are there."""


def run_file() -> Path:
    """The file of the only run."""
    (path,) = runs_root().glob("*/last.pth")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_person(qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """Opens windows; at the end each is closed, and no thread of it may be left."""
    windows: list[DigitpadWindow] = []
    dialog = FileDialog(monkeypatch)

    def opened(loaded: bool = False) -> Person:
        window = create_main_window(settings)
        windows.append(window)
        window.resize(1180, 720)  # the screen without one is smaller than most
        window.show()
        person = Person(window, qtbot, dialog)
        if loaded:
            person.wait_for_torch()
        return person

    yield opened
    for window in windows:
        close(window)


def close(window: DigitpadWindow) -> None:
    """Close and delete a window, of which no thread and no timer may be left."""
    window.close()
    running = [thread.objectName() for thread in window.findChildren(QThread) if thread.isRunning()]
    assert running == []
    assert [timer.objectName() for timer in window.findChildren(QTimer) if timer.isActive()] == []
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def person(open_person: Opens, small_mnist: Path) -> Person:
    """The user whose window has just appeared."""
    return open_person()


@pytest.fixture
def ready(person: Person) -> Person:
    """The user whose window has loaded torch and its network."""
    person.wait_for_torch()
    return person
