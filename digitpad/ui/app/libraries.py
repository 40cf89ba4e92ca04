"""System libraries that the window needs on Linux: which are missing, and how this system installs them.

PySide6's wheel brings Qt, but not what every desktop has; a bare server or container has none of it. The
loader names one missing library at a time, and Qt's platform plugin none, so all are tried here, after a
failure only. Qt is not imported here.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from digitpad.errors import DigitpadError, reason
from digitpad.resources import program


@dataclass(frozen=True, slots=True)
class Packages:
    """The packages that have one library.

    Attributes:
        debian: on Debian, Ubuntu and what is made from them.
        fedora: on Fedora and the like.
        arch: on Arch and the like.
    """

    debian: str
    fedora: str
    arch: str


LIBRARIES: Mapping[str, Packages] = {
    # What `import PySide6.QtWidgets` loads.
    "libglib-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2"),
    "libGL.so.1": Packages("libgl1", "libglvnd-glx", "libglvnd"),
    "libEGL.so.1": Packages("libegl1", "libglvnd-egl", "libglvnd"),
    "libX11.so.6": Packages("libx11-6", "libX11", "libx11"),
    "libxkbcommon.so.0": Packages("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libfontconfig.so.1": Packages("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": Packages("libfreetype6", "freetype", "freetype2"),
    "libdbus-1.so.3": Packages("libdbus-1-3", "dbus-libs", "dbus"),
    "libz.so.1": Packages("zlib1g", "zlib", "zlib"),
    "libzstd.so.1": Packages("libzstd1", "libzstd", "zstd"),
    "libstdc++.so.6": Packages("libstdc++6", "libstdc++", "gcc-libs"),
    "libgcc_s.so.1": Packages("libgcc-s1", "libgcc", "gcc-libs"),
    # What Qt's platform plugin "xcb" loads besides.
    "libX11-xcb.so.1": Packages("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxcb.so.1": Packages("libxcb1", "libxcb", "libxcb"),
    "libxcb-cursor.so.0": Packages("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": Packages("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": Packages("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": Packages("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": Packages("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render.so.0": Packages("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": Packages("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-shape.so.0": Packages("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": Packages("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": Packages("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": Packages("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": Packages("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": Packages("libxcb-xkb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": Packages("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
}
"""Each library by the name that the loader looks for."""

_INSTALLERS = {"debian": "apt install", "fedora": "dnf install", "arch": "pacman -S"}
"""How a system installs packages, by its name in /etc/os-release or that of the one which it is made from."""


def missing_libraries() -> tuple[str, ...]:
    """The libraries of the table that this system cannot load; none on systems where Qt brings all."""
    return tuple(name for name in LIBRARIES if not _loads(name)) if sys.platform.startswith("linux") else ()


def missing_libraries_error(missing: tuple[str, ...]) -> DigitpadError:
    """What to say of missing libraries, with this system's command to install them where it is known."""
    libraries = ", ".join(missing)
    if command := _install_command(missing):
        return DigitpadError(
            "the window needs system libraries that are missing here: {libraries}. Install them with "
            "'{command}'. The commands work without, for example: {program} predict PICTURE.png",
            libraries=libraries,
            command=command,
            program=program(),
        )
    return DigitpadError(
        "the window needs system libraries that are missing here: {libraries}. Install the packages that "
        "have them. The commands work without, for example: {program} predict PICTURE.png",
        libraries=libraries,
        program=program(),
    )


def qt_import_error(error: ImportError) -> DigitpadError:
    """What to say where Qt cannot be imported."""
    if missing := missing_libraries():
        return missing_libraries_error(missing)
    return DigitpadError(
        "PySide6, which draws the window, cannot be loaded ({why}). Install it again with 'python -m pip "
        "install --force-reinstall PySide6-Essentials'. The commands work without, for example: "
        "{program} predict PICTURE.png",
        why=reason(error),
        program=program(),
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _install_command(missing: tuple[str, ...]) -> str:
    """The command that installs these libraries; empty on a system that is not in the table."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = (system.get("ID", ""), *system.get("ID_LIKE", "").split())
    name = next((name for name in names if name in _INSTALLERS), "")
    if not name:
        return ""
    packages = dict.fromkeys(getattr(LIBRARIES[library], name) for library in missing)
    words = [_INSTALLERS[name], *packages]
    return " ".join(words if os.geteuid() == 0 else ["sudo", *words])
