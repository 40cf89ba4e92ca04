"""Paths: the assets that come with the program, and the user's own folders."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from digitpad.errors import DigitpadError

_PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """The path of a file in `assets/`: inside the package where it is installed, beside it in a source tree.

    Raises:
        DigitpadError: when it is missing, which means a broken installation.
    """
    # Beside an installed package lie those of others, one of which may be called "assets".
    for root in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        path = root / name
        if path.exists():
            return path
    raise DigitpadError("digitpad's own file {name} is missing; install digitpad again.", name=name)


def program() -> str:
    """How a terminal calls this program: "python main.py" in a source tree, "digitpad" where installed."""
    script = Path(sys.argv[0]) if sys.argv and sys.argv[0] else Path("digitpad")
    if script.absolute() != _PACKAGE.parent / "main.py":
        return "digitpad"
    return f"python {shlex.quote(str(script))}"


def translations_root() -> Path:
    """The folder with the catalogues, `digitpad_<language>.qm` and `.ts`."""
    return _PACKAGE / "ui" / "translations"


def data_root() -> Path:
    """The folder with the datasets: `DIGITPAD_DATA`, else the user's cache folder."""
    named = os.environ.get("DIGITPAD_DATA")
    return Path(named).expanduser() if named else _of_user("cache")


def runs_root() -> Path:
    """The folder under which every training run gets a folder of its own."""
    return _home() / "runs"


def samples_root() -> Path:
    """The folder with the user's own samples: `DIGITPAD_SAMPLES`, else in the user's data folder."""
    named = os.environ.get("DIGITPAD_SAMPLES")
    return Path(named).expanduser() if named else _home() / "samples"


def taught_root() -> Path:
    """The folder with networks that were fine-tuned on own samples."""
    return _home() / "taught"


def lessons_root() -> Path:
    """The folder for a teacher's own lessons; it may not be there."""
    return _home() / "lessons"


def log_file() -> Path:
    """The log, with earlier ones beside it: under `DIGITPAD_HOME`, else in the user's folder for logs."""
    named = os.environ.get("DIGITPAD_HOME")
    return (Path(named).expanduser() / "log" if named else _of_user("log")) / "digitpad.log"


def _home() -> Path:
    """The folder for what the user makes: `DIGITPAD_HOME`, else the user's data folder."""
    named = os.environ.get("DIGITPAD_HOME")
    return Path(named).expanduser() if named else _of_user("data")


def _of_user(kind: str) -> Path:
    """The folder of this kind that the system gives the user: "cache", "data" or "log"."""
    import platformdirs  # the window's first picture does without

    folders = {
        "cache": platformdirs.user_cache_dir,
        "data": platformdirs.user_data_dir,
        "log": platformdirs.user_log_dir,
    }
    return Path(folders[kind]("digitpad", False))


def default_checkpoint() -> Path:
    """The network that comes with the program."""
    return asset("digits.pth")
