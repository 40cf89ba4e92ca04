"""The user writes numbers in rows and with signs, and chooses whose bars to see."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from digitpad.data.own.samples import OwnSamples
from digitpad.ink.drawing_file import load_drawing
from digitpad.resources import samples_root
from tests.e2e.conftest import Person
from tests.e2e.test_several_digits import LEFT, label, write


@pytest.fixture
def rows(ready: Person) -> Person:
    """The user who has drawn 12 over 34, the lower row first."""
    ready.canvas.set_brush(1.25)
    write(ready, "34", height=6.0, at=(1.5, 17.0))
    write(ready, "12", height=6.0, at=(1.5, 5.0))
    ready.wait_for_answer()
    assert ready.number == "12\n34"
    return ready


def test_rows_are_shown_as_rows_on_the_pad_and_beside_it(rows: Person) -> None:
    assert [mark.label for mark in rows.canvas.marks()] == ["1", "2", "3", "4"]
    tops = [mark.box[1] for mark in rows.canvas.marks()]
    assert max(tops[:2]) < min(tops[2:])
    assert (rows.panel.answer.word(), rows.digit) == ("12\n34", 1)
    assert "12, 34, digit 1 of 4: 1" in rows.panel.accessibleDescription()


@pytest.mark.slow
def test_the_digits_of_a_row_are_chosen_on_the_pad_and_by_arrow_keys(rows: Person) -> None:
    QTest.mouseClick(rows.canvas, LEFT, pos=label(rows, 3))
    assert rows.digit == 4
    for key, digit in ((Qt.Key.Key_Left, 3), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Down, 4)):
        rows.key("answer", key)
        assert rows.digit == digit


@pytest.mark.slow
def test_of_the_chosen_digit_alone_a_sample_is_kept(rows: Person) -> None:
    QTest.mouseClick(rows.canvas, LEFT, pos=label(rows, 2))
    QTest.keyClick(rows.canvas, Qt.Key.Key_3)
    rows.message("Kept as 3")
    (sample,) = OwnSamples(samples_root()).listing().samples
    assert sample.label == 3
    (kept,), drawn = load_drawing(sample.strokes).strokes, rows.drawing.strokes[0]
    assert np.array(kept.points) == pytest.approx(np.array(drawn.points), abs=0.01)


@pytest.fixture
def minus_five(ready: Person) -> Person:
    """The user who has drawn -5."""
    ready.canvas.set_brush(1.25)
    write(ready, "5", at=(14.0, 9.0))
    ready.draw((0.2, 0.46), (0.4, 0.46))
    ready.wait_for_answer()
    return ready


def test_a_sign_is_shown_as_not_read_on_the_pad_and_beside_it(minus_five: Person) -> None:
    assert (minus_five.number, minus_five.digit) == ("?5", 5)
    assert [(mark.label, mark.unread) for mark in minus_five.canvas.marks()] == [("5", False), ("?", True)]
    assert minus_five.panel.answer.word() == "?5"
    assert minus_five.text("margin").startswith("? is not read")
    assert minus_five.panel.accessibleDescription().endswith("? is a sign that is not read.")


@pytest.mark.slow
def test_a_click_on_a_sign_changes_nothing_and_the_digit_is_kept_without_it(minus_five: Person) -> None:
    before = minus_five.drawing
    QTest.mouseClick(minus_five.canvas, LEFT, pos=label(minus_five, 1))
    assert (minus_five.drawing, minus_five.digit) == (before, 5)
    QTest.keyClick(minus_five.canvas, Qt.Key.Key_5)
    minus_five.message("Kept as 5")
    (sample,) = OwnSamples(samples_root()).listing().samples
    assert len(load_drawing(sample.strokes).strokes) == 2


@pytest.mark.slow
def test_without_the_sign_it_is_one_digit_again(minus_five: Person) -> None:
    minus_five.click("undoButton")
    minus_five.wait(lambda: minus_five.number == "" and minus_five.panel.answer.word() == "5")
    assert minus_five.canvas.marks() == ()
