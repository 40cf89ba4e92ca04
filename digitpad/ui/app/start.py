"""From the command line to the window: checks that need no Qt come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from digitpad.errors import DigitpadError, UsageError
from digitpad.resources import program


def open_window(argv: Sequence[str], print_error: Callable[[DigitpadError], None]) -> int:
    """Open the window, with the network, run or drawing in `argv[0]` if there is one.

    Args:
        argv: the command line without the program's name.
        print_error: prints an error where Qt is about to end the process.

    Returns:
        The exit code.

    Raises:
        UsageError: for arguments that are not a file or folder.
        DigitpadError: where Qt cannot be loaded, such as without a system library that it needs.
    """
    path = file_argument(argv)
    from digitpad.ui.threads.process import preload_before_qt

    preload_before_qt()
    _import_qt()
    from digitpad.ui.app.application import run_application

    return run_application(path, print_error)


def _import_qt() -> None:
    """Import what is about to be imported anyway, where a failure can only be Qt's."""
    try:
        from PySide6 import QtCore, QtGui, QtSvg, QtWidgets  # noqa: F401
    except ImportError as error:
        from digitpad.ui.app.libraries import qt_import_error

        raise qt_import_error(error) from error


def file_argument(argv: Sequence[str]) -> Path | None:
    """The file to open, as a path that holds in any folder."""
    if not argv:
        return None
    first = argv[0]
    if not first:  # as a path it would be the current folder
        raise UsageError("The argument is empty; name a file or a folder.")
    if len(argv) > 1 or first.startswith("-") or not Path(first).exists():
        raise UsageError(
            "'{word}' is neither a command nor a file; see '{program} --help'.",
            word=first if len(argv) == 1 or not Path(first).exists() else argv[1],
            program=program(),
        )
    return Path(first).absolute()
