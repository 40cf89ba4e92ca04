"""Any network file: one that is known, or one that is tried on the pictures that are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import torch

from digitpad.data.datasets import DATASETS, load_dataset
from digitpad.data.labelled import LabelledImages, PictureOptions, resized
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import DigitpadError
from digitpad.form import DIGITS, PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.measuring import ALL
from digitpad.model.open.opening import Labelled, assumed_network
from digitpad.resources import data_root

_SETS = {1: ("mnist", "fashion-mnist"), 3: ("cifar10",)}
"""Datasets whose training pictures unknown networks are tried on, by channels; those that are on the disk."""


def open_network(
    path: Path, root: Path | None = None, check: Callable[[], None] = lambda: None
) -> Checkpoint:
    """The network in a file; of one that is in no registry what fits its weights and reads best.

    Args:
        path: the file.
        root: the folder with datasets; `DIGITPAD_DATA` or the cache folder if None.
        check: called now and then; it may raise `Cancelled` to stop.

    Raises:
        CheckpointError: what is wrong with the file; an `UnknownNetworkError` where no network fits.
    """
    try:
        return load_checkpoint(path)
    except UnknownNetworkError:
        folder = root or data_root()
        assumed = assumed_network(path, lambda form, classes: _pictures(folder, form, classes), check)
        if assumed is None:
            raise
        return assumed


@lru_cache(maxsize=8)
def _pictures(root: Path, form: PictureForm, classes: int) -> tuple[Labelled, ...]:
    """Sets of labelled training pictures of a form; drawn ones where no dataset of digits is on the disk."""
    if classes != len(DIGITS):
        return ()
    names = [name for name in _SETS[form.channels] if DATASETS[name].is_there(root)]
    if not names and form.channels == 1:
        names = ["synthetic"]
    return tuple(labelled for name in names if (labelled := _some(name, root, form)) is not None)


def _some(name: str, root: Path, form: PictureForm) -> Labelled | None:
    """As many training pictures as networks are tried on, the same each time."""
    try:
        # Drawing all of the synthetic set would take half a minute.
        train = (
            LabelledImages(*synthetic_images(ALL, 1))
            if name == "synthetic"
            else load_dataset(name, root).train
        )
    except DigitpadError:
        return None
    chosen = torch.randperm(len(train), generator=torch.Generator().manual_seed(0))[:ALL]
    few = LabelledImages(train.images[chosen], train.labels[chosen], train.classes, content=train.content)
    few = resized(few, PictureOptions(form.size, form.channels))
    return few.images, few.labels
