"""What helps a new user: lessons, and the Help menu that lists them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from digitpad.ui.app.facts import Facts
from digitpad.ui.app.help import HelpMenu
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.lessons import LessonsController
from digitpad.ui.networks.exporting import Exporting
from digitpad.ui.prediction import PredictionController
from digitpad.ui.settings import Settings
from digitpad.ui.training.controller import TrainingController


class Guidance(QObject):
    """Makes the lessons and the Help menu.

    Args:
        window: what they are about.
        recognition, training, exporting: whose doings lessons wait for.
        open_path: opens an example.
        show_error: says what could not be done.
        settings: remember which lessons are done.

    Attributes:
        lessons: the lessons.
    """

    def __init__(
        self,
        window: MainWindow,
        recognition: PredictionController,
        training: TrainingController,
        exporting: Exporting,
        open_path: Callable[[Path], None],
        show_error: Callable[[BaseException], None],
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._banner = window.banner
        facts = Facts(window, recognition)
        training.started.connect(facts.run.begin)
        exporting.saved.connect(facts.network_saved)
        self.lessons = LessonsController(
            window, window.lesson_bar, facts, window.show_tab, show_error, settings
        )
        self.lessons.begun.connect(self._withdraw_offer)
        self._help = HelpMenu(window, self.lessons, open_path, show_error, settings)

    def offer_lesson(self) -> None:
        """Offer the first lesson to a new user."""
        self._banner.show_info(
            self._offer(),
            ((self.tr("Begin the lesson"), self.lessons.begin_first),),
            stays=True,
        )

    def _offer(self) -> str:
        return self.tr("New here? The first lesson shows in two minutes how a drawing is read.")

    @Slot()
    def _withdraw_offer(self) -> None:
        """A lesson has begun, whichever: its bar has the room."""
        if self._banner.text() == self._offer():
            self._banner.clear()
