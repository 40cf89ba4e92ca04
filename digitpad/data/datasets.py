"""Datasets by name, held in memory as one uint8 tensor each: no per-sample Python while training."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from digitpad.data.catalogue import DATASETS
from digitpad.data.labelled import (
    AS_THEY_ARE,
    Dataset,
    LabelledImages,
    PictureOptions,
    Progress,
    resized,
    silent,
)
from digitpad.data.sets.table_columns import columns, table_of
from digitpad.errors import DatasetError, Sentence, tr
from digitpad.form import COLOUR_FORM, DIGIT_FORM, DIGITS, INK, OBJECT, WHOLE, PictureForm
from digitpad.resources import data_root

__all__ = ["DATASETS", "DIGITS", "Dataset", "LabelledImages", "load_dataset", "load_test_images"]


def load_dataset(
    name: str,
    root: Path | None = None,
    progress: Progress = silent,
    options: PictureOptions = AS_THEY_ARE,
) -> Dataset:
    """Load the dataset called `name`, after a download where necessary.

    Args:
        name: a key of `DATASETS`, a folder of pictures, or a table of them.
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
        path = Path(name).expanduser()
        if (table := table_of(path)) is not None:
            from digitpad.data.sets.picture_table import load_table

            return load_table(table, options, progress)
        from digitpad.data.sets.image_folder import load_folder

        if not path.is_dir():
            raise _unknown(name, tr("folder of pictures"))
        return load_folder(path, options, progress)
    datasets = data_root() if root is None else root
    dataset = entry.load(datasets, progress)
    train, test = resized(dataset.train, options), resized(dataset.test, options)
    about = entry.messages(datasets)
    return replace(dataset, train=train, test=test, mean=entry.mean, std=entry.std, messages=about)


def expected_pictures(name: str, options: PictureOptions = AS_THEY_ARE) -> tuple[PictureForm, int]:
    """The form of a dataset's pictures and how many classes it has, without reading the pictures.

    Of a folder it is what `load_folder` makes of it if its pictures are in colour; digits for one that cannot
    be read.

    Args:
        name: a key of `DATASETS`, a folder of pictures, or a table of them.
        options: as for `load_dataset`.
    """
    entry = DATASETS.get(name)
    form, count = DIGIT_FORM, len(DIGITS)
    if entry is not None:
        form, count = entry.form, entry.classes
    else:
        from digitpad.data.sets.folder_files import class_names

        with contextlib.suppress(OSError, RuntimeError, DatasetError):
            path = Path(name).expanduser()
            if (table := table_of(path)) is not None:
                size = options.size or columns(table).size
                return replace(form, size=size, channels=options.channels or form.channels), count
            classes = class_names(path)
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
        what=Sentence(what),
    )


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
        source: a dataset's name (its test set), a folder `<class>/*.png`, a table of pictures, or a
            strokes file with labels.
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
    if (table := table_of(path)) is not None:
        from digitpad.data.sets.picture_table import load_whole_table

        return load_whole_table(table, options, progress, classes)
    if path.is_dir():
        from digitpad.data.sets.image_folder import load_whole_folder

        return load_whole_folder(path, options, progress, classes, train)
    if path.is_file():
        from digitpad.data.sets.strokes_file import load_strokes

        return resized(load_strokes(path, progress), options)
    raise _unknown(source, tr("folder or strokes file"))
