"""Joins the window of assumptions with the network that answers: what is settled there is tried at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractButton, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.messages import sentence
from digitpad.ui.prediction import PredictionController

if TYPE_CHECKING:
    from pathlib import Path

    from digitpad.model.assumed import Assumed
    from digitpad.ui.networks.assumptions import AssumptionsWindow


class Assuming(QObject):
    """Opens the window, shows in it what is assumed, and has what is settled there tried.

    Args:
        window: what it stands beside.
        recognition: knows the network, and tries others.
        button: opens the window.
    """

    def __init__(self, window: QWidget, recognition: PredictionController, button: QAbstractButton) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self._dialog: AssumptionsWindow | None = None
        self._displayed: tuple[Path | None, Assumed] | None = None
        self._before: Assumed | None = None
        button.clicked.connect(self.open)
        recognition.network_shown.connect(self._follow)
        recognition.assumptions_changed.connect(self._follow)
        recognition.refused.connect(self._refused)
        recognition.trying.cancelled.connect(self._follow)

    @Slot()
    def open(self) -> None:
        """Show the window with what is assumed of the network that answers."""
        if self._dialog is None:
            from digitpad.ui.networks.assumptions import AssumptionsWindow

            self._dialog = AssumptionsWindow(self._window)
            self._dialog.trying.follow(self._recognition.trying)
            self._dialog.changed.connect(self._try)
        self._follow()
        if self._dialog.isVisible():
            self._dialog.raise_()
            self._dialog.activateWindow()
        else:
            self._dialog.show()

    def close(self) -> None:
        """Close the window."""
        if self._dialog is not None:
            self._dialog.close()

    @Slot()
    def _try(self) -> None:
        if self._dialog is not None:
            self._recognition.assume(tuple(f"{key}={text}" for key, text in self._dialog.settled.items()))

    @Slot()
    def _follow(self) -> None:
        """Show what is assumed now, beside what was before of the same file."""
        checkpoint = self._recognition.checkpoint
        if checkpoint is None or (assumed := checkpoint.assumed) is None:
            self._displayed = self._before = None
            self.close()
            return
        displayed = checkpoint.path, assumed
        if self._displayed is None or self._displayed[0] != checkpoint.path:
            self._before = None
        elif self._displayed[1] != assumed and self._displayed[1].is_measured:
            self._before = self._displayed[1]
        self._displayed = displayed
        if self._dialog is not None:
            name = checkpoint.path.name if checkpoint.path else ""
            self._dialog.show_assumed(name, assumed, self._before)

    @Slot(object)
    def _refused(self, error: DigitpadError) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(sentence(error))
