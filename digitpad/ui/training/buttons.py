"""The row of buttons that drives a run."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from digitpad.ui.training.step_repeat import StepRepeat
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import BreakingRow, FittedButton, FittedToolButton, fit_text


class TrainingState(Enum):
    """What the training is doing."""

    LOADING_TORCH = "loading torch"
    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"


_ENABLED: dict[TrainingState, frozenset[str]] = {
    TrainingState.LOADING_TORCH: frozenset(),
    TrainingState.IDLE: frozenset({"train", "resume"}),
    TrainingState.PREPARING: frozenset({"stop"}),
    TrainingState.RUNNING: frozenset({"pause", "stop"}),
    TrainingState.PAUSED: frozenset({"step", "resume", "stop"}),
    TrainingState.STOPPING: frozenset(),
}

_NEXT = {
    TrainingState.IDLE: "train",
    TrainingState.PREPARING: "stop",
    TrainingState.RUNNING: "pause",
    TrainingState.PAUSED: "resume",
}
"""The button that is likeliest to be pressed in a state."""


class TrainingButtons(QWidget):
    """Train, Pause, Step, Resume and Stop; those that make no sense at the moment are disabled.

    Attributes:
        train, pause, step, resume, stop: the buttons.
        repeat: what pressing Step does.
        choose_run: an action in Resume's menu: resume a run that the user picks.
        show_run: another: fill in the settings of the run that Resume would go on with.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resumable = False
        self._resume_focused = False
        self._state = TrainingState.LOADING_TORCH
        self.train = named(FittedButton(self.tr("Trai&n")), "trainButton", self.tr("Train"))
        self.pause = named(FittedButton(self.tr("Pa&use")), "pauseButton", self.tr("Pause"))
        self.step = named(FittedToolButton(), "stepButton", self.tr("Step"))
        self.step.setText(self.tr("Ste&p"))
        self.repeat = StepRepeat(self.step, self)
        self.resume = named(FittedToolButton(), "resumeButton", self.tr("Resume"))
        self.resume.setText(self.tr("&Resume"))
        self.stop = named(FittedButton(self.tr("St&op")), "stopButton", self.tr("Stop"))
        self.choose_run = QAction(self.tr("Choose a run…"), self)
        self.choose_run.setObjectName("chooseRunAction")
        self.show_run = QAction(self.tr("Show the run's settings"), self)
        self.show_run.setObjectName("showRunAction")
        self._arrange()
        self.set_state(self._state)
        self.repeat.activated.connect(self._repeat)
        self._take_colours()

    def _arrange(self) -> None:
        menu = QMenu(self.resume)
        menu.addAction(self.choose_run)
        menu.addAction(self.show_run)
        self.resume.setMenu(menu)
        self.resume.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        for with_menu in (self.step, self.resume):
            with_menu.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button, hint in (
            (self.train, self.tr("Train a fresh network with these settings")),
            (self.pause, self.tr("Wait after the current batch")),
            (
                self.step,
                self.tr("Train on one more batch, then wait again; its menu repeats that"),
            ),
            (self.resume, self.tr("Go on with the paused run, or else with the newest one")),
            (self.stop, self.tr("Save the run and end it; Resume goes on with it")),
        ):
            button.setToolTip(hint)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The style's own minimum is wider than the words need, and five buttons share 360 pixels.
        fit_text((self.train, self.pause, self.stop), 12)
        fit_text((self.step, self.resume), 17)  # with the menu's arrow
        self.setLayout(BreakingRow((self.train, 2), self.pause, self.step, self.resume, self.stop))

    def set_state(self, state: TrainingState) -> None:
        """Enable what makes sense in `state`."""
        before, self._state = self._state, state
        enabled = _ENABLED[state]
        if state is TrainingState.IDLE and not self._resumable:
            enabled -= {"resume"}
        if state is not TrainingState.PAUSED:
            self.repeat.stop()
        elif self.repeat.active:
            enabled |= {"pause"}
        buttons: dict[str, QAbstractButton] = {
            name: getattr(self, name) for name in ("train", "pause", "step", "resume", "stop")
        }
        for name in enabled:
            buttons[name].setEnabled(True)
        focused = next((name for name, button in buttons.items() if button.hasFocus()), None)
        # Left to itself Qt would give the keyboard to Stop, where the space bar ends the run.
        if focused and state in _NEXT and (focused not in enabled or before is TrainingState.PREPARING):
            buttons[_NEXT[state]].setFocus()
        for name in buttons.keys() - enabled:
            buttons[name].setEnabled(False)
        self.choose_run.setEnabled(state is TrainingState.IDLE)
        self.show_run.setEnabled(state is TrainingState.IDLE and self._resumable)

    @Slot()
    def _repeat(self) -> None:
        """While steps are repeated, Pause ends that, too."""
        self.set_state(self._state)

    def set_waiting(self, waiting: bool) -> None:
        """Disable all buttons for the moment that Resume needs to look at the run."""
        if waiting:
            self._resume_focused = self.resume.hasFocus()
            for button in (self.train, self.pause, self.step, self.resume, self.stop):
                button.setEnabled(False)
            return
        self.set_state(self._state)
        if self._resume_focused:
            self.resume.setFocus()

    def set_resumable(self, resumable: bool, what: str = "") -> None:
        """Whether there is a run that Resume can go on with, and what pressing it does."""
        self._resumable = resumable
        hint = what or self.tr("Go on with the paused run, or else with the newest one")
        self.resume.setToolTip(hint)
        self.set_state(self._state)

    def _take_colours(self) -> None:
        """Train looks like the thing to press: the palette's highlight is its face."""
        palette = QPalette(self.palette())
        roles = QPalette.ColorRole
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, roles.Button, palette.color(group, roles.Highlight))
            palette.setColor(group, roles.ButtonText, palette.color(group, roles.HighlightedText))
        self.train.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_colours()
