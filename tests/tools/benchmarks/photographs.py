"""How well pictures are read: simulated photographs of the digits of writers whom no network has seen.

    python -m tests.tools.benchmarks.photographs [--count N] [--checkpoint F] [--sheet OUT.png]

prints the accuracy by kind of picture, with the lines brought to MNIST's width and as they are. A sheet
shows the wrong ones: the picture, the ink found in it, the network's input.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.data.photographs.photograph import Photograph
from digitpad.data.preparation import ALL_STEPS, Prepared
from digitpad.data.preprocess import FloatArray
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.tools.simulated.paper import KINDS, photograph
from tests.tools.writers import Labelled, held_out_digits

_TILE = 112


def measured(
    recognizer: Recognizer, items: list[Labelled], kind: str, count: int, seed: int
) -> tuple[float, float, float, list[tuple[str, Prepared]]]:
    """Accuracy with and without the width step, milliseconds a picture, and what was read wrong."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    chosen = [items[int(number)] for number in rng.integers(len(items), size=count)]
    right, plain, taken, wrong = 0, 0, 0.0, []
    for label, drawing in chosen:
        picture = Photograph(photograph(drawing, rng, kind))
        begin = time.thread_time()
        reading = recognizer.read(picture)
        taken += time.thread_time() - begin
        plain += recognizer.read(picture, steps=replace(ALL_STEPS, width=False)).text == str(label)
        if reading.text == str(label):
            right += 1
        else:
            wrong.append((f"{label}>{reading.text}", replace(reading.prepared, source=picture.grey)))
    return right / count, plain / count, 1000 * taken / count, wrong


def _tile(picture: FloatArray | None) -> Image.Image:
    tile = Image.new("L", (_TILE, _TILE), 90)
    if picture is not None:
        image = Image.fromarray(np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8))
        scale = _TILE / max(image.size)
        tile.paste(image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale)))))
    return tile


def sheet(wrong: list[tuple[str, Prepared]], columns: int = 14) -> Image.Image:
    """Picture, ink and input of each, one above the other."""
    rows = max(1, -(-len(wrong) // columns))
    whole = Image.new("L", (columns * (_TILE + 4), rows * (3 * _TILE + 12)), 128)
    for number, (_, prepared) in enumerate(wrong):
        left, top = number % columns * (_TILE + 4), number // columns * (3 * _TILE + 12)
        for place, picture in enumerate((prepared.original, prepared.ink, prepared.input)):
            whole.paste(_tile(picture), (left, top + place * _TILE))
    return whole


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=200, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--sheet", type=Path, default=None, help="where to put pictures of what was wrong")
    arguments = parser.parse_args()
    recognizer = Recognizer.load(arguments.checkpoint or default_checkpoint())
    items = held_out_digits()
    print(f"{'kind':<14}{'width step':>11}{'without':>9}{'ms':>7}   wrong with it (truth>answer)")
    every: list[tuple[str, Prepared]] = []
    totals = []
    for kind in arguments.kinds.split(","):
        with_width, without, taken, wrong = measured(recognizer, items, kind, arguments.count, arguments.seed)
        names = " ".join(name for name, _ in wrong[:12])
        print(f"{kind:<14}{with_width:>11.1%}{without:>9.1%}{taken:>7.1f}   {names}", flush=True)
        every += wrong
        totals.append((with_width, without))
    both = np.mean(totals, axis=0)
    print(f"{'all':<14}{both[0]:>11.1%}{both[1]:>9.1%}")
    if arguments.sheet is not None:
        sheet(every).save(arguments.sheet)


if __name__ == "__main__":
    main()
