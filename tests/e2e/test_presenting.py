"""The user makes the text larger, and presents the pad to a room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from digitpad.ui.app.presentation import large_text
from digitpad.ui.style.text_size import set_text_size, text_size
from tests.e2e.conftest import Opens, Person
from tests.helpers import further


@pytest.fixture(autouse=True)
def usual_text(qapp: QApplication) -> Iterator[None]:
    yield
    set_text_size(qapp, 100)


def press(
    person: Person, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow)
    person.canvas.setFocus()
    QTest.keyClick(person.canvas, key, modifier)


def test_text_is_zoomed_with_keys_and_stays_so(open_person: Opens, qapp: QApplication) -> None:
    person, control = open_person(), Qt.KeyboardModifier.ControlModifier
    for key, percent in (
        (Qt.Key.Key_Plus, 110),
        (Qt.Key.Key_Equal, 125),
        (Qt.Key.Key_Minus, 110),
        (Qt.Key.Key_0, 100),
        (Qt.Key.Key_Plus, 110),
    ):
        press(person, key, control)
        assert text_size(qapp) == percent
    person.window.close()
    set_text_size(qapp, 100)
    open_person()
    assert text_size(qapp) == 110


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, further(Qt.Key.Key_F5)])
def test_a_presentation_shows_pad_answer_and_chart_and_ends_as_it_began(
    person: Person, qapp: QApplication, key: Qt.Key
) -> None:
    window = person.window
    aside = ["recipeCombo", "trainingLog", "loadButton", "saveButton", "clearButton", "preparationStrip"]
    assert all(person.find(name).isVisible() for name in aside)
    press(person, key)
    assert window.isFullScreen()
    assert text_size(qapp) >= 175
    assert person.banner == "F11 ends the presentation."
    assert not any(person.find(name).isVisible() for name in aside)
    assert not window.menuBar().isVisible()
    for name in ("canvas", "answer", "bars", "lossChart", "trainButton", "tabs"):
        assert person.find(name).isVisible(), name
    press(person, key)
    assert (window.isFullScreen(), text_size(qapp)) == (False, 100)
    assert all(person.find(name).isVisible() for name in aside)
    assert window.menuBar().isVisible()


@pytest.mark.slow
def test_a_window_closed_in_a_presentation_opens_as_before_it(open_person: Opens, qapp: QApplication) -> None:
    first = open_person()
    first.click("stepsHide")
    first.menu("presentationAction")
    first.window.close()
    second = open_person()
    assert (second.window.isFullScreen(), text_size(qapp)) == (False, 100)
    assert not second.find("preparationStrip").isVisible()
    assert second.find("recipeCombo").isVisible()


def test_text_takes_the_same_part_of_a_screen_with_more_pixels() -> None:
    assert [large_text(height) for height in (600, 1000, 1080, 2160)] == [175, 175, 189, 378]
