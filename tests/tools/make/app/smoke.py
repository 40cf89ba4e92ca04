"""Whether an app works: commands, training, export and the window, with nothing of this environment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_KEPT = {"SYSTEMROOT", "TEMP", "TMP", "LANG"}
_WINDOW_SECONDS = 20


def smoke_test(folder: Path) -> None:
    """Run the app in `folder` as somebody without Python would, and print what was tried.

    Raises:
        AssertionError, subprocess.CalledProcessError: where something does not work.
    """
    with tempfile.TemporaryDirectory() as temporary:
        App(folder, Path(temporary)).test()


def bars() -> str:
    """A table of pictures as Kaggle's train.csv: upright and lying bars, enough to train on for a moment."""
    lines = [",".join(["label", *(f"pixel{index}" for index in range(784))])]
    for number in range(400):
        label, place = number % 2, number % 28
        pixels = (255 * ((index % 28 if label else index // 28) == place) for index in range(784))
        lines.append(",".join(map(str, (label, *pixels))))
    return "\n".join(lines) + "\n"


class App:
    """An app and an empty home for it."""

    def __init__(self, folder: Path, home: Path) -> None:
        suffix = ".exe" if sys.platform == "win32" else ""
        self._program = folder / f"digitpad{suffix}"
        self._samples = folder / "_internal" / "digitpad" / "assets" / "samples"
        self._home = home
        kept = {key: value for key, value in os.environ.items() if key in _KEPT}
        self._environment = {
            **kept, "PATH": os.defpath, "HOME": str(home), "USERPROFILE": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "DIGITPAD_HOME": str(home / "own"), "DIGITPAD_DATA": str(home / "data"),
        }  # fmt: skip

    def test(self) -> None:
        """All of it."""
        assert "torch" in self._run("--info")
        picture = self._samples / "seven-uneven-light.png"
        assert json.loads(self._run("predict", picture, "--json"))["digit"] == 7
        table = self._home / "train.csv"
        table.write_text(bars(), encoding="utf-8")
        settings = ("--dataset", table, "--epochs", "1", "--out", self._home / "run")
        self._run("train", "--recipe", "notes-basic", *settings)
        run = self._home / "run" / "last.pth"
        self._run("export", run, self._home / "run.onnx")
        assert json.loads(self._run("inspect", self._home / "run.onnx", "--json"))["parameters"] > 0
        self._open_window(run)

    def _run(self, *words: object) -> str:
        start = time.monotonic()
        done = subprocess.run(
            [self._program, *map(str, words)], cwd=self._home, env=self._environment,
            stdout=subprocess.PIPE, encoding="utf-8", check=True, timeout=600,
        )  # fmt: skip
        print(f"digitpad {words[0]}: {time.monotonic() - start:.1f} s", flush=True)
        return done.stdout

    def _open_window(self, path: Path) -> None:
        """Open the window for a while and close it as a system does that shuts down."""
        with subprocess.Popen([self._program, path], cwd=self._home, env=self._environment) as process:
            try:
                process.wait(_WINDOW_SECONDS)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGTERM)
            code = process.wait(60)
        assert code == 0 or (sys.platform == "win32" and code == 1), f"the window ended with {code}"
        print(f"the window: open for {_WINDOW_SECONDS} s, and closed")
