"""The house's rules that a whole process shows: who imports what, and what happens without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import further

ROOT = Path(__file__).parents[1]

CORE = (
    "digitpad.cli.command, digitpad.recognizer, digitpad.training.session, digitpad.training.evaluate, "
    "digitpad.data.datasets, digitpad.ink.synthetic, digitpad.training.events, digitpad.training.device"
)


def run(
    *words: object, cwd: Path = ROOT, without: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Python with these words on its command line."""
    inherited = {key: value for key, value in os.environ.items() if key not in without}
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True, text=True, timeout=60, cwd=cwd, env={**inherited, **environment},
    )  # fmt: skip


def printed(code: str, *options: str, **settings: Any) -> str:
    """What code prints that runs to its end."""
    done = run(*options, "-c", code, **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_core_works_without_qt() -> None:
    code = (
        "import sys\n"
        "for name in ('PySide6', 'pyqtgraph', 'shiboken6'): sys.modules[name] = None\n"
        f"import {CORE}\n"
        "from digitpad.recognizer import Recognizer\n"
        "import numpy as np\n"
        "picture = np.zeros((60, 60), np.float32); picture[10:50, 28:33] = 1\n"
        "print(Recognizer.load().predict(picture).digit)\n"
    )
    assert printed(code) == "1"


def test_the_windows_code_loads_neither_torch_nor_numpy_nor_the_chart() -> None:
    code = (
        "import sys, digitpad.ui.app.start, digitpad.ui.threads.process\n"
        "assert 'PySide6' not in sys.modules\n"  # torch's c10.dll has to come before it on Windows
        "import digitpad.ui.app.application\n"
        "print([name for name in ('torch', 'numpy', 'pyqtgraph', 'PIL') if name in sys.modules])"
    )
    assert printed(code) == "[]"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
@pytest.mark.parametrize(
    "environment",
    [
        {},
        further({"DISPLAY": ":9876"}),
        further({"DISPLAY": "nonsense"}),
        further({"DISPLAY": "localhost:9876"}),
        {"QT_QPA_PLATFORM": "nonsense"},
    ],
    ids=lambda environment: " ".join(environment.values()) or "none",
)
def test_without_a_display_one_line_and_exit_code_2(environment: dict[str, str]) -> None:
    done = run("main.py", without=("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), **environment)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("digitpad: error: there is no display")
    assert line.endswith("for example: python main.py predict PICTURE.png")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings all elsewhere")
@pytest.mark.parametrize("qt", [True, False], ids=["platform plugin", "import"])
def test_missing_system_libraries_are_named_in_one_line(qt: bool) -> None:
    code = (
        "import ctypes, sys\n"
        "class Library(ctypes.CDLL):\n"
        "    def __init__(self, name, *more, **options):\n"
        "        if name and 'libxcb-' in name: raise OSError(name)\n"
        "        super().__init__(name, *more, **options)\n"
        "ctypes.CDLL = Library\n"
        f"if not {qt}: sys.modules['PySide6'] = None\n"
        "from digitpad.__main__ import run; run()"
    )
    done = run("-c", code, DISPLAY=":9876", QT_QPA_PLATFORM="", LANGUAGE="en")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        "digitpad: error: the window needs system libraries that are missing here: libxcb-"
    )
    assert "libxcb-cursor.so.0, libxcb-icccm.so.4, libxcb-image.so.0," in line
    assert line.endswith("for example: digitpad predict PICTURE.png")


def test_qt_calls_do_not_lose_references_to_none() -> None:
    """PySide6 6.12 on Python 3.11 loses one in every void call, and the process then aborts."""
    code = (
        "import sys\n"
        "from PySide6.QtGui import QPen\n"
        "pen = QPen(); before = sys.getrefcount(None)\n"
        "for _ in range(1000): pen.setWidth(1)\n"
        "print(before - sys.getrefcount(None))"
    )
    assert int(printed(code)) < 100


def test_widgets_are_not_asked_for_their_screens() -> None:
    """PySide deletes a screen with the widget that handed it out; `screen_of` does not ask the widget."""
    asking = [
        path.name
        for path in (ROOT / "digitpad" / "ui").rglob("*.py")
        if ".screen()" in path.read_text("utf-8")
    ]
    assert asking == []


@pytest.mark.slow
def test_an_installed_wheel_carries_the_assets(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", installed)
    built = run("-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    assert built.returncode == 0, built.stderr
    assert run(*pip, *tmp_path.glob("*.whl")).returncode == 0
    (installed / "assets").mkdir()  # of another package
    (installed / "assets" / "digits.pth").touch()
    code = (
        "import digitpad.resources as r, digitpad.ink.glyphs as f\n"
        "print(r.__file__, r.default_checkpoint(), r.asset('owners.safetensors').is_file(), "
        "len(list(r.asset('samples').glob('*.png'))), "
        "len(f.glyphs('letters')) > 100, "
        "(r.Path(r.__file__).parent / 'py.typed').is_file(), "
        "any(r.Path(r.__file__).parent.rglob('screenshot*')), "
        "len(list((r.Path(r.__file__).parent / 'ui' / 'lessons' / 'texts').glob('*.zh_CN.toml'))) >= 11)"
    )
    words = printed(code, "-P", cwd=tmp_path, PYTHONPATH=str(installed)).split()
    package = installed / "digitpad"
    paths = [str(package / "resources.py"), str(package / "assets" / "digits.pth")]
    assert words == [*paths, "True", "4", "True", "True", "False", "True"]
