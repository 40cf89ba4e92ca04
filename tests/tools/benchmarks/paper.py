"""How well real pictures are read: photographs, scans and boxes of forms, single digits and whole numbers.

    DIGITPAD_DATA=... python -m tests.tools.benchmarks.paper [--every N] [--sheet OUT.png] [SET ...]

prints for each set the share that is read right as a whole, by the whole program and with each way to find
the ink, and the share that some way reads right. The ways were tuned on these pictures: what it says of
other people's is too good. A sheet shows the wrong ones with the ink of each way.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import read_grey
from digitpad.recognizer import Recognizer
from digitpad.resources import data_root, default_checkpoint

SETS = ("swiss", "sudoku-cells", "exam-boxes", "numbers")
_TILE = 130

Wrong = tuple[Photograph, str, str]
"""A picture that is read wrong, what it shows, and what was read."""


def labelled(folder: Path) -> list[tuple[Path, str]]:
    """The pictures of a set with what they show: the name of their folder, or the begin of their own."""
    paths = sorted(folder.rglob("*.png"))
    return [(path, path.parent.name if path.parent != folder else path.stem.split("_")[0]) for path in paths]


def measure(recognizer: Recognizer, name: str, every: int) -> list[Wrong]:
    """Print how a set is read; returns what is wrong, with its label and what was read."""
    right: Counter[str] = Counter()
    wrong, taken = [], 0.0
    chosen = labelled(data_root() / "photographs" / name)[::every]
    for path, label in chosen:
        picture = Photograph(read_grey(path))
        begin = time.thread_time()
        reading = recognizer.read(picture)
        taken += time.thread_time() - begin
        texts = {way: recognizer.read(picture, way=way).text for way in picture.ways}
        right.update(way for way, text in texts.items() if text == label)
        right["some way"] += label in texts.values()
        right["program"] += reading.text == label
        right["as one digit"] += str(reading.single.digit) == label
        if reading.text != label:
            wrong.append((picture, label, reading.text))
    shares = ", ".join(f"{key} {count / len(chosen):.1%}" for key, count in right.most_common())
    print(f"{name:14}{len(chosen):5}  {1000 * taken / len(chosen):4.0f} ms  {shares}", flush=True)
    return wrong


def sheet(wrong: list[Wrong]) -> Image.Image:
    """A row for each: the picture and the ink of each way."""
    columns = 1 + max((len(picture.ways) for picture, *_ in wrong), default=0)
    whole = Image.new("L", (columns * _TILE, max(1, len(wrong)) * _TILE), 90)
    for row, (picture, _, _) in enumerate(wrong):
        for column, values in enumerate((picture.grey, *map(picture.ink, picture.ways))):
            image = Image.fromarray(np.round(255 * np.clip(values, 0, 1)).astype(np.uint8))
            scale = (_TILE - 4) / max(image.size)
            size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
            whole.paste(image.resize(size), (column * _TILE, row * _TILE))
    return whole


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--every", type=int, default=1, help="only every so manyth picture")
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--sheet", type=Path, default=None, help="where to put pictures of what is wrong")
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET")
    arguments = parser.parse_args()
    recognizer = Recognizer.load(arguments.checkpoint or default_checkpoint())
    wrong = [one for name in arguments.sets for one in measure(recognizer, name, arguments.every)]
    if arguments.sheet is not None:
        sheet(wrong).save(arguments.sheet)
        for number, (_, label, text) in enumerate(wrong):
            print(f"row {number + 1}: {label} read as {text or 'nothing'}")


if __name__ == "__main__":
    main()
