"""Many pictures read by one network, in folders, tables and files of strokes; and the answers as CSV."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from digitpad.data.labelled import LabelledImages, PictureOptions, Progress, resized, silent
from digitpad.data.picture_kinds import is_picture
from digitpad.data.preparation import Prepared
from digitpad.data.sets.picture_table import table_rows
from digitpad.data.sets.table_columns import columns, is_table
from digitpad.errors import DatasetError, DigitpadError, DrawingError, PictureError, UsageError, reason
from digitpad.files import replace_file
from digitpad.ink.foreign.files import LINES, is_drawing, open_drawings, read_drawings
from digitpad.reading import Reading
from digitpad.recognizer import Recognizer

_PART = 100  # pictures of a table that the network gets at a time


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in one picture or drawing.

    Attributes:
        path: its file.
        name: which one of the file it is; "" where it is the only one.
        reading: what was read.
    """

    path: Path
    name: str | int | float
    reading: Reading


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files among the paths, and the pictures in the folders among them by their names; no hidden ones.

    Raises:
        UsageError: for a folder without pictures, or that cannot be read.
    """
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - `Path.is_dir` raises for a name that is too long
            yield path
            continue
        try:
            visible = [one for one in path.iterdir() if not one.name.startswith(".")]
            names = sorted(one for one in visible if one.is_file() and is_picture(one))
        except OSError as error:
            raise UsageError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
        if not names:
            raise UsageError("{path} has no pictures; name a folder with PNG or JPEG files.", path=path)
        yield from names


def read_file(recognizer: Recognizer, path: Path, progress: Progress = silent) -> Iterator[Answer]:
    """Read a picture, the drawings of a file, or all pictures of a table.

    Args:
        recognizer: reads them.
        path: the file.
        progress: of a table called with (done, total); may raise `Cancelled` to stop.

    Raises:
        DrawingError, PictureError, DatasetError: when the file, or a line of it, cannot be read.
    """
    if is_table(path):
        yield from _read_table(recognizer, path, progress)
        return
    if not is_drawing(path):
        yield Answer(path, "", recognizer.read(recognizer.open(path)))
        return
    lines = path.suffix.lower() in LINES
    drawings = open_drawings(path) if lines else list(open_drawings(path))
    alone = isinstance(drawings, list) and len(drawings) == 1
    for item in drawings:
        yield Answer(path, "" if alone else item.id, recognizer.read(item.drawing))


def read_all(
    recognizer: Recognizer,
    files: Sequence[Path],
    progress: Progress,
    unread: Callable[[Path, DigitpadError], object],
) -> Iterator[Answer]:
    """Read files one after the other; one that cannot be read leaves the others as they are.

    Args:
        recognizer: reads them.
        files: their paths.
        progress: called with (done, total); may raise `Cancelled` to stop.
        unread: called with each file that cannot be read, and why.

    Raises:
        DatasetError: when the only file is a table that cannot be read.
        Cancelled: from `progress`.
    """
    alone = len(files) == 1
    for number, path in enumerate(files):
        if not alone:
            progress(number, len(files))
        try:
            yield from read_file(recognizer, path, progress if alone else silent)
        except (DrawingError, PictureError, DatasetError) as error:
            if alone and isinstance(error, DatasetError):
                raise
            unread(path, error)


def read_strokes_file(recognizer: Recognizer, path: Path) -> Iterator[Answer]:
    """Read all drawings of a file of strokes.

    Raises:
        DrawingError: when the file, or a drawing in it, cannot be read.
        UsageError: when it holds none.
    """
    empty = True
    for item in read_drawings(path):
        empty = False
        yield Answer(path, item.id, recognizer.read(item.drawing))
    if empty:
        raise UsageError("{path} holds no drawing.", path=path)


def _read_table(recognizer: Recognizer, path: Path, progress: Progress) -> Iterator[Answer]:
    """Read the pictures of a table as they are: they are in the network's form, as those of a dataset."""
    form = recognizer.form
    reported = (0, 0)

    def report(done: int, total: int) -> None:
        nonlocal reported
        reported = done, total
        progress(done, total)

    for rows in table_rows(path, report):
        labels = torch.zeros(len(rows.names), dtype=torch.int64)
        data = resized(LabelledImages(rows.pixels, labels), PictureOptions(form.size, form.channels))
        pictures = data.images.permute(0, 2, 3, 1).squeeze(-1).numpy().astype(np.float32) / np.float32(255)
        for start in range(0, len(pictures), _PART):
            progress(*reported)  # which is a chance to stop
            part = [Prepared(picture, picture) for picture in pictures[start : start + _PART]]
            for number, reading in enumerate(recognizer.read_prepared(part), start):
                yield Answer(path, rows.names[number], reading)


@dataclass(slots=True)
class PredictionTable:
    """Answers as a table: those for one table of pictures as Kaggle takes them, else one line a picture.

    Attributes:
        head: names of the columns.
        rows: the lines.
    """

    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, files: Sequence[Path], strokes: bool = False) -> PredictionTable:
        """The empty table for the answers to such files, or to the drawings of one file of strokes."""
        if strokes:
            return cls(("id", "digit", "probability"))
        if len(files) == 1 and is_table(files[0]):
            named = columns(files[0]).identifier is not None
            return cls(("id", "label") if named else ("ImageId", "Label"))
        return cls(("path", "digit", "probability"))

    def add(self, answer: Answer) -> None:
        """Append an answer."""
        reading = answer.reading
        if len(self.head) == 2:
            self.rows.append((str(answer.name), reading.classes[reading.single.digit]))
            return
        name = str(answer.path) if answer.name == "" else f"{answer.path}:{answer.name}"
        name = str(answer.name) if self.head[0] == "id" else name
        probability = math.prod(digit.prediction.probability for digit in reading.digits)
        text = "" if reading.blank else f"{probability:.6f}"
        self.rows.append((name, " ".join(reading.lines), text))

    def add_unread(self, path: Path) -> None:
        """Append a picture that could not be read, with nothing beside its name."""
        if len(self.head) > 2:
            self.rows.append((str(path), "", ""))

    def write(self, path: Path) -> None:
        """Write the table as CSV, replacing a file only once the new one is complete.

        Raises:
            UsageError: when it cannot be written.
        """
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(self.head)
        lines.writerows(self.rows)
        try:
            replace_file(path, text.getvalue().encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise UsageError("{path} could not be written: {why}.", path=path, why=reason(error)) from error
