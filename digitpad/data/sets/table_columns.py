"""What the columns of a table of pictures are, as Kaggle has them: a label, and a number for each pixel.

Neither numpy nor torch is imported, so that the window can ask before they are there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from digitpad.data.labelled import Progress
from digitpad.errors import DatasetError, printable, reason
from digitpad.files import check_ordinary
from digitpad.form import DIGITS, LARGEST, SMALLEST

SUFFIXES = (".csv", ".tsv")
"""Suffixes of the files that count as tables."""

_LABELS = ("label", "labels", "class", "target", "digit", "y")
_IDS = ("id", "imageid", "image_id", "index", "")
_LONGEST = 1 << 22  # characters in a line: more than the largest picture has
_MOST_CLASSES = 1000
_QUOTES = " \t\r\n\"'"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table with one picture a line.

    Attributes:
        delimiter: between two of them.
        named: whether the first line has their names.
        count: how many there are.
        size: side of the pictures in pixels.
        first: number of the column with the first pixel.
        label: number of the column with the labels; None where there is none.
        identifier: number of the column that names the picture; None where there is none.
    """

    delimiter: str
    named: bool
    count: int
    size: int
    first: int
    label: int | None
    identifier: int | None

    def field(self, line: str, number: int) -> str:
        """The text in a column of a line."""
        if number < self.first:
            return line.split(self.delimiter, number + 1)[number].strip(_QUOTES)
        return line.rsplit(self.delimiter, self.count - number)[1].strip(_QUOTES)


def is_table(path: Path) -> bool:
    """Whether a file counts as a table, by its suffix."""
    return path.suffix.lower() in SUFFIXES


def table_of(path: Path) -> Path | None:
    """The table of pictures that a path names, by itself or by the folder that it lies in."""
    if path.is_dir():
        try:
            return table_in(path)
        except OSError:
            return None
    return path if is_table(path) and path.is_file() else None


def table_in(folder: Path) -> Path | None:
    """The table that a folder without folders holds to learn from: `train.csv`, or the only one with a label.

    Raises:
        OSError: when it cannot be read.
    """
    inner = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    if any(path.is_dir() for path in inner):
        return None
    labelled = [path for path in inner if is_table(path) and _is_labelled(path)]
    training = [path for path in labelled if "train" in path.stem.lower()]
    some = training or labelled
    return some[0] if len(some) == 1 else None


def _is_labelled(path: Path) -> bool:
    try:
        return columns(path).label is not None
    except DatasetError:
        return False


def columns(path: Path) -> Columns:
    """Find out by the first line what the columns of a table are.

    Raises:
        DatasetError: when the file cannot be read, or holds no pictures.
    """
    with opened_table(path) as stream:
        line = stream.readline(_LONGEST)
    delimiter = max(",;\t", key=line.count)
    fields = [field.strip(_QUOTES).lower() for field in line.split(delimiter)]
    named = not all(map(_is_number, fields))
    label = identifier = None
    if named:
        label = next((fields.index(name) for name in _LABELS if name in fields), None)
        identifier = next((fields.index(name) for name in _IDS if name in fields), None)
    elif math.isqrt(len(fields)) ** 2 != len(fields):
        label = 0  # as the tables of MNIST without a head have it
    others = {number for number in (label, identifier) if number is not None}
    pixels = len(fields) - len(others)
    first = 0
    while first in others:
        first += 1
    size = math.isqrt(pixels)
    if (
        size * size != pixels
        or not SMALLEST <= size <= LARGEST
        or any(first < n < first + pixels for n in others)
    ):
        raise DatasetError(
            "{path} is not a table of square pictures; a line has a label and a number for each pixel, as "
            "'label,pixel0,pixel1,...,pixel783'.",
            path=path,
        )
    return Columns(delimiter, named, len(fields), size, first, label, identifier)


def labelled_columns(path: Path) -> Columns:
    """The columns of a table that has labels.

    Raises:
        DatasetError: when it has none, or as `columns`.
    """
    what = columns(path)
    if what.label is None:
        raise DatasetError(
            "{path} has no column 'label', so a network can read it, but not learn from it or be measured "
            "on it.",
            path=path,
        )
    return what


def test_table(path: Path) -> Path | None:
    """The table with the test set beside that with the training set."""
    name = path.name.replace("train", "test").replace("Train", "Test")
    beside = path.with_name(name)
    if name == path.name or not beside.is_file():
        return None
    try:
        own, other = columns(path), columns(beside)
    except DatasetError:
        return None
    return beside if other.label is not None and other.size == own.size else None


def table_labels(path: Path, progress: Progress) -> Iterator[str]:
    """Iterate over the labels of a table, without looking at the pictures.

    Raises:
        DatasetError: when it cannot be read, has no labels, or a line is too short.
        Cancelled: from `progress`.
    """
    what = labelled_columns(path)
    for number, line in table_lines(path, what.named):
        if not number % 1000:
            progress(0, 0)
        if line.count(what.delimiter) != what.count - 1:
            raise DatasetError("{path}, line {number} does not hold a picture.", path=path, number=number)
        yield tidy(what.field(line, what.label or 0))


def tidy(label: str) -> str:
    """A label as the name of a class: "5.0" is "5"."""
    whole = label.removesuffix(".0")
    return printable(whole if whole.isdecimal() else label)


def class_names(path: Path, texts: Iterable[str]) -> tuple[str, ...]:
    """Names of a table's classes: all digits where there are only such, else those that occur.

    Raises:
        DatasetError: when there are too many.
    """
    names = set(texts)
    if names <= set(DIGITS):
        return DIGITS
    if len(names) > _MOST_CLASSES:
        raise DatasetError(
            "{path} has {count} different labels, too many for classes; which column is the label?",
            path=path,
            count=len(names),
        )
    return tuple(sorted(names, key=lambda name: (int(name) if name.isdecimal() else math.inf, name)))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def table_lines(path: Path, named: bool) -> Iterator[tuple[int, str]]:
    """Iterate over the lines that hold pictures, with their numbers from 1.

    Raises:
        DatasetError: when the file cannot be read, or a line never ends.
    """
    with opened_table(path) as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST:
                raise DatasetError("{path}, line {number} is far too long.", path=path, number=number)
            if line.strip() and not (named and number == 1):
                yield number, line


@contextmanager
def opened_table(path: Path) -> Iterator[TextIO]:
    """Open a table; errors while it is read are named.

    Raises:
        DatasetError: when it cannot be read.
    """
    check_ordinary(path, DatasetError)
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield stream
    except UnicodeDecodeError as error:
        raise DatasetError("{path} could not be read: it is not text.", path=path) from error
    except OSError as error:
        raise DatasetError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
