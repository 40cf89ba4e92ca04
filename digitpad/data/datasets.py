"""Datasets by name, held in memory as one uint8 tensor each: no per-sample Python while training."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from digitpad.data.labelled import (
    AS_THEY_ARE,
    Dataset,
    LabelledImages,
    PictureOptions,
    Progress,
    fitted,
    silent,
)
from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import ReadSamples, own_sets
from digitpad.data.preparation import prepare_drawing
from digitpad.data.preprocess import MNIST_MEAN, MNIST_STD, FloatArray
from digitpad.data.sets.handwriting import handwriting_images, strokes_path
from digitpad.data.sets.idx_sets import DOWNLOADS, TEST, TRAIN, is_in, read_part
from digitpad.data.sets.image_folder import load_folder, load_whole_folder
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.data.sets.torchvision_sets import TorchvisionSet
from digitpad.errors import DatasetError
from digitpad.form import CIFAR10_CLASSES, DIGITS, INK, OBJECT, SIDE, PerChannel, PictureForm
from digitpad.ink.drawing import read_strokes
from digitpad.resources import data_root, samples_root

__all__ = ["DATASETS", "DIGITS", "Dataset", "LabelledImages", "load_dataset", "load_test_images"]

SYNTHETIC_TRAIN, SYNTHETIC_TEST = 30_000, 5_000

FASHION_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
KUZUSHIJI_CLASSES = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")


@dataclass(frozen=True, slots=True)
class DatasetEntry:
    """A dataset that can be chosen by name.

    Attributes:
        name: the name.
        title: what the window calls it.
        load: gives it from the folder with datasets.
        load_test: gives its test set alone, where that is quicker.
        mean, std: normalisation on the 0-1 scale; None where it is measured on the training set.
        is_there: whether the folder with datasets holds it, so that nothing has to be downloaded.
        bytes: how much is downloaded otherwise.
    """

    name: str
    title: str
    load: Callable[[Path, Progress], Dataset]
    load_test: Callable[[Path, Progress], LabelledImages] | None = None
    mean: PerChannel | None = MNIST_MEAN
    std: PerChannel | None = MNIST_STD
    is_there: Callable[[Path], bool] = lambda _root: True
    bytes: int = 0


def load_dataset(
    name: str,
    root: Path | None = None,
    progress: Progress = silent,
    options: PictureOptions = AS_THEY_ARE,
) -> Dataset:
    """The dataset called `name`, downloaded first if it has to be.

    Args:
        name: a key of `DATASETS`, or a folder of pictures.
        root: the folder with datasets in torchvision's layout; `DIGITPAD_DATA` or the cache folder if None.
        progress: called with (done, total); it may raise `Cancelled` to stop.
        options: the size and channels that the pictures shall have, and how a folder is divided.

    Raises:
        DatasetNotFound: when it is not there and cannot be downloaded.
        DatasetError: for an unknown name or broken files.
        Cancelled: from `progress`.
    """
    entry = DATASETS.get(name)
    if entry is None:
        folder = Path(name).expanduser()
        if not folder.is_dir():
            raise _unknown(name, "folder of pictures")
        return load_folder(folder, options, progress)
    found = entry.load(data_root() if root is None else root, progress)
    train, test = fitted(found.train, options), fitted(found.test, options)
    return replace(found, train=train, test=test, mean=entry.mean, std=entry.std)


def _unknown(name: str, what: str) -> DatasetError:
    return DatasetError(
        "'{name}' is neither a dataset ({known}) nor an existing {what}.",
        name=name,
        known=", ".join(DATASETS),
        what=what,
    )


def _idx_set(
    name: str, title: str, kind: str, classes: tuple[str, ...] = DIGITS, takes: str = INK
) -> DatasetEntry:
    """A set with MNIST's files."""

    def load(root: Path, progress: Progress) -> Dataset:
        train = read_part(root, kind, TRAIN, progress, classes, takes)
        return Dataset(name, train, load_test(root, progress))

    def load_test(root: Path, progress: Progress) -> LabelledImages:
        return read_part(root, kind, TEST, progress, classes, takes)

    measured = kind != "MNIST"
    mean, std = (None, None) if measured else (MNIST_MEAN, MNIST_STD)
    return DatasetEntry(
        name, title, load, load_test, mean, std, lambda root: is_in(root, kind), DOWNLOADS[kind]
    )


def _torchvision(name: str, title: str, source: TorchvisionSet) -> DatasetEntry:
    def load(root: Path, progress: Progress) -> Dataset:
        return Dataset(name, source.read(root, "train", progress), load_test(root, progress))

    def load_test(root: Path, progress: Progress) -> LabelledImages:
        return source.read(root, "test", progress)

    return DatasetEntry(name, title, load, load_test, None, None, source.is_in, source.total)


def _synthetic(_root: Path, progress: Progress) -> Dataset:
    total = SYNTHETIC_TRAIN + SYNTHETIC_TEST
    # Two seeds, so that no hand of the test set was seen in training.
    train = synthetic_images(SYNTHETIC_TRAIN, 1, lambda done, _: progress(done, total))
    test = synthetic_images(SYNTHETIC_TEST, 2, lambda done, _: progress(SYNTHETIC_TRAIN + done, total))
    return Dataset("synthetic", LabelledImages(*train), LabelledImages(*test))


def _synthetic_test(_root: Path, progress: Progress) -> LabelledImages:
    return LabelledImages(*synthetic_images(SYNTHETIC_TEST, 2, progress))


def _mnist_test(root: Path, progress: Progress) -> LabelledImages:
    return read_part(root, "MNIST", TEST, progress)


def _handwriting(root: Path, progress: Progress) -> Dataset:
    strokes = strokes_path(root)
    mnist = DATASETS["mnist"].load(root, progress)
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
        _idx_set("mnist", "MNIST (60,000 + 10,000 handwritten digits)", "MNIST"),
        DatasetEntry("synthetic", "Synthetic (drawn by digitpad, no download)", _synthetic, _synthetic_test),
        DatasetEntry(
            "handwriting",
            "Handwriting (MNIST, pen strokes, drawn digits, no digits)",
            _handwriting,
            _mnist_test,
            is_there=is_in,
            bytes=DOWNLOADS["MNIST"],
        ),
        DatasetEntry("own", "Own samples (what you corrected)", _own),
        _idx_set(
            "fashion-mnist", "Fashion-MNIST (clothes, 28×28 grey)", "FashionMNIST", FASHION_CLASSES, OBJECT
        ),
        _idx_set("kmnist", "KMNIST (Japanese characters)", "KMNIST", KUZUSHIJI_CLASSES),
        _torchvision(
            "emnist-digits",
            "EMNIST digits (280,000; 560 MB)",
            TorchvisionSet(
                "EMNIST",
                561_753_746,
                ("EMNIST/raw/emnist-digits-train-images-idx3-ubyte",),
                takes=INK,
                options={"split": "digits"},
                transposed=True,
            ),
        ),
        _torchvision(
            "emnist-letters",
            "EMNIST letters (26 classes; 560 MB)",
            TorchvisionSet(
                "EMNIST",
                561_753_746,
                ("EMNIST/raw/emnist-letters-train-images-idx3-ubyte",),
                tuple(string.ascii_lowercase),
                INK,
                {"split": "letters"},
                first_label=1,
                transposed=True,
            ),
        ),
        _torchvision(
            "usps",
            "USPS (digits, 16×16 grey)",
            TorchvisionSet("USPS", 8_410_000, ("usps.bz2", "usps.t.bz2"), takes=OBJECT),
        ),
        _torchvision(
            "svhn",
            "SVHN (house numbers, 32×32 colour)",
            TorchvisionSet("SVHN", 246_316_178, ("train_32x32.mat", "test_32x32.mat")),
        ),
        _torchvision(
            "cifar10",
            "CIFAR-10 (10 things, 32×32 colour)",
            TorchvisionSet("CIFAR10", 170_498_071, ("cifar-10-batches-py",), CIFAR10_CLASSES),
        ),
    )
}


def load_test_images(
    source: str,
    root: Path | None = None,
    progress: Progress = silent,
    form: PictureForm | None = None,
    classes: tuple[str, ...] = (),
) -> LabelledImages:
    """Labelled pictures to measure a network on.

    Args:
        source: a dataset's name (its test set), a folder `<class>/*.png`, or a strokes file with labels.
        root: as for `load_dataset`.
        progress: as for `load_dataset`.
        form: the pictures that the network takes; the source's own if None. A dataset's pictures get its size
            and channels, and those of a folder are read as it takes them.
        classes: the network's; of a folder only the pictures of these are taken. All there are if empty.

    Raises:
        DatasetError: when there is no such thing, or nothing labelled in it.
    """
    options = AS_THEY_ARE if form is None else PictureOptions(form.size, form.channels, form.takes)
    entry = DATASETS.get(source)
    if entry is not None:
        if entry.load_test is not None:
            return fitted(entry.load_test(data_root() if root is None else root, progress), options)
        return load_dataset(source, root, progress, options).test
    path = Path(source).expanduser()
    if path.is_dir():
        return load_whole_folder(path, options, progress, classes)
    if path.is_file():
        return fitted(_strokes_file(path, progress), options)
    raise _unknown(source, "folder or strokes file")


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
    images = np.zeros((len(pictures), 1, SIDE, SIDE), np.uint8)
    for number, picture in enumerate(pictures):
        if picture is not None:
            images[number, 0] = np.round(picture * 255)
    return torch.from_numpy(images)
