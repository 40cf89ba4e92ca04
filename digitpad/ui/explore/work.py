"""What the tab that looks at datasets has done in a thread: loading pictures, and reading them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages
    from digitpad.data.labelled import Progress
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
        name: of the dataset, or a folder of pictures.
        part: "train", "test", or "all" of one's own samples.
        root: the folder with datasets; None for the usual one.
        progress: called with (done, total); may raise `Cancelled`.

    Raises:
        DatasetError: when it cannot be loaded.
    """
    from digitpad.data.datasets import DATASETS, labelled, load_dataset, load_test_images
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import read_samples
    from digitpad.resources import samples_root

    if name == "own":
        return labelled(read_samples(OwnSamples(samples_root()).listing().samples, progress))
    if part == "test" and name in DATASETS:
        return load_test_images(name, root, progress)
    dataset = load_dataset(name, root, progress)
    shown = dataset.test if part == "test" else dataset.train
    known = shown.labels < len(shown.classes)  # what is none of the classes has no label to be shown
    return (
        shown if bool(known.all()) else replace(shown, images=shown.images[known], labels=shown.labels[known])
    )


def read_all(checkpoint: Checkpoint, data: LabelledImages, progress: Progress) -> AllRead:
    """What the network of `checkpoint` answers to all pictures.

    Args:
        checkpoint: the network.
        data: the pictures.
        progress: called with (done, total); may raise `Cancelled`.
    """
    from digitpad.data.labelled import PictureOptions, fitted
    from digitpad.insight.browsing import Readings
    from digitpad.training.evaluate import evaluate, for_batches

    form = checkpoint.form
    found = evaluate(
        for_batches(checkpoint.network()),
        fitted(data, PictureOptions(form.size, form.channels)),
        checkpoint.mean,
        checkpoint.std,
        progress,
        checkpoint.refuse_below,
        checkpoint.classes,
    )
    return AllRead(checkpoint, found, Readings.of(found))
