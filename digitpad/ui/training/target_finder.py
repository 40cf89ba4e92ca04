"""Looking for what Resume goes on with, which may lie on a drive that has gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from digitpad.errors import DigitpadError
from digitpad.resources import runs_root
from digitpad.ui.threads.probe import Probe
from digitpad.ui.training.resume_target import ResumeTarget, present_target
from digitpad.ui.training.tab import TrainingTab

Then = Callable[[ResumeTarget | None], object]


class TargetFinder(QObject):
    """Finds out what of the chosen is still there, else the newest run; the newest look counts.

    Args:
        tab: where it is said that something does not answer at once.
        parent: its owner.
    """

    def __init__(self, tab: TrainingTab, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._probe = Probe(self)

    def find(
        self, chosen: Sequence[ResumeTarget], then: Then, failed: Callable[[DigitpadError], object]
    ) -> None:
        """Call `then` with it, or `failed` where it does not answer."""
        path = chosen[0].path if chosen else runs_root()
        self._probe.look(path, lambda _: present_target(chosen), then, failed)

    def wait_for(
        self, chosen: Sequence[ResumeTarget], then: Then, failed: Callable[[DigitpadError], object]
    ) -> None:
        """`find` for the user, who waits for it."""
        say = self._tab.progress.set_waiting

        def answered(target: ResumeTarget | None) -> None:
            say("")
            then(target)

        def refused(error: DigitpadError) -> None:
            say("")
            failed(error)

        self.find(chosen, answered, refused)
        if self._probe.waiting:
            path = chosen[0].path if chosen else runs_root()
            say(self.tr("Waiting for {path} to answer…").format(path=path))
