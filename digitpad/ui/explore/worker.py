"""Work of the Explore tab that is done in a thread: loading pictures, and letting the network read them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.ui.threads.answering import wait_for_answers

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages
    from digitpad.data.labelled import Progress
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.evaluate import Measurement


def load_pictures(
    name: str,
    part: str,
    root: Path | None,
    progress: Progress,
    checkpoint: Checkpoint | None = None,
    download: bool = True,
) -> LabelledImages | None:
    """Load the pictures of a dataset.

    Args:
        name: of the dataset, or a folder of pictures.
        part: "train", "test", or "all" of the user's own samples.
        root: the folder with datasets; None for the usual one.
        progress: called with (done, total); may raise `Cancelled`.
        checkpoint: the network that reads the pad: a folder that it learnt from is divided as it was then.
        download: whether it is downloaded where it is not on this computer.

    Returns:
        The pictures; None where they have to be downloaded first.

    Raises:
        DatasetError: when it cannot be loaded.
        DigitpadError: when the folder does not answer.
    """
    from digitpad.data.datasets import DATASETS, load_dataset, load_test_images
    from digitpad.data.labelled import AS_THEY_ARE
    from digitpad.data.own.samples import OwnSamples
    from digitpad.data.own.sets import labelled, read_samples
    from digitpad.resources import data_root, samples_root
    from digitpad.training.evaluate import run_options

    if name == "own":
        return labelled(read_samples(OwnSamples(samples_root()).listing().samples, progress))
    entry = DATASETS.get(name)
    folder = Path(name).expanduser() if entry is None else root or data_root()
    wait_for_answers([folder], lambda _path: progress(0, 0))
    if entry is not None and not download and not entry.is_there(folder):
        return None
    if part == "test" and name in DATASETS:
        return load_test_images(name, root, progress)
    options = None if checkpoint is None or name in DATASETS else run_options(checkpoint, name)
    dataset = load_dataset(name, root, progress, options or AS_THEY_ARE)
    pictures = dataset.test if part == "test" else dataset.train
    known = pictures.labels < len(pictures.classes)  # what is none of the classes has no label to show
    if bool(known.all()):
        return pictures
    return replace(pictures, images=pictures.images[known], labels=pictures.labels[known])


def read_all(
    checkpoint: Checkpoint, data: LabelledImages, progress: Progress, name: str = "", part: str = ""
) -> Measurement:
    """Measure the network of `checkpoint` on all pictures.

    Args:
        checkpoint: the network.
        data: the pictures, as they are displayed.
        name: of a folder that they are from, whose files are read again as the network takes them.
        part: of it, as for `load_pictures`.
        progress: called with (done, total); may raise `Cancelled`.
    """
    import torch

    from digitpad.data.datasets import load_dataset
    from digitpad.data.labelled import PictureOptions, resized
    from digitpad.training.evaluate import evaluate, for_batches, network_options, run_options

    form = checkpoint.form
    pictures = resized(data, PictureOptions(form.size, form.channels))
    if name and data.form != form:
        options = run_options(checkpoint, name) or network_options(checkpoint)
        dataset = load_dataset(name, None, progress, options)
        again = dataset.test if part == "test" else dataset.train
        # Where other files can be read now, the numbers would be of other pictures than the displayed ones.
        pictures = again if torch.equal(again.labels, data.labels) else pictures
    return evaluate(
        for_batches(checkpoint.network()),
        pictures,
        checkpoint.mean,
        checkpoint.std,
        progress,
        checkpoint.refuse_below,
        checkpoint.classes,
    )
