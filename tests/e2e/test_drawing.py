"""The user draws, and the bars answer."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu

from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.e2e.conftest import Person
from tests.helpers import further


def test_before_torch_is_there_the_pad_draws_and_the_bars_say_that_they_load(person: Person) -> None:
    person.draw_seven()
    assert person.digit == -1
    assert "The network is loading" in person.find("predictionPanel").accessibleDescription()
    assert not person.find("trainButton").isEnabled()
    person.wait(lambda: person.digit == 7)  # what was drawn meanwhile is answered


def test_a_drawn_seven_is_read_as_seven(ready: Person) -> None:
    ready.draw_seven()
    ready.wait_for_answer()
    expected = Recognizer.load(default_checkpoint()).predict(ready.drawing)
    assert (ready.digit, len(ready.log_probs)) == (7, 10)
    assert sum(map(math.exp, ready.log_probs)) == pytest.approx(1, abs=1e-4)
    assert ready.log_probs == pytest.approx(expected.log_probs, abs=1e-3)
    assert np.array_equal(ready.panel.input_preview.picture(), expected.input)


def test_the_bars_move_while_the_stroke_goes_on(ready: Person) -> None:
    canvas = ready.canvas
    centre = canvas.rect().center()
    ready.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=centre - QPoint(0, 100))
    answers = []
    for y in range(-90, 110, 40):
        with ready.qtbot.waitSignal(ready.panel.answer_changed, timeout=5000):
            ready.qtbot.mouseMove(canvas, centre + QPoint(0, y))
        answers.append(tuple(ready.log_probs))
    assert len(set(answers)) == len(answers)  # the button is still down
    ready.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=centre + QPoint(0, 110))
    ready.wait(lambda: ready.digit == 1)


def test_the_latest_drawing_wins(ready: Person) -> None:
    for _ in range(5):
        ready.draw_seven()
        ready.click("clearButton")
    ready.draw((0.5, 0.2), (0.5, 0.8))
    ready.wait_for_answer()
    ready.qtbot.wait(50)  # nothing older comes after it
    assert ready.digit == 1


def test_an_empty_pad_is_nothing_drawn(ready: Person) -> None:
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    ready.click("clearButton")
    ready.wait(lambda: ready.digit == -1)
    assert (ready.log_probs, ready.panel.input_preview.picture()) == ([], None)
    ready.click("undoButton")
    ready.wait(lambda: ready.digit == 7)


def test_a_drawing_is_saved_and_opened_by_the_menu(ready: Person, tmp_path: Path) -> None:
    ready.draw_seven()
    seven = ready.drawing
    ready.choose(tmp_path / "seven.json")
    ready.menu("saveDrawingAction")
    assert ready.banner == f"The drawing was saved as {tmp_path / 'seven.json'}."
    ready.click("clearButton")
    ready.menu("openDrawingAction")
    assert (ready.drawing, ready.canvas.hasFocus()) == (seven, True)
    ready.choose(tmp_path / "missing" / "seven.json")
    ready.menu("saveDrawingAction")
    assert "could not be written" in ready.banner


def test_the_keyboard_alone_reaches_every_control(ready: Person) -> None:
    ready.window.activateWindow()
    ready.canvas.setFocus()
    reached = set()
    for _ in range(60):
        focused = ready.window.focusWidget()
        reached.add(focused.objectName())
        ready.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    names = "canvas clearButton loadButton saveButton recipeCombo trainButton logScaleCheck"
    assert set(names.split()) - reached == set()


@pytest.mark.parametrize("size", [(1024, 640), further((1180, 720)), further((3840, 2160))])
def test_pad_bars_and_buttons_are_in_sight_at_any_size(ready: Person, size: tuple[int, int]) -> None:
    window = ready.window
    window.resize(*size)
    ready.qtbot.wait(20)
    assert (window.width(), window.height()) == size
    names = "canvas predictionPanel inputPreview trainButton lossChart loadButton clearButton"
    for widget in map(ready.find, names.split()):
        place = widget.rect().translated(widget.mapTo(window, QPoint(0, 0)))
        assert window.rect().contains(place), widget.objectName()
        assert widget.visibleRegion().boundingRect().size() == widget.size(), widget.objectName()
    assert min(ready.canvas.width(), ready.canvas.height()) >= 280
    assert ready.find("lossChart").height() >= 150


@pytest.mark.slow
def test_a_mouse_that_never_rests_sees_the_bars_move(ready: Person) -> None:
    canvas = ready.canvas
    centre = canvas.rect().center()
    shown: list[int] = []
    ready.panel.answer_changed.connect(lambda: shown.append(ready.digit))
    ready.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=centre)
    mouse = QTimer(interval=1)  # faster than any answer
    steps = iter(range(10_000))
    mouse.timeout.connect(lambda: ready.qtbot.mouseMove(canvas, centre + QPoint(0, next(steps) // 2 % 100)))
    mouse.start()
    ready.wait(lambda: len(shown) > 10)
    mouse.stop()
    assert ready.digit >= 0
    ready.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=centre)


@pytest.mark.slow
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen and popups
def test_a_letter_in_an_open_menu_is_the_menus(ready: Person) -> None:
    ready.window.activateWindow()
    ready.canvas.setFocus()
    menus = [action.menu() for action in ready.window.menuBar().actions()]
    files = next(menu for menu in menus if isinstance(menu, QMenu))
    files.popup(ready.window.mapToGlobal(ready.window.rect().topLeft()))
    ready.wait(files.isVisible)
    chosen: list[bool] = []
    ready.controller.active_network.shipped_action.triggered.connect(lambda: chosen.append(True))
    ready.qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_N)
    ready.wait(lambda: bool(chosen))
    assert not ready.canvas.overlay_visible()
