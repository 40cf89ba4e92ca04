"""How quickly the window answers: `python -m tests.tools.benchmarks.window [--seconds S] [--recipe R]`.

Prints the time from process start to the first picture and to the first answer, the time from pen point to
bars, and the pauses of the event loop, idle and while a recipe trains on MNIST (`DIGITPAD_DATA`).
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.tools.benchmarks.busy import beside
from tests.tools.driving import open_window, training  # before Qt

from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer  # isort: skip
from PySide6.QtTest import QTest  # isort: skip

_STARTED = """
import sys, time
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from digitpad.ui.app import create_main_window
from digitpad.ink.drawing import Drawing, Stroke
application = QApplication(["digitpad"])
window = create_main_window(QSettings(sys.argv[1], QSettings.Format.IniFormat))
window.canvas.set_drawing(Drawing((Stroke(((8, 7), (20, 7), (13, 22)), 2.4),)))
times = {}
window.painted.connect(lambda: times.setdefault("painted", time.time()))
window.controller.startup.loader.loaded.connect(lambda: times.setdefault("torch", time.time()))
def answered():
    if window.panel.property("digit") >= 0 and "answer" not in times:
        times["answer"] = time.time()
        window.close()
window.panel.answer_changed.connect(answered)
window.show()
application.exec()
print(times["painted"], times["torch"], times["answer"])
"""


def percentile(values: list[float], part: float) -> float:
    """The value below which `part` (0-1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]


def start_times(runs: int) -> None:
    """Print the medians of process start to first picture, and of torch loaded to first answer."""
    painted, answer = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs + 1):
            begun = time.time()
            done = subprocess.run(
                [sys.executable, "-c", _STARTED, str(Path(folder) / "settings.ini")],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            first, torch, last = map(float, done.stdout.split())
            if number:  # the first run fills the disk's cache
                painted.append(first - begun)
                answer.append(last - torch)
    print(f"window painted after process start   median {statistics.median(painted):.3f} s   (limit 0.5)")
    print(f"bars answer after torch is loaded    median {statistics.median(answer):.3f} s   (limit 0.5)")


class Probe(QObject):
    """Draws without end with real mouse events and notes how long everything takes."""

    def __init__(self, window: Any) -> None:
        super().__init__()
        self._window = window
        self.latencies: list[float] = []
        self.pauses: list[float] = []
        self._sent = 0.0
        self._waiting = False
        self._places: list[QPoint] = []
        self._number = 0
        self._last = time.perf_counter()
        window.panel.answer_changed.connect(self._answered)
        self._beat = QTimer(self, interval=1)
        self._beat.timeout.connect(self._tick)
        self._beat.start()

    def _answered(self) -> None:
        if self._waiting:
            self.latencies.append(time.perf_counter() - self._sent)
            self._waiting = False

    def _tick(self) -> None:
        now = time.perf_counter()
        self.pauses.append(now - self._last)
        self._last = now

    def draw(self, seconds: float) -> None:
        """Draw circles of 60 points for a while, each cleared after its end."""
        canvas = self._window.canvas
        side, centre = min(canvas.width(), canvas.height()), canvas.rect().center()
        self._places = [
            centre + QPoint(round(side * 0.3 * math.cos(t / 9)), round(side * 0.3 * math.sin(t / 9)))
            for t in range(60)
        ]
        # A real event loop: QTest.qWait sleeps in steps of 10 ms, which would be measured too.
        loop = QEventLoop()
        mouse = QTimer(interval=12)  # a mouse reports about 80 times a second
        mouse.timeout.connect(self._move)
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        # Only what happens from here on counts, not the waiting before, which sleeps in steps of 10 ms.
        self.latencies.clear()
        self.pauses.clear()
        self._last = time.perf_counter()
        mouse.start()
        loop.exec()
        mouse.stop()

    def _move(self) -> None:
        canvas = self._window.canvas
        place = self._places[self._number % 60]
        if self._number % 60 == 0:
            canvas.clear()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
        if not self._waiting:
            self._waiting, self._sent = True, time.perf_counter()
        QTest.mouseMove(canvas, place)
        if self._number % 60 == 59:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
        self._number += 1

    def report(self, title: str, latency_limit: float) -> None:
        """Print what was noted and begin anew."""
        latency = 1000 * percentile(self.latencies, 0.99)
        pause = 1000 * percentile(self.pauses, 0.99)
        print(
            f"{title:<24} pen to bars p50 {1000 * statistics.median(self.latencies):5.1f}"
            f"  p99 {latency:5.1f} ms (limit {latency_limit:g})   event loop p99 {pause:5.1f} ms (limit 10)"
            f"  longest {1000 * max(self.pauses):5.1f} ms (limit 50)   n {len(self.latencies)}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--recipes", default="quick,notes-basic,notes-wide,notes-adam,best")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--beside", type=int, default=0, help="so many other programs compute meanwhile")
    arguments = parser.parse_args()
    if arguments.starts:
        start_times(arguments.starts)
    with open_window() as window, beside(arguments.beside):
        probe = Probe(window)
        probe.draw(3)
        probe.draw(arguments.seconds)
        probe.report("idle", 10)
        for recipe in arguments.recipes.split(","):
            with training(window, recipe, epochs=50):
                probe.draw(arguments.seconds)
                probe.report(f"training {recipe}", 25)
            QTest.qWait(500)


if __name__ == "__main__":
    main()
