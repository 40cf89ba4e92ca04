"""What a dataset holds, said before anything is trained on it: its classes, and how many pictures each has.

Of a dataset that lies on the disk it is known without reading the pictures, and without torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitpad.data.labelled import Dataset
from digitpad.errors import DatasetError, Sentence, printable
from digitpad.form import unfit_classes

_LISTED = 12  # classes that are named with their counts


@dataclass(frozen=True, slots=True)
class Overview:
    """How many pictures of each class a dataset has.

    Attributes:
        classes: the names of the classes.
        train: how many pictures of each class there are to learn from; all, where it is not divided yet.
        test: how many to test with; empty where it is not divided yet.
    """

    classes: tuple[str, ...]
    train: tuple[int, ...]
    test: tuple[int, ...] = ()

    @classmethod
    def of(cls, dataset: Dataset) -> Overview:
        """Count the pictures in a dataset; those of none of its classes do not count."""
        names = dataset.train.classes
        parts = []
        for part in (dataset.train, dataset.test):
            counts = part.labels.bincount(minlength=len(names)).tolist()
            parts.append(tuple(counts[: len(names)]))
        return cls(names, *parts)

    @property
    def sentence(self) -> Sentence:
        """The classes with their counts in one sentence."""
        totals = self._totals()
        listed = ", ".join(f"{printable(name, 24)} ({count:,})" for name, count in totals[:_LISTED])
        values = {
            "count": len(totals),
            "classes": listed,
            "more": len(totals) - _LISTED,
            "train": f"{sum(self.train):,}",
            "test": f"{sum(self.test):,}",
        }
        if len(totals) == 1:
            return Sentence("One class only, {classes}: there is nothing to tell apart.", values)
        some = len(totals) > _LISTED
        if self.test:
            text = "{count} classes, {train} pictures to train and {test} to test with: {classes}."
            if some:
                text = (
                    "{count} classes, {train} pictures to train and {test} to test with: {classes} and "
                    "{more} more."
                )
        else:
            text = "{count} classes, {train} pictures: {classes}."
            if some:
                text = "{count} classes, {train} pictures: {classes} and {more} more."
        return Sentence(text, values)

    def _totals(self) -> list[tuple[str, int]]:
        """The classes that have pictures, with how many in both parts."""
        test = self.test or (0,) * len(self.train)
        totals = zip(self.classes, self.train, test, strict=True)
        return [(name, one + other) for name, one, other in totals if one + other]


def check_classes(dataset: Dataset) -> None:
    """Check that there is something to learn, and that what is learnt can be kept.

    A network that knows one class is right in 100 % of all cases.

    Raises:
        DatasetError: when all pictures to learn from are of one class, or the names of the classes could not
            be read again from the file of a run.
    """
    if (unfit := unfit_classes(dataset.train.classes)) is not None:
        raise DatasetError(unfit.template, **unfit.values)
    labels = dataset.train.labels.unique().tolist()
    if len(labels) != 1:
        return
    name = printable(dataset.train.classes[labels[0]])
    if Path(dataset.name).is_dir():
        raise DatasetError(
            "All pictures in {folder} are of one class ({name}), so there is nothing to tell apart; arrange "
            "them as {folder}/<class>/picture.png, with a folder for each of two or more classes.",
            folder=dataset.name,
            name=name,
        )
    raise DatasetError(
        "All pictures of {dataset} are of one class ({name}), so there is nothing to tell apart; add "
        "pictures of another class.",
        dataset=dataset.name,
        name=name,
    )
