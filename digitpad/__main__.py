"""Where the program starts: picks the window or a command and imports only what that needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

COMMANDS = ("train", "evaluate", "predict", "inspect", "export", "teach")


def main(argv: Sequence[str]) -> int:
    """Run digitpad with the arguments `argv` (without the program's name). Returns the exit code."""
    wants_help = any(word in ("-h", "--help", "--version") for word in argv)
    if argv and (argv[0] in COMMANDS or wants_help):
        from digitpad.cli import main as command

        return command(argv)
    from digitpad.errors import DigitpadError

    try:
        from digitpad.ui.app.start import open_window

        return open_window(argv)
    except DigitpadError as error:
        from digitpad.cli.language import print_error

        print_error(error)
        return 2
    except KeyboardInterrupt:
        return 130


def run() -> None:
    """The `digitpad` command."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
