"""What one point of a stroke costs: `python -m tests.tools.benchmarks.point [TREE ...] [--files]`.

For each tree (a checkout of digitpad; this one by default) the window is opened in a process of its own,
off the screen and with the shipped network. A mouse draws; between its event and the bars' painting are
counted, in the window's thread and in those of its workers:

* calls of `redrawn` and `rasterize`;
* files of `digitpad/` through which the code runs;
* signals: calls of `emit` by code of `digitpad/`. What Qt's own widgets emit is not counted.

Counting slows the program down, so the time from pen to bars is measured before, without it, as
`tests.tools.benchmarks.window` does; the processor's time, of all threads together, is that per answer.
"""

from __future__ import annotations

import argparse
import functools
import math
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tests.tools.benchmarks.window import Probe, percentile
from tests.tools.driving import open_window, wait_for  # before Qt

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QThread, QTimer, SignalInstance  # isort: skip
from PySide6.QtTest import QTest  # isort: skip

POINTS = 60


class Counts:
    """What is called while `on`."""

    def __init__(self, package: Path) -> None:
        self.on = False
        self.files: set[str] = set()
        self.calls: Counter[str] = Counter()
        self._root = f"{package}{os.sep}"

    def begin(self) -> None:
        """Forget what was counted, and count from now on."""
        self.files, self.calls, self.on = set(), Counter(), True

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        """Take in a call; what `sys.setprofile` calls."""
        if not self.on or not frame.f_code.co_filename.startswith(self._root):
            return
        if event == "call":
            self.files.add(frame.f_code.co_filename.removeprefix(self._root))
            self.calls[frame.f_code.co_name] += 1
        elif event == "c_call" and isinstance(getattr(arg, "__self__", None), SignalInstance):
            self.calls["emit"] += arg.__name__ == "emit"

    def count_in_threads(self) -> None:
        """Count in every thread that a class of digitpad's starts from now on."""
        for kind in _subclasses(QThread):
            kind.run = self._counted(kind.run)  # type: ignore[method-assign]

    def _counted(self, run: Any) -> Any:
        @functools.wraps(run)
        def counted(thread: QThread) -> None:
            sys.setprofile(self)
            run(thread)

        return counted


def _subclasses(kind: type) -> list[Any]:
    return [found for direct in kind.__subclasses__() for found in (direct, *_subclasses(direct))]


class BarsPainted(QObject):
    """Runs the event loop until the bars are painted with the next answer."""

    def __init__(self, window: Any) -> None:
        super().__init__()
        self._answered = False
        self._loop = QEventLoop()
        self._limit = QTimer(self, singleShot=True, interval=5000)
        self._limit.timeout.connect(self._loop.quit)
        window.panel.answer_changed.connect(self._shown)
        window.panel.bars.viewport().installEventFilter(self)

    def _shown(self) -> None:
        self._answered = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt asks before each event of the bars."""
        if event.type() == QEvent.Type.Paint and self._answered:
            QTimer.singleShot(0, self._loop.quit)  # after this painting
        return False

    def wait(self) -> None:
        """Wait for it."""
        self._answered = False
        self._limit.start()
        self._loop.exec()
        self._limit.stop()
        if not self._answered:
            raise TimeoutError


@contextmanager
def _opened() -> Iterator[Any]:
    with open_window() as window:
        if not hasattr(window, "controller"):
            window.controller = window.shell  # as it was called before
        wait_for(lambda: window.controller.recognition.checkpoint is not None)
        yield window


def _counted_points(window: Any, counts: Counts) -> list[tuple[Counter[str], set[str]]]:
    """What was called, and the files, for each point of a stroke once it is on its way."""
    canvas = window.canvas
    side, centre = min(canvas.width(), canvas.height()), canvas.rect().center()
    painted = BarsPainted(window)
    points = []
    sys.setprofile(counts)
    for number in range(POINTS):
        angle = number / 9
        place = centre + QPoint(round(side * 0.3 * math.cos(angle)), round(side * 0.3 * math.sin(angle)))
        if number == 0:
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
            painted.wait()
            continue
        counts.begin()
        QTest.mouseMove(canvas, place)
        painted.wait()
        counts.on = False
        points.append((counts.calls, counts.files))
    sys.setprofile(None)
    return points[10:]


def measure(tree: Path, seconds: float, list_files: bool) -> None:
    """Measure the digitpad in `tree`, which no module of this process has been imported from yet."""
    sys.path.insert(0, str(tree))
    import digitpad.ui.app  # every class of threads is there now

    package = Path(digitpad.__file__).parent
    counts = Counts(package)
    with _opened() as window:
        probe = Probe(window)
        probe.draw(3)
        began = time.process_time()
        probe.draw(seconds)
        processor = 1000 * (time.process_time() - began) / len(probe.latencies)
        latencies = [1000 * latency for latency in probe.latencies]
    counts.count_in_threads()
    with _opened() as window:
        points = _counted_points(window, counts)
    redrawn, rasterized, emitted = (
        statistics.median(calls[name] for calls, _ in points) for name in ("redrawn", "rasterize", "emit")
    )
    files = statistics.median(len(files) for _, files in points)
    print(
        f"{package.parent.name:<12} redrawn {redrawn:g}  rasterize {rasterized:g}"
        f"  files {files:g}  signals {emitted:g}"
        f"   pen to bars p50 {statistics.median(latencies):5.2f}  p99 {percentile(latencies, 0.99):5.2f} ms"
        f"  processor {processor:5.2f} ms  (n {len(latencies)})"
    )
    if list_files:
        print("\n".join(f"  {name}" for name in sorted(points[-1][1])))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trees", nargs="*", type=Path, default=[Path(__file__).parents[3]])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--files", action="store_true", help="list the files")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        measure(arguments.trees[0].absolute(), arguments.seconds, arguments.files)
        return
    for _ in range(arguments.rounds):
        for tree in arguments.trees:
            command = [sys.executable, "-m", "tests.tools.benchmarks.point", "--here", str(tree)]
            command += ["--seconds", str(arguments.seconds), *(["--files"] if arguments.files else [])]
            subprocess.run(command, check=True, cwd=Path(__file__).parents[3])


if __name__ == "__main__":
    main()
