"""The licences of what an app contains: the files that its distributions bring, and a list of all."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

_WORDS = ("licen", "copying", "notice", "authors")

_SYSTEM_TEXTS = Path("/usr/share/common-licenses")
_LGPL = ("LGPL-3", "GPL-3")  # PySide6's wheels have no text of it

_QT = """
PySide6 and Qt, which it contains, are used under LGPL-3.0 (https://www.gnu.org/licenses/lgpl-3.0.txt): their
libraries lie as files of their own in PySide6/ and shiboken6/, beside this folder, and can be replaced by
builds of your own. Their sources: https://code.qt.io"""

Entry = tuple[str, str, str]
"""A file of the app as PyInstaller lists it: its path in the app, where it comes from, "DATA"."""


def distributions(names: Iterable[str]) -> list[Distribution]:
    """The distributions that have modules of these top-level names, by name."""
    owners = packages_distributions()
    owning = {owner for name in names for owner in owners.get(name, ())} - {"digitpad"}
    return sorted((distribution(name) for name in owning), key=lambda one: one.name.lower())


def licence_files(inside: Iterable[Distribution], work: Path) -> list[Entry]:
    """The files for the app's folder `licences`, one of which, `README.txt`, lists all.

    Args:
        inside: what the app contains besides digitpad and Python.
        work: a folder for the list.
    """
    entries = []
    lines = [
        "What this app contains, and under which licences; the texts lie in the folders beside this file.",
        "",
    ]
    lines.append(f"digitpad: MIT (digitpad/)\nPython {sys.version.split()[0]}: PSF-2.0 (Python/)")
    for one in inside:
        files = [path for path in one.files or () if _is_licence(path.name, path.parts)]
        entries += [
            (str(Path("licences", one.name, path.name)), str(path.locate()), "DATA") for path in files
        ]
        where = f"{one.name}/" if files else "no text in its package"
        lines.append(f"{one.name} {one.version}: {licence(one)} ({where})")
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.is_file():
        entries.append(("licences/Python/LICENSE.txt", str(python), "DATA"))
    index = work / "README.txt"
    texts = [_SYSTEM_TEXTS / name for name in _LGPL if (_SYSTEM_TEXTS / name).is_file()]
    entries += [(f"licences/PySide6/{path.name}", str(path.resolve()), "DATA") for path in texts]
    index.write_text("\n".join([*lines, _QT]) + "\n", encoding="utf-8")
    return [*entries, ("licences/README.txt", str(index), "DATA")]


def licence(one: Distribution) -> str:
    """What a distribution's metadata say of its licence, in one line."""
    about = one.metadata
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    stated = about.get("License") or ""
    if "\n" in stated.strip():  # the whole text
        stated = ""
    return about.get("License-Expression") or stated.strip() or ", ".join(classifiers) or "see its text"


def _is_licence(name: str, parts: tuple[str, ...]) -> bool:
    in_metadata = any(part.endswith(".dist-info") for part in parts)
    return in_metadata and ("licenses" in parts or any(word in name.lower() for word in _WORDS))
