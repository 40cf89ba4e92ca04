"""Make the app with `python -m tests.tools.make.app` and test it: `dist/digitpad`, for systems like this one.

Needs `pip install ".[app]"`. `--archive` packs the folder too; `--test FOLDER` only tests one that is there.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from digitpad import __version__
from tests.tools.make.app.smoke import smoke_test

ROOT = Path(__file__).parents[4]
DIST, WORK = ROOT / "dist", ROOT / "build" / "app"


def build() -> Path:
    """Make the app. Returns its folder."""
    WORK.mkdir(parents=True, exist_ok=True)
    draw_icon(WORK / "icon.png")
    subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
            "--distpath", DIST, "--workpath", WORK, Path(__file__).with_name("digitpad.spec"),
        ],
        cwd=ROOT, check=True, env={**os.environ, "DIGITPAD_APP_WORK": str(WORK)},
    )  # fmt: skip
    folder = DIST / "digitpad"
    if sys.platform.startswith("linux"):
        add_desktop_files(folder / "share")
    return folder


def draw_icon(path: Path) -> None:
    """Draw `assets/icon.svg` as a PNG, from which PyInstaller makes what Windows and macOS want."""
    from PySide6.QtGui import QGuiApplication, QIcon

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    QIcon(str(ROOT / "assets" / "icon.svg")).pixmap(256, 256).save(str(path))
    del application


def add_desktop_files(share: Path) -> None:
    """Add what a desktop reads to list the program, where the wheel has it too."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for source, target in project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"].items():
        destination = share.parent / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, destination)


def size(folder: Path) -> int:
    """The bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main() -> None:
    """Build, measure, test, pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", action="store_true", help="pack the folder too")
    parser.add_argument("--test", type=Path, metavar="FOLDER", help="only test the app in a folder")
    arguments = parser.parse_args()
    folder = arguments.test or build()
    print(f"{folder}: {size(folder) / 1e6:.0f} MB")
    smoke_test(folder.absolute())
    if arguments.archive:
        name = f"digitpad-{__version__}-{platform.system().lower()}-{platform.machine().lower()}"
        kind = "zip" if sys.platform == "win32" else "gztar"
        archive = Path(shutil.make_archive(str(DIST / name), kind, folder.parent, folder.name))
        print(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
