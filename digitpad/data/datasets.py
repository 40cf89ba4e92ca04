"""Datasets by name, held in memory as one uint8 tensor each: no per-sample Python while training.

Names and titles are known without torch: what reads a set is imported when it is read.
"""

from __future__ import annotations

import contextlib
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.data.labelled import (
    AS_THEY_ARE,
    Dataset,
    LabelledImages,
    PictureOptions,
    Progress,
    resized,
    silent,
)
from digitpad.errors import DatasetError, tr
from digitpad.form import (
    CIFAR10_CLASSES,
    COLOUR_FORM,
    DIGIT_FORM,
    DIGITS,
    INK,
    MNIST_MEAN,
    MNIST_STD,
    OBJECT,
    WHOLE,
    PerChannel,
    PictureForm,
)
from digitpad.resources import data_root, samples_root

if TYPE_CHECKING:
    from digitpad.data.sets.torchvision_sets import TorchvisionSet

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
        title: its name in the window.
        load: reads it from the folder with datasets.
        load_test: reads its test set alone, where that is quicker.
        mean, std: normalisation on the 0-1 scale; None where it is measured on the training set.
        is_there: whether the folder with datasets holds it, so that nothing has to be downloaded.
        bytes: the size of the download otherwise.
        form: of its pictures.
        classes: how many it has.
    """

    name: str
    title: str
    load: Callable[[Path, Progress], Dataset]
    load_test: Callable[[Path, Progress], LabelledImages] | None = None
    mean: PerChannel | None = MNIST_MEAN
    std: PerChannel | None = MNIST_STD
    is_there: Callable[[Path], bool] = lambda _root: True
    bytes: int = 0
    form: PictureForm = DIGIT_FORM
    classes: int = len(DIGITS)


def load_dataset(
    name: str,
    root: Path | None = None,
    progress: Progress = silent,
    options: PictureOptions = AS_THEY_ARE,
) -> Dataset:
    """Load the dataset called `name`, after a download where necessary.

    Args:
        name: a key of `DATASETS`, or a folder of pictures.
        root: the folder with datasets in torchvision's layout; `DIGITPAD_DATA` or the cache folder if None.
        progress: called with (done, total); it may raise `Cancelled` to stop.
        options: size and channels of the pictures, and how a folder is divided.

    Raises:
        DatasetNotFound: when it is not there and cannot be downloaded.
        DatasetError: for an unknown name or broken files.
        Cancelled: from `progress`.
    """
    entry = DATASETS.get(name)
    if entry is None:
        from digitpad.data.sets.image_folder import load_folder

        folder = Path(name).expanduser()
        if not folder.is_dir():
            raise _unknown(name, "folder of pictures")
        return load_folder(folder, options, progress)
    dataset = entry.load(data_root() if root is None else root, progress)
    train, test = resized(dataset.train, options), resized(dataset.test, options)
    return replace(dataset, train=train, test=test, mean=entry.mean, std=entry.std)


def expected_pictures(name: str, options: PictureOptions = AS_THEY_ARE) -> tuple[PictureForm, int]:
    """The form of a dataset's pictures and how many classes it has, without reading the pictures.

    Of a folder it is what `load_folder` makes of it if its pictures are in colour; digits for one that cannot
    be read.

    Args:
        name: a key of `DATASETS`, or a folder of pictures.
        options: as for `load_dataset`.
    """
    entry = DATASETS.get(name)
    form, count = DIGIT_FORM, len(DIGITS)
    if entry is not None:
        form, count = entry.form, entry.classes
    else:
        from digitpad.data.sets.folder_files import class_names

        with contextlib.suppress(OSError, RuntimeError):
            classes = class_names(Path(name).expanduser())
            count = len(classes) or count
            digits = set(classes) <= set(DIGITS) and options.channels != COLOUR_FORM.channels
            content = options.content or (INK if digits else WHOLE)
            form = {INK: DIGIT_FORM, OBJECT: replace(COLOUR_FORM, channels=1)}.get(content, COLOUR_FORM)
            form = replace(form, content=content)
    return replace(form, size=options.size or form.size, channels=options.channels or form.channels), count


def _of_its_classes(data: LabelledImages) -> LabelledImages:
    """The pictures without those of none of the classes."""
    known = data.labels < len(data.classes)
    return data if bool(known.all()) else replace(data, images=data.images[known], labels=data.labels[known])


def _unknown(name: str, what: str) -> DatasetError:
    return DatasetError(
        "'{name}' is neither a dataset ({known}) nor an existing {what}.",
        name=name,
        known=", ".join(DATASETS),
        what=what,
    )


def _idx_set(
    name: str, title: str, kind: str, size: int, classes: tuple[str, ...] = DIGITS, content: str = INK
) -> DatasetEntry:
    """A set with MNIST's files, of `size` bytes when packed."""

    def load(root: Path, progress: Progress) -> Dataset:
        return Dataset(name, read("train", root, progress), load_test(root, progress))

    def load_test(root: Path, progress: Progress) -> LabelledImages:
        return read("t10k", root, progress)

    def read(part: str, root: Path, progress: Progress) -> LabelledImages:
        from digitpad.data.sets.idx_sets import read_part

        return read_part(root, kind, part, size, progress, classes, content)

    mean, std = (MNIST_MEAN, MNIST_STD) if kind == "MNIST" else (None, None)
    form = replace(DIGIT_FORM, content=content)
    return DatasetEntry(
        name, title, load, load_test, mean, std, lambda root: _has_idx(root, kind), size, form, len(classes)
    )


def _has_idx(root: Path, kind: str) -> bool:
    from digitpad.data.sets.idx_sets import is_in

    return is_in(root, kind)


def _torchvision(
    name: str,
    title: str,
    kind: str,
    size: int,
    marks: tuple[str, ...],
    classes: tuple[str, ...] = DIGITS,
    form: PictureForm = COLOUR_FORM,
    **details: Any,
) -> DatasetEntry:
    """A set of torchvision's; see `TorchvisionSet`."""

    def source() -> TorchvisionSet:
        from digitpad.data.sets.torchvision_sets import TorchvisionSet

        return TorchvisionSet(kind, size, marks, classes, form.content, **details)

    def load(root: Path, progress: Progress) -> Dataset:
        return Dataset(name, source().read(root, "train", progress), load_test(root, progress))

    def load_test(root: Path, progress: Progress) -> LabelledImages:
        return source().read(root, "test", progress)

    return DatasetEntry(
        name, title, load, load_test, None, None, lambda root: source().is_in(root), size, form, len(classes)
    )


def _synthetic(_root: Path, progress: Progress) -> Dataset:
    from digitpad.data.sets.synthetic_set import synthetic_images

    total = SYNTHETIC_TRAIN + SYNTHETIC_TEST
    # Two seeds, so that no handwriting of the test set occurs in training.
    train = synthetic_images(SYNTHETIC_TRAIN, 1, lambda done, _: progress(done, total))
    test = synthetic_images(SYNTHETIC_TEST, 2, lambda done, _: progress(SYNTHETIC_TRAIN + done, total))
    return Dataset("synthetic", LabelledImages(*train), LabelledImages(*test))


def _synthetic_test(_root: Path, progress: Progress) -> LabelledImages:
    from digitpad.data.sets.synthetic_set import synthetic_images

    return LabelledImages(*synthetic_images(SYNTHETIC_TEST, 2, progress))


def _handwriting(root: Path, progress: Progress) -> Dataset:
    import torch

    from digitpad.data.sets.handwriting import handwriting_images, strokes_path

    strokes = strokes_path(root)
    mnist = _MNIST.load(root, progress)
    images, labels = handwriting_images(strokes, progress)
    train = LabelledImages(torch.cat([mnist.train.images, images]), torch.cat([mnist.train.labels, labels]))
    return Dataset("handwriting", train, mnist.test)


def _own(_root: Path, progress: Progress) -> Dataset:
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import labelled, own_sets

    train, test = own_sets(OwnSamples(samples_root()), progress)
    return Dataset("own", labelled(train), labelled(test))


_MNIST = _idx_set("mnist", tr("MNIST (60,000 + 10,000 handwritten digits)"), "MNIST", 11_594_722)

DATASETS: dict[str, DatasetEntry] = {
    entry.name: entry
    for entry in (
        _MNIST,
        DatasetEntry(
            "synthetic", tr("Synthetic (drawn by digitpad, no download)"), _synthetic, _synthetic_test
        ),
        replace(
            _MNIST,
            name="handwriting",
            title=tr("Handwriting (MNIST, pen strokes, drawn digits, no digits)"),
            load=_handwriting,
        ),
        DatasetEntry("own", tr("Own samples (what you corrected)"), _own),
        _idx_set(
            "fashion-mnist",
            tr("Fashion-MNIST (clothes, 28×28 grey)"),
            "FashionMNIST",
            30_878_645,
            FASHION_CLASSES,
            OBJECT,
        ),
        _idx_set("kmnist", tr("KMNIST (Japanese characters)"), "KMNIST", 21_240_888, KUZUSHIJI_CLASSES),
        _torchvision(
            "emnist-digits",
            tr("EMNIST digits (280,000; 560 MB)"),
            "EMNIST",
            561_753_746,
            ("EMNIST/raw/emnist-digits-train-images-idx3-ubyte",),
            form=DIGIT_FORM,
            options={"split": "digits"},
            transposed=True,
        ),
        _torchvision(
            "emnist-letters",
            tr("EMNIST letters (26 classes; 560 MB)"),
            "EMNIST",
            561_753_746,
            ("EMNIST/raw/emnist-letters-train-images-idx3-ubyte",),
            tuple(string.ascii_lowercase),
            DIGIT_FORM,
            options={"split": "letters"},
            first_label=1,
            transposed=True,
        ),
        _torchvision(
            "usps",
            tr("USPS (digits, 16×16 grey)"),
            "USPS",
            8_410_000,
            ("usps.bz2", "usps.t.bz2"),
            form=PictureForm(1, 16, OBJECT),
        ),
        _torchvision(
            "svhn",
            tr("SVHN (house numbers, 32×32 colour)"),
            "SVHN",
            246_316_178,
            ("train_32x32.mat", "test_32x32.mat"),
        ),
        _torchvision(
            "cifar10",
            tr("CIFAR-10 (10 things, 32×32 colour)"),
            "CIFAR10",
            170_498_071,
            ("cifar-10-batches-py",),
            CIFAR10_CLASSES,
        ),
    )
}


def load_test_images(
    source: str,
    root: Path | None = None,
    progress: Progress = silent,
    form: PictureForm | None = None,
    classes: tuple[str, ...] = (),
    train: bool = False,
) -> LabelledImages:
    """Load labelled pictures to measure a network on.

    Args:
        source: a dataset's name (its test set), a folder `<class>/*.png`, or a strokes file with labels.
        root: as for `load_dataset`.
        progress: as for `load_dataset`.
        form: the pictures that the network takes; the source's own if None. A dataset's pictures get its size
            and channels, and those of a folder are read as the network takes them.
        classes: the network's; only a folder's pictures of these classes are read. All of them if empty.
        train: whether it is the training set: of a dataset without its pictures of none of the classes, of a
            folder what is in `train`.

    Raises:
        DatasetError: when the source does not exist, or contains nothing labelled.
    """
    options = AS_THEY_ARE if form is None else PictureOptions(form.size, form.channels, form.content)
    entry = DATASETS.get(source)
    if entry is not None:
        if train:
            return _of_its_classes(load_dataset(source, root, progress, options).train)
        if entry.load_test is not None:
            return resized(entry.load_test(data_root() if root is None else root, progress), options)
        return load_dataset(source, root, progress, options).test
    path = Path(source).expanduser()
    if path.is_dir():
        from digitpad.data.sets.image_folder import load_whole_folder

        return load_whole_folder(path, options, progress, classes, train)
    if path.is_file():
        from digitpad.data.sets.strokes_file import load_strokes

        return resized(load_strokes(path, progress), options)
    raise _unknown(source, "folder or strokes file")
