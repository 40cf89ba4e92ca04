"""The network as a picture follows the pad while it is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from digitpad.ui.layers.flow_window import FlowWindow
from tests.e2e.conftest import Person


def opened(person: Person) -> FlowWindow:
    person.menu("flowAction")
    window = person.window.findChild(QDialog, "flowWindow")
    assert isinstance(window, FlowWindow)
    person.wait(lambda: window.view.recording is not None)
    return window


def read_in(window: FlowWindow) -> int:
    """The digit of the last stage."""
    recording = window.view.recording
    assert recording is not None
    return int(recording.layers[-1].output[0].argmax())


def test_it_shows_what_is_drawn_in_every_stage(ready: Person) -> None:
    window = opened(ready)
    empty = window.view.recording
    ready.draw_seven()
    ready.wait_for_answer()
    assert ready.digit == 7
    # What it shows before may be of the stroke half done.
    ready.wait(lambda: window.view.recording is not empty and read_in(window) == 7)


@pytest.mark.slow
def test_closed_it_computes_nothing_and_open_again_it_shows_the_present(ready: Person) -> None:
    window = opened(ready)
    window.close()
    before = window.view.recording
    ready.draw_seven()
    ready.wait_for_answer()
    assert window.view.recording is before
    assert opened(ready) is window
    ready.wait(lambda: window.view.recording is not before)


@pytest.mark.slow
def test_the_window_can_be_closed_while_it_is_open(ready: Person) -> None:
    opened(ready)
    ready.draw_seven()
    ready.window.close()  # what is left of threads and timers the fixture looks for
