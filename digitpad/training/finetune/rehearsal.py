"""What a network rehearses while it is fine-tuned, so that it does not forget it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from digitpad.data.batches import epoch_order
from digitpad.data.datasets import DATASETS, Dataset, LabelledImages, load_dataset
from digitpad.data.labelled import stacked
from digitpad.data.preparation import prepare_drawing
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.synthetic import letter_drawings
from digitpad.resources import data_root

_VALIDATION = 5_000
"""Training pictures held out to measure how much is forgotten: 5 of them are 0.1 %."""

SYNTHETIC_COUNTS = 5_000, 1_000
"""Digits drawn for training and testing where there is no MNIST; they take about 4 s."""
_SEED = 20_401  # decides which training pictures are held out

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Everyone's digits.

    Attributes:
        name: the dataset they are from.
        train: training pictures that are rehearsed.
        validation: other training pictures, which decide how far the weights may move.
        test: the test set, which decides nothing.
    """

    name: str
    train: LabelledImages
    validation: LabelledImages
    test: LabelledImages


def load_rehearsal(root: Path | None, progress: Progress) -> Rehearsal:
    """Return MNIST where it is on the disk, else digits drawn by the program; nothing is downloaded.

    Args:
        root: the folder with datasets; `DIGITPAD_DATA` or the cache folder if None.
        progress: called with (done, total); may raise `Cancelled` to stop.

    Raises:
        DatasetError: when MNIST's files are damaged.
        Cancelled: from `progress`.
    """
    root = data_root() if root is None else root
    if DATASETS["mnist"].is_there(root):
        return rehearsal_of(load_dataset("mnist", root, progress))
    train, test = SYNTHETIC_COUNTS
    # Other seeds than those of the dataset "synthetic", which the network may have learnt from.
    learnt = synthetic_images(train, 11, lambda done, _: progress(done, train + test))
    tested = synthetic_images(test, 12, lambda done, _: progress(train + done, train + test))
    return rehearsal_of(Dataset("synthetic", LabelledImages(*learnt), LabelledImages(*tested)))


def rehearsal_of(dataset: Dataset) -> Rehearsal:
    """Split a dataset's training set into pictures to rehearse and to validate on."""
    count = len(dataset.train)
    order = epoch_order(count, _SEED, 0)
    held_out = min(_VALIDATION, count // 5)
    return Rehearsal(
        dataset.name,
        _part(dataset.train, order[held_out:]),
        _part(dataset.train, order[:held_out]),
        dataset.test,
    )


def _part(images: LabelledImages, numbers: Tensor) -> LabelledImages:
    return LabelledImages(images.images[numbers], images.labels[numbers], images.classes)


def non_digits(count: int, seed: int) -> Tensor:
    """Draw letters and scribbles, half and half.

    Returns:
        uint8 (at most `count`, 1, 28, 28): drawings that leave no ink are left out.
    """
    drawings = [drawing for _, drawing in letter_drawings((count + 1) // 2, seed)]
    drawings += scribble_drawings(count // 2, seed)
    inputs = [prepare_drawing(drawing).input for drawing in drawings]
    return stacked([picture for picture in inputs if picture is not None])
