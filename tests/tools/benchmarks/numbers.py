"""Whole numbers read right: `python -m tests.tools.benchmarks.numbers` (needs pen-strokes in DIGITPAD_DATA).

Numbers of 2 to 6 digits are put together from the digits of one writer, of six writers on whose strokes
nothing was trained (rows and signs were tuned on them), and read as strokes and as pictures, in one row and
in several. Printed is the share that is right as a whole, and how many drawings of one digit stay one.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing
from digitpad.ink.synthetic import synthetic_drawings
from digitpad.reading import UNREAD
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.tools.benchmarks.composed import SPACINGS, Composed, composed, composed_rows, rendered
from tests.tools.benchmarks.signs import SIGNS, number_with_sign
from tests.tools.writers import digits_by_writer

LENGTHS = (2, 3, 4, 5, 6)


def made_number(number: int, length: int, spacing: str, rng: np.random.Generator) -> Composed:
    """A number of `length` digits of one writer, of each in turn."""
    writers = digits_by_writer()
    digits = writers[sorted(writers)[number % len(writers)]]
    return composed([digits[place] for place in rng.integers(len(digits), size=length)], spacing, rng)


def measure_numbers(recognizer: Recognizer, count: int, *, pictures: bool) -> None:
    """Print the share of numbers right by length and spacing."""
    rng = np.random.default_rng(7)
    print("pictures" if pictures else "strokes", *(f"{length} digits" for length in LENGTHS), "all", sep="\t")
    for spacing in SPACINGS:
        row, signs = [], 0
        for length in LENGTHS:
            right = 0
            for number in range(count):
                made = made_number(number, length, spacing, rng)
                ink: Drawing | FloatArray = rendered(made.drawing, rng) if pictures else made.drawing
                reading = recognizer.read(ink)
                right += reading.text == made.text
                signs += bool(reading.signs)
            row.append(100 * right / count)
        false = f"false signs {100 * signs / (count * len(LENGTHS)):.1f} %"
        print(spacing, *(f"{share:.1f} %" for share in [*row, np.mean(row)]), false, sep="\t", flush=True)


def measure_rows(recognizer: Recognizer, count: int, *, pictures: bool) -> None:
    """Print the share of numbers in two and three rows of 1 to 4 digits that are read as such."""
    rng = np.random.default_rng(10)
    writers = digits_by_writer()
    for lines in (2, 3):
        for spacing in SPACINGS:
            right = lined = 0
            for number in range(count):
                digits = writers[sorted(writers)[number % len(writers)]]
                lengths = rng.integers(1, 5, size=lines).tolist()
                chosen = [[digits[place] for place in rng.integers(len(digits), size=n)] for n in lengths]
                made = composed_rows(chosen, spacing, rng)
                reading = recognizer.read(rendered(made.drawing, rng, lines) if pictures else made.drawing)
                right += reading.text == made.text
                lined += list(map(len, reading.lines)) == lengths
            shares = f"right {100 * right / count:.1f} %, as long {100 * lined / count:.1f} %"
            print(f"{lines} rows, {spacing}: {shares}", flush=True)


def measure_signs(recognizer: Recognizer, count: int, *, pictures: bool) -> None:
    """Print how many numbers with a sign come out with it in its place."""
    rng = np.random.default_rng(21)
    writers = digits_by_writer()
    shares = []
    for name in SIGNS:
        marked = 0
        for number in range(count):
            digits = writers[sorted(writers)[number % len(writers)]]
            chosen = [digits[place] for place in rng.integers(len(digits), size=rng.integers(2, 5))]
            made = number_with_sign(chosen, name, rng)
            reading = recognizer.read(rendered(made.drawing, rng) if pictures else made.drawing)
            marked += [each == UNREAD for each in reading.text] == [each == UNREAD for each in made.text]
        shares.append(100 * marked / count)
    print("signs in place:", *(f"{name} {share:.0f} %" for name, share in zip(SIGNS, shares, strict=True)))
    print(f"signs in place, all: {np.mean(shares):.1f} %", flush=True)


def measure_singles(recognizer: Recognizer, count: int, *, pictures: bool) -> None:
    """Print how many drawings of one digit stay one digit."""
    rng = np.random.default_rng(8)
    pen = [drawing for digits in digits_by_writer().values() for _, drawing in digits]
    drawn = [drawing for _, drawing in synthetic_drawings(count, 77)]
    for name, drawings in (("pen strokes", pen), ("synthetic", drawn)):
        chosen = [drawings[place] for place in rng.permutation(len(drawings))[:count]]
        whole = sum(
            len(recognizer.read(rendered(one, rng) if pictures else one).digits) == 1 for one in chosen
        )
        print(f"one stays one, {name}: {100 * whole / len(chosen):.2f} % of {len(chosen)}", flush=True)


def measure_time(recognizer: Recognizer) -> None:
    """Print how long reading takes."""
    rng = np.random.default_rng(9)
    for length in (1, 2, 4, 6):
        drawings = [made_number(number, length, "tight", rng).drawing for number in range(40)]
        times = []
        for drawing in drawings:
            begin = time.perf_counter()
            recognizer.read(drawing)
            times.append(1000 * (time.perf_counter() - begin))
        middle, high = np.percentile(times, [50, 95])
        print(f"{length} digit(s), strokes: median {middle:.1f} ms, 95 % within {high:.1f} ms", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=default_checkpoint())
    parser.add_argument("--count", type=int, default=200, help="numbers per length and spacing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recognizer = Recognizer.load(arguments.checkpoint)
    measure_time(recognizer)
    for pictures in (False, True):
        measure_singles(recognizer, 5 * arguments.count, pictures=pictures)
        measure_numbers(recognizer, arguments.count, pictures=pictures)
        measure_rows(recognizer, arguments.count, pictures=pictures)
        measure_signs(recognizer, arguments.count, pictures=pictures)


if __name__ == "__main__":
    main()
