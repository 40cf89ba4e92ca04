"""The datasets that can be chosen by name.

Names and titles are known without torch: what reads a set is imported when it is read.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.data.labelled import Dataset, LabelledImages, Progress
from digitpad.data.overview import Overview
from digitpad.errors import Sentence, tr
from digitpad.form import (
    CIFAR10_CLASSES,
    COLOUR_FORM,
    DIGIT_FORM,
    DIGITS,
    INK,
    MNIST_MEAN,
    MNIST_STD,
    OBJECT,
    PerChannel,
    PictureForm,
)
from digitpad.resources import samples_root

if TYPE_CHECKING:
    from digitpad.data.sets.torchvision_sets import TorchvisionSet

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
        messages: what there is to say of its files, once they are there.
        overview: counts its pictures, once they are there; None where that would mean to read them.
        idx: torchvision's name of a set with MNIST's files; "" of any other.
        torchvision: of a set that torchvision reads, how.
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
    messages: Callable[[Path], tuple[Sentence, ...]] = lambda _root: ()
    overview: Callable[[Path], Overview | None] = lambda _root: None
    idx: str = ""
    torchvision: Callable[[], TorchvisionSet] | None = None


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
        name,
        title,
        load,
        load_test,
        mean,
        std,
        lambda root: _has_idx(root, kind),
        size,
        form,
        len(classes),
        lambda root: _about_originals(root, kind),
        lambda root: _count_idx(root, kind, classes),
        kind,
    )


def _has_idx(root: Path, kind: str) -> bool:
    from digitpad.data.sets.idx_sets import is_in

    return is_in(root, kind)


def _about_originals(root: Path, kind: str) -> tuple[Sentence, ...]:
    from digitpad.data.sets.idx_files import about_originals

    return about_originals(root, kind)


def _count_idx(root: Path, kind: str, classes: tuple[str, ...]) -> Overview | None:
    from digitpad.data.sets.idx_files import label_counts

    return label_counts(root, kind, classes)


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
        name,
        title,
        load,
        load_test,
        None,
        None,
        lambda root: source().is_in(root),
        size,
        form,
        len(classes),
        torchvision=source,
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

    strokes_path(root)  # before minutes are spent on the rest
    mnist = _MNIST.load(root, progress)
    images, labels = handwriting_images(root, progress)
    train = LabelledImages(torch.cat([mnist.train.images, images]), torch.cat([mnist.train.labels, labels]))
    return Dataset("handwriting", train, mnist.test)


def _count_own(_root: Path) -> Overview:
    from digitpad.data.own.samples import OwnSamples

    labels = [sample.label for sample in OwnSamples(samples_root()).listing().samples]
    return Overview(DIGITS, tuple(map(labels.count, range(len(DIGITS)))))


def _own(_root: Path, progress: Progress) -> Dataset:
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import labelled, own_sets

    train, test = own_sets(OwnSamples(samples_root()), progress)
    return Dataset("own", labelled(train), labelled(test))


_SYNTHETIC = Overview(
    DIGITS, *((count // len(DIGITS),) * len(DIGITS) for count in (SYNTHETIC_TRAIN, SYNTHETIC_TEST))
)
_MNIST = _idx_set("mnist", tr("MNIST (60,000 + 10,000 handwritten digits)"), "MNIST", 11_594_722)

DATASETS: dict[str, DatasetEntry] = {
    entry.name: entry
    for entry in (
        _MNIST,
        DatasetEntry(
            "synthetic",
            tr("Synthetic (drawn by digitpad, no download)"),
            _synthetic,
            _synthetic_test,
            overview=lambda _root: _SYNTHETIC,
        ),
        replace(
            _MNIST,
            name="handwriting",
            title=tr("Handwriting (MNIST, pen strokes, drawn digits, no digits)"),
            load=_handwriting,
            overview=lambda _root: None,
            idx="",
        ),
        DatasetEntry("own", tr("Own samples (what you corrected)"), _own, overview=_count_own),
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
