"""The content of a folder of pictures: which files belong to which class, and which are not pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.data.labelled import Progress, SkippedFile
from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import DatasetError, Sentence, reason

_TRAIN_NAMES = ("train", "training")
_TEST_NAMES = ("test", "testing", "val", "valid", "validation")
_DEEPEST = 4  # folders around the classes that are passed through, as archives are unpacked into them
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
        messages: what was made of its folders, where that is not as a matter of course.
    """

    classes: tuple[str, ...]
    train: LabelledFiles
    test: LabelledFiles | None
    skipped: tuple[SkippedFile, ...]
    messages: tuple[Sentence, ...] = ()


def list_folder(folder: Path, progress: Progress) -> Folder:
    """List a folder; only `load_folder` opens the files.

    Raises:
        DatasetError: when there are no pictures in folders in it, or it cannot be read.
    """
    try:
        roots = class_roots(folder)
        classes = class_names(folder)
        skipped: list[SkippedFile] = []
        parts = [_listed(root, classes, skipped, progress) for root in roots]
        messages = _messages(folder, roots)
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
    return Folder(classes, parts[0], parts[1] if len(parts) > 1 else None, tuple(skipped), messages)


def class_names(folder: Path) -> tuple[str, ...]:
    """Names of the classes that a folder has folders for, sorted.

    Raises:
        OSError: when it cannot be read.
    """
    return tuple(sorted({path.name for root in class_roots(folder) for path in _folders(root)}))


def is_divided(folder: Path) -> bool:
    """Whether a folder has a part to learn from, `train`, and one to test with; not if it cannot be read."""
    try:
        return len(class_roots(folder)) > 1
    except OSError:
        return False


def class_roots(folder: Path) -> tuple[Path, ...]:
    """The folders with a folder for each class: to learn from, and to test with where it is divided."""
    inner = {path.name.lower(): path for path in _folders(_unwrapped(folder))}
    train = [inner[name] for name in _TRAIN_NAMES if name in inner]
    test = [inner[name] for name in _TEST_NAMES if name in inner]
    if train and test:
        return train[0], test[0]
    parts = [*reversed(test), *train]  # of `test` and `val` alone `val` is learnt from
    if parts and len(parts) == len(inner) and all(map(_folders, parts)):  # they are not classes
        return (parts[0],) if len(parts) == 1 else (parts[0], parts[-1])
    return (_unwrapped(folder),)


def _unwrapped(folder: Path) -> Path:
    """The folder itself, or the one in it that stands alone around the classes or their parts."""
    for _ in range(_DEEPEST):
        inner = _folders(folder)
        if len(inner) != 1 or inner[0].name.lower() in (*_TRAIN_NAMES, *_TEST_NAMES):
            break
        if _has_pictures(inner[0]) or not _folders(inner[0]):  # it is a class
            break
        folder = inner[0]
    return folder


def _has_pictures(folder: Path) -> bool:
    """Whether there are pictures right in a folder."""
    with os.scandir(folder) as entries:
        return any(Path(entry.name).suffix.lower() in SUFFIXES and entry.is_file() for entry in entries)


def _messages(folder: Path, roots: Sequence[Path]) -> tuple[Sentence, ...]:
    """Where the classes lie, if not right in the folder, and which parts are left aside."""
    messages = []
    whole = _unwrapped(folder)
    if whole != folder:
        messages.append(Sentence("The classes are the folders in {folder}.", {"folder": roots[0]}))
    names = (*_TRAIN_NAMES, *_TEST_NAMES)
    if roots[0] != whole:
        messages += [
            Sentence("{folder} is left aside: there is another such part.", {"folder": path})
            for path in _folders(whole)
            if path.name.lower() in names and path not in roots
        ]
    return tuple(messages)


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
