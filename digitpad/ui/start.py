"""From the command line to the window: checks that need no Qt come first."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from digitpad.errors import NoDisplayError, UsageError

NO_DISPLAY = (
    "there is no display to open the window on ({why}). Without a screen, use the commands, for example: "
    "python main.py predict assets/samples/*.png"
)


def open_window(argv: Sequence[str]) -> int:
    """Open the window, with the network or drawing in `argv[0]` if there is one; gives the exit code.

    Raises:
        UsageError: for arguments that are no file.
        NoDisplayError: when there is no screen.
    """
    path = _file(argv)
    check_display()
    from digitpad.ui.workers.torch_loader import preload_before_qt

    preload_before_qt()
    from digitpad.ui.app import run_application

    return run_application(path)


def _file(argv: Sequence[str]) -> Path | None:
    if not argv:
        return None
    first = argv[0]
    if len(argv) > 1 or first.startswith("-") or not Path(first).exists():
        raise UsageError(
            "'{word}' is neither a command nor a file; see 'python main.py --help'.",
            word=first if len(argv) == 1 or not Path(first).exists() else argv[1],
        )
    return Path(first)


def check_display() -> None:
    """Raise `NoDisplayError` where Qt would find no screen and abort the process."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or (platform and not platform.startswith(("xcb", "wayland"))):
        return
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        raise NoDisplayError(NO_DISPLAY, why="neither DISPLAY nor WAYLAND_DISPLAY is set")
    if wayland and _answers(_wayland_socket(wayland)):
        return
    if not display or not _x_server_answers(display):
        raise NoDisplayError(NO_DISPLAY, why=f"'{display or wayland}' does not answer")


def _wayland_socket(name: str) -> str:
    return name if name.startswith("/") else f"{os.environ.get('XDG_RUNTIME_DIR', '')}/{name}"


def _x_server_answers(display: str) -> bool:
    """Whether something listens at the X display `[host]:number[.screen]`."""
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    if host.startswith("/"):  # a socket's path, as on macOS
        return _answers(display) or _answers(host)
    if host in ("", "unix"):
        return _answers(f"/tmp/.X11-unix/X{number}") or _answers(f"\0/tmp/.X11-unix/X{number}")
    try:
        with socket.create_connection((host.removeprefix("tcp/").strip("[]"), 6000 + int(number)), timeout=3):
            return True
    except (OSError, OverflowError):
        return False


def _answers(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(3)
            connection.connect(path)
            return True
    except OSError:
        return False
