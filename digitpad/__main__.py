"""Where the program starts: picks the window or a command and imports only what that needs.

Up to `leave_early` Ctrl+C would end in a traceback, so hardly anything is imported before.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take it for true; importing typing takes longer than all before it
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitpad.errors import DigitpadError

COMMANDS = ("train", "evaluate", "predict", "inspect", "export", "teach", "dataset")


def main(argv: Sequence[str]) -> int:
    """Run digitpad with the arguments `argv` (without the program's name). Returns the exit code."""
    if "--info" in argv and argv[0].startswith("-"):
        from digitpad.cli import main as command
        from digitpad.ui.about_qt import about_qt  # what only Qt knows; the commands do without

        return command(argv, about_qt)
    wants_help = any(word in ("-h", "--help", "--version") for word in argv)
    if argv and (argv[0] in COMMANDS or wants_help):
        from digitpad.cli import main as command

        return command(argv)
    from digitpad.errors import DigitpadError
    from digitpad.log import logging_to_file

    with logging_to_file(and_stderr=True):
        try:
            from digitpad.ui.app.start import open_window

            return open_window(argv, _print_error)
        except DigitpadError as error:
            _print_error(error)
            return 2
        except KeyboardInterrupt:
            return 130
        except Exception as error:  # noqa: BLE001 - whatever it is, one sentence says where more is
            from digitpad.cli.unexpected import print_unexpected

            return print_unexpected(error)


def _print_error(error: DigitpadError) -> None:
    from digitpad.cli.language import print_error

    print_error(error)


def run() -> None:
    """The `digitpad` command."""
    try:
        from digitpad.system import leave_early, open_streams

        leave_early()
        open_streams()
        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # while modules are still being imported
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    run()
