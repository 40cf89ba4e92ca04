"""What a process has from its system: the three streams, and the signals that ask it to end."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def open_streams() -> None:
    """Open what the process was started without of stdin, stdout and stderr (`2>&-`), on nothing.

    Python has None in their place, and `print(..., file=None)` prints on stdout. The number of a closed
    stream would be that of the next file opened, and what a library prints would end up in a checkpoint.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - stays open


def ending_signals() -> tuple[signal.Signals, ...]:
    """The signals that ask for an end in order: Ctrl+C, a polite kill, and a terminal that is closed.

    The last one is left out where it is ignored, as `nohup` has it.
    """
    signals = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)  # not on Windows
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        signals.append(hang_up)
    return tuple(signals)


def leave_early() -> None:
    """Have Ctrl+C end the process at once until torch is imported: there is nothing to save before.

    In the middle of an import `KeyboardInterrupt` may be lost, as in a callback, or become another error.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a job in the background ignores it
        signal.signal(signal.SIGINT, _interrupted)


def _interrupted(number: int, frame: FrameType | None) -> None:
    torch = sys.modules.get("torch")
    if torch is None or getattr(torch.__spec__, "_initializing", False):
        os._exit(130)
    signal.default_int_handler(number, frame)
