"""Missing system libraries are named all at once, with the command that installs them."""

from __future__ import annotations

import re
import struct
import sys
from pathlib import Path

import PySide6
import pytest

from digitpad.ui.app import libraries
from digitpad.ui.app.libraries import LIBRARIES, missing_libraries, missing_libraries_error, qt_import_error

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings all elsewhere")

GLIBC = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"}
"""What Python itself runs on."""

ROOT = Path(PySide6.__file__).parent


def needed(path: Path) -> list[str]:
    """The DT_NEEDED entries of a 64-bit little-endian ELF file."""
    data = path.read_bytes()
    (table,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQ", data, table + size * index) for index in range(count)]
    loaded = [
        (address, address + length, offset) for kind, _, offset, address, _, length in headers if kind == 1
    ]
    (start, length), *_ = [(offset, length) for kind, _, offset, _, _, length in headers if kind == 2]
    entries = list(struct.iter_unpack("<QQ", data[start : start + length]))
    strings = next(value for tag, value in entries if tag == 5)
    strings += next(offset - low for low, high, offset in loaded if low <= strings < high)
    places = [strings + value for tag, value in entries if tag == 1]
    return [data[place : data.index(b"\0", place)].decode() for place in places]


def test_the_table_has_what_qt_needs_here() -> None:
    folders = (ROOT, ROOT / "Qt" / "lib", ROOT.parent / "shiboken6")
    own = {path.name: path for folder in folders for path in folder.glob("*.so*")}
    modules = ("QtCore", "QtGui", "QtWidgets", "QtSvg")
    paths = [*(ROOT / f"{name}.abi3.so" for name in modules), ROOT / "Qt/plugins/platforms/libqxcb.so"]
    outside: set[str] = set()
    for path in paths:  # it grows meanwhile
        names = needed(path)
        outside |= {name for name in names if name not in own}
        paths += [own[name] for name in names if name in own and own[name] not in paths]
    outside = {name for name in outside - GLIBC if not name.startswith("ld-linux")}
    assert outside | {"libxcb-util.so.1"} == set(LIBRARIES)  # Qt 6.8 needs that one only through libxcb-image


SYSTEMS = {
    "ID=debian": "apt install libxcb-cursor0 libgl1",
    "ID=linuxmint\nID_LIKE='ubuntu debian'": "apt install libxcb-cursor0 libgl1",
    "ID=fedora": "dnf install xcb-util-cursor libglvnd-glx",
    "ID=cachyos\nID_LIKE=arch": "pacman -S xcb-util-cursor libglvnd",
    "ID=opensuse\nID_LIKE=suse": "",
    "": "",
}


@pytest.mark.parametrize(("release", "command"), SYSTEMS.items())
def test_the_sentence_has_this_systems_command(
    release: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = dict(line.replace("'", "").split("=") for line in release.splitlines())

    def read() -> dict[str, str]:
        if not lines:
            raise OSError
        return lines

    monkeypatch.setattr(libraries.platform, "freedesktop_os_release", read)
    for user, prefix in ((0, ""), (1000, "sudo ")):
        monkeypatch.setattr(libraries.os, "geteuid", lambda user=user: user)
        words = str(missing_libraries_error(("libxcb-cursor.so.0", "libGL.so.1")))
        assert "missing here: libxcb-cursor.so.0, libGL.so.1. Install" in words
        assert (f"Install them with '{prefix}{command}'." in words) == bool(command)
        assert words.endswith("for example: digitpad predict PICTURE.png")


def test_libraries_with_one_package_name_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries.platform, "freedesktop_os_release", lambda: {"ID": "arch"})
    assert "-S libxcb'." in str(missing_libraries_error(("libxcb.so.1", "libxcb-shm.so.0")))


def test_all_that_do_not_load_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {"libglib-2.0.so.0", "libxcb-cursor.so.0"}

    def load(name: str) -> None:
        if name in absent:
            raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(libraries.ctypes, "CDLL", load)
    assert set(missing_libraries()) == absent
    words = str(qt_import_error(ImportError("libglib-2.0.so.0: cannot open shared object file")))
    assert "missing here: libglib-2.0.so.0, libxcb-cursor.so.0." in words
    absent.clear()
    words = str(qt_import_error(ImportError("/lib/libc.so.6: version `GLIBC_2.34' not found")))
    assert words.startswith("PySide6, which draws the window, cannot be loaded (/lib/libc.so.6: version")


def test_readme_installs_packages_of_the_table() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for kind, installer in (("debian", "apt install"), ("fedora", "dnf install"), ("arch", "pacman -S")):
        (words,) = re.findall(rf"`sudo {installer} ([^`]*)`", text)
        packages = {getattr(packages, kind) for packages in LIBRARIES.values()}
        assert set(words.split()) <= packages | {"python3-venv"}
