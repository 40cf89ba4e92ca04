"""The points of a run's curves: smoothing, limits of the axes, CSV. No Qt.

Horizontal positions are training examples seen, as in the study notes: a training loss stands where its
batch began, a test result where it was measured. Both agree with the curves that a checkpoint keeps.
"""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.training.events import EpochDone, Event, StepDone

SMOOTHING = 0.9
"""Weight of the past in the moving average: it looks back over about ten points, a hundred batches."""

CSV_COLUMNS = ("kind", "examples_seen", "epoch", "loss", "accuracy")

FloatArray = npt.NDArray[np.float64]


class Measurement(NamedTuple):
    """One measurement on the test set.

    Attributes:
        seen: training examples seen before it.
        epoch: epochs trained, 0 before training.
        loss: mean negative log-likelihood.
        accuracy: share read right, 0-1.
    """

    seen: int
    epoch: int
    loss: float
    accuracy: float


class TrainCurve:
    """Training losses over examples seen, with their moving average.

    The average is an exponential one without the pull towards zero at its beginning
    (Kingma and Ba, "Adam", 2015, section 3).
    """

    def __init__(self) -> None:
        self._seen, self._losses, self._smoothed = array("d"), array("d"), array("d")
        self._average = 0.0
        self._weight = 0.0
        self._all_finite = True

    def __len__(self) -> int:
        return len(self._seen)

    def append(self, seen: int, loss: float) -> None:
        """Add a point; its `seen` is not below the last one's."""
        smooth = math.nan
        if math.isfinite(loss):
            self._average = SMOOTHING * self._average + (1 - SMOOTHING) * loss
            self._weight = SMOOTHING * self._weight + (1 - SMOOTHING)
            smooth = self._average / self._weight
        else:
            self._all_finite = False
        self._seen.append(seen)
        self._losses.append(loss)
        self._smoothed.append(smooth)

    def drawn(self, smoothed: bool = False) -> tuple[FloatArray, FloatArray]:
        """Positions and losses (or their average) of the points that can be drawn: the finite ones."""
        seen, losses = np.array(self._seen), np.array(self._smoothed if smoothed else self._losses)
        if self._all_finite:
            return seen, losses
        finite = np.isfinite(losses)
        return seen[finite], losses[finite]

    def rows(self) -> list[tuple[int, float]]:
        """All points, as a checkpoint keeps them."""
        return [(int(seen), loss) for seen, loss in zip(self._seen, self._losses, strict=True)]


class Curves:
    """Everything the chart shows of one run.

    Args:
        examples: size of the training set.
        batch_size: examples a batch; the last one of an epoch may have fewer.
        epochs: epochs that the run is meant to have.
        train_loss: name of the training loss where it is not a likelihood, as that of tests always is: "MSE".
    """

    def __init__(self, examples: int = 0, batch_size: int = 1, epochs: int = 1, train_loss: str = "") -> None:
        self.examples = examples
        self.batch_size = batch_size
        self.train_loss = train_loss
        self.total = examples * epochs
        self.train = TrainCurve()
        self.test: list[Measurement] = []
        self.seen = 0
        self._low, self._high = math.inf, 0.0

    def __bool__(self) -> bool:
        return bool(len(self.train) or self.test)

    def restore(self, history: Mapping[str, Iterable[Any]]) -> None:
        """Take over a checkpoint's curves: "train" [[seen, loss]], "test" [[seen, epoch, loss, accuracy]]."""
        for seen, loss in history.get("train", ()):
            self._add_train(int(seen), float(loss))
        for seen, epoch, loss, accuracy in history.get("test", ()):
            self._add_test(Measurement(int(seen), int(epoch), float(loss), float(accuracy)))

    def add(self, events: Iterable[Event]) -> bool:
        """Add what belongs to the curves; tells whether anything did."""
        changed = False
        for event in events:
            if not event.is_logged:
                continue
            if isinstance(event, StepDone):
                self._add_train(event.examples_seen - self._size(event.batch), event.train_loss)
            elif isinstance(event, EpochDone):
                self._add_test(
                    Measurement(event.examples_seen, event.epoch, event.test_loss, event.test_accuracy)
                )
            else:
                continue
            changed = True
        return changed

    def loss_limits(self) -> tuple[float, float]:
        """The smallest loss above zero and the largest one; (1, 1) without any."""
        return (self._low, self._high) if self._low <= self._high else (1.0, 1.0)

    def csv(self) -> str:
        """All points as a table with the columns `CSV_COLUMNS`, in the order in which they came about."""
        train = [
            (seen, 1, ("train", seen, seen // self.examples + 1 if self.examples else "", repr(loss), ""))
            for seen, loss in self.train.rows()
        ]
        test = [
            (point.seen, 0, ("test", point.seen, point.epoch, repr(point.loss), repr(point.accuracy)))
            for point in self.test
        ]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        # A test result comes before the batch that begins where it was measured.
        writer.writerows(row for _, _, row in sorted([*train, *test], key=lambda item: item[:2]))
        return text.getvalue()

    def _size(self, batch: int) -> int:
        return max(0, min(self.batch_size, self.examples - batch * self.batch_size))

    def _add_train(self, seen: int, loss: float) -> None:
        self.train.append(seen, loss)
        self._extend(seen, loss)

    def _add_test(self, point: Measurement) -> None:
        self.test.append(point)
        self._extend(point.seen, point.loss)

    def _extend(self, seen: int, loss: float) -> None:
        self.seen = max(self.seen, seen)
        if math.isfinite(loss):
            self._high = max(self._high, loss)
            if loss > 0:
                self._low = min(self._low, loss)


def axis_end(seen: int, total: int) -> int:
    """Where the horizontal axis ends: a sixteenth of the run, and twice that whenever the curve gets there.

    An axis that moved with every point would be hard to read, and one as long as the run from the
    start would squeeze the steep first fall into its corner.
    """
    if total <= 0 or seen >= total:
        return max(seen, 1)
    end = total / 16
    while end < seen:
        end *= 2
    return min(math.ceil(end), total)
