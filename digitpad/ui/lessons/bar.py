"""The strip that a lesson speaks from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from digitpad.ui.style.icons import icon
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.fields import named


class LessonBar(QFrame):
    """A step's text with what has to be pressed to go on; hidden while no lesson runs.

    Signals:
        back(), forward(), closed(), answer_asked(): a button was pressed.
    """

    back = Signal()
    forward = Signal()
    closed = Signal()
    answer_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._title = named(QLabel(self), "lessonTitle", self.tr("Lesson"))
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text = named(QLabel(self), "lessonText", self.tr("What to do"))
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._answer = named(
            QPushButton(self.tr("Show the &answer")), "lessonAnswerButton", self.tr("Show the answer")
        )
        self._back = named(QPushButton(self.tr("&Back")), "lessonBackButton", self.tr("The step before"))
        self._next = named(QPushButton(), "lessonNextButton", self.tr("The next step"))
        self._close = named(QToolButton(), "lessonCloseButton", self.tr("End the lesson"))
        self._close.setToolTip(self.tr("End the lesson; it begins here again"))
        self._close.setAutoRaise(True)
        self._last = False
        self._close.setIcon(icon("close", self.palette()))
        for button, signal in (
            (self._answer, self.answer_asked),
            (self._back, self.back),
            (self._next, self.forward),
            (self._close, self.closed),
        ):
            button.clicked.connect(signal)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addLayout(in_column(self._title, self._text, spacing=2, margin=0), 1)
        for button in (self._answer, self._back, self._next, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_step(self, title: str, place: int, count: int, text: str, *, question: bool) -> None:
        """Show a step.

        Args:
            title: of its lesson.
            place: its number, from 0.
            count: how many there are.
            text: what to do, or the question.
            question: whether there is an answer to be shown.
        """
        heading = self.tr("{title} · step {place} of {count}")
        self._title.setText(heading.format(title=title, place=place + 1, count=count))
        self._text.setText(text)
        self._answer.setVisible(question)
        self._back.setEnabled(place > 0)
        self._last = place == count - 1
        self.set_done(False, waits=False)
        self.show()

    def set_done(self, done: bool, *, waits: bool) -> None:
        """Say whether the step is done.

        Args:
            done: whether it is.
            waits: whether the window notices when it is, so that going on before means leaving it out.
        """
        if self._last:
            self._next.setText(self.tr("&Finish"))
        elif waits and not done:
            self._next.setText(self.tr("S&kip"))
        else:
            self._next.setText(self.tr("&Next"))
        self._next.setDefault(done)
        self._next.setIcon(icon("success", self.palette()) if done and waits else QIcon())

    def show_answer(self, text: str) -> None:
        """Show the answer beneath the question."""
        self._text.setText(text)
        self._answer.hide()
