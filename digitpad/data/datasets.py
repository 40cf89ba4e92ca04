"""Datasets by name, held in memory as one uint8 tensor each: no per-sample Python while training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from digitpad.data.download import Progress, fetch_mnist
from digitpad.data.handwriting import handwriting_images, strokes_path
from digitpad.data.idx import read_idx
from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import ReadSamples, own_sets
from digitpad.data.picture_kinds import SUFFIXES
from digitpad.data.pictures import read_picture
from digitpad.data.preparation import prepare_drawing, prepare_ink
from digitpad.data.preprocess import SIZE, FloatArray
from digitpad.data.synthetic_set import synthetic_images
from digitpad.errors import DatasetError, reason
from digitpad.ink.drawing import read_strokes
from digitpad.resources import data_root, samples_root

DIGITS = tuple("0123456789")

SYNTHETIC_TRAIN, SYNTHETIC_TEST = 30_000, 5_000


@dataclass(frozen=True, slots=True)
class LabelledImages:
    """Pictures with their labels.

    Attributes:
        images: uint8 (N, C, H, W), 0 empty to 255 full ink.
        labels: int64 (N,), numbers of classes.
        classes: names of the classes.
        writers: who wrote each picture, None where that is not said; empty where it is of none.
    """

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...] = DIGITS
    writers: tuple[str | None, ...] = ()

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
    """A dataset that can be chosen by name.

    Attributes:
        name: the name.
        title: what the window calls it.
        load: gives it from the folder with datasets.
        load_test: gives its test set alone, where that is quicker.
    """

    name: str
    title: str
    load: Callable[[Path, Progress], Dataset]
    load_test: Callable[[Path, Progress], LabelledImages] | None = None


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
    return Dataset("mnist", _mnist_part(root, "train", progress), _mnist_part(root, "t10k", progress))


def _mnist_part(root: Path, part: str, progress: Progress) -> LabelledImages:
    """The pictures of "train" or "t10k"."""
    fetch_mnist(root, progress)
    raw = root / "MNIST" / "raw"
    try:
        pictures = read_idx(raw / f"{part}-images-idx3-ubyte")
        return _digits(pictures, read_idx(raw / f"{part}-labels-idx1-ubyte"))
    except DatasetError as error:
        raise _damaged(root, str(error)) from error
    except OSError as error:
        raise _damaged(root, reason(error)) from error


def _damaged(root: Path, why: str) -> DatasetError:
    return DatasetError(
        "The MNIST files in {folder} are damaged ({why}). Delete that folder to download them again.",
        folder=root / "MNIST",
        why=why,
    )


def _digits(pictures: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> LabelledImages:
    if pictures.ndim != 3 or pictures.shape[1:] != (SIZE, SIZE):
        raise DatasetError("the pictures are not 28x28")
    if labels.ndim != 1 or len(pictures) != len(labels) or not len(pictures):
        raise DatasetError("{images} pictures, {labels} labels", images=len(pictures), labels=len(labels))
    if labels.max() > 9:
        raise DatasetError("a label is not 0 to 9")
    return LabelledImages(torch.from_numpy(pictures).unsqueeze(1), torch.from_numpy(labels).to(torch.int64))


def _synthetic(_root: Path, progress: Progress) -> Dataset:
    total = SYNTHETIC_TRAIN + SYNTHETIC_TEST
    # Two seeds, so that no hand of the test set was seen in training.
    train = synthetic_images(SYNTHETIC_TRAIN, 1, lambda done, _: progress(done, total))
    test = synthetic_images(SYNTHETIC_TEST, 2, lambda done, _: progress(SYNTHETIC_TRAIN + done, total))
    return Dataset("synthetic", LabelledImages(*train), LabelledImages(*test))


def _synthetic_test(_root: Path, progress: Progress) -> LabelledImages:
    return LabelledImages(*synthetic_images(SYNTHETIC_TEST, 2, progress))


def _mnist_test(root: Path, progress: Progress) -> LabelledImages:
    return _mnist_part(root, "t10k", progress)


def _handwriting(root: Path, progress: Progress) -> Dataset:
    strokes = strokes_path(root)
    mnist = _mnist(root, progress)
    images, labels = handwriting_images(strokes, progress)
    train = LabelledImages(torch.cat([mnist.train.images, images]), torch.cat([mnist.train.labels, labels]))
    return Dataset("handwriting", train, mnist.test)


def _own(_root: Path, progress: Progress) -> Dataset:
    train, test = own_sets(OwnSamples(samples_root()), progress)
    return Dataset("own", labelled(train), labelled(test))


def labelled(read: ReadSamples) -> LabelledImages:
    """Own samples as a network's pictures."""
    labels = torch.tensor([sample.label for sample in read.samples], dtype=torch.int64)
    return LabelledImages(stacked(read.inputs), labels)


DATASETS: dict[str, DatasetEntry] = {
    entry.name: entry
    for entry in (
        DatasetEntry("mnist", "MNIST (60,000 + 10,000 handwritten digits)", _mnist, _mnist_test),
        DatasetEntry("synthetic", "Synthetic (drawn by digitpad, no download)", _synthetic, _synthetic_test),
        DatasetEntry(
            "handwriting",
            "Handwriting (MNIST, pen strokes, drawn digits, no digits)",
            _handwriting,
            _mnist_test,
        ),
        DatasetEntry("own", "Own samples (what you corrected)", _own),
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
    entry = DATASETS.get(source)
    if entry is not None:
        if entry.load_test is not None:
            return entry.load_test(data_root() if root is None else root, progress)
        return load_dataset(source, root, progress).test
    path = Path(source)
    if path.is_dir():
        return _image_folder(path, progress)
    if path.is_file():
        return _strokes_file(path, progress)
    raise DatasetError(
        "'{name}' is neither a dataset ({known}) nor an existing folder or strokes file.",
        name=source,
        known=", ".join(DATASETS),
    )


def _image_folder(folder: Path, progress: Progress) -> LabelledImages:
    files = sorted(
        path
        for path in folder.glob("*/*")
        if path.suffix.lower() in SUFFIXES
        and path.parent.name in DIGITS
        and not path.name.startswith(".")  # what systems leave beside pictures
        and path.is_file()
    )
    if not files:
        raise DatasetError(
            "{folder} holds no pictures in folders named 0 to 9; arrange them as {folder}/7/picture.png.",
            folder=folder,
        )
    pictures, labels = [], []
    for number, path in enumerate(files):
        progress(number, len(files))
        pictures.append(prepare_ink(read_picture(path)).input)
        labels.append(int(path.parent.name))
    progress(len(files), len(files))
    return LabelledImages(stacked(pictures), torch.tensor(labels, dtype=torch.int64))


def _strokes_file(path: Path, progress: Progress) -> LabelledImages:
    items = []
    for item in read_strokes(path):
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


def stacked(pictures: Sequence[FloatArray | None]) -> Tensor:
    """Prepared pictures as one uint8 tensor (N, 1, 28, 28), 0 empty to 255 full ink.

    None, a blank one, stays in as an empty picture, since a network that is asked about it is wrong.
    """
    images = np.zeros((len(pictures), 1, SIZE, SIZE), np.uint8)
    for number, picture in enumerate(pictures):
        if picture is not None:
            images[number, 0] = np.round(picture * 255)
    return torch.from_numpy(images)
