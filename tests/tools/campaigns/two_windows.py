"""Two windows on one home: `python -m tests.tools.campaigns.two_windows [--rounds N]`.

In each round two windows keep samples, delete some and take that back, and keep settings, at the same time;
then two train at the same time, and one is closed before the other. No sample may be lost, also none that was
taken back, the settings are those that both kept at last, each run has a folder of its own with a file that
opens, and a third window shows all of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings

from digitpad.data.own.samples import OwnSamples
from digitpad.model.open.loading import load_checkpoint
from tests.tools.campaigns.window_process import LAST_BRUSH, SAMPLES, Window


def keep_samples(home: Path) -> str:
    """Two windows keep samples; what went wrong, or ""."""
    place = home / "home" / "samples"
    before = len(OwnSamples(place).listing().samples)
    windows = [Window("samples", home) for _ in range(2)]
    problems = [problem for window in windows if (problem := window.ended())]
    kept = len(OwnSamples(place).listing().samples) - before
    if kept != 2 * SAMPLES:
        problems.append(f"{kept} of {2 * SAMPLES} samples are kept")
    settings = QSettings(str(home / "config" / "digitpad" / "digitpad.conf"), QSettings.Format.IniFormat)
    if settings.value("pad/brush") != str(LAST_BRUSH):
        problems.append(f"the brush is {settings.value('pad/brush')} and not {LAST_BRUSH} at last")
    return "; ".join(problems)


def train_both(home: Path) -> str:
    """Two windows train; what went wrong, or ""."""
    runs = home / "home" / "runs"
    before = set(runs.glob("*/last.pth"))
    windows = [Window("train", home) for _ in range(2)]
    for window in windows:
        window.ready()
    problems = [problem for window in windows if (problem := window.close())]
    files = set(runs.glob("*/last.pth")) - before
    if len(files) != 2:
        problems.append(f"{len(files)} runs are kept")
    for path in files:
        load_checkpoint(path)
    if problem := Window("look", home).ended():
        problems.append(f"the third window: {problem}")
    return "; ".join(problems)


def main() -> int:
    """Run the campaign; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for number in range(parser.parse_args().rounds):
            for title, piece in (("samples", keep_samples), ("runs", train_both)):
                problem = piece(Path(name))
                failures += bool(problem)
                print(f"round {number + 1}, {title}: {problem or 'as it must be'}", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
