"""A few samples as many: each drawn again as the same hand might have drawn it another time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from digitpad.data.own.samples import Sample
from digitpad.data.own.sets import read_sample
from digitpad.data.preparation import prepare_drawing, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.errors import DigitpadError
from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import redrawn
from digitpad.ink.variation import varied

_ANY_DIGIT = -1  # no forms are drawn in: what is odd about this hand is what shall be learnt


def variations(
    samples: Sequence[Sample],
    count: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[FloatArray], list[int]]:
    """About `count` pictures of the samples, each sample itself first and then with its strokes distorted.

    A sample without strokes gives the picture alone. One that cannot be read is left out.

    Args:
        samples: at least one.
        count: how many pictures to make; each sample gives at least one.
        seed: decides how the strokes are distorted.
        progress: called with (done, total); may raise `Cancelled` to stop.

    Returns:
        The pictures (28, 28), 0-1, that a network gets, and their labels.
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
    drawn = [plain, *(varied(_ANY_DIGIT, plain, rng) for _ in range(count - 1))]
    inputs = (prepare_drawing(drawing).input for drawing in drawn)
    return [picture for picture in inputs if picture is not None]
