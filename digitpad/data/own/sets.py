"""The user's own samples as pictures to learn from: what a network gets of them and their variations."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import torch

from digitpad.data.labelled import LabelledImages, stacked
from digitpad.data.own.listing import Sample
from digitpad.data.own.samples import OwnSamples
from digitpad.data.pictures import read_picture
from digitpad.data.preparation import Prepared, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.errors import DatasetError, DigitpadError
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import load_drawing
from digitpad.ink.redraw import redrawn
from digitpad.ink.variation import varied

LEAST = 10
"""Samples from which they are a dataset: fewer leave nothing to test with."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadSamples:
    """Samples with their pictures (28, 28), 0-1, as the network gets them.

    Attributes:
        samples: those that could be read.
        inputs: the picture of each.
        unread: why the others could not be read.
    """

    samples: tuple[Sample, ...]
    inputs: tuple[FloatArray, ...]
    unread: tuple[DigitpadError, ...] = ()


def read_samples(
    samples: Sequence[Sample], progress: Callable[[int, int], None] | None = None
) -> ReadSamples:
    """Read samples; those that are broken, blank or gone are skipped.

    Args:
        samples: the samples.
        progress: called with (done, total); may raise `Cancelled` to stop.
    """
    read, inputs, unread = [], [], []
    for number, sample in enumerate(samples):
        if progress is not None:
            progress(number, len(samples))
        try:
            picture = prepared_sample(sample).input
            if picture is None:
                raise DatasetError("Nothing is drawn in {path}.", path=sample.picture)
        except DigitpadError as error:
            unread.append(error)
        else:
            read.append(sample)
            inputs.append(picture)
    return ReadSamples(tuple(read), tuple(inputs), tuple(unread))


def own_sets(
    store: OwnSamples, progress: Callable[[int, int], None] | None = None
) -> tuple[ReadSamples, ReadSamples]:
    """Read all samples, and divide them into those to train with and those held out to test with.

    Raises:
        DatasetError: when there are fewer than `LEAST` that can be read.
        Cancelled: from `progress`.
    """
    samples = read_samples(store.listing().samples, progress)
    if len(samples.samples) < LEAST:
        raise DatasetError(
            "There are {count} own samples in {folder}, and a dataset needs at least {least}: draw digits "
            "and press the key of what each was.",
            count=len(samples.samples),
            folder=store.folder,
            least=LEAST,
        )
    return split(samples)


def split(samples: ReadSamples) -> tuple[ReadSamples, ReadSamples]:
    """Divide samples into those to learn from and those to test with; see `held_out`."""
    kept = held_out(samples.samples)
    parts = []
    for testing in (False, True):
        numbers = [number for number, aside in enumerate(kept) if aside is testing]
        parts.append(
            ReadSamples(
                tuple(samples.samples[number] for number in numbers),
                tuple(samples.inputs[number] for number in numbers),
            )
        )
    return parts[0], parts[1]


def strokes_of(sample: Sample) -> Drawing | None:
    """Read the strokes of a sample; None where it has none that can be read."""
    if sample.strokes.exists():
        with contextlib.suppress(DigitpadError):
            drawing = load_drawing(sample.strokes)
            return None if drawing.empty else drawing
    return None


def read_sample(sample: Sample) -> Drawing | FloatArray:
    """Read the strokes of a sample, or the ink of its picture where it has none that can be read.

    Returns:
        A drawing, or float32 (H, W), 0 paper to 1 full ink.

    Raises:
        DigitpadError: when the picture cannot be read either.
    """
    drawing = strokes_of(sample)
    return read_picture(sample.picture) if drawing is None else drawing


def prepared_sample(sample: Sample) -> Prepared:
    """Prepare a sample for the network, like a drawing on the pad or an opened picture.

    Raises:
        DigitpadError: when it cannot be read.
    """
    return prepare_ink(read_sample(sample))


def held_out(samples: Sequence[Sample]) -> list[bool]:
    """Decide which samples are held out to test with: about every fifth, whatever is added or removed later.

    From two samples on there is at least one on either side.
    """
    # A sample's name decides, not its place in the list and not its label, which may change. The 0 was a seed
    # once; without it samples would change sides.
    ranks = [crc32(f"0 {sample.picture.name}".encode()) for sample in samples]
    chosen = [rank % 5 == 0 for rank in ranks]
    if len(samples) > 1 and not any(chosen):
        chosen[ranks.index(min(ranks))] = True
    if len(samples) > 1 and all(chosen):
        chosen[ranks.index(max(ranks))] = False
    return chosen


def variations(
    samples: Sequence[Sample],
    count: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[FloatArray], list[int]]:
    """Make about `count` pictures of samples: each sample itself, then with its strokes distorted.

    A sample without strokes adds its picture alone. One that cannot be read is skipped.

    Args:
        samples: at least one.
        count: how many pictures to make; each sample adds at least one.
        seed: decides how the strokes are distorted.
        progress: called with (done, total); may raise `Cancelled` to stop.

    Returns:
        The pictures (28, 28), 0-1, as a network gets them, and their labels.
    """
    each = max(1, round(count / len(samples)))
    pictures: list[FloatArray] = []
    labels: list[int] = []
    for number, sample in enumerate(samples):
        if progress is not None:
            progress(number, len(samples))
        made = _of_one(sample, each, np.random.default_rng((seed, number)))
        pictures += made
        labels += [sample.label] * len(made)
    return pictures, labels


def _of_one(sample: Sample, count: int, rng: np.random.Generator) -> list[FloatArray]:
    try:
        ink = read_sample(sample)
    except DigitpadError:
        return []
    if not isinstance(ink, Drawing):
        alone = prepare_ink(ink).input
        return [] if alone is None else [alone]
    plain = redrawn(ink)
    if plain.empty:
        return []
    # No other forms: what is odd about this hand is what the network is to learn.
    drawn = [plain, *(varied(None, plain, rng) for _ in range(count - 1))]
    inputs = (prepare_ink(drawing).input for drawing in drawn)
    return [picture for picture in inputs if picture is not None]


def labelled(read: ReadSamples) -> LabelledImages:
    """Return own samples as a network's pictures."""
    labels = torch.tensor([sample.label for sample in read.samples], dtype=torch.int64)
    return LabelledImages(stacked(read.inputs), labels)
