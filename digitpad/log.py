"""The log file: warnings, and unexpected errors with their tracebacks, in the user's folder for logs.

It is not written before there is something to write: a command that goes well leaves none behind.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import printable
from digitpad.resources import log_file
from digitpad.versions import machine, versions

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

_log = logging.getLogger("digitpad")

_LARGEST, _EARLIER = 512 * 1024, 2
"""Bytes of a file, and how many earlier ones are kept beside it: `digitpad.log.1` and so on."""

_LINE = "%(asctime)s %(process)d %(levelname)s %(message)s"

_MOST = 200  # characters of an error's own words in a sentence


class LogFile(logging.Handler):
    """Writes records to the log file, which is made with the first of them.

    A folder that cannot be written or a full disk never ends the program: the record is dropped.

    Attributes:
        path: the file, once a record was meant for it.
        written: whether it has the newest record.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.path: Path | None = None
        self.written = False
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, the first one below the versions of what runs."""
        try:
            (self._file or self._begun()).emit(record)
            self.written = True
        except Exception:  # noqa: BLE001 - whatever it is, what the program does goes on
            self.written = False

    def _begun(self) -> RotatingFileHandler:
        from digitpad.rotating_log import RotatingLog  # imports networking, which most runs do without

        self.path = path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingLog(path, maxBytes=_LARGEST, backupCount=_EARLIER, encoding="utf-8", errors="replace")
        file.setFormatter(logging.Formatter(_LINE))
        file.emit(logging.LogRecord(_log.name, logging.INFO, "", 0, in_one_line(), None, None))
        self._file = file
        return file

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


@contextlib.contextmanager
def logging_to_file(*, and_stderr: bool = False) -> Iterator[None]:
    """Have what is logged in the block written to the log file.

    Args:
        and_stderr: whether it is printed there, too, as Python does by itself where there is no log.
    """
    handlers: list[logging.Handler] = [LogFile()]
    if and_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        _log.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            _log.removeHandler(handler)
            handler.close()


def written_log() -> Path | None:
    """The log file if it has the newest record; None where that could not be written, or no log is kept."""
    files = [handler for handler in _log.handlers if isinstance(handler, LogFile)]
    return next((file.path for file in files if file.written), None)


def log_unexpected(error: BaseException) -> str:
    """Log an error that nobody foresaw.

    Returns:
        What helps to find it: the traceback, the versions, and where the log is.
    """
    _log.error("unexpected error", exc_info=error)
    lines = [*traceback.format_exception(error), "\n", in_one_line()]
    if (path := written_log()) is not None:
        lines.append(f"\nlog: {path}")
    return "".join(lines)


def in_its_words(error: BaseException) -> str:
    """The error's name and its first line, such as "KeyError: 'x'"."""
    return printable(traceback.format_exception_only(error)[-1].partition("\n")[0], _MOST)


def in_one_line() -> str:
    """The versions and the machine in one line."""
    named = [f"{name} {version}" for name, version in versions().items()]
    return ", ".join([*named, *(f"{name} {value}" for name, value in machine().items())])
