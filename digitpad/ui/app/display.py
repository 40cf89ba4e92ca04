"""Whether there is a screen: Qt aborts the whole process where there is none."""

from __future__ import annotations

import os
import socket
import sys

from digitpad.errors import NoDisplayError

NO_DISPLAY = (
    "there is no display to open the window on ({why}). Without a screen, use the commands, for example: "
    "python main.py predict assets/samples/*.png"
)


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
