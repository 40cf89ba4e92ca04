"""What a command says of an error that nobody foresaw: one sentence, and the log has the rest."""

from __future__ import annotations

import contextlib
import sys

from digitpad.cli.language import print_error
from digitpad.errors import Sentence
from digitpad.log import in_its_words, log_unexpected, written_log

FAULT = 1
"""The exit code for a fault of the program, which Python gives an uncaught exception, too."""


def print_unexpected(error: BaseException) -> int:
    """Log an error and say that there was one; where the log cannot be written, its details follow.

    Returns:
        The exit code.
    """
    details = log_unexpected(error)
    values = {"error": in_its_words(error), "log": written_log()}
    if values["log"] is not None:
        print_error(Sentence("something went wrong in digitpad ({error}); the log says more: {log}", values))
    else:
        print_error(
            Sentence("something went wrong in digitpad ({error}), and the log cannot be written:", values)
        )
        with contextlib.suppress(OSError):  # nobody reads it any more
            print(details, file=sys.stderr, flush=True)
    return FAULT
