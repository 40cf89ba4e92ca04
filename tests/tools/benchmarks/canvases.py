"""How well other programs' pictures are read: exported canvases, saved figures, windows, pixels with lines.

    DIGITPAD_DATA=... python -m tests.tools.benchmarks.canvases [--count N] [--sheet OUT.png] [KIND ...]

prints for each kind the share that is read right, the share that is refused, and the median and the longest
time from the file to the answer on one core. Shapes that are no digits stand below: of these all should be
refused. The digits are MNIST's test set's and those of writers whom no network has seen.
"""

from __future__ import annotations

import argparse
import functools
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from digitpad.data.datasets import load_test_images
from digitpad.data.labelled import LabelledImages
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import grey_of_bytes
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.tools.benchmarks.paper import Wrong, sheet
from tests.tools.simulated.exports import EXPORTS
from tests.tools.simulated.figures import FIGURES
from tests.tools.simulated.shapes import SHAPES
from tests.tools.writers import held_out_digits

KINDS = (*EXPORTS, *FIGURES, *SHAPES)


@functools.cache
def tests() -> LabelledImages:
    """MNIST's test set."""
    return load_test_images("mnist")


def files(kind: str, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """What is to be read, "" for what is no digit, and a file's content."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    for _ in range(count):
        if kind in SHAPES:
            yield "", SHAPES[kind](rng)
        elif kind in EXPORTS:
            label, drawing = held_out_digits()[int(rng.integers(len(held_out_digits())))]
            yield str(label), EXPORTS[kind](drawing, rng)
        else:
            chosen = int(rng.integers(len(tests())))
            digit = tests().images[chosen, 0].numpy()
            yield str(int(tests().labels[chosen])), FIGURES[kind](digit, rng)


def measure(
    recognizer: Recognizer, kind: str, count: int, seed: int
) -> tuple[list[bool], list[float], list[Wrong]]:
    """Print how a kind is read; returns what is right, the milliseconds, and what is wrong."""
    right, taken, wrong, refused = [], [], [], 0
    for label, content in files(kind, count, seed):
        begin = time.thread_time()
        picture = Photograph(grey_of_bytes(content, kind))
        reading = recognizer.read(picture)
        taken.append(1000 * (time.thread_time() - begin))
        rejected = reading.blank or reading.unknown
        refused += rejected
        right.append(rejected if kind in SHAPES else reading.text == label)
        if not right[-1]:
            wrong.append((picture, label or kind, reading.text))
    names = " ".join(f"{label}>{' '.join(text.split()) or 'nothing'}" for _, label, text in wrong[:8])
    shares = f"{np.mean(right):>8.1%}{refused / count:>9.1%}"
    print(f"{kind:<32}{shares}{np.median(taken):>8.0f}{max(taken):>8.0f}   {names}", flush=True)
    return right, taken, wrong


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--sheet", type=Path, default=None, help="where to put pictures of what is wrong")
    parser.add_argument("kinds", nargs="*", default=KINDS, metavar="KIND")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recognizer = Recognizer.load(arguments.checkpoint or default_checkpoint())
    print(f"{'kind':<32}{'right':>8}{'refused':>9}{'ms':>8}{'longest':>8}   wrong (truth>answer)")
    every: list[Wrong] = []
    digits: list[bool] = []
    times: list[float] = []
    for kind in arguments.kinds:
        right, taken, wrong = measure(recognizer, kind, arguments.count, arguments.seed)
        digits += right * (kind not in SHAPES)
        times += taken
        every += wrong
    print(f"{'all digits':<32}{np.mean(digits):>8.1%}{'':>9}{np.median(times):>8.0f}{max(times):>8.0f}")
    if arguments.sheet is not None:
        sheet(every).save(arguments.sheet)


if __name__ == "__main__":
    main()
