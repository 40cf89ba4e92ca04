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


def load_pictures(
    name: str,
    part: str,
    root: Path | None,
    progress: Progress,
    checkpoint: Checkpoint | None = None,
) -> LabelledImages:
    """The pictures of a dataset.

    Args:
        name: of the dataset, or a folder of pictures.
        part: "train", "test", or "all" of one's own samples.
        root: the folder with datasets; None for the usual one.
        progress: called with (done, total); may raise `Cancelled`.
        checkpoint: the network that answers: a folder that it learnt from is divided as it was then.

    Raises:
        DatasetError: when it cannot be loaded.
    """
    from digitpad.data.datasets import DATASETS, load_dataset, load_test_images
    from digitpad.data.labelled import AS_THEY_ARE
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import labelled, read_samples
    from digitpad.resources import samples_root
    from digitpad.training.evaluate import run_options

    if name == "own":
        return labelled(read_samples(OwnSamples(samples_root()).listing().samples, progress))
    if part == "test" and name in DATASETS:
        return load_test_images(name, root, progress)
    own = None if checkpoint is None or name in DATASETS else run_options(checkpoint, name)
    dataset = load_dataset(name, root, progress, own or AS_THEY_ARE)
    shown = dataset.test if part == "test" else dataset.train
    known = shown.labels < len(shown.classes)  # what is none of the classes has no label to be shown
    return (
        shown if bool(known.all()) else replace(shown, images=shown.images[known], labels=shown.labels[known])
    )


def read_all(
    checkpoint: Checkpoint, data: LabelledImages, progress: Progress, name: str = "", part: str = ""
) -> AllRead:
    """What the network of `checkpoint` answers to all pictures.

    Args:
        checkpoint: the network.
        data: the pictures, as they are shown.
        name: of a folder that they are from, whose files are read again as the network takes them.
        part: of it, as for `load_pictures`.
        progress: called with (done, total); may raise `Cancelled`.
    """
    import torch

    from digitpad.data.labelled import PictureOptions, resized
    from digitpad.insight.browsing import Readings
    from digitpad.training.evaluate import evaluate, for_batches

    form = checkpoint.form
    asked = resized(data, PictureOptions(form.size, form.channels))
    if name and data.form != form:
        again = _read_again(checkpoint, name, part, progress)
        # Where other files can be read now, the numbers would be of other pictures than those that are shown.
        asked = again if torch.equal(again.labels, data.labels) else asked
    found = evaluate(
        for_batches(checkpoint.network()),
        asked,
        checkpoint.mean,
        checkpoint.std,
        progress,
        checkpoint.refuse_below,
        checkpoint.classes,
    )
    return AllRead(checkpoint, found, Readings.of(found))


def _read_again(checkpoint: Checkpoint, name: str, part: str, progress: Progress) -> LabelledImages:
    from digitpad.data.datasets import load_dataset
    from digitpad.training.evaluate import network_options, run_options

    options = run_options(checkpoint, name) or network_options(checkpoint)
    dataset = load_dataset(name, None, progress, options)
    return dataset.test if part == "test" else dataset.train
