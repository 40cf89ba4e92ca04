"""The training set of the shipped network: MNIST, pen strokes, real pictures, drawn digits, and non-digits.

MNIST alone is not enough for a pad: it was scanned from American forms, and has few slashed
zeros, flagged ones or crossed sevens. The other parts are strokes, prepared as on the pad or as a picture of
them would be, and pictures. Non-digits (letters, signs, scribbles, blots, two digits at once) have the label
`NONE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from digitpad.data.labelled import Progress
from digitpad.data.photographs.line_width import redrawn_ink
from digitpad.data.photographs.proposals import WAYS
from digitpad.data.preparation import Steps, prepare_drawing, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.data.sets.real_pictures import real_pictures
from digitpad.errors import DatasetError, DatasetNotFound
from digitpad.form import SIDE
from digitpad.ink.blobs import blob_inks
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.drawing_file import LabelledDrawing, read_strokes
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import REDRAWN_WIDTH, redrawn
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.synthetic import CLASSES, choose_skeleton, draw_skeleton, letter_drawings
from digitpad.ink.variation import varied
from digitpad.ink.wear import worn

NONE = 10
"""Label of non-digits."""

STROKES = Path("pen-strokes") / "pendigits-train.jsonl"
"""Digits of 30 people with a pen on a tablet (UCI pendigits-orig, Alpaydin and Alimoglu 1998, CC BY 4.0)."""

SPANISH_STROKES = Path("pen-strokes") / "ujipen2-train.jsonl"
"""Digits of 40 people with a pen on a tablet (UJIpenchars2, Llorens et al. 2008, CC BY 4.0)."""

SCANS = Path("photographs") / "swiss"
"""Scanned digits of 11 people in ballpoint (github kensanata/numbers, CC0 and MIT)."""

CELLS = Path("photographs") / "sudoku-cells"
"""Photographed cells of sudokus (github AlexKubiesa/sudoku-scanner, MIT)."""

HELD_OUT = frozenset(
    {f"train{number:02}" for number in range(5, 31, 5)}
    | {f"uji2:{number:02}" for number in range(4, 41, 4)}
    | {"w04", "w12", "w20"}
)
"""Writers on whom no network of ours is trained: they measure how well new writers are read."""

VARIANTS = 10
"""Drawings made of each drawing of a writer: itself, and variations that the same hand might have drawn."""

SYNTHETIC, LETTERS, SCRIBBLES, BLOBS = 30_000, 14_000, 10_000, 2_000

# Seeds of the parts. The synthetic dataset has 1 and 2: its test set must not occur in training.
_VARY, _DIGITS, _LETTERS, _SCRIBBLES, _PEN, _BLOBS = 11, 12, 13, 14, 15, 16

_FURTHER = 1_000  # between the seeds of a part's draws

_CHUNK = 200  # drawings between two calls of `progress`

# How the pen's width varies in training, though drawings are asked with one: of pictures the width is
# only estimated, and other networks' users may switch the step off.
_PLAIN = 0.5  # share drawn with MNIST's width
_WIDTH = 0.25  # standard deviation of the logarithm of the others
_THINNEST, _THICKEST = 1.2, 4.2
_CARE = (0.3, 0.9)  # drawn digits are drawn with more care than in the synthetic set: real ones are at hand
_PIXELS = 0.25  # share made ready from pixels, as pictures are
_BRUSH = 0.35  # as `_WIDTH`, of those
_WORN = 0.7  # share of those whose lines are as ragged as in a photograph

Labelled = tuple[int, Drawing]


def strokes_path(root: Path) -> Path:
    """Where the pen strokes lie.

    Raises:
        DatasetNotFound: when they are not there.
    """
    path = root / STROKES
    if not path.is_file():
        raise DatasetNotFound(
            "{path} does not exist. Choose the folder that holds pen-strokes/ and MNIST/, or train on mnist.",
            path=path,
        )
    return path


def is_held_out(picture: str) -> bool:
    """Whether a scan or photograph, by its name, is left out of training.

    A scan is named "<writer>-...". The cells, "<digit>_<number>", have no writers: half of them are left out.
    """
    writer, _, _ = picture.partition("-")
    number = picture.rpartition("_")[2]
    return writer in HELD_OUT or ("_" in picture and number.isdecimal() and int(number) % 4 == 2)


def handwriting_drawings(root: Path, draw: int = 0) -> Iterator[Labelled]:
    """Iterate over all strokes that are added to MNIST: labels (`NONE` for non-digits) and drawings.

    Args:
        root: holds the strokes files; `STROKES` must be there, the other may be.
        draw: another one varies in other ways.

    Raises:
        DatasetNotFound: without `STROKES`.
        DatasetError: when a drawing has no label from 0 to 9.
        DrawingError: when a file cannot be read.
    """
    for number, (path, item) in enumerate(_written(root)):
        if item.writer in HELD_OUT:
            continue
        if item.label not in tuple("0123456789"):
            raise DatasetError("{path}: drawing {id} has no label from 0 to 9.", path=path, id=item.id)
        label, plain = int(item.label), redrawn(item.drawing)
        if plain.empty:
            continue
        yield label, plain
        rng = _generator(_VARY, number, draw)
        for _ in range(VARIANTS - 1):
            yield label, varied(label, plain, rng)
    for number in range(SYNTHETIC):
        rng = _generator(_DIGITS, number, draw)
        label = number % CLASSES
        yield label, draw_skeleton(choose_skeleton(label, rng), rng, _CARE)
    for _, letter in letter_drawings(LETTERS, _LETTERS + _FURTHER * draw):
        yield NONE, letter
    for scribble in scribble_drawings(SCRIBBLES, _SCRIBBLES + _FURTHER * draw):
        yield NONE, scribble


def _generator(part: int, number: int, draw: int) -> np.random.Generator:
    """What decides how a part's drawing of a number varies in a draw."""
    return np.random.default_rng((part, number, draw) if draw else (part, number))


def _written(root: Path) -> Iterator[tuple[Path, LabelledDrawing]]:
    """Each file's drawings."""
    for path in _strokes_files(root):
        for item in read_strokes(path):
            yield path, item


def _strokes_files(root: Path) -> list[Path]:
    further = root / SPANISH_STROKES
    return [strokes_path(root), *([further] if further.is_file() else [])]


def handwriting_inks(root: Path, draw: int = 0) -> Iterator[tuple[int, FloatArray]]:
    """Iterate over the inks of pictures that are added: labels, and float32 (H, W), 0 empty to 1 full ink.

    Args:
        root: may hold `SCANS` and `CELLS`.
        draw: another one has other blots.

    Raises:
        PictureError: when one of their pictures cannot be read.
    """
    for folder in (SCANS, CELLS):
        yield from real_pictures(root / folder, is_held_out)
    for ink in blob_inks(BLOBS, _BLOBS + _FURTHER * draw):
        if redrawn_ink(ink) is None:  # a long one is thinned to its middle, and could be a 1
            yield NONE, ink


def handwriting_images(root: Path, progress: Progress, draw: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """The drawings and inks above as the network's input.

    Five to ten minutes on one core. Number i depends on the files, i and `draw` alone.

    Args:
        root: as for `handwriting_drawings` and `handwriting_inks`.
        progress: called with (done, total); it may raise `Cancelled` to stop.
        draw: another one draws and varies all anew; the recipe `handwriting` trains on 0.

    Returns:
        uint8 pictures (N, 1, 28, 28), 0 empty to 255 full ink, and int64 labels (N,), 0 to 9 or `NONE`.

    Raises:
        DatasetError, DatasetNotFound, DrawingError, PictureError: as those two.
    """
    total = _upper_limit(root)
    pictures, labels = [], []

    def ready() -> Iterator[tuple[int, npt.NDArray[np.uint8] | None]]:
        for number, (label, drawing) in enumerate(handwriting_drawings(root, draw)):
            yield label, with_random_pen(drawing, _generator(_PEN, number, draw))
        for label, ink in handwriting_inks(root, draw):
            yield label, _as_bytes(prepare_ink(ink).input)

    for number, (label, picture) in enumerate(ready()):
        if number % _CHUNK == 0:
            progress(min(number, total), total)
        if picture is not None:
            pictures.append(picture)
            labels.append(label)
    progress(total, total)
    return torch.from_numpy(np.stack(pictures)).unsqueeze(1), torch.tensor(labels, dtype=torch.int64)


def _upper_limit(root: Path) -> int:
    """How many pictures it will be at most, which is enough for a progress bar."""
    drawings = 0
    for path in _strokes_files(root):
        with path.open("rb") as stream:
            drawings += sum(1 for _ in stream)
    real = sum(1 for folder in (SCANS, CELLS) for _ in (root / folder).glob("[0-9]/*.png"))
    return drawings * VARIANTS + SYNTHETIC + LETTERS + SCRIBBLES + BLOBS + real * len(WAYS)


def with_random_pen(drawing: Drawing, rng: np.random.Generator) -> npt.NDArray[np.uint8] | None:
    """Draw with a pen of random width: uint8 (28, 28), 0 empty to 255 full ink; None where it is blank."""
    if rng.random() < _PIXELS:
        width = _random_width(_BRUSH, rng)
        ink = rasterize(_with_brush(drawing, width))
        return _as_bytes(prepare_ink(worn(ink, rng) if rng.random() < _WORN else ink).input)
    if rng.random() < _PLAIN:
        return _as_bytes(prepare_drawing(drawing).input)
    ink = rasterize(redrawn(drawing, _random_width(_WIDTH, rng)))
    return _as_bytes(prepare_ink(ink, Steps(width=False)).input)


def _random_width(deviation: float, rng: np.random.Generator) -> float:
    width = REDRAWN_WIDTH * np.exp(deviation * rng.standard_normal())
    return float(np.clip(width, _THINNEST, _THICKEST))


def _with_brush(drawing: Drawing, width: float) -> Drawing:
    return Drawing(tuple(Stroke(stroke.points, width) for stroke in drawing.strokes))


def _as_bytes(picture: FloatArray | None) -> npt.NDArray[np.uint8] | None:
    if picture is None:
        return None
    assert picture.shape == (SIDE, SIDE)
    return np.round(picture * 255).astype(np.uint8)
