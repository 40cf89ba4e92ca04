"""Which versions of what run here, and on which machine: the first questions about any fault."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

from digitpad import __version__
from digitpad.cores import usable_cores

MISSING = "not installed"

_PACKAGES = {
    "torch": ("torch",),
    "torchvision": ("torchvision",),
    # The wheels with and without Qt's add-ons; conda has the second name only.
    "pyside6": ("PySide6-Essentials", "PySide6"),
    "numpy": ("numpy",),
}


def versions() -> dict[str, str]:
    """The versions of digitpad, of Python and of the libraries that matter most, by name.

    They are read from what is installed: nothing is imported, so a library that cannot be loaded has one too.
    """
    libraries = {name: _installed(packages) for name, packages in _PACKAGES.items()}
    return {"digitpad": __version__, "python": platform.python_version(), **libraries}


def machine() -> dict[str, str | int]:
    """The system, the processor, and how many of its cores this process may use."""
    return {"platform": platform.platform(), "processor": processor(), "cores": usable_cores()}


def _installed(packages: tuple[str, ...]) -> str:
    from importlib import metadata  # only a fault or a question needs it

    for package in packages:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return MISSING


def processor() -> str:
    """The processor's name as the system has it, such as "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"."""
    if sys.platform.startswith("linux"):  # where Python knows the architecture only
        try:
            text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        if name := re.search(r"^(?:model name|Model|Hardware)\s*:\s*(.+)$", text, re.MULTILINE):
            return name[1].strip()
    return platform.processor() or platform.machine()
