"""A process that trains an epoch when asked: `python -m tests.tools.benchmarks.worker SIDE RECIPE`.

SIDE is `notes`, `resident` (the same in the plainest loop over tensors in memory) or `digitpad`. Every line
on stdin asks for an epoch; the answer is a line with the seconds of its training part (saves included) and
the test accuracy after it. All are warm before they answer `ready`, so that none is charged for imports and
loading.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

EPOCHS = 100


def main(side: str, recipe: str, *settings: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sides = {"notes": _notes, "resident": _resident, "digitpad": _digitpad}
        epochs = sides[side](recipe, Path(folder), settings)
        next(epochs)
        print("ready", flush=True)
        for _ in sys.stdin:
            print(next(epochs), flush=True)


def _notes(recipe: str, folder: Path, _settings: object) -> Iterator[str]:
    from digitpad.resources import data_root
    from tests.tools.benchmarks.notes_loop import NotesRun

    run = NotesRun(recipe, data_root(), folder)
    run.test()
    yield ""
    while True:
        began = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            run.train()
        seconds = time.perf_counter() - began
        yield f"{seconds} {run.test()}"


def _resident(recipe: str, _folder: Path, _settings: object) -> Iterator[str]:
    """No DataLoader, no files, and nothing else done for speed: what keeping the data in memory gives."""
    import torch

    from digitpad.data.datasets import load_dataset
    from tests.tools.benchmarks.notes_loop import NOTES

    note = NOTES[recipe]
    torch.manual_seed(1)
    network = note.network()
    optimizer = note.optimizer(network.parameters())
    data = load_dataset("mnist").train
    images = (data.images.float() / 255 - 0.1307) / 0.3081
    yield ""
    while True:
        began = time.perf_counter()
        for indices in torch.randperm(len(images)).split(note.batch_size):
            optimizer.zero_grad()
            loss = note.loss(network(images[indices]), data.labels[indices])
            loss.backward()
            optimizer.step()
        yield f"{time.perf_counter() - began} 1.0"


def _digitpad(recipe: str, folder: Path, settings: tuple[str, ...]) -> Iterator[str]:
    from digitpad.training.events import CheckpointSaved, StepDone
    from digitpad.training.session import new_trainer

    given = dict(setting.split("=") for setting in settings)
    changes = {"epochs": EPOCHS} | {name: int(v) if v.isdigit() else v for name, v in given.items()}
    trainer = new_trainer(recipe, changes, out=folder, device="cpu", progress=lambda done, total: None)
    events = trainer.run()
    while not isinstance(next(events), CheckpointSaved):
        pass
    yield ""
    while True:
        began = time.perf_counter()
        while isinstance(next(events), StepDone | CheckpointSaved):
            stepped = time.perf_counter()
        accuracy = trainer.test_curve[-1][3]
        ended = time.perf_counter()
        while trainer.position.last_pending or trainer.position.best_pending:
            next(events)
        # Measuring on the test set lies between the last step and the saves, and is not training.
        yield f"{stepped - began + time.perf_counter() - ended} {accuracy}"


def all_cores() -> dict[str, str]:
    """The environment without the one thread that tests are pinned to."""
    return {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}


class Worker:
    """The process, seen from the one that measures."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.benchmarks.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=all_cores(),
        )
        if self._read() != "ready":
            raise RuntimeError("the benchmark's process did not start")

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def epoch(self) -> tuple[float, float]:
        """Train an epoch; gives the seconds of training and the test accuracy, 0-1."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        seconds, accuracy = self._read().split()
        return float(seconds), float(accuracy)

    def close(self) -> None:
        self._process.communicate()


if __name__ == "__main__":
    main(*sys.argv[1:])
