"""The training set of the shipped network: MNIST, pen strokes, drawn digits, and non-digits.

MNIST alone is not enough for a pad: it was scanned from American forms, and has few slashed
zeros, flagged ones or crossed sevens. The other parts are strokes, prepared as on the pad.
Non-digits (letters, signs, scribbles, two digits at once) have the label `NONE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from digitpad.data.labelled import Progress
from digitpad.data.preparation import Steps, prepare_drawing, prepare_ink
from digitpad.errors import DatasetError, DatasetNotFound
from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.drawing_file import read_strokes
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import REDRAWN_WIDTH, redrawn
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.synthetic import CLASSES, choose_skeleton, draw_skeleton, letter_drawings
from digitpad.ink.variation import varied

NONE = 10
"""Label of non-digits."""

STROKES = Path("pen-strokes") / "pendigits-train.jsonl"
"""Digits of 30 people with a pen on a tablet (UCI pendigits-orig, Alpaydin and Alimoglu 1998, CC BY 4.0)."""

HELD_OUT = frozenset({"train05", "train10", "train15", "train20", "train25", "train30"})
"""Writers on whom no network of ours is trained: they measure how well new writers are read."""

VARIANTS = 5
"""Drawings made of each drawing of a writer: itself, and variations that the same hand might have drawn."""

SYNTHETIC, LETTERS, SCRIBBLES = 30_000, 14_000, 10_000

# Seeds of the parts. The synthetic dataset has 1 and 2: its test set must not occur in training.
_VARY, _DIGITS, _LETTERS, _SCRIBBLES, _PEN = 11, 12, 13, 14, 15

_CHUNK = 200  # drawings between two calls of `progress`

# How the pen's width varies in training, though drawings are asked with one: of pictures the width is
# only estimated, and other networks' users may switch the step off.
_PLAIN = 0.5  # share drawn with MNIST's width
_WIDTH = 0.25  # standard deviation of the logarithm of the others
_THINNEST, _THICKEST = 1.2, 4.2
_CARE = (0.3, 0.9)  # drawn digits are drawn with more care than in the synthetic set: real ones are at hand
_PIXELS = 0.1  # share made ready from pixels, as other programs' pictures are

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


def handwriting_drawings(path: Path) -> Iterator[Labelled]:
    """Iterate over all that is added to MNIST: labels (`NONE` for non-digits) and drawings.

    Args:
        path: the strokes file.

    Raises:
        DatasetError: when a drawing in it has no label from 0 to 9.
        DrawingError: when it cannot be read.
    """
    for number, item in enumerate(read_strokes(path)):
        if item.writer in HELD_OUT:
            continue
        if item.label not in tuple("0123456789"):
            raise DatasetError("{path}: drawing {id} has no label from 0 to 9.", path=path, id=item.id)
        label, plain = int(item.label), redrawn(item.drawing)
        if plain.empty:
            continue
        yield label, plain
        rng = np.random.default_rng((_VARY, number))
        for _ in range(VARIANTS - 1):
            yield label, varied(label, plain, rng)
    for number in range(SYNTHETIC):
        rng = np.random.default_rng((_DIGITS, number))
        label = number % CLASSES
        yield label, draw_skeleton(choose_skeleton(label, rng), rng, _CARE)
    for _, letter in letter_drawings(LETTERS, _LETTERS):
        yield NONE, letter
    for scribble in scribble_drawings(SCRIBBLES, _SCRIBBLES):
        yield NONE, scribble


def handwriting_images(path: Path, progress: Progress) -> tuple[torch.Tensor, torch.Tensor]:
    """The drawings above as the network's input.

    About two minutes on one core. Number i depends on the strokes file and i alone.

    Args:
        path: the strokes file.
        progress: called with (done, total); it may raise `Cancelled` to stop.

    Returns:
        uint8 pictures (N, 1, 28, 28), 0 empty to 255 full ink, and int64 labels (N,), 0 to 9 or `NONE`.

    Raises:
        DatasetError, DrawingError: as `handwriting_drawings`.
    """
    with path.open("rb") as stream:  # an upper limit is enough for a progress bar
        total = sum(1 for _ in stream) * VARIANTS + SYNTHETIC + LETTERS + SCRIBBLES
    pictures, labels = [], []
    for number, (label, drawing) in enumerate(handwriting_drawings(path)):
        if number % _CHUNK == 0:
            progress(number, total)
        picture = with_random_pen(drawing, np.random.default_rng((_PEN, number)))
        if picture is not None:
            pictures.append(picture)
            labels.append(label)
    progress(total, total)
    return torch.from_numpy(np.stack(pictures)).unsqueeze(1), torch.tensor(labels, dtype=torch.int64)


def with_random_pen(drawing: Drawing, rng: np.random.Generator) -> npt.NDArray[np.uint8] | None:
    """Draw with a pen of random width: uint8 (28, 28), 0 empty to 255 full ink; None where it is blank."""
    width = REDRAWN_WIDTH
    if rng.random() > _PLAIN:
        width = float(np.clip(width * np.exp(_WIDTH * rng.standard_normal()), _THINNEST, _THICKEST))
    if width == REDRAWN_WIDTH:
        picture = prepare_drawing(drawing).input
    elif rng.random() < _PIXELS:
        picture = prepare_ink(rasterize(_with_brush(drawing, width * rng.uniform(0.6, 1.2)))).input
    else:
        picture = prepare_ink(rasterize(redrawn(drawing, width)), Steps(width=False)).input
    if picture is None:
        return None
    assert picture.shape == (SIDE, SIDE)
    return np.round(picture * 255).astype(np.uint8)


def _with_brush(drawing: Drawing, width: float) -> Drawing:
    return Drawing(tuple(Stroke(stroke.points, width) for stroke in drawing.strokes))
