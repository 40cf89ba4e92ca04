"""What a dataset holds, without reading its pictures: classes and counts, or that it has to be downloaded.

Nothing here imports torch, so that the window can say it beside the dataset's name.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from digitpad.data.catalogue import DATASETS
from digitpad.data.labelled import Progress
from digitpad.data.overview import Overview
from digitpad.data.sets.folder_files import LabelledFiles, list_folder
from digitpad.data.sets.table_columns import class_names, table_labels, table_of, test_table
from digitpad.errors import DatasetError, Sentence


def contents(name: str, root: Path, progress: Progress) -> tuple[Sentence, ...]:
    """Say what a dataset holds, in one sentence or more; the first has its classes.

    Args:
        name: a key of `DATASETS`, a folder of pictures, or a table of them.
        root: the folder with datasets.
        progress: called now and then; may raise `Cancelled` to stop.

    Raises:
        DatasetError: when a folder or table cannot be read, or holds no pictures.
        Cancelled: from `progress`.
    """
    entry = DATASETS.get(name)
    if entry is None:
        return _of_path(Path(name).expanduser(), progress)
    if not entry.is_there(root):
        size = f"{max(1, round(entry.bytes / 1e6)):,}"
        text = "{count} classes. Train downloads it first ({size} MB)."
        return (Sentence(text, {"count": entry.classes, "size": size}),)
    overview = entry.overview(root)
    if overview is None:
        return (Sentence("{count} classes.", {"count": entry.classes}),)
    return (overview.sentence, *entry.messages(root))


def _of_path(path: Path, progress: Progress) -> tuple[Sentence, ...]:
    table = table_of(path)
    if table is not None:
        return _of_table(table, progress)
    if not path.is_dir():
        raise DatasetError("{path} does not exist any more; choose another dataset.", path=path)
    listing = list_folder(path, progress)
    parts = [listing.train] if listing.test is None else [listing.train, listing.test]
    overview = Overview(listing.classes, *(_counts(part, listing.classes) for part in parts))
    return (overview.sentence, *listing.messages)


def _counts(part: LabelledFiles, classes: tuple[str, ...]) -> tuple[int, ...]:
    counts = Counter(part.labels)
    return tuple(counts[number] for number in range(len(classes)))


def _of_table(path: Path, progress: Progress) -> tuple[Sentence, ...]:
    beside = test_table(path)
    tables = [path] if beside is None else [path, beside]
    parts = [Counter(table_labels(table, progress)) for table in tables]
    classes = class_names(path, set().union(*parts))
    overview = Overview(classes, *(tuple(part[name] for name in classes) for part in parts))
    return (overview.sentence,)
