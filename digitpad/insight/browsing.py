"""Which pictures of a dataset are shown, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from digitpad.training.evaluate import Measurement

IntArray = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float32]


class Correctness(Enum):
    """Whether pictures were read right."""

    ALL = "all"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """A network's answers to the pictures of a dataset.

    Attributes:
        answers: (N,), index of the predicted class, among the network's.
        confidence: float32 (N,), its probability, 0-1.
        right: bool (N,), whether it is the picture's label.
    """

    answers: IntArray
    confidence: FloatArray
    right: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, measurement: Measurement) -> Readings:
        """Take the answers from a measurement."""
        return cls(measurement.answers.numpy(), measurement.confidence.numpy(), measurement.right.numpy())


@dataclass(frozen=True, slots=True)
class PictureFilter:
    """Which pictures are shown.

    Attributes:
        label: index of the class they belong to; None for every class.
        answer: index of the class they were read as; None for every class.
        outcome: whether they were read right.
    """

    label: int | None = None
    answer: int | None = None
    outcome: Correctness = Correctness.ALL


def select_pictures(
    labels: npt.NDArray[np.int64], readings: Readings | None, chosen: PictureFilter
) -> IntArray:
    """Select the pictures that a filter lets through.

    Args:
        labels: (N,).
        readings: of the same pictures; without them the filter's answer and outcome are ignored.
        chosen: the filter.

    Returns:
        Their indices, ascending. Mistakes alone come with the most confident first, and right answers alone
        with the least confident first: what there is most to learn from.
    """
    keep = np.ones(len(labels), bool)
    if chosen.label is not None:
        keep &= labels == chosen.label
    if readings is None:
        return np.flatnonzero(keep)
    if chosen.answer is not None:
        keep &= readings.answers == chosen.answer
    if chosen.outcome is Correctness.ALL:
        return np.flatnonzero(keep)
    wrong = chosen.outcome is Correctness.WRONG
    numbers = np.flatnonzero(keep & (readings.right != wrong))
    confidence = readings.confidence[numbers]
    return numbers[np.argsort(-confidence if wrong else confidence, kind="stable")]
