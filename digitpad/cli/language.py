"""What commands say, in the language of the terminal.

What programs read, such as JSON and names of options, stays as it is.
"""

from __future__ import annotations

import contextlib
import sys

from digitpad.errors import printable
from digitpad.terminal_language import in_words, tr

__all__ = ["in_words", "print_error", "print_note", "tr"]


def print_note(message: object) -> None:
    """Print something worth knowing on stderr; training does not end where nobody reads it any more."""
    words = in_words(message)
    with contextlib.suppress(OSError):
        print(f"digitpad: {printable(words, len(words))}", file=sys.stderr)


def print_error(message: object) -> None:
    """Print what is wrong and what to do as one line on stderr, whatever the names of files hold."""
    words = in_words(message)
    with contextlib.suppress(OSError):
        print(f"digitpad: error: {printable(words, len(words))}", file=sys.stderr, flush=True)
