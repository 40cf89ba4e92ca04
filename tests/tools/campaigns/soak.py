"""One window used for long: `python -m tests.tools.campaigns.soak [--strokes 2000] [--trainings 30]`.

Strokes are drawn and read, the pad is cleared after every few, and now and then a run is trained for a while.
Printed is, for each tenth of it, the processor's time for a stroke up to its answer, and the memory. Both
have to stay: the exit code is 1 where the last third takes over 1.3 times as long as the first, or over
150 MB more.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.tools.driving import draw, memory, open_window, training, wait_for  # before Qt

from PySide6.QtTest import QTest  # isort: skip

_TENTHS = 10
_SLOWER, _MORE = 1.3, 150.0  # times as long, and MB, at most
_TOGETHER = 3  # strokes until the pad is cleared


def stroke(window: Any, random: np.random.Generator) -> float:
    """Draw a stroke anywhere; the processor's seconds up to its answer, whatever else runs."""
    began = time.process_time()
    canvas, live = window.canvas, window.controller.recognition.live
    draw(canvas, *((x, y) for x, y in random.uniform(0.2, 0.8, (4, 2)).tolist()))
    wait_for(lambda: live.answer is not None and live.answer.drawing == canvas.drawing())
    return time.process_time() - began


def tenth(window: Any, strokes: int, trainings: int, random: np.random.Generator) -> tuple[float, float]:
    """So many strokes and runs; the median seconds of a stroke, and the memory in MB."""
    times = []
    for number in range(strokes):
        times.append(stroke(window, random))
        if number % _TOGETHER == _TOGETHER - 1:
            window.canvas.clear()
    for _ in range(trainings):
        with training(window, "notes-basic", 100_000):
            QTest.qWait(200)
    return statistics.median(times), memory()


def grown(times: Sequence[float], memories: Sequence[float]) -> list[str]:
    """What has grown too much from the first third to the last."""
    third = len(times) // 3
    first, last = statistics.median(times[:third]), statistics.median(times[-third:])
    more = max(memories[-third:]) - max(memories[:third])
    problems = [f"strokes take {last / first:.2f} times as long"] if last > _SLOWER * first else []
    return problems + ([f"{more:.0f} MB more"] if more > _MORE else [])


def main() -> int:
    """Use the window; 1 where it has become slower or larger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=2000, help=f"{_TENTHS} or more")
    parser.add_argument("--trainings", type=int, default=30)
    arguments = parser.parse_args()
    if arguments.strokes < _TENTHS:
        parser.error(f"--strokes takes {_TENTHS} or more: each tenth of them is timed")
    import os

    from tests.helpers import write_mnist

    random = np.random.default_rng(0)
    times, memories = [], []
    with tempfile.TemporaryDirectory() as data:
        write_mnist(Path(data), 2000, 200)
        os.environ["DIGITPAD_DATA"] = data
        with open_window() as window:
            tenth(window, 3, 1, random)  # what is imported with the first of each
            for number in range(_TENTHS):
                trainings = arguments.trainings * (number + 1) // _TENTHS
                trainings -= arguments.trainings * number // _TENTHS
                seconds, size = tenth(window, arguments.strokes // _TENTHS, trainings, random)
                times.append(seconds)
                memories.append(size)
                print(f"{10 * number + 10:3} %  stroke {1000 * seconds:6.1f} ms  {size:6.0f} MB", flush=True)
    problems = grown(times, memories)
    print(*problems or ["it stays as it was"], sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
