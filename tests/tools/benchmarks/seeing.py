"""What looking inside costs: `python -m tests.tools.benchmarks.seeing [--seconds S]` (needs DIGITPAD_DATA).

Prints how quickly the gallery opens on 60,000 pictures and scrolls, how quickly the shipped network reads
10,000, and how quickly the pad answers with each tab open, idle and while a recipe trains.
"""

from __future__ import annotations

import argparse
import statistics
import time
from contextlib import nullcontext
from typing import Any

from tests.tools.benchmarks.window import Probe, percentile
from tests.tools.driving import open_window, training, wait_for  # before Qt

from PySide6.QtCore import QEventLoop, QObject  # isort: skip
from PySide6.QtTest import QTest  # isort: skip
from PySide6.QtWidgets import QWidget  # isort: skip

_TIMES = 5


class _Stopwatch(QObject):
    """Times what ends with a call of a method of the Explore tab's."""

    def __init__(self, tab: QWidget, ends_with: str) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._real = getattr(tab, ends_with)
        setattr(tab, ends_with, self._ended)

    def _ended(self, *arguments: object) -> None:
        self._real(*arguments)
        self._loop.quit()

    def time(self, begin: object, after: object) -> float:
        begun = time.perf_counter()
        begin()  # type: ignore[operator]
        self._loop.exec()
        after()  # type: ignore[operator]
        return time.perf_counter() - begun


def measure_gallery(window: Any) -> None:
    """Print how long opening, scrolling and reading take."""
    tab = window.explore_tab
    window.tabs.setCurrentWidget(tab)
    wait_for(lambda: tab.model.count == 10_000)
    QTest.qWait(500)
    shown = _Stopwatch(tab, "show_only")

    def choose(number: int) -> None:
        tab._dataset.setCurrentIndex(number)
        tab.dataset_chosen.emit()

    def paint() -> None:
        tab.gallery.viewport().repaint()

    opened = []
    for _ in range(_TIMES):
        opened.append(shown.time(lambda: choose(1), paint))
        QTest.qWait(200)
        shown.time(lambda: choose(0), paint)
        QTest.qWait(200)
    print(f"gallery opens on 60,000 pictures     median {statistics.median(opened):.3f} s   (limit 0.3)")
    shown.time(lambda: choose(1), paint)
    bar = tab.gallery.verticalScrollBar()
    frames = []
    for number in range(300):
        begun = time.perf_counter()
        bar.setValue(bar.maximum() * number // 300)
        paint()
        frames.append(1000 * (time.perf_counter() - begun))
    middle, high = statistics.median(frames), percentile(frames, 0.99)
    print(f"gallery scrolls                      median {middle:.1f} ms a frame, p99 {high:.1f} ms")
    shown.time(lambda: choose(0), paint)
    QTest.qWait(300)
    read = []
    for _ in range(_TIMES):
        read.append(shown.time(tab.read_button.click, lambda: None))
        QTest.qWait(300)
    print(f"confusion matrix on 10,000           median {statistics.median(read):.2f} s   (limit 3)")


def measure_pad(window: Any, seconds: float, recipe: str) -> None:
    """Print how quickly the pad answers with each tab open."""
    probe = Probe(window)
    tabs = window.tabs
    for busy in (False, True):
        tabs.setCurrentWidget(window.training_tab)
        with training(window, recipe, epochs=500) if busy else nullcontext():
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                layers = tabs.currentWidget().objectName() == "layersTab"
                QTest.qWait(800)
                for method in ("", "gradient") if layers else ("",):
                    window.layers_tab.attribution.setCurrentIndex(1 if method else 0)
                    if method:  # and the arithmetic behind one number
                        window.layers_tab.pictures.one_map.select((0, 12, 12))
                    probe.draw(1)
                    probe.draw(seconds)
                    title = f"{tabs.tabText(number).replace('&', '')}{' ' + method if method else ''}"
                    limit = 25 if busy or layers else 10
                    probe.report(f"{title}{', training' if busy else ''}", limit)
            tabs.setCurrentWidget(window.training_tab)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--recipe", default="notes-basic")
    arguments = parser.parse_args()
    with open_window() as window:
        measure_gallery(window)
        measure_pad(window, arguments.seconds, arguments.recipe)


if __name__ == "__main__":
    main()
