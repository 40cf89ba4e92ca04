"""Waiting in a thread for files that may never answer, such as those on a dead network drive.

Nothing ends a thread that the system holds in such a call. So another one makes the call, for which nobody
waits in the end, and the work goes on, or ends, without it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from digitpad.errors import DigitpadError
from digitpad.files import check_ordinary

Result = TypeVar("Result")

LIMIT = 10.0
"""Seconds after which a file counts as not answering."""

AT_ONCE = 0.2
"""Seconds that the window waits itself: a file on this computer answers in a thousandth."""

_UNANSWERED: set[Path] = set()
"""Paths that a thread waits for at the moment."""

_LOOK = 0.05  # seconds between two looks whether the work was given up


def no_answer(path: Path) -> DigitpadError:
    """That a file does not answer, and what to do."""
    return DigitpadError(
        "{path} does not answer, as where a network drive has gone; choose a file on this "
        "computer, or try again later.",
        path=path,
    )


def touched(path: Path) -> Path:
    """Open a file, or look whether it is there: it will answer again.

    What is missing or may not be read is left to who opens it, and says so.

    Raises:
        DigitpadError: when it is a pipe or a device.
    """
    check_ordinary(path)
    with contextlib.suppress(OSError):
        if path.is_file():
            with path.open("rb") as stream:
                stream.read(1)
    return path


def wait_for_answers(paths: Iterable[Path], waiting: Callable[[Path], object] = lambda _path: None) -> None:
    """Wait until all paths can be opened without waiting for them without end.

    Args:
        paths: files or folders.
        waiting: called now and then with the path that has not answered at once; may raise `Cancelled`.

    Raises:
        DigitpadError: when one is a pipe or a device, or does not answer.
        Cancelled: from `waiting`.
    """
    for path in paths:
        _wait(path, waiting)


def soon(path: Path, read: Callable[[Path], Result], otherwise: Result) -> Result:
    """In the window: what `read(path)` returns, or something else where that does not come at once.

    While a path has not answered, it is not asked again.

    Args:
        path: a file or folder.
        read: reads little; called in a thread.
        otherwise: returned where there is no answer yet.

    Raises:
        Exception: from `read`.
    """
    if path in _UNANSWERED:
        return otherwise
    _UNANSWERED.add(path)
    outcome: list[Result] = []
    errors: list[Exception] = []
    answered = threading.Event()

    def ask() -> None:
        try:
            outcome.append(read(path))
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            errors.append(error)
        finally:
            _UNANSWERED.discard(path)
            answered.set()

    threading.Thread(target=ask, name="probe", daemon=True).start()
    if not answered.wait(AT_ONCE):
        return otherwise
    for error in errors:
        raise error
    return outcome[0]


def answers(path: Path) -> bool:
    """In the window: whether a file or folder, or that it is missing, is known soon."""
    with contextlib.suppress(DigitpadError):
        return soon(path, lambda asked: bool(touched(asked)), otherwise=False)
    return False


def _wait(path: Path, waiting: Callable[[Path], object]) -> None:
    refusals: list[DigitpadError] = []
    answered = threading.Event()

    def touch() -> None:
        try:
            touched(path)
        except DigitpadError as error:
            refusals.append(error)
        finally:
            answered.set()

    threading.Thread(target=touch, name="probe", daemon=True).start()
    until = time.monotonic() + LIMIT
    while not answered.wait(_LOOK):
        waiting(path)
        if time.monotonic() > until:
            raise no_answer(path)
    for refusal in refusals:
        raise refusal
