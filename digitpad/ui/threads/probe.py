"""Looking at a file that may never answer, such as a pipe or one on a dead network drive.

Nothing ends a thread that the system holds in such a call, so nobody waits for this one: neither the window
nor its end, which a `Worker` would hold up.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.files import check_ordinary
from digitpad.ui.threads import answering
from digitpad.ui.threads.worker import explained

Result = TypeVar("Result")


@dataclass(eq=False)
class _Look:
    """One look at a file, and what is called with what comes of it."""

    path: Path
    then: Callable[[Any], object]
    failed: Callable[[DigitpadError], object]
    answered: threading.Event = field(default_factory=threading.Event)
    outcome: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    late: bool = False  # nobody waits any more: a signal has to bring the answer

    def answer(self) -> bool:
        """Whether a signal has to bring the answer, which is there now."""
        with self.lock:
            self.answered.set()
            return self.late

    def in_time(self) -> bool:
        """Wait a little; whether the answer is there, so that no signal comes from the thread.

        One to a window that is just being deleted would crash.
        """
        self.answered.wait(answering.AT_ONCE)
        with self.lock:
            self.late = not self.answered.is_set()
            return not self.late


class Probe(QObject):
    """Looks at files in threads that nobody waits for; the newest look counts.

    Of two files that are dropped one after the other the newer one wins: the older one is not opened any
    more, and neither its result nor its error is reported.

    Args:
        parent: its owner.
    """

    _answered = Signal(object)

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._present: _Look | None = None
        self._answered.connect(self._take)
        self._limit = QTimer(self, singleShot=True, interval=round(1000 * answering.LIMIT))
        self._limit.timeout.connect(self._give_up)

    @property
    def waiting(self) -> bool:
        """Whether an answer is outstanding."""
        return self._present is not None

    def look(
        self,
        path: Path,
        what: Callable[[Path], Result],
        then: Callable[[Result], object],
        failed: Callable[[DigitpadError], object],
    ) -> None:
        """Call `what(path)` in a thread, and `then` in this one: at once for a file that answers at once.

        A look that is still under way gives way to this one: neither its `then` nor its `failed` is called.

        Args:
            path: a file or folder; pipes and devices are refused.
            what: touches no widget.
            then: called with the result, unless there is a newer look.
            failed: called in its place with the error, or that the file does not answer.
        """
        look = self._present = _Look(path, then, failed)
        threading.Thread(target=self._run, args=(look, what), name="probe", daemon=True).start()
        if look.in_time():
            self._take(look)
        else:
            self._limit.start()

    def reach(
        self, path: Path, then: Callable[[Path], object], failed: Callable[[DigitpadError], object]
    ) -> None:
        """Call `then` with a path that can be opened without waiting for it without end; see `look`.

        What is missing or may not be read is left to who opens it, and says so.
        """
        self.look(path, answering.touched, then, failed)

    def reach_all(
        self,
        paths: Sequence[Path],
        then: Callable[[], object],
        failed: Callable[[DigitpadError], object],
    ) -> None:
        """Call `then` once all paths can be opened without waiting without end; see `reach`.

        With no path it is called at once, and a look that is still under way gives way all the same.
        """
        if not paths:
            self.stop()
            then()
            return
        self.reach(paths[0], lambda _: self.reach_all(paths[1:], then, failed), failed)

    def stop(self) -> None:
        """Wait no more: nothing of a look under way is reported."""
        self._present = None
        self._limit.stop()

    def _run(self, look: _Look, what: Callable[[Path], Any]) -> None:
        try:
            check_ordinary(look.path)
            look.outcome = what(look.path)
        except Exception as error:  # noqa: BLE001 - whatever it was, the window says it
            look.outcome = explained(error)
        if look.answer():
            with contextlib.suppress(RuntimeError):  # the window has gone
                self._answered.emit(look)

    @Slot(object)
    def _take(self, look: _Look) -> None:
        if look is not self._present:
            return
        self.stop()
        if isinstance(look.outcome, DigitpadError):
            look.failed(look.outcome)
        else:
            look.then(look.outcome)

    @Slot()
    def _give_up(self) -> None:
        look, self._present = self._present, None
        if look is not None:
            look.failed(answering.no_answer(look.path))
