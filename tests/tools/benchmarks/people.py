"""How well people are read, over all sets of DIGITPAD_DATA in one table, before and after.

    python -m tests.tools.benchmarks.people [--checkpoint F ...] [--every N] [--sheets DIR] [--switched-off]

Of the sets that the shipped network learnt from, only the writers and cells that were held out are measured.
Each is read as in the window: strokes and photographs, looking for several digits. With `--switched-off` it
also reads without bringing lines to one width, as one digit, and with the first way to tell ink from paper.
`--sheets` makes a picture of all that was misread for each set and network.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from digitpad.data.datasets import load_dataset
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import read_grey
from digitpad.data.preparation import Steps
from digitpad.data.preprocess import FloatArray
from digitpad.data.sets.handwriting import CELLS, HELD_OUT, SCANS, SPANISH_STROKES, STROKES, is_held_out
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import read_strokes
from digitpad.reading import Reading
from digitpad.recognizer import Recognizer
from digitpad.resources import data_root, default_checkpoint
from tests.tools.benchmarks.handwriting import calibration_error
from tests.tools.benchmarks.paper import labelled
from tests.tools.weak_forms import weak_forms

Source = Drawing | Photograph | FloatArray
Read = Callable[[Recognizer, Source], Reading]

_TILE, _COLUMNS = 112, 12


@dataclass(frozen=True)
class Item:
    """Something written, what it says ("" for a sign), and by whom."""

    source: Source
    label: str
    writer: str


def strokes(name: Path, held_out: bool) -> list[Item]:
    """The drawings of a file, of all or of the held-out writers."""
    items = read_strokes(data_root() / name)
    return [
        Item(item.drawing, item.label or "", item.writer or "")
        for item in items
        if not held_out or item.writer in HELD_OUT
    ]


def signs() -> list[Item]:
    """Drawn signs: none of them is a digit."""
    return [Item(item.source, "", item.writer) for item in strokes(NOT_DIGITS, False)]


def pictures(name: Path, held_out: bool) -> list[Item]:
    """The pictures of a folder, of all or of those held out."""
    chosen = [
        (path, label)
        for path, label in labelled(data_root() / name)
        if not held_out or is_held_out(path.stem)
    ]
    return [
        Item(Photograph(read_grey(path)), label, path.stem.partition("-")[0] if "-" in path.stem else "")
        for path, label in chosen
    ]


def forms() -> list[Item]:
    """Forms put together from the strokes of held-out writers; the form stands in the place of the writer."""
    return [Item(drawing, str(label), form) for form, label, drawing in weak_forms()]


def mnist() -> list[Item]:
    """MNIST's test set."""
    test = load_dataset("mnist").test
    values = (test.images.numpy().reshape(-1, 28, 28) / np.float32(255)).astype(np.float32)
    return [Item(one, str(label), "") for one, label in zip(values, test.labels.tolist(), strict=True)]


FOLDER = Path("photographs")
NOT_DIGITS = STROKES.with_name("numberpad-not-digits.jsonl")
SETS: dict[str, Callable[[], list[Item]]] = {
    "scans, ballpoint (swiss)": lambda: pictures(SCANS, True),
    "photographed cells (sudoku-cells)": lambda: pictures(CELLS, True),
    "faint boxes (exam-boxes)": lambda: pictures(FOLDER / "exam-boxes", False),
    "photographed numbers (numbers)": lambda: pictures(FOLDER / "numbers", False),
    "strokes (pendigits)": lambda: strokes(STROKES, True),
    "strokes, Spanish hands (ujipen2)": lambda: strokes(SPANISH_STROKES, True),
    "strokes, iPad (numberpad)": lambda: strokes(STROKES.with_name("numberpad-ipad.jsonl"), False),
    "weak forms of held-out writers": forms,
    "signs, iPad (numberpad)": signs,
    "MNIST test set": mnist,
}


def usual(recognizer: Recognizer, source: Source) -> Reading:
    """As in the window; MNIST's pictures are single digits."""
    return recognizer.read(source, several=not isinstance(source, np.ndarray))


OFF: dict[str, Read] = {
    "without width": lambda recognizer, source: recognizer.read(
        source, not isinstance(source, np.ndarray), Steps(width=False)
    ),
    "as one digit": lambda recognizer, source: recognizer.read(source, several=False),
    "one way": lambda recognizer, source: recognizer.read(
        source, way=source.ways[0] if isinstance(source, Photograph) else ""
    ),
}


@dataclass(frozen=True)
class Asked:
    """Answers to items, and the seconds that each took."""

    items: Sequence[Item]
    readings: Sequence[Reading]
    seconds: Sequence[float]

    @property
    def right(self) -> list[bool]:
        """Whether each is read as what it is; a sign by being refused."""
        return [
            reading.text == item.label if item.label else reading.unknown
            for item, reading in zip(self.items, self.readings, strict=True)
        ]

    def by(self, key: Callable[[Item], str]) -> dict[str, float]:
        """The share that is right for each value of `key` that is not empty."""
        rows: dict[str, list[bool]] = defaultdict(list)
        for item, right in zip(self.items, self.right, strict=True):
            if key(item):
                rows[key(item)].append(right)
        return {name: statistics.fmean(rows[name]) for name in sorted(rows)}

    @property
    def calibration_error(self) -> float:
        """Of those read as one digit: how far confidence lies from the share that is right."""
        single = [
            (reading.digits[0].prediction, right)
            for reading, right in zip(self.readings, self.right, strict=True)
            if len(reading.digits) == 1
        ]
        if not single:
            return math.nan
        predictions, right = zip(*single, strict=True)
        return calibration_error(predictions, right)


def ask(recognizer: Recognizer, items: Sequence[Item], read: Read) -> Asked:
    """Read all; a photograph anew, so that finding its ink is in the time."""
    readings, seconds = [], []
    for item in items:
        source = item.source
        if isinstance(source, Photograph):
            source = Photograph(source.grey)
        begin = time.thread_time()
        readings.append(read(recognizer, source))
        seconds.append(time.thread_time() - begin)
    return Asked(items, readings, seconds)


def report(asked: Asked) -> Iterator[str]:
    """The lines of one set."""
    refused = statistics.fmean(reading.unknown for reading in asked.readings)
    yield (
        f"{len(asked.items):6} {statistics.fmean(asked.right):8.2%} {refused:8.2%} "
        f"{asked.calibration_error:8.3f} {1000 * statistics.median(asked.seconds):7.1f} "
        f"{1000 * max(asked.seconds):7.1f}"
    )
    for title, shares in (
        ("digit", asked.by(lambda item: item.label if len(item.label) == 1 else "")),
        ("writer", asked.by(lambda item: item.writer)),
    ):
        if len(shares) > 1:
            yield f"    by {title}: " + "  ".join(f"{name} {share:.1%}" for name, share in shares.items())


def sheet(asked: Asked) -> Image.Image | None:
    """What was misread, as it was opened or drawn, with "label>answer"; None where all is right."""
    wrong = [
        (item, reading)
        for item, reading, right in zip(asked.items, asked.readings, asked.right, strict=True)
        if not right
    ]
    if not wrong:
        return None
    rows = -(-len(wrong) // _COLUMNS)
    whole = Image.new("L", (_COLUMNS * (_TILE + 4), rows * (_TILE + 16)), 90)
    pen = ImageDraw.Draw(whole)
    for number, (item, reading) in enumerate(wrong):
        left, top = number % _COLUMNS * (_TILE + 4), number // _COLUMNS * (_TILE + 16)
        values = np.round(255 * np.clip(reading.prepared.original, 0, 1)).astype(np.uint8)
        tile = Image.fromarray(values)
        tile.thumbnail((_TILE, _TILE))
        whole.paste(tile, (left, top))
        answer = reading.text.replace("\n", "/")
        pen.text((left, top + _TILE), f"{item.label or 'sign'}>{answer}", fill=255)
    return whole


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--checkpoint", type=Path, nargs="+", default=[default_checkpoint()])
    parser.add_argument("--every", type=int, default=1, help="only every so manyth item")
    parser.add_argument("--sheets", type=Path, default=None, help="folder for pictures of what was misread")
    parser.add_argument("--switched-off", action="store_true", help="also without some of the steps")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    reads: dict[str, Read] = {"": usual} | (OFF if arguments.switched_off else {})
    print(f"{'':46}{'count':>6}    right  refused    calib.  median    max (ms on one core)")
    for name, load in SETS.items():
        items = load()[:: arguments.every]
        for number, path in enumerate(arguments.checkpoint):
            recognizer = Recognizer.load(path)
            for how, read in reads.items():
                asked = ask(recognizer, items, read)
                title = f"{name}{f' [{number + 1}]' if number else ''}{f', {how}' if how else ''}"
                first, *rest = report(asked)
                print("\n".join([f"{title:46}{first}", *([] if how else rest)]), flush=True)
                image = sheet(asked) if arguments.sheets and not how else None
                if image is not None:
                    arguments.sheets.mkdir(parents=True, exist_ok=True)
                    image.save(arguments.sheets / f"{re.sub('[^a-z]+', '-', name.lower())}{number + 1}.png")


if __name__ == "__main__":
    main()
