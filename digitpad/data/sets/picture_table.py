"""Tables of pictures, one a line with a number for each pixel, as Kaggle's train.csv and test.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, Progress, resized
from digitpad.data.preprocess import FloatArray
from digitpad.data.sets.division import held_out
from digitpad.data.sets.table_columns import (
    Columns,
    class_names,
    columns,
    labelled_columns,
    table_lines,
    test_table,
    tidy,
)
from digitpad.errors import DatasetError, Sentence, printable
from digitpad.form import INK, OBJECT, WHOLE

_PART = 1000  # lines read at a time
_EMPTY_RIM = 0.9
"""Part of the pictures from which ones with an empty rim show ink: 99 % of MNIST's have one, none of
Fashion-MNIST's.
"""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Some lines of a table.

    Attributes:
        names: the pictures' own names, or their numbers from 1.
        labels: what the label's column has; empty where there is none.
        pixels: uint8 (N, 1, H, W).
    """

    names: list[str]
    labels: list[str]
    pixels: Tensor


def load_table(path: Path, options: PictureOptions, progress: Progress) -> Dataset:
    """Load a table with labels, divided into a training and a test set.

    Where a second table beside it is called alike, with "test" for "train", and has labels, that is the test
    set; else a share of each class is held out.

    Raises:
        DatasetError: when it cannot be read, or has no labels.
        Cancelled: from `progress`.
    """
    texts, pixels = _whole(path, progress)
    beside = test_table(path)
    if beside is None:
        classes = class_names(path, texts)
        labels = _numbers(texts, classes)
        chosen = held_out(labels, len(classes), options)
        parts = [(pixels[~chosen], labels[~chosen]), (pixels[chosen], labels[chosen])]
        messages = []
    else:
        test_texts, test_pixels = _whole(beside, progress)
        classes = class_names(path, texts + test_texts)
        parts = [(pixels, _numbers(texts, classes)), (test_pixels, _numbers(test_texts, classes))]
        messages = [Sentence("The test set is {path}.", {"path": beside})]
    if not all(len(labels) for _, labels in parts):
        raise DatasetError("{path} has too few pictures to train and test with; put more into it.", path=path)
    content = options.content or _content(pixels)
    train, test = (resized(LabelledImages(*part, classes, content=content), options) for part in parts)
    return Dataset(str(path), train, test, messages=tuple(messages))


def load_whole_table(
    path: Path, options: PictureOptions, progress: Progress, classes: tuple[str, ...] = ()
) -> LabelledImages:
    """Load all pictures of a table with labels, to measure a network on.

    Args:
        path: the table.
        options: the form of the pictures.
        progress: called with (done, total); may raise `Cancelled` to stop.
        classes: the network's; pictures of others are left out. All if empty.

    Raises:
        DatasetError: when it cannot be read, or has no labels, or none of these classes.
        Cancelled: from `progress`.
    """
    texts, pixels = _whole(path, progress)
    names = classes or class_names(path, texts)
    known = torch.tensor([text in names for text in texts])
    if not known.any():
        raise DatasetError(
            "None of the labels in {path} is one of the network's classes ({classes}); choose another "
            "network.",
            path=path,
            classes=printable(", ".join(names)),
        )
    labels = _numbers([text for text in texts if text in names], names)
    content = options.content or _content(pixels)
    return resized(LabelledImages(pixels[known], labels, names, content=content), options)


def table_rows(path: Path, progress: Progress) -> Iterator[TableRows]:
    """Iterate over a table, some hundred lines at a time.

    Raises:
        DatasetError: when it cannot be read, or a line does not hold a picture.
        Cancelled: from `progress`.
    """
    what = columns(path)
    size = max(path.stat().st_size, 1)
    done, read, scale = 0, 0, 0.0
    lines = table_lines(path, what.named)
    while part := list(islice(lines, _PART)):
        values = _values(path, what, part)
        scale = scale or (255.0 if values.max() <= 1 else 1.0)  # some have 0 to 1
        if scale * values.max() > 255:
            raise _bad_line(path, part[int(values.max(axis=1).argmax())][0], what)
        pixels = torch.from_numpy(np.rint(values * scale).astype(np.uint8))
        names = [str(done + number) for number in range(1, len(part) + 1)]
        if what.identifier is not None:
            names = [what.field(line, what.identifier) for _, line in part]
        labels = [] if what.label is None else [tidy(what.field(line, what.label)) for _, line in part]
        yield TableRows(names, labels, pixels.view(-1, 1, what.size, what.size))
        done += len(part)
        read += sum(len(line) for _, line in part)
        progress(min(read, size), size)
    if not done:
        raise DatasetError("{path} holds no picture.", path=path)


def _values(path: Path, what: Columns, lines: list[tuple[int, str]]) -> FloatArray:
    """The pixels of some lines: float32 (N, size * size), 0 to 255."""
    values = _parsed([line for _, line in lines], what)
    if values is None:  # one of them is bad
        number = next((number for number, line in lines if _parsed([line], what) is None), lines[0][0])
        raise _bad_line(path, number, what)
    return values


def _parsed(lines: list[str], what: Columns) -> FloatArray | None:
    """The pixels of some lines; None where one does not hold a picture."""
    used = range(what.first, what.first + what.size**2)
    if any(line.count(what.delimiter) != what.count - 1 for line in lines):
        return None
    try:
        values = np.loadtxt(
            lines, np.float32, comments=None, delimiter=what.delimiter, usecols=used, ndmin=2, quotechar='"'
        )
    except ValueError:
        return None
    inside = (values >= 0) & (values <= 255)  # not a NaN
    return values if len(values) == len(lines) and bool(inside.all()) else None


def _bad_line(path: Path, number: int, what: Columns) -> DatasetError:
    return DatasetError(
        "{path}, line {number} does not hold a picture: it should have {count} numbers from 0 to 255.",
        path=path,
        number=number,
        count=what.size**2,
    )


def _whole(path: Path, progress: Progress) -> tuple[list[str], Tensor]:
    """All labels and pictures."""
    labelled_columns(path)
    texts: list[str] = []
    pixels = []
    for rows in table_rows(path, progress):
        texts += rows.labels
        pixels.append(rows.pixels)
    return texts, torch.cat(pixels)


def _numbers(texts: list[str], classes: tuple[str, ...]) -> Tensor:
    places = {name: number for number, name in enumerate(classes)}
    return torch.tensor([places[text] for text in texts], dtype=torch.int64)


def _content(pixels: Tensor) -> str:
    """What pictures show: ink where their rims are empty, an object where only their corners are."""
    pixels = pixels[:_PART]
    inner = pixels.clone()
    inner[:, :, 1:-1, 1:-1] = 0
    empty = inner.flatten(1).amax(dim=1) == 0
    if float(empty.float().mean()) >= _EMPTY_RIM:
        return INK
    corners = pixels[:, 0, (0, 0, -1, -1), (0, -1, 0, -1)]
    return OBJECT if float((corners == 0).float().mean()) > 0.5 else WHOLE
