"""What the tab that looks at datasets has done in a thread: loading pictures, and reading them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages
    from digitpad.data.download import Progress
    from digitpad.insight.browsing import Readings
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.evaluate import Measurement


@dataclass(frozen=True, slots=True, eq=False)
class AllRead:
    """What a network answered to all pictures of a dataset.

    Attributes:
        checkpoint: the network.
        found: what was measured.
        readings: its answer to each picture.
    """

    checkpoint: Checkpoint
    found: Measurement
    readings: Readings


def load_pictures(name: str, part: str, root: Path | None, progress: Progress) -> LabelledImages:
    """The pictures of a dataset.

    Args:
        name: of the dataset.
        part: "train", "test", or "all" of one's own samples.
        root: the folder with datasets; None for the usual one.
        progress: called with (done, total); may raise `Cancelled`.

    Raises:
        DatasetError: when it cannot be loaded.
    """
    from digitpad.data.datasets import LabelledImages, labelled, load_dataset, load_test_images
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import read_samples
    from digitpad.resources import samples_root

    if name == "own":
        return labelled(read_samples(OwnSamples(samples_root()).listing().samples, progress))
    if part == "test":
        return load_test_images(name, root, progress)
    train = load_dataset(name, root, progress).train
    digits = train.labels < len(train.classes)  # what is none of the classes has no label to be shown
    return train if bool(digits.all()) else LabelledImages(train.images[digits], train.labels[digits])


def read_all(checkpoint: Checkpoint, data: LabelledImages, progress: Progress) -> AllRead:
    """What the network of `checkpoint` answers to all pictures.

    Args:
        checkpoint: the network.
        data: the pictures.
        progress: called with (done, total); may raise `Cancelled`.
    """
    from digitpad.insight.browsing import Readings
    from digitpad.training.evaluate import evaluate, for_batches

    found = evaluate(
        for_batches(checkpoint.network()),
        data,
        checkpoint.mean,
        checkpoint.std,
        progress,
        checkpoint.refuse_below,
        checkpoint.classes,
    )
    return AllRead(checkpoint, found, Readings.of(found))
