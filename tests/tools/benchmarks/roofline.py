"""How near training comes to what the processor can do: `python -m tests.tools.benchmarks.roofline`.

The floating-point operations of a step, forwards and backwards, as torch counts those of its convolutions and
matrix products, over the time that it takes (`DIGITPAD_DATA`); and that over what a product of two large
matrices reaches in the same precision, with as many threads. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import Dataset
from digitpad.recipe.presets import PRESETS
from digitpad.training.learner import Learner
from digitpad.training.trainer import Trainer
from digitpad.ui.threads.process import use_all_cores

GOALS = {"notes-basic": 0.45, "notes-adam": 0.45, "notes-wide": 0.60}
_SIDE = 2048  # of the matrices
_KINDS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def operations(trainer: Trainer) -> int:
    """Floating-point operations of one step; a multiplication and an addition are two."""
    learner = Learner(trainer.recipe, trainer._train, trainer.device)
    indices = next(trainer.epoch_batches(1))
    with FlopCounterMode(display=False) as counter:
        scores = learner.network(learner.pictures(indices, 0))
        F.log_softmax(scores, dim=1).sum().backward()
    return int(counter.get_total_flops())


def peak(precision: str, rounds: int = 8) -> float:
    """Operations a second of a matrix product: the best of several rounds."""
    one, other = (torch.randn(_SIDE, _SIDE).to(_KINDS[precision]) for _ in range(2))
    best = 0.0
    for _ in range(rounds):
        begin = time.perf_counter()
        one @ other
        best = max(best, 2 * _SIDE**3 / (time.perf_counter() - begin))
    return best


def measure(recipe: str, data: Dataset, seconds: float) -> None:
    """Print one line; the product is measured before and after, as a processor's clock moves."""
    trainer = Trainer(PRESETS[recipe].with_changes(epochs=1000), data)
    count = operations(trainer)
    precision = trainer.recipe.precision
    events = trainer.run()
    next(events)
    for _ in range(30):
        next(events)
    before, steps = peak(precision), []
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        began, step = time.perf_counter(), trainer.position.step
        next(events)
        if trainer.position.step > step:
            steps.append(time.perf_counter() - began)
    reached = max(before, peak(precision))
    rate = count / statistics.median(steps)
    goal = f"  (goal {GOALS[recipe]:.0%})" if recipe in GOALS else ""
    took = f"{count / 1e9:7.2f} GFLOP a step  {1000 * statistics.median(steps):7.2f} ms"
    of = f"{rate / 1e9:7.0f} of {reached / 1e9:5.0f} GFLOP/s"
    print(
        f"{recipe:12} {precision:9} {took}  {of}  {rate / reached:4.0%}{goal}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--recipe", nargs="+", default=["quick", "notes-basic", "notes-adam", "notes-wide"])
    parser.add_argument("--seconds", type=float, default=6.0)
    arguments = parser.parse_args()
    use_all_cores()
    data = load_dataset("mnist")
    for recipe in arguments.recipe:
        measure(recipe, data, arguments.seconds)


if __name__ == "__main__":
    main()
