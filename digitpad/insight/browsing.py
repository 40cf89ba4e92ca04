"""Which pictures of a dataset are looked at, and in which order."""

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


class Outcome(Enum):
    """Pictures by how they were read."""

    ALL = "all"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What a network answered to the pictures of a dataset.

    Attributes:
        answers: (N,), number of the class that was answered, of the network's.
        confidence: float32 (N,), its probability, 0-1.
        right: bool (N,), whether it is the picture's label.
    """

    answers: IntArray
    confidence: FloatArray
    right: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, found: Measurement) -> Readings:
        """The answers of a measured network."""
        return cls(found.answers.numpy(), found.confidence.numpy(), found.right.numpy())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures are looked at.

    Attributes:
        label: number of the class they are of; None for every one.
        answer: number of the class they were read as; None for every one.
        outcome: whether they were read right.
    """

    label: int | None = None
    answer: int | None = None
    outcome: Outcome = Outcome.ALL


def selected(labels: npt.NDArray[np.int64], readings: Readings | None, wanted: Wanted) -> IntArray:
    """Numbers of the pictures that are wanted, ascending; but mistakes come with the surest first, and what
    was read right, when only that is wanted, with the least sure first: what there is most to learn from.

    Args:
        labels: (N,).
        readings: of the same pictures; without them every picture counts, whatever answer is wanted.
        wanted: which.
    """
    keep = np.ones(len(labels), bool)
    if wanted.label is not None:
        keep &= labels == wanted.label
    if readings is None:
        return np.flatnonzero(keep)
    if wanted.answer is not None:
        keep &= readings.answers == wanted.answer
    if wanted.outcome is Outcome.ALL:
        return np.flatnonzero(keep)
    wrong = wanted.outcome is Outcome.WRONG
    numbers = np.flatnonzero(keep & (readings.right != wrong))
    confidence = readings.confidence[numbers]
    return numbers[np.argsort(-confidence if wrong else confidence, kind="stable")]
