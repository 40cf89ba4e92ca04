"""`train` against the loop of the notes, whole epochs: `python -m pytest tests/tools/benchmarks`.

pytest-benchmark's own table has the wall time of an epoch with its test; the table after it has the training
part alone, which the promised ratios are about. Nothing else should run on the computer meanwhile.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.tools.benchmarks.conftest import Figures
from tests.tools.benchmarks.worker import Worker, all_cores

ROUNDS = 3

SIDES = {"notes": (), "resident": (), "digitpad": (), "digitpad, float32": ("precision=float32",)}

pytestmark = [pytest.mark.timeout(1800), pytest.mark.usefixtures("mnist_root")]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("recipe", ["notes-basic", "notes-wide", "notes-adam"])
def test_an_epoch(benchmark: BenchmarkFixture, figures: Figures, recipe: str, side: str) -> None:
    worker = Worker(side.partition(",")[0], recipe, *SIDES[side])
    seconds = []

    def epoch() -> None:
        trained, accuracy = worker.epoch()
        seconds.append(trained)
        assert accuracy > 0.9

    benchmark.group = recipe
    try:
        benchmark.pedantic(epoch, rounds=ROUNDS, iterations=1)
    finally:
        worker.close()
    figures[recipe, side] = statistics.median(seconds)


def test_quick(benchmark: BenchmarkFixture, figures: Figures, tmp_path: Path) -> None:
    def train() -> None:
        began = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "digitpad", "train", "--recipe", "quick", "--out", tmp_path, "--json"],
            check=True,
            capture_output=True,
            text=True,
            env=all_cores(),
        )
        figures["quick", "to its end"] = time.perf_counter() - began
        figures["quick", "accuracy"] = float(run.stdout.rpartition('"test_accuracy": ')[2].partition(",")[0])

    worker = Worker("digitpad", "quick", "epochs=2")
    began = time.perf_counter()
    worker.epoch()
    worker.epoch()
    figures["quick", "training"] = time.perf_counter() - began
    worker.close()

    benchmark.group = "quick"
    benchmark.pedantic(train, rounds=ROUNDS, iterations=1)
    assert figures["quick", "accuracy"] >= 0.99
