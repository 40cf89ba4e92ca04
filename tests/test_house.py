"""The house's rules that a whole process shows: who imports what, and what happens without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import further

ROOT = Path(__file__).parents[1]

CORE = (
    "digitpad.cli.command, digitpad.recognizer, digitpad.training.session, digitpad.training.evaluate, "
    "digitpad.data.datasets, digitpad.ink.synthetic, digitpad.training.events, digitpad.training.device"
)


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_core_works_without_qt() -> None:
    code = (
        "import sys\n"
        "for name in ('PySide6', 'pyqtgraph', 'shiboken6'): sys.modules[name] = None\n"
        f"import {CORE}\n"
        "from digitpad.recognizer import Recognizer\n"
        "from digitpad.resources import default_checkpoint\n"
        "import numpy as np\n"
        "picture = np.zeros((60, 60), np.float32); picture[10:50, 28:33] = 1\n"
        "print(Recognizer.load(default_checkpoint()).predict(picture).digit)\n"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1"


def test_the_windows_code_loads_neither_torch_nor_numpy_nor_the_chart() -> None:
    code = (
        "import sys, digitpad.ui.app.start, digitpad.ui.threads.process\n"
        "assert 'PySide6' not in sys.modules\n"  # torch's c10.dll has to come before it on Windows
        "import digitpad.ui.app.application\n"
        "print([name for name in ('torch', 'numpy', 'pyqtgraph', 'PIL') if name in sys.modules])"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
@pytest.mark.parametrize("display", [None, further(":9876"), further("nonsense"), further("localhost:9876")])
def test_without_a_display_one_line_and_exit_code_2(display: str | None) -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if display is not None:
        environment["DISPLAY"] = display
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        capture_output=True, text=True, timeout=60, env=environment,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("digitpad: error: there is no display")
    assert "python main.py predict assets/samples/*.png" in line


def test_qt_that_cannot_start_ends_in_one_line_too() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        capture_output=True, text=True, timeout=60, env={**os.environ, "QT_QPA_PLATFORM": "nonsense"},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("digitpad: error: there is no display")
    assert "Traceback" not in done.stderr


def test_qt_calls_do_not_lose_references_to_none() -> None:
    """PySide6 6.12 on Python 3.11 loses one in every void call, and the process then aborts."""
    code = (
        "import sys\n"
        "from PySide6.QtGui import QPen\n"
        "pen = QPen(); before = sys.getrefcount(None)\n"
        "for _ in range(1000): pen.setWidth(1)\n"
        "print(before - sys.getrefcount(None))"
    )
    done = python(code)
    assert int(done.stdout) < 100


def test_an_installed_wheel_carries_the_assets(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        capture_output=True, text=True, timeout=60, cwd=ROOT,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
            *("--target", str(installed), str(wheel)),
        ],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    code = (
        "import digitpad.resources as r, digitpad.ink.glyphs as f\n"
        "print(r.__file__, r.default_checkpoint().is_file(), len(list(r.asset('samples').glob('*.png'))), "
        "len(f.glyphs('letters')) > 100)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert done.stdout.split() == [str(installed / "digitpad" / "resources.py"), "True", "4", "True"], (
        done.stderr
    )
