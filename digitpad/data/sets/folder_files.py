"""The content of a folder of pictures: which files belong to which class, and which are not pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.data.labelled import Progress, SkippedFile
from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import DatasetError, reason

_TEST_NAMES = ("test", "val", "valid", "validation")
_SYSTEMS_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class LabelledFiles:
    """A folder's pictures.

    Attributes:
        paths: the files.
        labels: indices of their classes.
    """

    paths: tuple[Path, ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """The content of a folder.

    Attributes:
        classes: names of the folders in it, sorted.
        train: the pictures to learn from, or all.
        test: those of its folder `test` or `val`; None without such a folder.
        skipped: files without a picture's suffix, and folders that cannot be read.
    """

    classes: tuple[str, ...]
    train: LabelledFiles
    test: LabelledFiles | None
    skipped: tuple[SkippedFile, ...]


def list_folder(folder: Path, progress: Progress) -> Folder:
    """List a folder; only `load_folder` opens the files.

    Raises:
        DatasetError: when there are no pictures in folders in it, or it cannot be read.
    """
    try:
        divided = is_divided(folder)
        roots = _roots(folder)
        classes = class_names(folder)
        skipped: list[SkippedFile] = []
        parts = [_listed(root, classes, skipped, progress) for root in roots]
    except OSError as error:
        raise DatasetError(
            "{folder} could not be read: {why}.", folder=error.filename or folder, why=reason(error)
        ) from error
    if not all(part.paths for part in parts):
        raise DatasetError(
            "{folder} holds no pictures in folders; arrange them as {folder}/<class>/picture.png, one "
            "folder a class, or as {folder}/train/<class>/ and {folder}/test/<class>/.",
            folder=folder,
        )
    return Folder(classes, parts[0], parts[1] if divided else None, tuple(skipped))


def class_names(folder: Path) -> tuple[str, ...]:
    """Names of the classes that a folder has folders for, sorted.

    Raises:
        OSError: when it cannot be read.
    """
    return tuple(sorted({path.name for root in _roots(folder) for path in _folders(root)}))


def _roots(folder: Path) -> tuple[Path, ...]:
    """The folders with a folder for each class: to learn from, and to test with where it is divided."""
    inner = {path.name.lower(): path for path in _folders(folder)}
    if is_divided(folder):
        return inner["train"], next(inner[name] for name in _TEST_NAMES if name in inner)
    if list(inner) == ["train"] and _folders(inner["train"]):
        return (inner["train"],)  # it is not a class; the test set is elsewhere
    return (folder,)


def is_divided(folder: Path) -> bool:
    """Whether a folder has a part to learn from, `train`, and one to test with; not if it cannot be read."""
    try:
        names = {path.name.lower() for path in _folders(folder)}
    except OSError:
        return False
    return "train" in names and not names.isdisjoint(_TEST_NAMES)


def _folders(folder: Path) -> list[Path]:
    """Return its folders without those that systems make."""
    with os.scandir(folder) as entries:
        paths = [Path(entry.path) for entry in entries if not _is_systems(entry.name)]
    return [path for path in paths if path.is_dir()]


def _is_systems(name: str) -> bool:
    """Whether a file or folder is hidden, or belongs to the operating system."""
    return name.startswith((".", "__MACOSX", "__pycache__")) or name.lower() in _SYSTEMS_FILES


def _listed(
    root: Path, classes: Sequence[str], skipped: list[SkippedFile], progress: Progress
) -> LabelledFiles:
    paths, labels = [], []
    for number, name in enumerate(classes):
        progress(0, 0)
        if not (root / name).is_dir():
            continue  # the class is only in the other of `train` and `test`
        for path in _files(root / name, skipped):
            if path.suffix.lower() in SUFFIXES:
                paths.append(path)
                labels.append(number)
            else:
                skipped.append(SkippedFile(path, "it does not have a picture's suffix"))
            if not (len(paths) + len(skipped)) % 1000:
                progress(0, 0)
    return LabelledFiles(tuple(paths), tuple(labels))


def _files(folder: Path, skipped: list[SkippedFile]) -> Iterator[Path]:
    """Iterate over the files in a folder and its folders, in the order of their names, as ImageFolder does.

    Each folder is visited once, however many links lead to it. What cannot be read, and what is neither a
    file nor a folder, such as a pipe, goes to `skipped`.
    """
    waiting, visited = [folder], set()
    while waiting:
        where = waiting.pop()
        inner = []
        try:
            status = where.stat()
            if (status.st_dev, status.st_ino) in visited:
                continue
            visited.add((status.st_dev, status.st_ino))
            with os.scandir(where) as content:
                entries = sorted(content, key=lambda entry: entry.name)
        except OSError as error:
            skipped.append(SkippedFile(where, str(reason(error))))
            continue
        for entry in entries:
            if _is_systems(entry.name):
                continue
            path = Path(entry.path)
            try:
                if entry.is_dir():
                    inner.append(path)
                elif entry.is_file():
                    yield path
                else:
                    skipped.append(SkippedFile(path, "it is not a file"))
            except OSError as error:  # a link in a circle
                skipped.append(SkippedFile(path, str(reason(error))))
        waiting += reversed(inner)
