"""Files that runs go on from, read in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from digitpad.errors import DigitpadError
from digitpad.ui.threads.task import Task
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.status_banner import StatusBanner


class RunReader(QObject):
    """Reads a file for the training tab; what cannot be read is shown in the banner.

    Args:
        tab: waits for what Resume needs.
        banner: where errors are shown.
        parent: its owner.
    """

    def __init__(self, tab: TrainingTab, banner: StatusBanner, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._banner = banner
        self._task = Task("runReader", self)
        self._task.failed.connect(banner.show_error)

    @property
    def running(self) -> bool:
        """Whether a file is being read."""
        return self._task.running

    def start(self, read: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Read a file beside whatever the user does."""
        self._task.start(read, then)

    def wait_for(
        self,
        read: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[DigitpadError], object] | None = None,
    ) -> None:
        """Read the file that a run is to go on with; what is read for anything else is given up.

        Args:
            read: called in the thread.
            then: called with what it returns, when the tab can be used again.
            failed: called with its error instead of showing that.
        """
        self._tab.set_waiting(True)
        self._task.cancel()
        self._task.start(
            read, partial(self._end, then), partial(self._end, failed or self._banner.show_error)
        )

    def _end(self, then: Callable[[Any], object], outcome: object) -> None:
        self._tab.set_waiting(False)
        then(outcome)
