"""Folders of pictures, a folder for each class, as torchvision's ImageFolder has them (note 004)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, Progress
from digitpad.data.sets.folder_files import Found, look_into
from digitpad.data.sets.folder_reading import FolderReading
from digitpad.errors import DatasetError, printable
from digitpad.form import DIGITS, INK


def load_folder(folder: Path, options: PictureOptions, progress: Progress) -> Dataset:
    """A folder's pictures, divided into a training and a test set.

    They are divided as the folders `train` and `test` (or `val`) in it say; else of each class a share is
    kept for testing, chosen by a seed.

    Raises:
        DatasetError: when there are no pictures, or too many for the memory.
        Cancelled: from `progress`.
    """
    found = look_into(folder, progress)
    how = FolderReading.of(found, options, progress)
    if found.test is None:
        how.check_room(2 * len(found.train.paths))  # all of them, and both parts
        images, labels, left_out = how.read_any(folder, found.train, progress)
        chosen = _kept_for_testing(labels, len(found.classes), options)
        parts = [(images[~chosen], labels[~chosen]), (images[chosen], labels[chosen])]
    else:
        count = len(found.train.paths) + len(found.test.paths)
        before = len(found.train.paths)
        how.check_room(count)
        *train, left_out = how.read_any(folder, found.train, lambda done, _: progress(done, count))
        *test, more = how.read_any(folder, found.test, lambda done, _: progress(before + done, count))
        parts, left_out = [(train[0], train[1]), (test[0], test[1])], left_out + more
    for title, (_, part_labels) in zip(("train", "test"), parts, strict=True):
        if not len(part_labels):
            raise DatasetError(
                "{folder} has no picture left to {what} with; put more pictures into it.",
                folder=folder,
                what=title,
            )
    data = [LabelledImages(*part, found.classes, takes=how.takes) for part in parts]
    return Dataset(str(folder), data[0], data[1], left_out=(*found.left_out, *left_out))


def load_whole_folder(
    folder: Path, options: PictureOptions, progress: Progress, classes: tuple[str, ...] = ()
) -> LabelledImages:
    """The pictures that a network is measured on: those of `test` (or `val`) in the folder, or all of it.

    Args:
        folder: the folder.
        options: how they shall be given.
        progress: told how it goes on.
        classes: the network's; only the folders that are called so are read. All if empty.

    Raises:
        DatasetError: as `load_folder`; when no folder is called like one of the classes.
        Cancelled: from `progress`.
    """
    found = look_into(folder, progress)
    how = FolderReading.of(found, options, progress)
    part = found.test or found.train
    if not classes and how.takes == INK and set(found.classes) <= set(DIGITS):
        classes = DIGITS  # a label is the digit, whichever of them are there
    if classes:
        part = _of_classes(part, found.classes, classes)
        if not part.paths:
            raise DatasetError(
                "{folder} holds no pictures in folders named like the network's classes ({classes}); arrange "
                "them as {folder}/{first}/picture.png.",
                folder=folder,
                classes=printable(", ".join(classes)),
                first=classes[0],
            )
    how.check_room(len(part.paths))
    images, labels, _ = how.read_any(folder, part, progress)
    return LabelledImages(images, labels, classes or found.classes, takes=how.takes)


def _of_classes(part: Found, names: tuple[str, ...], wanted: tuple[str, ...]) -> Found:
    """The pictures of some classes, their labels numbered as in `wanted`."""
    numbers = {name: number for number, name in enumerate(wanted)}
    kept = [
        (path, numbers[names[label]])
        for path, label in zip(part.paths, part.labels, strict=True)
        if names[label] in numbers
    ]
    return Found(tuple(path for path, _ in kept), tuple(label for _, label in kept))


def _kept_for_testing(labels: Tensor, classes: int, options: PictureOptions) -> Tensor:
    """Which pictures are kept for testing: of each class its share, at least one where there are two."""
    generator = torch.Generator().manual_seed(options.split_seed)
    chosen = torch.zeros(len(labels), dtype=torch.bool)
    for number in range(classes):
        own = (labels == number).nonzero().flatten()
        order = own[torch.randperm(len(own), generator=generator)]
        count = round(len(own) * options.test_share)
        chosen[order[: min(max(count, 1), len(own) - 1)]] = True
    return chosen
