"""What the window asks of the samples' thread, and who hears how it ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from digitpad.ui.samples.worker import SampleKeeper
from digitpad.ui.threads.jobs import Jobs


class SampleJobs(Jobs):
    """Calls back in the GUI thread.

    Args:
        wait_for_imports: returns when no other thread imports torch's parts any more.
        side: longer side of a thumbnail in pixels.
        parent: its owner.

    Signals:
        failed(object): as of `Jobs`.
        pictured(list): thumbnails, as of `SampleKeeper`.
    """

    pictured = Signal(list)

    def __init__(self, wait_for_imports: Callable[[], object], side: int, parent: QObject) -> None:
        keeper = SampleKeeper(wait_for_imports, side)
        super().__init__(keeper, parent)
        keeper.pictured.connect(self.pictured)
        self.ask_for_picture = keeper.ask_for_picture
