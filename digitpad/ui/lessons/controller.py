"""Runs lessons: which step it is, whether it is done, and what it points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from digitpad.errors import DigitpadError
from digitpad.resources import lessons_root
from digitpad.ui.language import spoken
from digitpad.ui.lessons.bar import LessonBar
from digitpad.ui.lessons.highlight import Highlight
from digitpad.ui.lessons.lesson import Lesson, fact_names, lesson_files, read_lesson
from digitpad.ui.settings import Settings

_LOOK = 200  # milliseconds between two looks at the window while a lesson runs


class LessonsController(QObject):
    """The lessons of one window.

    Args:
        window: what the lessons are about.
        bar: where they speak.
        facts: gathers what is so in the window.
        show_tab: brings a tab with this name into sight.
        show_error: says what is wrong with a lesson's file.
        settings: remember which lessons are done.

    Attributes:
        actions: one for each lesson, for a menu; filled by `refresh`.

    Signals:
        begun(): a lesson is at its first step.
    """

    begun = Signal()

    def __init__(
        self,
        window: QMainWindow,
        bar: LessonBar,
        facts: Callable[[], dict[str, Any]],
        show_tab: Callable[[str], None],
        show_error: Callable[[BaseException], None],
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bar, self._facts, self._show_tab, self._show_error = bar, facts, show_tab, show_error
        self._settings = settings
        self._highlight = Highlight(window)
        self._lesson: Lesson | None = None
        self._place = 0
        self._done = self._answered = False
        self._begun: dict[str, Any] = {}
        self.actions: list[QAction] = []
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        bar.back.connect(self._go_back)
        bar.forward.connect(self._go_on)
        bar.closed.connect(self.end)
        bar.answer_asked.connect(self._answer)
        bar.language_changed.connect(self._translate)

    def refresh(self) -> None:
        """Read the lessons that there are, in the window's language; `actions` are new then."""
        for action in self.actions:
            action.deleteLater()
        facts = self._facts()
        self.actions = []
        for path in lesson_files(spoken(), [lessons_root()]):
            action = QAction(path.stem, self)
            try:
                lesson = read_lesson(path, facts)
            except DigitpadError as error:
                action.setData(error)
            else:
                action.setText(lesson.title.replace("&", "&&"))
                action.setToolTip(lesson.about)
                action.setObjectName(f"lesson-{lesson.name}")
                action.setData(lesson)
                action.setCheckable(True)
                action.setChecked(lesson.name in self._settings.lessons_done)
            action.triggered.connect(self._chosen)
            self.actions.append(action)

    @property
    def lessons(self) -> Sequence[Lesson]:
        """Those that could be read."""
        return [action.data() for action in self.actions if isinstance(action.data(), Lesson)]

    @Slot()
    def _chosen(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        if isinstance(lesson := action.data(), Lesson):
            action.setChecked(lesson.name in self._settings.lessons_done)  # it is done at its end, not now
            self.begin(lesson)
        else:
            self._show_error(action.data())

    @Slot()
    def begin_first(self) -> None:
        """Begin the first lesson."""
        self.refresh()
        if self.lessons:
            self.begin(self.lessons[0])

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson at its first step."""
        self._lesson = lesson
        self._timer.start()
        self._show(0)
        self.begun.emit()

    @Slot()
    def end(self) -> None:
        """End the lesson, wherever it is."""
        self._lesson = None
        self._timer.stop()
        self._highlight.mark(None)
        self._bar.hide()
        self._bar.move_to(None)

    def _show(self, place: int) -> None:
        if self._lesson is None:
            return
        self._place, self._done, self._answered = place, False, False
        self._begun = self._facts()
        self._highlight.forget()
        step = self._lesson.steps[place]
        if step.tab:
            self._show_tab(step.tab)
        self._say()
        self._look()

    def _say(self) -> None:
        """Show the step's text."""
        if self._lesson is not None:
            step, count = self._lesson.steps[self._place], len(self._lesson.steps)
            self._bar.show_step(self._lesson.title, self._place, count, step.text, question=bool(step.answer))

    @Slot()
    def _look(self) -> None:
        """Look whether the step is done, and where what it speaks of is now."""
        if self._lesson is None:
            return
        step = self._lesson.steps[self._place]
        settled: frozenset[str] = frozenset()
        if step.until is not None:
            facts = self._facts()
            settled = step.until.settled(self._begun, facts)
            self._done = self._done or step.until.holds(self._begun, facts)
        target = self._highlight.find(step.controls(settled))
        window = None if target is None else target[0].window()
        self._bar.move_to(None if window is self._window else window)
        if step.until is not None:
            self._bar.set_done(self._done, waits=True)
        self._highlight.mark(None if self._done else target)

    @Slot()
    def _go_on(self) -> None:
        if self._lesson is None:
            return
        if self._place + 1 < len(self._lesson.steps):
            self._show(self._place + 1)
            return
        done = self._settings.lessons_done | {self._lesson.name}
        self._settings.lessons_done = done
        for action in self.actions:
            if isinstance(action.data(), Lesson):
                action.setChecked(action.data().name in done)
        self.end()

    @Slot()
    def _go_back(self) -> None:
        if self._place > 0:
            self._show(self._place - 1)

    @Slot()
    def _answer(self) -> None:
        """Show what is so in the window."""
        if self._lesson is None:
            return
        step, facts = self._lesson.steps[self._place], self._facts()
        if any(facts[name] is None for name in fact_names(step.answer)):
            later = self.tr("The window cannot tell yet: go back to the steps that were left out.")
            self._bar.show_answer(f"{step.text}\n{later}", whole=False)
            return
        self._answered = True
        self._bar.show_answer(f"{step.text}\n{step.answer.format(**_written(facts))}")

    @Slot()
    def _translate(self) -> None:
        """The window's language is another one: the lesson goes on in it, where it is."""
        if self._lesson is None:
            return
        self.refresh()
        other = next((lesson for lesson in self.lessons if lesson.name == self._lesson.name), None)
        if other is None or len(other.steps) != len(self._lesson.steps):
            return
        self._lesson = other
        self._say()
        if self._answered:
            self._answer()
        self._look()


def _written(facts: dict[str, Any]) -> dict[str, object]:
    """Facts as people read them: whole numbers in groups, and 0 for 0.0."""
    forms = {int: "{:,}", float: "{:g}"}  # a figure knows its own form
    return {name: forms.get(type(value), "{}").format(value) for name, value in facts.items()}
