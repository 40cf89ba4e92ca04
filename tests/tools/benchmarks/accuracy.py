"""Whether faster training is as good: `python -m tests.tools.benchmarks.accuracy [--seeds N] [RECIPE ...]`.

Test accuracy after the same epochs with the notes' own loop, with digitpad in float32, and in bfloat16.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import tempfile
from pathlib import Path

from digitpad.resources import data_root
from digitpad.training.session import new_trainer
from tests.tools.benchmarks.notes_loop import NOTES, NotesRun

EPOCHS = {"notes-basic": 3, "notes-wide": 3, "notes-adam": 2, "quick": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("recipes", nargs="*", default=list(EPOCHS))
    arguments = parser.parse_args()
    seeds = range(1, arguments.seeds + 1)
    for recipe in arguments.recipes:
        epochs = EPOCHS[recipe]
        if recipe in NOTES:
            tell(recipe, epochs, "notes' loop", [of_notes(recipe, epochs, seed) for seed in seeds])
        for precision in ("float32", "bfloat16"):
            tell(recipe, epochs, precision, [of_digitpad(recipe, epochs, seed, precision) for seed in seeds])


def tell(recipe: str, epochs: int, side: str, found: list[float]) -> None:
    each = " ".join(f"{accuracy:.2%}" for accuracy in found)
    print(f"{recipe:<12} {epochs} epochs  {side:<12} {each}  mean {statistics.mean(found):.2%}", flush=True)


def of_notes(recipe: str, epochs: int, seed: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        run = NotesRun(recipe, data_root(), Path(folder), seed)
        with contextlib.redirect_stdout(io.StringIO()):
            for _ in range(epochs):
                run.train()
        return run.test()


def of_digitpad(recipe: str, epochs: int, seed: int, precision: str) -> float:
    settings = {"epochs": epochs, "seed": seed, "precision": precision}
    trainer = new_trainer(recipe, settings, out=None, device="cpu", progress=lambda done, total: None)
    trainer.files = None
    for _ in trainer.run():
        pass
    return trainer.test_curve[-1][3]


if __name__ == "__main__":
    main()
