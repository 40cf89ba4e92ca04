"""Lessons in the real window, gone through with mouse and keyboard; and the Help menu that lists them."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QWidget

from digitpad.model.checkpoint import save_checkpoint
from digitpad.numerals import percent
from digitpad.resources import lessons_root, log_file, runs_root
from digitpad.training.events import EpochDone
from digitpad.ui.lessons.conditions import condition
from digitpad.ui.lessons.lesson import Lesson, lesson_files, read_lesson
from tests.e2e.conftest import Opens, Person
from tests.helpers import further, untrained

ROOT = Path(__file__).parents[2]


def lessons_of(person: Person, language: str) -> dict[str, Lesson]:
    facts = person.controller.guidance.lessons._facts()
    return {
        lesson.name: lesson for lesson in (read_lesson(path, facts) for path in lesson_files(language, []))
    }


def begin(person: Person, name: str) -> Lesson:
    """Choose a lesson in the Help menu."""
    menu = person.find("lessonsMenu")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    person.menu(f"lesson-{name}")
    lesson: Lesson = person.controller.guidance.lessons._lesson
    assert lesson.name == name
    return lesson


def go_on(person: Person) -> None:
    """Wait until the step counts as done, and press Next."""
    person.wait(lambda: person.text("lessonNextButton") in ("Next", "Finish"))
    person.click("lessonNextButton")


def marked(person: Person) -> str:
    """The object name of what the ring is around; empty without a ring."""
    ring: Any = person.find("lessonHighlight")
    return ring._target[0].objectName() if ring.isVisible() else ""


def test_the_first_lesson_from_beginning_to_end(ready: Person) -> None:
    begin(ready, "01-draw")
    assert marked(ready) == "canvas"
    assert ready.text("lessonNextButton") == "Skip"
    ready.draw_seven()
    go_on(ready)
    go_on(ready)  # it is a 7 already
    assert marked(ready) == "probabilityButton"
    ready.click("probabilityButton")
    go_on(ready)
    ready.draw((0.3, 0.6), (0.6, 0.6))
    go_on(ready)
    ready.wait_for_answer()
    ready.click("lessonAnswerButton")
    question, answer = ready.text("lessonText").split("\n")
    assert question.startswith("Which digit comes second")
    second = sorted(range(10), key=lambda digit: -ready.log_probs[digit])[1]
    assert answer.startswith(f"The second is {second};")
    assert answer.rstrip(".").endswith("%")
    ready.click("lessonNextButton")
    assert not ready.find("lessonBar").isVisible()
    assert ready.controller.guidance.lessons._settings.lessons_done == {"01-draw"}


@pytest.mark.slow
def test_a_certain_answer_is_written_as_the_panel_writes_it(ready: Person) -> None:
    ready.draw_seven()
    ready.wait_for_answer()
    facts = ready.controller.guidance.lessons._facts()
    assert percent(math.exp(max(ready.log_probs))) == str(facts["chance"]) == f"{facts['chance']}"
    assert facts["chance"] >= 99  # and compares as a number
    assert f"{facts['parameters']:,} parameters" in ready.text("networkArchitecture")


@pytest.mark.slow
def test_switches_of_the_chart_are_clicked_in_their_middle(ready: Person) -> None:
    ready.tab("training")
    for name in ("smoothingCheck", "logScaleCheck"):
        ready.click(name)
        assert ready.button(name).isChecked(), name


@pytest.mark.slow
def test_a_lesson_about_drawing_waits_for_a_new_one(ready: Person) -> None:
    ready.draw_seven()
    ready.wait_for_answer()
    begin(ready, "02-input")
    assert ready.text("lessonNextButton") == "Skip"
    ready.click("clearButton")
    ready.draw((0.1, 0.1), (0.08, 0.2), (0.2, 0.2))
    go_on(ready)


@pytest.mark.slow
def test_the_ring_lies_on_what_can_be_used(ready: Person) -> None:
    find = ready.controller.guidance.lessons._highlight.find
    assert find(["pauseButton", "trainButton"])[0].objectName() == "trainButton"
    assert find(["pauseButton"])[0].objectName() == "pauseButton"  # where nothing else is named
    assert find(["convolutionOutput", "benchList", "benchAction"])[0] is ready.window.menuBar()


@pytest.mark.slow
def test_results_are_written_as_the_window_writes_them(ready: Person) -> None:
    ready.train()
    facts = ready.controller.guidance.lessons._facts()
    assert f" {facts['test_accuracy']} %" in ready.text("progressLabel")
    assert re.fullmatch(r"\d\.\d{4}", str(facts["test_loss"]))
    assert facts["test_loss"] == pytest.approx(ready.window.training_tab.chart.curves.test[-1].loss)


@pytest.mark.slow
def test_escape_in_the_bar_ends_the_lesson_and_leaves_the_drawing(ready: Person) -> None:
    begin(ready, "01-draw")
    ready.draw_seven()
    ready.window.activateWindow()
    ready.key("lessonNextButton", Qt.Key.Key_Escape)
    assert not ready.find("lessonBar").isVisible()
    assert len(ready.drawing.strokes) == 1


@pytest.mark.slow
def test_a_run_taken_step_by_step(ready: Person) -> None:
    begin(ready, "03-batches")
    ready.click("lessonNextButton")
    ready.set_recipe(recipe="notes-basic")
    go_on(ready)
    assert marked(ready) == "batchSizeSpin"
    ready.type("batchSizeSpin", "100")
    ready.set_recipe(recipe="notes-basic", batch_size=100, epochs=3)
    go_on(ready)
    ready.set_recipe(recipe="notes-basic", batch_size=100, epochs=3000)  # it is to wait for Pause
    ready.click("trainButton")
    go_on(ready)
    ready.wait_for_steps()
    ready.pause()
    go_on(ready)
    for _ in range(3):
        if ready.text("lessonNextButton") == "Skip":
            ready.click("stepButton")
        go_on(ready)
    ready.stop()
    go_on(ready)
    ready.click("lessonAnswerButton")
    assert f"{3000 * ready.controller.guidance.lessons._facts()['batches_per_epoch']:,}" in ready.text(
        "lessonText"
    )


@pytest.mark.parametrize("language", ["en", further("zh_CN")])
def test_what_lessons_point_at_is_in_the_window(ready: Person, language: str) -> None:
    ready.click("advancedButton")
    ready.menu("benchAction")
    ready.controller.network_editor.open()
    window = ready.window
    for lesson in lessons_of(ready, language).values():
        for number, step in enumerate(lesson.steps, 1):
            for name in step.show:
                there = window.findChild(QWidget, name) or window.findChild(QAction, name)
                assert there is not None, (lesson.name, number, name)


def test_languages_agree_in_all_but_words(ready: Person) -> None:
    english, chinese = lessons_of(ready, "en"), lessons_of(ready, "zh_CN")
    assert english.keys() == chinese.keys()
    for name, lesson in english.items():
        other = chinese[name]
        assert [(s.show, s.until, s.tab, bool(s.answer)) for s in lesson.steps] == [
            (s.show, s.until, s.tab, bool(s.answer)) for s in other.steps
        ], name
        assert lesson.steps[-1].answer, name  # each ends with a question that the window answers
        assert lesson.title != other.title


@pytest.mark.slow
def test_all_facts_are_described_for_teachers(ready: Person) -> None:
    page = (
        (ROOT / "docs" / "how-to" / "lesson.md")
        .read_text("utf-8")
        .partition("## Facts")[2]
        .partition("## In two")[0]
    )
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    described = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(described) == sorted(ready.controller.guidance.lessons._facts())


def test_what_is_not_known_yet_is_not_answered(ready: Person) -> None:
    lessons = ready.controller.guidance.lessons
    lesson = begin(ready, "04-train")
    lessons._show(len(lesson.steps) - 1)
    chart = ready.window.training_tab.chart
    chart.begin(300, 64, 1)
    chart.add_events([EpochDone(0, 0, 0, None, 2.3, 0.1, None)])  # before the first batch
    ready.click("lessonAnswerButton")
    assert ready.text("lessonText").split("\n")[1].startswith("The window cannot tell yet")
    ready.train()
    ready.click("lessonAnswerButton")
    assert re.match(r"\d+\.\d\d %, after", ready.text("lessonText").split("\n")[1])


def test_what_has_no_value_is_neither_like_nor_unlike_anything(ready: Person, tmp_path: Path) -> None:
    things = replace(untrained("notes-cifar10"), mean=(0.5, 0.4, 0.3), std=(0.2, 0.2, 0.2))
    save_checkpoint(things, tmp_path / "a.pth")
    ready.open(tmp_path / "a.pth")
    ready.wait(lambda: ready.network.path == tmp_path / "a.pth")
    facts = ready.controller.guidance.lessons._facts()
    for name in ("answer_mean", "answer_std", "batch", "batch_right", "batch_loss", "run_momentum"):
        assert facts[name] is None
        for comparison in ("== 0", "!= 0", "!= 0.5", "< 1", ">= 0"):
            assert not condition(f"{name} {comparison}", facts).holds(facts, facts)


@pytest.mark.parametrize("language", ["en", further("zh_CN")])
def test_all_answers_can_be_filled_in(ready: Person, language: str) -> None:
    lessons = ready.controller.guidance.lessons
    for lesson in lessons_of(ready, language).values():
        lessons.begin(lesson)
        for place, step in enumerate(lesson.steps):
            lessons._show(place)
            if step.answer:
                ready.click("lessonAnswerButton")
                assert "{" not in ready.text("lessonText")
    lessons.end()


@pytest.mark.slow
def test_the_ring_leads_to_menus_tabs_and_folded_settings(ready: Person) -> None:
    find = ready.controller.guidance.lessons._highlight.find

    def place(*names: str) -> str:
        target = find(names)
        return "" if target is None else str(target[0].objectName() or type(target[0]).__name__)

    assert place("benchAction") == "QMenuBar"
    ready.tab("training")
    target = find(["runsTable"])
    assert target is not None
    assert target[0] is ready.window.tabs.tabBar()
    assert place("augmentationCombo", "picturesPage", "advancedButton") == "advancedButton"
    ready.click("advancedButton")
    assert place("augmentationCombo", "picturesPage", "advancedButton") == "picturesPage"
    ready.click("picturesPage")
    assert place("augmentationCombo", "picturesPage", "advancedButton") == "augmentationCombo"
    assert place("nothingIsCalledSo") == ""


@pytest.mark.slow
def test_what_is_scrolled_out_comes_into_sight(ready: Person) -> None:
    ready.tab("training")
    ready.click("advancedButton")
    ready.window.resize(900, 560)
    begin(ready, "03-batches")
    ready.click("lessonNextButton")
    ready.wait(lambda: not ready.find("recipeCombo").visibleRegion().isEmpty())


@pytest.mark.slow
def test_the_bar_goes_into_the_bench_and_comes_back(ready: Person) -> None:
    begin(ready, "08-convolution")
    ready.menu("benchAction")
    go_on(ready)
    bar = ready.find("lessonBar")
    ready.wait(lambda: bar.window().objectName() == "benchWindow" and bar.isVisible())
    ready.click("closeBenchButton")
    ready.wait(lambda: bar.window() is ready.window and bar.isVisible())


@pytest.mark.slow
def test_closing_the_window_ends_the_lesson(open_person: Opens, small_mnist: Path) -> None:
    person = open_person(loaded=True)
    begin(person, "01-draw")
    person.window.close()
    assert [timer for timer in person.window.findChildren(QTimer) if timer.isActive()] == []


@pytest.mark.slow
def test_a_teachers_broken_file_is_one_sentence_and_stops_nothing_else(ready: Person) -> None:
    lessons_root().mkdir(parents=True)
    (lessons_root() / "broken.toml").write_text("title = 'B'\n[[steps]]\nsayy = 'x'", "utf-8")
    (lessons_root() / "mine.toml").write_text("title = 'A & B'\n[[steps]]\nsay = 'Look.'", "utf-8")
    menu: Any = ready.find("lessonsMenu")
    menu.aboutToShow.emit()
    entries = {action.text(): action for action in menu.actions()}
    assert all(action.isEnabled() for action in entries.values())
    entries["broken"].trigger()
    ready.message("step 1: it has 'sayy'")
    assert not ready.find("lessonBar").isVisible()
    entries["A && B"].trigger()
    assert ready.text("lessonText") == "Look."


def test_a_new_user_is_offered_the_first_lesson_once(open_person: Opens, small_mnist: Path) -> None:
    person = open_person(loaded=True)
    assert person.window.settings.first_start
    person.controller.guidance.offer_lesson()  # the program does, scripts and tests do not
    person.message("New here?")
    person.answer("Begin the lesson")
    assert person.text("lessonTitle").startswith("Draw a digit")
    person.window.close()
    assert not open_person().window.settings.first_start


@pytest.fixture
def opened_urls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system's programs were asked to open."""
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


@pytest.mark.slow
def test_folders_open_and_are_made_where_they_are_missing(ready: Person, opened_urls: list[str]) -> None:
    ready.menu("runsFolderAction")
    ready.menu("lessonsFolderAction")
    ready.menu("logFolderAction")
    assert [str(runs_root()), str(lessons_root()), str(log_file().parent)] == opened_urls
    assert lessons_root().is_dir()


@pytest.mark.slow
def test_the_chosen_folder_of_datasets_is_the_one_that_opens(
    ready: Person, opened_urls: list[str], tmp_path: Path
) -> None:
    ready.controller.data_folders.use(tmp_path / "elsewhere")
    ready.menu("dataFolderAction")
    assert [str(tmp_path / "elsewhere")] == opened_urls


@pytest.mark.slow
def test_examples_open(ready: Person) -> None:
    ready.menu("example-four")
    ready.wait(lambda: ready.digit == 4)


def action(person: Person, name: str) -> QAction:
    found = person.window.findChild(QAction, name)
    assert found is not None, name
    return found


@pytest.mark.slow
def test_the_keys_are_listed_once_each(ready: Person) -> None:
    ready.menu("benchAction")
    ready.menu("shortcutsAction")
    dialog = ready.find("shortcutsDialog")
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    text = dialog.findChildren(QLabel)[0].text()
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z, Ctrl+Y", "Ctrl+S", "Shift+F1", "Alt+← Alt+→", "Space", "Esc"):
        assert len(re.findall(f"<b>{re.escape(keys)}[,<]", text)) == 1, keys
    keys = [key for row in re.findall("<b>(.*?)</b>", text) for key in row.split(", ")]
    assert len(keys) == len(set(keys))
    assert re.search("<b>Ctrl[+]V</b>.*?<td>(.*?)</td>", text)[1] == "Paste a picture · Paste rows"
    assert "<b>Redo" not in text
    dialog.close()
    ready.menu("zh_CNLanguageAction")
    assert action(ready, "presentationAction").text() == "演示模式(&P)"
    ready.menu("shortcutsAction")
    assert "<td>演示模式</td>" in ready.find("shortcutsDialog").findChildren(QLabel)[0].text()
    ready.find("shortcutsDialog").close()
    assert action(ready, "example-four").text() == "手绘的 4"
    ready.menu("enLanguageAction")


@pytest.mark.slow
def test_a_lesson_goes_on_in_another_language(ready: Person) -> None:
    begin(ready, "01-draw")
    ready.draw_seven()
    go_on(ready)
    ready.menu("zh_CNLanguageAction")
    ready.wait(lambda: ready.text("lessonTitle") == "画一个数字 · 第 2 步，共 5 步")
    assert ready.text("lessonText").startswith("绘图时条形")
    ready.wait(lambda: ready.text("lessonNextButton") == "下一步")
    ready.menu("enLanguageAction")
    ready.wait(lambda: ready.text("lessonTitle") == "Draw a digit · step 2 of 5")
    assert ready.text("lessonText").startswith("The bars moved")
