"""The way into the commands: exit codes and one-line errors."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence

from digitpad.cli.arguments import arguments_parser
from digitpad.cli.info import info
from digitpad.cli.language import print_error, print_note
from digitpad.cli.output import BAD_INPUT
from digitpad.cli.training import INTERRUPTED
from digitpad.cli.unexpected import print_unexpected
from digitpad.errors import DigitpadError, Sentence, reason
from digitpad.log import logging_to_file


def main(argv: Sequence[str], about_qt: Callable[[], dict[str, str]] | None = None) -> int:
    """Run a command.

    Args:
        argv: its name and its options.
        about_qt: for `--info` only, as `digitpad.cli.info.info` takes it.

    Returns:
        The exit code: 0 done, 1 a fault of the program, 2 bad input, 130 interrupted.
    """
    _print_any_text()
    with logging_to_file():
        return _answered(lambda: _run(argv) if about_qt is None else info(argv, about_qt))


def _answered(command: Callable[[], int]) -> int:
    try:
        code = command()
        _flush()
        return code
    except DigitpadError as error:
        print_error(error)
        return BAD_INPUT
    except MemoryError:
        print_error(Sentence("there is not enough memory for this"))
        return BAD_INPUT
    except KeyboardInterrupt:
        print_note(Sentence("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return 0  # the reader of our output has gone (`| head`)
    except OSError as error:
        values = {"path": error.filename or Sentence("the output"), "why": reason(error)}
        print_error(Sentence("{path} could not be written: {why}", values))
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - whatever it is, one sentence says where more is
        return print_unexpected(error)
    finally:
        _drop_what_cannot_be_printed()


def _run(argv: Sequence[str]) -> int:
    try:
        arguments = arguments_parser().parse_args(argv)
        command: Callable[[argparse.Namespace], int] = arguments.command
        code = command(arguments)
    except SystemExit:  # --help or --version has been printed
        _flush()
        raise
    return code


def _print_any_text() -> None:
    """A character that the terminal's encoding does not have is printed as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def _flush() -> None:
    if sys.stdout:  # None where the output is closed
        sys.stdout.flush()


def _drop_what_cannot_be_printed() -> None:
    """Python prints what is left at exit, and complains if that fails."""
    try:
        _flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
