"""How fast training goes beside other programs: `python -m tests.tools.benchmarks.busy [--recipe R ...]`.

Each recipe trains on MNIST (`DIGITPAD_DATA`) in a process of its own, first alone, then beside one and two
programs that compute without end, then alone again; once as the command does and once with the window's
priority. `--fixed` keeps all threads, as without the choice of `digitpad.training.threads`. Nothing else
should run on the computer meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

RECIPES = ("quick", "notes-basic", "notes-adam")
LOADS = (0, 1, 2, 0)  # programs beside it
LIMITS = (1.0, 0.4, 0.25, 0.95)  # of the speed alone
SETTLING = 3.0  # seconds after a change that are not measured


def train(pipe: Connection, recipe: str, window: bool, fixed: bool) -> None:
    """In a process of its own: answer each number of seconds with images a second, and the threads."""
    import torch

    from digitpad.data.datasets import load_dataset
    from digitpad.recipe.presets import PRESETS
    from digitpad.training.threads import Threads
    from digitpad.training.trainer import Trainer
    from digitpad.ui.threads.process import lower_priority, use_all_cores

    if window:
        lower_priority()
    use_all_cores()
    trainer = Trainer(PRESETS[recipe].with_changes(epochs=10_000), load_dataset("mnist"))
    if fixed:
        trainer.threads = Threads(adapts=False)
    events = trainer.run()
    next(events)
    while seconds := pipe.recv():
        begin, seen = time.perf_counter(), trainer.position.examples_seen
        trained = 0.0
        while time.perf_counter() - begin < seconds:
            before, examples = time.perf_counter(), trainer.position.examples_seen
            next(events)
            if trainer.position.examples_seen > examples:  # measuring the network is no training
                trained += time.perf_counter() - before
        pipe.send(((trainer.position.examples_seen - seen) / trained, torch.get_num_threads()))


@contextlib.contextmanager
def beside(count: int) -> Iterator[None]:
    """Have so many programs compute meanwhile."""
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def measure(recipe: str, window: bool, fixed: bool, seconds: float) -> list[tuple[float, int]]:
    """Images a second and threads beside each of `LOADS`."""
    context = multiprocessing.get_context("spawn")
    pipe, other = context.Pipe()
    process = context.Process(target=train, args=(other, recipe, window, fixed), daemon=True)
    process.start()
    figures = []
    for load in LOADS:
        with beside(load):
            pipe.send(SETTLING if figures else 2 * SETTLING)
            pipe.recv()
            pipe.send(seconds)
            figures.append(pipe.recv())
    pipe.send(0)
    process.join()
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--recipe", nargs="+", default=list(RECIPES))
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--fixed", action="store_true", help="with all threads, always")
    arguments = parser.parse_args()
    titles = ("alone", "beside one", "beside two", "alone again")
    print(f"{'images/s (share of alone, threads)':36}" + "".join(f"{title:>22}" for title in titles))
    for recipe in arguments.recipe:
        for window in (False, True):
            figures = measure(recipe, window, arguments.fixed, arguments.seconds)
            alone = figures[0][0]
            cells = [f"{speed:,.0f} ({speed / alone:4.0%}, {count})" for speed, count in figures]
            print(
                f"{recipe + (', in the window' if window else ', command'):36}"
                + "".join(f"{cell:>22}" for cell in cells),
                flush=True,
            )
    print("limits                              " + "".join(f"{f'{limit:.0%}':>22}" for limit in LIMITS))


if __name__ == "__main__":
    main()
