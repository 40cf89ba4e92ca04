"""Lessons: their files, their conditions, and the bar that they speak from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitpad.errors import UsageError
from digitpad.model.spec.activations import ACTIVATIONS
from digitpad.resources import translations_root
from digitpad.ui.lessons.bar import LessonBar
from digitpad.ui.lessons.conditions import condition
from digitpad.ui.lessons.highlight import Highlight, _sight
from digitpad.ui.lessons.lesson import SHIPPED, lesson_files, read_lesson

FACTS = {"strokes": 0, "digit": 7, "tab": "runs", "paused": False}
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
}


@given(NUMBERS, st.sampled_from(sorted(COMPARED)), NUMBERS)
def test_a_comparison_holds_as_its_sign_says(value: float, sign: str, than: float) -> None:
    holds = condition(f"digit {sign} {than!r}", FACTS).holds({}, {"digit": value})
    assert COMPARED[sign](value, than) == holds


@given(NUMBERS, NUMBERS)
def test_grows_and_changes_compare_with_the_beginning(begun: float, now: float) -> None:
    before, after = {"strokes": begun}, {"strokes": now}
    assert (now > begun) == condition("strokes grows", FACTS).holds(before, after)
    assert (now != begun) == condition("strokes changes", FACTS).holds(before, after)


@given(
    st.lists(st.sampled_from(["paused", "not paused", 'tab == "runs"', "digit >= 7"]), min_size=1), st.data()
)
def test_all_parts_must_be_so(parts: list[str], data: st.DataObject) -> None:
    now = {"paused": data.draw(st.booleans()), "tab": data.draw(st.sampled_from(["runs", "x"])), "digit": 7}
    each = [condition(part, FACTS).holds({}, now) for part in parts]
    assert all(each) == condition(" and ".join(parts), FACTS).holds({}, now)


@given(st.text(max_size=60))
def test_any_other_text_is_one_sentence(text: str) -> None:
    refused = ""
    try:
        condition(text, FACTS).holds(FACTS, FACTS)
    except UsageError as error:
        refused = str(error)
    assert "\n" not in refused


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("stroke >= 1", "there is not a fact 'stroke' (did you mean 'strokes'?)"),
        ("digit = 7", "'digit = 7' is not a condition"),
        ("digit == seven", "'seven' is not a value"),
        ("", "'' is not a condition"),
    ],
)
def test_what_is_wrong_with_a_condition_is_said(text: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        condition(text, FACTS)
    assert str(caught.value).startswith(why)


def test_what_is_not_known_yet_is_not_unlike_anything() -> None:
    assert not condition("digit != 1", FACTS).holds({}, {"digit": None})


def test_what_is_not_known_yet_holds_nothing() -> None:
    assert not condition("digit >= 1", FACTS).holds({}, {"digit": None})
    assert not condition('digit > "a"', FACTS).holds({}, {"digit": 3})


BEGIN = 'title = "T"\n[[steps]]\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title = ", "could not be read"),
        ('title = "T"', "it needs a title and steps"),
        ("[[steps]]\nsay = 'x'", "it needs a title and steps"),
        (f"title = '{'x' * 81}'\n[[steps]]\nsay = 'x'", "its title has 1 to 80 characters"),
        (BEGIN + "say = 1", "step 1: a step is a table of texts"),
        (BEGIN + "say = 'x'\nsayy = 'y'", "step 1: it has 'sayy'"),
        (BEGIN + "show = 'canvas'", "step 1: it says nothing"),
        (BEGIN + "say = 'x'\ntab = 'run'", "step 1: there is not a tab 'run' (did you mean 'runs'?)"),
        (BEGIN + "ask = 'x'", "step 1: a question has ask and answer"),
        (BEGIN + "ask = 'x'\nanswer = '{digits}'", "step 1: there is not a fact 'digits' for its answer"),
        (BEGIN + "ask = 'x'\nanswer = '{digit'", "step 1: its answer cannot be filled in"),
        (
            BEGIN + "ask = 'x'\nanswer = '{digit:>999999999}'",
            "step 1: its answer has more than names in braces",
        ),
        (BEGIN + "ask = 'x'\nanswer = '{digit.real}'", "step 1: there is not a fact 'digit.real'"),
        (BEGIN + f"say = '{'x' * 1001}'", "step 1: a step has at most 1000 characters"),
        (BEGIN + "say = 'x'\nuntil = 'draw'", "step 1: there is not a fact 'draw'"),
    ],
)
def test_a_file_that_is_not_a_lesson_is_refused_in_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_lesson(path, FACTS)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_setting_that_is_right_already_is_marked_last(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        f"{BEGIN}say = 'x'\nshow = 'batchSizeSpin, epochsSpin'\nuntil = 'batch_size == 8 and epochs == 2'",
        "utf-8",
    )
    (step,) = read_lesson(tmp_path / "mine.toml", {"batch_size": 8, "epochs": 1}).steps
    assert step.until is not None
    for facts, first in (((1, 1), "batchSizeSpin"), ((8, 1), "epochsSpin"), ((1, 2), "batchSizeSpin")):
        settled = step.until.settled({}, dict(zip(("batch_size", "epochs"), facts, strict=True)))
        assert step.controls(settled)[0] == first


def test_a_teachers_lessons_come_after_the_shipped_ones(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (tmp_path / name).write_text(BEGIN + "say = 'x'", "utf-8")
    files = lesson_files("en", [tmp_path, tmp_path / "nothing"])
    assert [tmp_path / "a.toml", tmp_path / "b.toml"] == files[-2:]
    assert all(path.name.endswith(".en.toml") for path in files[:-2])


def test_a_language_without_lessons_has_the_english_ones() -> None:
    assert lesson_files("en", []) == lesson_files("xx", [])
    assert all(path.name.endswith(".zh_CN.toml") for path in lesson_files("zh_CN", []))


def test_each_shipped_lesson_is_there_in_both_languages() -> None:
    names = {path.name for path in SHIPPED.glob("*.toml")}
    english = {name.removesuffix(".en.toml") for name in names if name.endswith(".en.toml")}
    assert len(english) >= 11
    assert {f"{name}.{language}.toml" for name in english for language in ("en", "zh_CN")} == names


@pytest.fixture
def bar(show: Callable[..., None]) -> LessonBar:
    """A bar at the bottom of a window, in its first step."""
    window = QWidget()
    bar = LessonBar()
    column = QVBoxLayout(window)
    column.addWidget(QLabel("window"), 1)
    column.addWidget(bar)
    show(window, 640, 200)
    bar.show_step("Title", 0, 3, "Draw.", question=False)
    return bar


def button(bar: LessonBar, name: str) -> QPushButton:
    child = bar.findChild(QPushButton, name)
    assert child is not None
    return child


def test_the_next_button_says_what_it_does(bar: LessonBar) -> None:
    following = button(bar, "lessonNextButton")
    texts = [following.text()]
    for done in (False, True):
        bar.set_done(done, waits=True)
        texts.append(following.text())
    bar.show_step("Title", 2, 3, "Last.", question=False)
    assert [*texts, following.text()] == ["Next", "Skip", "Next", "Finish"]


@pytest.mark.parametrize(
    ("key", "signal"), [("Right", "forward"), ("Left", "back"), ("Return", "answer_asked")]
)
def test_the_keyboard_alone_leads_through_a_lesson(
    bar: LessonBar, qtbot: QtBot, key: str, signal: str
) -> None:
    bar.show_step("Title", 1, 3, "How many?", question=True)
    bar.window().activateWindow()
    qtbot.waitUntil(bar.window().isActiveWindow)
    with qtbot.waitSignal(getattr(bar, signal)):
        qtbot.keyClick(bar.window(), getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.AltModifier)


def test_escape_in_the_bar_ends_the_lesson(bar: LessonBar, qtbot: QtBot) -> None:
    following = button(bar, "lessonNextButton")
    following.setFocus()
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(following, Qt.Key.Key_Escape)


def test_the_keyboard_stays_in_the_bar_from_step_to_step(bar: LessonBar, qtbot: QtBot) -> None:
    bar.window().activateWindow()
    button(bar, "lessonNextButton").setFocus()
    bar.show_step("Title", 1, 3, "How many?", question=True)
    assert button(bar, "lessonAnswerButton").hasFocus()
    bar.show_answer("How many?\nThree.")
    assert button(bar, "lessonNextButton").hasFocus()


def test_screen_readers_get_the_text(bar: LessonBar) -> None:
    bar.show_step("Title", 1, 3, "How many?", question=True)
    assert bar.accessibleName() == "Title · step 2 of 3: How many?"
    text = bar.findChild(QLabel, "lessonText")
    assert text is not None
    assert text.accessibleName() == "How many?"
    assert all(child.accessibleName() for child in bar.findChildren(QPushButton))


def test_icons_take_the_colours_of_another_theme(bar: LessonBar) -> None:
    def corners() -> list[QColor]:
        image = bar._close.icon().pixmap(16, 16).toImage()
        return [image.pixelColor(x, y) for x, y in itertools.product(range(16), repeat=2)]

    before = corners()
    palette = QPalette(bar.palette())
    palette.setColor(QPalette.ColorRole.ButtonText, QColor("#ff0000"))
    bar.setPalette(palette)
    assert before != corners()


def test_the_bar_stands_in_the_window_that_it_speaks_of(bar: LessonBar, qtbot: QtBot) -> None:
    window = bar.window()
    dialog = QDialog(window)
    QVBoxLayout(dialog).addWidget(QLabel("dialog"))
    dialog.show()
    bar.move_to(dialog)
    assert bar.window() is dialog
    assert bar.isVisible()
    bar.move_to(None)
    assert bar.window() is window
    assert bar.isVisible()
    column = window.layout()
    assert column is not None
    assert column.indexOf(bar) == column.count() - 1


def test_a_window_that_is_deleted_when_it_closes_does_not_take_the_bar_with_it(bar: LessonBar) -> None:
    dialog = QDialog(bar.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    QVBoxLayout(dialog)
    window = bar.window()
    bar.move_to(dialog)
    assert bar.window() is window


def test_what_lies_outside_of_two_areas_is_scrolled_to_and_the_ring_stays_inside(
    show: Callable[..., None], qtbot: QtBot
) -> None:
    window = QMainWindow()
    outer, inner = QScrollArea(), QScrollArea()
    content, page = QWidget(), QWidget()
    page.resize(600, 900)
    target = QPushButton("Press", page)
    target.setObjectName("target")
    target.setGeometry(480, 800, 100, 30)
    inner.setWidget(page)
    content.resize(500, 700)
    inner.setParent(content)
    inner.setGeometry(0, 300, 500, 400)
    outer.setWidget(content)
    window.setCentralWidget(outer)
    show(window, 300, 240)
    highlight = Highlight(window)
    for _ in range(2):  # two looks
        highlight.mark(highlight.find(["target"]))
    assert not target.visibleRegion().isEmpty()
    assert target.visibleRegion().boundingRect() == target.rect()
    outer.horizontalScrollBar().setValue(0)  # the reader scrolls away: it is not fetched back
    highlight.mark(highlight.find(["target"]))
    assert outer.horizontalScrollBar().value() == 0


def test_the_ring_is_confined_to_what_is_in_sight(show: Callable[..., None]) -> None:
    window = QMainWindow()
    area, wide = QScrollArea(), QWidget()
    wide.setObjectName("wide")
    page = QWidget()
    page.resize(800, 400)
    wide.setParent(page)
    wide.setGeometry(0, 0, 800, 60)
    area.setWidget(page)
    window.setCentralWidget(area)
    show(window, 300, 240)
    assert _sight(wide, window) == area.viewport().geometry().translated(area.pos())


def test_chinese_lessons_call_controls_as_the_window_does() -> None:
    catalogue = ElementTree.parse(translations_root() / "digitpad_zh_CN.ts")
    texts = {one.text or "" for one in catalogue.iter("translation")}
    names = {re.sub(r"\(&.\)|…", "", text).strip() for text in texts}
    names |= {title for title, _ in ACTIVATIONS.values()}  # which are torch's in every language
    quoted = {
        (path.name, name.replace("…", "").strip())
        for path in SHIPPED.glob("*.zh_CN.toml")
        for quote in re.findall("“([^”]+)”", path.read_text("utf-8"))
        for name in quote.split(" > ")
    }
    assert len(quoted) > 50
    assert {(file, name) for file, name in quoted if name not in names} == set()
