"""How quickly the Runs tab's list is read: `python -m tests.tools.benchmarks.runs [--runs N] [--recipe R]`.

Saves a run that has just begun, with the curves of ten epochs of MNIST, lays copies of its folder beside each
other, and prints how long listing them takes: from the checkpoints, as where the summaries are missing, and
from the summaries. The copies share one checkpoint on the disk (hard links), so that large networks fit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from digitpad.model.registry import architecture
from digitpad.recipe.presets import preset
from digitpad.training.library import RunLibrary
from digitpad.training.trainer import Trainer
from tests.helpers import colour_dataset, small_dataset

_EPOCHS, _POINTS = 10, 94


def make_runs(folder: Path, name: str, count: int) -> Path:
    """Make `count` runs of the recipe `name`, and return the checkpoint of one of them."""
    recipe = preset(name).with_changes(batch_size=4)
    make = colour_dataset if architecture(recipe.network).form.colour else small_dataset
    first = Trainer(recipe, make(8, 4), folder / "run-000")
    next(first.run())
    first.train_curve = [(640 * point, 2.3 / (1 + point)) for point in range(_POINTS * _EPOCHS)]
    first.test_curve = [(60_000 * epoch, epoch, 0.1 / (1 + epoch), 0.98) for epoch in range(_EPOCHS + 1)]
    first.save()
    for number in range(1, count):
        copy = folder / f"run-{number:03}"
        copy.mkdir()
        for path in (folder / "run-000").iterdir():
            os.link(path, copy / path.name)
    return first.last_path


def seconds_to_list(folder: Path) -> float:
    """Read every run, as the tab does."""
    began = time.perf_counter()
    library = RunLibrary(folder)
    for run in library.folders():
        library.read(run)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--recipe", default="best")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = make_runs(folder, arguments.recipe, arguments.runs).stat().st_size
        for path in folder.glob("*/summary.json"):
            path.unlink()
        first = seconds_to_list(folder)
        again = statistics.median(seconds_to_list(folder) for _ in range(5))
    print(
        f"{arguments.runs} runs of {arguments.recipe}, {size / 1e6:.1f} MB each: {1000 * first:.0f} ms from "
        f"the checkpoints, {1000 * again:.0f} ms the next time"
    )


if __name__ == "__main__":
    main()
