"""The strip that a lesson speaks from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from digitpad.ui.style.icons import icon
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.fields import named, set_bold


class LessonBar(QFrame):
    """A step's text with what has to be pressed to go on; hidden while no lesson runs.

    Signals:
        back(), forward(), closed(), answer_asked(): a button, or its key, was pressed.
        language_changed(): the window speaks another language.
    """

    back = Signal()
    forward = Signal()
    closed = Signal()
    answer_asked = Signal()
    language_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._title = named(QLabel(self), "lessonTitle", self.tr("Lesson"))
        set_bold(self._title, True)
        self._text = named(QLabel(self), "lessonText", self.tr("What to do"))
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._last = self._done = False
        self._home: tuple[QBoxLayout, int] | None = None  # where it stands in the main window
        self._make_buttons()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addLayout(in_column(self._title, self._text, spacing=2, margin=0), 1)
        for button in self._buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._refresh()
        self.hide()

    def _make_buttons(self) -> None:
        self._answer = QPushButton(self.tr("Show the answer"))
        self._back, self._next, self._close = QPushButton(self.tr("Back")), QPushButton(), QToolButton()
        self._close.setAutoRaise(True)
        self._buttons: tuple[QAbstractButton, ...] = self._answer, self._back, self._next, self._close
        end = self.tr("End the lesson; the Help menu begins it again")
        ways: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("lessonAnswerButton", self.tr("Show the answer"), "Alt+Return", self.answer_asked.emit),
            ("lessonBackButton", self.tr("The step before"), "Alt+Left", self.back.emit),
            ("lessonNextButton", self.tr("The next step"), "Alt+Right", self.forward.emit),
            ("lessonCloseButton", end, "", self.closed.emit),
        )
        for button, (name, about, key, send) in zip(self._buttons, ways, strict=True):
            named(button, name, about)
            button.clicked.connect(send)
            tip = about
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter is for the fields of the window where the bar stands
                shortcut = QShortcut(QKeySequence(key), button)  # works while its button is in sight
                shortcut.activated.connect(button.click)
                keys = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
                tip = self.tr("{what} ({key})").format(what=about, key=keys)
            button.setToolTip(tip)

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
        held = self._next.hasFocus() or self._answer.hasFocus()
        self._answer.setVisible(question)
        self._back.setEnabled(place > 0)
        self._last = place == count - 1
        self.set_done(False, waits=False)
        self.show()
        self._say(text)
        if held:  # the keyboard stays here; a hidden or grey button would hand it on
            (self._answer if question else self._next).setFocus()

    def set_done(self, done: bool, *, waits: bool) -> None:
        """Say whether the step is done.

        Args:
            done: whether it is.
            waits: whether the window notices when it is, so that going on before means leaving it out.
        """
        if self._last:
            self._next.setText(self.tr("Finish"))
        elif waits and not done:
            self._next.setText(self.tr("Skip"))
        else:
            self._next.setText(self.tr("Next"))
        self._done = done and waits
        self._refresh()

    def show_answer(self, text: str, *, whole: bool = True) -> None:
        """Show the answer beneath the question.

        Args:
            text: both.
            whole: whether that is all; else one can ask again.
        """
        if whole:
            if self._answer.hasFocus():
                self._next.setFocus()
            self._answer.hide()
        self._say(text)

    def move_to(self, window: QWidget | None) -> None:
        """Stand at the bottom of a window, which may cover the one before; None for the main window."""
        layout = None if window is None else window.layout()
        keeps = window is not None and not window.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._home is None:
            own = self.parentWidget()
            column = None if own is None else own.layout()
            if not isinstance(column, QBoxLayout):
                return
            self._home = column, column.indexOf(self)
        away = isinstance(layout, QBoxLayout) and keeps
        column, index = (layout, -1) if away and isinstance(layout, QBoxLayout) else self._home
        if self.parentWidget() is not column.parentWidget():
            visible = not self.isHidden()
            column.insertWidget(index, self)
            self.setVisible(visible)

    def _say(self, text: str) -> None:
        """Show a text, and have it read out."""
        self._text.setText(text)
        self._title.setAccessibleName(self._title.text())
        self._text.setAccessibleName(text)
        self.setAccessibleName(f"{self._title.text()}: {text}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _refresh(self) -> None:
        """Icons are in the colours of the palette."""
        self._close.setIcon(icon("close", self.palette()))
        self._next.setIcon(icon("success", self.palette()) if self._done else QIcon())
        set_bold(self._next, self._done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # else it would clear the pad, or close the window where the bar stands
            return True
        return bool(super().event(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()
        elif event.type() == QEvent.Type.LanguageChange:
            self.language_changed.emit()
