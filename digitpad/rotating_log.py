"""A rotating log that two processes may write at once, and whose errors are not printed but raised."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from typing import NoReturn


class RotatingLog(RotatingFileHandler):
    """Python's own, except for what happens when the file cannot be written."""

    def handleError(self, record: logging.LogRecord) -> NoReturn:  # noqa: N802 - logging's name
        """Raise what went wrong: the caller knows what the user should hear of it."""
        raise sys.exc_info()[1] or OSError(record.getMessage())

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """Begin a new file; Windows doesn't move one that another window has open, which then grows on."""
        try:
            super().doRollover()
        except OSError:
            self.stream = self._open()
