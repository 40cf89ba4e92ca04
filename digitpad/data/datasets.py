"""Datasets by name, held in memory as one uint8 tensor each: no per-sample Python while training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from digitpad.data.download import Progress, fetch_mnist
from digitpad.data.pictures import read_picture
from digitpad.data.preprocess import SIZE, FloatArray, to_input
from digitpad.data.synthetic_set import synthetic_images
from digitpad.data.torchvision_compat import torchvision_module
from digitpad.errors import DatasetError, reason
from digitpad.ink.drawing import read_strokes
from digitpad.ink.raster import rasterize
from digitpad.resources import data_root

DIGITS = tuple("0123456789")

SYNTHETIC_TRAIN, SYNTHETIC_TEST = 30_000, 5_000

_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"}


@dataclass(frozen=True, slots=True)
class LabelledImages:
    """Pictures with their labels.

    Attributes:
        images: uint8 (N, C, H, W), 0 empty to 255 full ink.
        labels: int64 (N,), numbers of classes.
        classes: names of the classes.
    """

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...] = DIGITS

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A training set and a test set that share no picture."""

    name: str
    train: LabelledImages
    test: LabelledImages


@dataclass(frozen=True, slots=True)
class DatasetEntry:
    """A dataset that can be chosen by name."""

    name: str
    title: str
    load: Callable[[Path, Progress], Dataset]


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def load_dataset(name: str, root: Path | None = None, progress: Progress = _silent) -> Dataset:
    """The dataset called `name`, downloaded first if it has to be.

    Args:
        name: a key of `DATASETS`.
        root: the folder with datasets in torchvision's layout; `DIGITPAD_DATA` or the cache folder if None.
        progress: called with (done, total); it may raise `Cancelled` to stop.

    Raises:
        DatasetNotFound: when it is not there and cannot be downloaded.
        DatasetError: for an unknown name or broken files.
        Cancelled: from `progress`.
    """
    entry = DATASETS.get(name)
    if entry is None:
        raise DatasetError(
            "There is no dataset called '{name}'; choose one of {known}.",
            name=name,
            known=", ".join(DATASETS),
        )
    return entry.load(data_root() if root is None else root, progress)


def _mnist(root: Path, progress: Progress) -> Dataset:
    fetch_mnist(root, progress)
    source = torchvision_module("torchvision.datasets").MNIST
    try:
        train, test = (source(root, train=part, download=False) for part in (True, False))
        return Dataset("mnist", _images(train), _images(test))
    except DatasetError as error:
        raise _damaged(root, str(error)) from error
    except Exception as error:  # torchvision's reader raises whatever the bytes lead to
        why = reason(error) if isinstance(error, OSError) else "they are not in MNIST's format"
        raise _damaged(root, why) from error


def _damaged(root: Path, why: str) -> DatasetError:
    return DatasetError(
        "The MNIST files in {folder} are damaged ({why}). Delete that folder to download them again.",
        folder=root / "MNIST",
        why=why,
    )


def _images(source: Any) -> LabelledImages:
    images: Tensor = source.data
    labels: Tensor = source.targets.to(torch.int64)
    if images.ndim != 3 or images.shape[1:] != (SIZE, SIZE):
        raise DatasetError("the pictures are not 28x28")
    if len(images) != len(labels) or not len(images):
        raise DatasetError("{images} pictures, {labels} labels", images=len(images), labels=len(labels))
    if labels.min() < 0 or labels.max() > 9:
        raise DatasetError("a label is not 0 to 9")
    return LabelledImages(images.unsqueeze(1).contiguous(), labels)


def _synthetic(_root: Path, progress: Progress) -> Dataset:
    total = SYNTHETIC_TRAIN + SYNTHETIC_TEST
    # Two seeds, so that no hand of the test set was seen in training.
    train = synthetic_images(SYNTHETIC_TRAIN, 1, lambda done, _: progress(done, total))
    test = synthetic_images(SYNTHETIC_TEST, 2, lambda done, _: progress(SYNTHETIC_TRAIN + done, total))
    return Dataset("synthetic", LabelledImages(*train), LabelledImages(*test))


DATASETS: dict[str, DatasetEntry] = {
    entry.name: entry
    for entry in (
        DatasetEntry("mnist", "MNIST (60,000 + 10,000 handwritten digits)", _mnist),
        DatasetEntry("synthetic", "Synthetic (drawn by digitpad, no download)", _synthetic),
    )
}


def load_test_images(source: str, root: Path | None = None, progress: Progress = _silent) -> LabelledImages:
    """Labelled pictures to measure a network on.

    Args:
        source: a dataset's name (its test set), a folder `<class>/*.png`, or a strokes file with labels.
        root: as for `load_dataset`.
        progress: as for `load_dataset`.

    Raises:
        DatasetError: when there is no such thing, or nothing labelled in it.
    """
    if source in DATASETS:
        return load_dataset(source, root, progress).test
    path = Path(source)
    if path.is_dir():
        return _image_folder(path, progress)
    if path.is_file():
        return _strokes_file(path)
    raise DatasetError(
        "'{name}' is neither a dataset ({known}) nor an existing folder or strokes file.",
        name=source,
        known=", ".join(DATASETS),
    )


def _image_folder(folder: Path, progress: Progress) -> LabelledImages:
    files = sorted(
        path for path in folder.glob("*/*") if path.suffix.lower() in _PICTURES and path.parent.name in DIGITS
    )
    if not files:
        raise DatasetError(
            "{folder} holds no pictures in folders named 0 to 9; arrange them as {folder}/7/picture.png.",
            folder=folder,
        )
    pictures, labels = [], []
    for number, path in enumerate(files):
        progress(number, len(files))
        pictures.append(to_input(read_picture(path)))
        labels.append(int(path.parent.name))
    return _gathered(pictures, labels)


def _strokes_file(path: Path) -> LabelledImages:
    pictures, labels = [], []
    for item in read_strokes(path):
        if item.label not in DIGITS:
            raise DatasetError(
                "{path}: drawing {id} has no label from 0 to 9, which measuring needs.", path=path, id=item.id
            )
        pictures.append(to_input(rasterize(item.drawing)))
        labels.append(int(item.label))
    if not pictures:
        raise DatasetError("{path} holds no drawing.", path=path)
    return _gathered(pictures, labels)


def _gathered(pictures: list[FloatArray | None], labels: list[int]) -> LabelledImages:
    """Pictures as one tensor; a blank one stays in, since a network that is asked about it is wrong."""
    blank = np.zeros((SIZE, SIZE), np.float32)
    stack = np.stack([blank if picture is None else picture for picture in pictures])
    images = torch.from_numpy(np.round(stack * 255).astype(np.uint8)).unsqueeze(1)
    return LabelledImages(images, torch.tensor(labels, dtype=torch.int64))
