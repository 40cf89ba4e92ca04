"""From the command line to the window: checks that need no Qt come first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitpad.errors import UsageError


def open_window(argv: Sequence[str]) -> int:
    """Open the window, with the network, run or drawing in `argv[0]` if there is one.

    Returns:
        The exit code.

    Raises:
        UsageError: for arguments that are not a file or folder.
    """
    path = file_argument(argv)
    from digitpad.ui.threads.process import preload_before_qt

    preload_before_qt()
    from digitpad.ui.app.application import run_application

    return run_application(path)


def file_argument(argv: Sequence[str]) -> Path | None:
    """The file to open, as a path that holds in any folder."""
    if not argv:
        return None
    first = argv[0]
    if len(argv) > 1 or first.startswith("-") or not Path(first).exists():
        raise UsageError(
            "'{word}' is neither a command nor a file; see 'python main.py --help'.",
            word=first if len(argv) == 1 or not Path(first).exists() else argv[1],
        )
    return Path(first).absolute()
