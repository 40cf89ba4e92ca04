"""What lies in the folder of the user's own samples."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import DatasetError, Sentence, printable, reason

LABELS = tuple("0123456789")
"""The labels of samples, which are the names of their folders."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample as it lies in the folder.

    Attributes:
        picture: its picture file.
        label: the intended digit, 0 to 9.
    """

    picture: Path
    label: int

    @property
    def strokes(self) -> Path:
        """The file with its strokes, which need not exist."""
        return self.picture.with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of the folder.

    Attributes:
        samples: by digit, then by name, which is by age.
        skipped: a sentence for every other file in a digit's folder.
    """

    samples: tuple[Sample, ...] = ()
    skipped: tuple[Sentence, ...] = ()


def listing(folder: Path) -> Listing:
    """List the samples in a folder; pictures are not opened, so it takes milliseconds for thousands.

    Raises:
        DatasetError: when the folder cannot be read.
    """
    samples: list[Sample] = []
    skipped: list[Sentence] = []
    try:
        for label in LABELS:
            place = folder / label
            if place.is_dir():
                pictures, sentences = _sorted_out(place)
                samples += (Sample(path, int(label)) for path in pictures)
                skipped += sentences
    except OSError as error:
        raise DatasetError(
            "The own samples in {folder} could not be read: {why}.", folder=folder, why=reason(error)
        ) from error
    return Listing(tuple(samples), tuple(skipped))


def _sorted_out(place: Path) -> tuple[list[Path], list[Sentence]]:
    """Return the pictures in a digit's folder, and a sentence for every other thing in it."""
    with os.scandir(place) as entries:
        sizes = {entry.name: _size(entry) for entry in entries if not entry.name.startswith(".")}
    pictures, sentences = [], []
    stems = {Path(name).stem for name, size in sizes.items() if size and _is_picture(name)}
    for name in sorted(sizes):
        size, values = sizes[name], {"name": printable(f"{place.name}/{name}")}
        if size and _is_picture(name):
            pictures.append(place / name)
        elif size == 0:
            sentences.append(Sentence("{name} is an empty file and was skipped.", values))
        elif size is None or not name.lower().endswith(".json"):
            sentences.append(Sentence("{name} is not a picture and was skipped.", values))
        elif Path(name).stem not in stems:
            sentences.append(Sentence("{name} has no picture beside it and was skipped.", values))
    return pictures, sentences


def _size(entry: os.DirEntry[str]) -> int | None:
    """Return a file's size in bytes; None for other things, such as a folder with a picture's suffix."""
    try:
        return entry.stat().st_size if entry.is_file() else None
    except OSError:  # removed meanwhile, or a dangling link
        return None


def _is_picture(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a tenth of a Path's time
