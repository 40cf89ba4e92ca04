"""What saving costs the training: `python -m tests.tools.benchmarks.saving [--epochs N] [--recipes R,...]`.

Trains every recipe on MNIST (`DIGITPAD_DATA`) with its own settings and the usual interval of saves, into a
folder on the disk (`--out`, the system's temporary folder by default), and prints the share of the run's wall
time that went into writing last.pth, last.previous.pth and best.pth. The limit is 2 %.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitpad.data.datasets import load_dataset
from digitpad.recipe.presets import PRESETS, preset
from digitpad.training.trainer import Trainer

LIMIT = 0.02


class Timed:
    """A function that adds up how long its calls took."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.seconds: list[float] = []

    def __call__(self, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return self._function(*arguments)
        finally:
            self.seconds.append(time.perf_counter() - began)


def measure(name: str, epochs: int, folder: Path) -> float:
    """Train a recipe, print what its saves took, and give their share of the time."""
    recipe = preset(name).with_changes(epochs=epochs)
    trainer = Trainer(recipe, load_dataset(recipe.dataset), folder / name)
    assert trainer.files is not None
    save, keep = Timed(trainer.save), Timed(trainer.files.keep_as_best)
    trainer.save, trainer.files.keep_as_best = save, keep  # type: ignore[method-assign]
    began = time.perf_counter()
    for _ in trainer.run():
        pass
    total = time.perf_counter() - began
    saving = sum(save.seconds) + sum(keep.seconds)
    size = trainer.last_path.stat().st_size
    share = saving / total
    print(
        f"{name:<13} {total:7.1f} s, {len(save.seconds):3} saves of {size / 1e6:5.2f} MB,"
        f" longest {1000 * max(save.seconds):6.1f} ms, together {1000 * saving:7.1f} ms: {share:7.3%}"
        f"  {'' if share < LIMIT else 'NOT '}under {LIMIT:.0%}"
    )
    sys.stdout.flush()
    return share


def main() -> int:
    """Measure the recipes; exit code 1 when one is over the limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--recipes", default=",".join(PRESETS))
    parser.add_argument("--out", type=Path, help="folder on the disk to measure")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.out) as folder:
        shares = [measure(name, arguments.epochs, Path(folder)) for name in arguments.recipes.split(",")]
    return 0 if max(shares) < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
