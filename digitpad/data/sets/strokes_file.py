"""Labelled drawings in a file of strokes, as pictures to measure on."""

from __future__ import annotations

from pathlib import Path

import torch

from digitpad.data.labelled import LabelledImages, Progress, stacked
from digitpad.data.preparation import prepare_drawing
from digitpad.errors import DatasetError
from digitpad.form import DIGITS
from digitpad.ink.foreign.files import read_drawings


def load_strokes(path: Path, progress: Progress) -> LabelledImages:
    """Read the drawings in a strokes file, as a network gets them.

    Raises:
        DatasetError: when there are no drawings, or one has no label from 0 to 9.
        Cancelled: from `progress`.
    """
    items = []
    for item in read_drawings(path):
        if item.label not in DIGITS:
            raise DatasetError(
                "{path}: drawing {id} has no label from 0 to 9, which measuring needs.", path=path, id=item.id
            )
        items.append(item)
    if not items:
        raise DatasetError("{path} holds no drawing.", path=path)
    pictures = []
    for number, item in enumerate(items):
        progress(number, len(items))
        pictures.append(prepare_drawing(item.drawing).input)
    progress(len(items), len(items))
    labels = torch.tensor([int(item.label or 0) for item in items], dtype=torch.int64)
    writers = tuple(item.writer for item in items)
    known = any(writer is not None for writer in writers)
    return LabelledImages(stacked(pictures), labels, DIGITS, writers if known else ())
