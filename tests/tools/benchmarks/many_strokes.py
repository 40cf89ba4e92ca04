"""Time and memory in which drawings of very many strokes are read.

`python -m tests.tools.benchmarks.many_strokes` reads drawings of 10 to 200 strokes in several layouts, of
20,000 strokes of two points, of pen and eraser in turn, and of a stroke of a million points, each as the
window reads it. The time is the processor's; the memory is what the process has taken beyond what it had
before.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint

Points = list[tuple[float, float]]


def short(x: float, y: float, size: float, random: np.random.Generator) -> Points:
    """A stroke of three points about there."""
    return [(x + dx, y + dy) for dx, dy in random.uniform(-size, size, (3, 2))]


def scattered(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Short strokes anywhere."""
    for x, y in random.uniform(1, 27, (count, 2)):
        yield short(x, y, 0.8, random)


def crowded(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Strokes that cross each other in the middle."""
    for x, y in random.uniform(8, 20, (count, 2)):
        yield short(x, y, 4, random)


def in_a_row(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Upright strokes beside each other."""
    for x in np.linspace(1, 27, count):
        yield [(x, 10 + random.uniform(-1, 1)), (x, 18 + random.uniform(-1, 1))]


def in_rows(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Short strokes in a grid."""
    side = int(np.ceil(np.sqrt(count)))
    for number in range(count):
        row, column = divmod(number, side)
        yield short(2 + 24 * column / side, 2 + 24 * row / side, 8 / side, random)


def tangled(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Long rings of many points that all cross each other."""
    turns = np.linspace(0, 3, 400)
    for quicker, slower, begin in zip(
        *random.uniform(0.5, 3, (2, count)), random.uniform(0, 6, count), strict=True
    ):
        x, y = 14 + 10 * np.cos(turns * 3 * quicker + begin), 14 + 10 * np.sin(turns * 3 * slower)
        yield list(zip(x.tolist(), y.tolist(), strict=True))


def dots(count: int, random: np.random.Generator) -> Iterator[Points]:
    """Points, two of each stroke."""
    for x, y in random.uniform(1, 27, (count, 2)):
        yield [(x, y), (x + 0.01, y)]


LAYOUTS: dict[str, Callable[[int, np.random.Generator], Iterator[Points]]] = {
    "scattered": scattered,
    "crowded": crowded,
    "in a row": in_a_row,
    "in rows": in_rows,
    "tangled": tangled,
    "dots": dots,
}


def drawing(strokes: Iterator[Points]) -> Drawing:
    """A drawing of these strokes."""
    return Drawing(tuple(Stroke(tuple(points)) for points in strokes))


def measure(recognizer: Recognizer, what: str, made: Drawing) -> None:
    """Read a drawing and print what that took."""
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    reading = recognizer.read(made, several=True)
    seconds = time.process_time() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{what:<28} {seconds * 1000:8.0f} ms {more:8.0f} MB more   {reading.text[:20]!r}", flush=True)


def main() -> None:
    """Measure all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="layouts whose name holds this")
    only = parser.parse_args().only
    torch.set_num_threads(1)
    random = np.random.default_rng(0)
    recognizer = Recognizer.load(default_checkpoint())
    recognizer.read(drawing(scattered(3, random)), several=True)
    for name, layout in LAYOUTS.items():
        for count in (10, 20, 24, 30, 35, 40, 60, 100, 200):
            if only in name:
                measure(recognizer, f"{name}, {count}", drawing(layout(count, random)))
    if only in "many":
        for name in ("dots", "scattered", "in a row"):
            measure(recognizer, f"{name}, 20,000", drawing(LAYOUTS[name](20_000, random)))
        for count in (200, 2_000, 20_000):
            made = drawing(scattered(count, random)).strokes
            turns = tuple(replace(one, eraser=number % 2 == 1) for number, one in enumerate(made))
            measure(recognizer, f"pen and eraser, {count:,}", Drawing(turns))
        measure(recognizer, "dots, 150,000", drawing(dots(150_000, random)))
        walk = np.cumsum(random.normal(0, 0.05, (1_000_000, 2)), axis=0)
        walk = (walk - walk.min(0)) / np.ptp(walk, axis=0).max() * 24 + 2
        measure(recognizer, "one of 1,000,000 points", drawing(iter([list(map(tuple, walk.tolist()))])))


if __name__ == "__main__":
    main()
